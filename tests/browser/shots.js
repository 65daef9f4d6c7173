// The pictures in docs/img, taken anew: node tests/browser/shots.js
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { labelled, serve, sitDown } from "./annotate.js";
import { ROOT, launch, stance } from "./helper.js";

const IMAGES = join(ROOT, "docs/img");
const ARTICLE = "seeds/articles/01-news-report.txt";

async function at(browser, server, name, options) {
  const context = await browser.newContext({ viewport: { width: 1120, height: 700 }, ...options });
  const page = await context.newPage();
  await page.goto(server.address);
  await sitDown(page, name);
  return page;
}

// Goes to a sentence and labels it: digit in the article, digit by itself, holder.
async function label(page, sentence, digits, holder) {
  await page.locator(".s", { hasText: sentence }).click();
  for (const digit of digits) await page.keyboard.press(digit);
  if (holder) {
    await page.keyboard.type(holder);
    await page.keyboard.press("Enter");
  }
}

const folder = mkdtempSync(join(tmpdir(), "stance-shots-"));
const tidy = [];
copyFileSync(join(ROOT, ARTICLE), join(folder, "article.txt"));
const server = await serve({ after: (end) => tidy.push(end) }, folder, ["article.txt"]);
const browser = await launch();
mkdirSync(IMAGES, { recursive: true });

// A page that is a file, from `selector` on.
async function file(name, path, selector, options, act = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1120, height: 700 }, ...options });
  const page = await context.newPage();
  await page.goto(pathToFileURL(path).href);
  await page.locator(selector).first().evaluate((element) => element.scrollIntoView());
  await act(page);
  await page.screenshot({ path: join(IMAGES, name) });
  await context.close();
}

const reader = join(folder, "reader.html");
stance(["label", ARTICLE, "-o", reader, "--format", "html"]);
await file("reader.png", reader, "article", {}, async (page) => {
  await page.getByText("In the end it voted").first().hover();
});
const report = join(folder, "report");
stance(["evaluate", "seeds/articles/labels.csv", "--articles", "seeds/articles", "--report", report]);
await file("report.png", join(report, "report.html"), "body");
await file("report-calibration.png", join(report, "report.html"), "#calibration", { colorScheme: "dark" });

const anna = await at(browser, server, "anna");
await label(anna, "Georgian committee", "31");
await labelled(anna, 1);
await label(anna, "In the end it voted", "22", "the committee");
await labelled(anna, 2);
await label(anna, "Zurab Kobalia", "22", "Zurab Kobalia");
await labelled(anna, 3);
await label(anna, "argued that the bill", "11", "Girchi-Dawn");
await labelled(anna, 4);
await label(anna, "They proposed", "1", "");
await anna.screenshot({ path: join(IMAGES, "annotate.png") });

const ben = await at(browser, server, "ben");
await label(ben, "Georgian committee", "33");
await labelled(ben, 1);
await label(ben, "Zurab Kobalia", "33");
await labelled(ben, 2);

const cem = await at(browser, server, "cem", { colorScheme: "dark" });
await cem.getByRole("button", { name: /^Disagreements/ }).click();
await cem.locator("#said").waitFor();
await cem.screenshot({ path: join(IMAGES, "annotate-disagreement.png") });

const phone = { viewport: { width: 360, height: 700 }, isMobile: true, hasTouch: true };
const dora = await at(browser, server, "dora", phone);
await dora.locator(".s", { hasText: "argued that the bill" }).tap();
await dora.locator("#step-label [data-value=admit]").tap();
await dora.locator("#step-alone [data-value=admit]").tap();
await dora.locator("#picks button").first().waitFor();
await dora.screenshot({ path: join(IMAGES, "annotate-phone.png") });

await browser.close();
for (const end of tidy) await end();
rmSync(folder, { recursive: true, force: true });
