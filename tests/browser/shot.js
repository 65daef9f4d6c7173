// For people at work on a page: node shot.js FILE OUT.png [width] [height] [dark|light] [selector to focus] [full]
import { launch, open } from "./helper.js";
const [file, out, width = 1280, height = 800, scheme = "light", focus = "", full = ""] = process.argv.slice(2);
const browser = await launch();
const after = [];
const { page, seen } = await open({ after: (f) => after.push(f) }, browser, file, {
  viewport: { width: +width, height: +height },
  colorScheme: scheme,
});
if (focus) {
  await page.locator(focus).first().scrollIntoViewIfNeeded();
  await page.locator(focus).first().focus();
}
await page.screenshot({ path: out, fullPage: full === "full" });
console.log(JSON.stringify(seen), await page.evaluate(() => document.documentElement.scrollWidth));
await browser.close();
