// The report: `stance evaluate --report FOLDER`.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open, ROOT, stance, workplace } from "./helper.js";

const work = workplace();
const FILE = join(work.path, "report/report.html");
let browser;

// Sentences of the written corpus, as many documents as give at least so many.
function corpus(least) {
  const lines = readFileSync(join(ROOT, "data/corpus/sentences.csv"), "utf8").split("\n");
  const doc = (line) => line.slice(0, line.indexOf(","));
  let end = least;
  while (doc(lines[end]) === doc(lines[end + 1])) end += 1;
  return lines.slice(0, end + 1);
}

before(async () => {
  browser = await launch();
  work.write("rows.csv", corpus(5000));
  work.write("learning.csv", ["documents,sentences,macro_f1,low,high", "5,200,0.41,0.3,0.5", "10,400,0.5,0.42,0.58"]);
  const args = ["--allow-leak", "--by", "kind,length,context,doc", "--learning-curve", join(work.path, "learning.csv")];
  stance(["evaluate", join(work.path, "rows.csv"), ...args, "--min", "macro_f1=0.1", "--report", join(work.path, "report")]);
});
after(async () => {
  await browser.close();
  work.remove();
});

test("5,000 sentences stay below 2 MB and few enough elements to open at once", async (t) => {
  assert.ok(statSync(FILE).size < 2_000_000, `${statSync(FILE).size} bytes`);
  const { page } = await open(t, browser, FILE);
  const { elements, loaded } = await page.evaluate(() => ({
    elements: document.querySelectorAll("*").length,
    loaded: performance.getEntriesByType("navigation")[0].loadEventEnd,
  }));
  t.diagnostic(`${statSync(FILE).size} bytes, ${elements} elements, loaded in ${loaded.toFixed(0)} ms`);
  assert.ok(elements < 20_000, `${elements}`);
});

test("every section of the report is there", async (t) => {
  const { page } = await open(t, browser, FILE);
  const ids = await page.locator("section").evaluateAll((sections) => sections.map((section) => section.id));
  const needed = ["labels", "baselines", "slices", "calibration", "coverage", "learning", "mistakes", "about"];
  assert.deepEqual(needed.filter((id) => !ids.includes(id)), []);
  assert.match(await page.locator("header").first().textContent(), /macro-F1.*accuracy.*pass/s);
});

test("a mistake tells the words that led there, both labels and its place", async (t) => {
  const { page } = await open(t, browser, FILE);
  const mistake = await page.locator(".mistakes li").first().textContent();
  assert.match(mistake, /gold (admit|restrict|neutral).*given (admit|restrict|neutral) \d\.\d\d.*words: .*sentence \d+/s);
});

test("a wide table scrolls by itself and can be reached with the keyboard", async (t) => {
  const { page } = await open(t, browser, FILE, { viewport: { width: 360, height: 740 } });
  const region = page.locator("#slices .scroll").first();
  assert.equal(await region.getAttribute("tabindex"), "0");
  assert.ok(await region.getAttribute("aria-label"));
  await region.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector("#slices .scroll").scrollLeft > 0);
});

test("the links at the top lead to the sections", async (t) => {
  const { page } = await open(t, browser, FILE);
  await page.getByRole("link", { name: "Learning curve" }).press("Enter");
  await page.waitForFunction(() => Math.abs(document.querySelector("#learning").getBoundingClientRect().top) < 80);
});

test("a closed table opens without script", async (t) => {
  const { page } = await open(t, browser, FILE, { javaScriptEnabled: false });
  await page.getByText("The same as a table").click();
  assert.ok(await page.getByRole("table", { name: "Reliability" }).isVisible());
});
