// What holds for every page that stance writes, on every way of looking at it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { bareTables, lowContrast, muteImages, structure } from "./checks.js";
import { launch, open, stance, workplace } from "./helper.js";

const SAMPLES = "seeds/articles/labels.csv";
const work = workplace();
const PAGES = { reader: join(work.path, "reader.html"), report: join(work.path, "report/report.html") };
let browser;

before(async () => {
  browser = await launch();
  const sides = ["We should let refugees in.", "Send them all back.", "The train was late."];
  const other = join(work.path, "other.jsonl");
  work.write("other.jsonl", [
    JSON.stringify({ id: "about something else", text: "The train was late. It rained." }),
    JSON.stringify({ id: "auf Deutsch", text: "Sie flohen vor dem Krieg.", language: "de" }),
    JSON.stringify({ id: "<script>alert('id')</script>", title: "<img src=x>", text: sides.join(" ") }),
  ]);
  stance(["label", "seeds/articles", other, "--min-score", "0.35", "--format", "html", "-o", PAGES.reader]);
  const gates = ["--min", "macro_f1=0.3", "--min", "f1.restrict=0.99"];
  const slices = ["--by", "kind,length,context,doc"];
  work.write("learning.csv", ["documents,sentences,macro_f1,low,high", "5,200,0.41,0.3,0.5", "10,400,0.5,0.42,0.58"]);
  const learning = ["--learning-curve", join(work.path, "learning.csv")];
  stance(["evaluate", SAMPLES, ...slices, ...gates, ...learning, "--report", join(work.path, "report")], { codes: [0, 1] });
});
after(async () => {
  await browser.close();
  work.remove();
});

for (const [name, file] of Object.entries(PAGES)) {
  describe(name, () => {
    test("opens without a complaint and without a request", async (t) => {
      const { seen } = await open(t, browser, file);
      assert.deepEqual(seen, { problems: [], requests: [] });
    });

    test("holds no script and forbids all", async (t) => {
      const { page } = await open(t, browser, file);
      assert.equal(await page.locator("script").count(), 0);
      const policy = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
      assert.match(policy, /default-src 'none'/);
    });

    test("reads the same where scripts are off", async (t) => {
      const [off, on] = await Promise.all([false, true].map((javaScriptEnabled) => open(t, browser, file, { javaScriptEnabled })));
      const shot = ({ page }) => page.screenshot();
      assert.ok((await shot(off)).equals(await shot(on)));
    });

    for (const colorScheme of ["light", "dark"]) {
      test(`has texts that can be read in ${colorScheme}`, async (t) => {
        const { page } = await open(t, browser, file, { colorScheme });
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        assert.deepEqual(await page.evaluate(lowContrast, 4.5), []);
      });
    }

    test("is dark where that is asked for", async (t) => {
      const light = async (colorScheme) => {
        const { page } = await open(t, browser, file, { colorScheme });
        const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        return Math.max(...colour.match(/\d+/g).map(Number));
      };
      assert.ok((await light("dark")) < 60 && (await light("light")) > 200);
    });

    for (const width of [320, 360, 768, 1024, 1280, 1920]) {
      test(`does not scroll sideways at ${width} pixels`, async (t) => {
        const { page } = await open(t, browser, file, { viewport: { width, height: 740 } });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide}`);
      });
    }

    test("prints dark on white, all of it, on pages it fits", async (t) => {
      const { page } = await open(t, browser, file, { colorScheme: "dark" });
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
      assert.deepEqual(await page.evaluate(lowContrast, 4.5), []);
      await page.setViewportSize({ width: 700, height: 1000 });
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 700);
      const sheets = await page.pdf({ format: "A4" });
      assert.ok(sheets.length > 10_000);
    });

    test("has landmarks, headings in order, links that lead somewhere", async (t) => {
      const { page } = await open(t, browser, file);
      assert.deepEqual(await page.evaluate(structure), []);
    });

    test("has tables with heads and pictures with words", async (t) => {
      const { page } = await open(t, browser, file);
      assert.deepEqual(await page.evaluate(bareTables), []);
      assert.deepEqual(await page.evaluate(muteImages), []);
    });

    test("is one file that needs no other", async (t) => {
      const { page } = await open(t, browser, file);
      assert.equal(await page.locator("[src], link, object, iframe, base, form").count(), 0);
      const style = await page.locator("style").allTextContents();
      assert.doesNotMatch(style.join(), /url\(|@import|https?:/);
    });
  });
}
