// The reader: `stance label --format html`.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open, stance, workplace } from "./helper.js";

const work = workplace();
const FILE = join(work.path, "page.html");
let browser;

before(async () => {
  browser = await launch();
  stance(["label", "seeds/articles/01-news-report.txt", "seeds/articles/02-editorial-for.txt", "-o", FILE]);
});
after(async () => {
  await browser.close();
  work.remove();
});

const shown = (page) => page.locator(".tip:visible");

for (const width of [1280, 1000, 360]) {
  test(`a sentence shows its probabilities and words when it has the focus, ${width} pixels wide`, async (t) => {
    const { page } = await open(t, browser, FILE, { viewport: { width, height: 740 } });
    assert.equal(await shown(page).count(), 0);
    for (const label of ["admit", "restrict"]) {
      const sentence = page.locator(`.text .s.${label}`).first();
      await sentence.focus();
      const tip = shown(page);
      assert.equal(await tip.count(), 1);
      assert.match(await tip.textContent(), new RegExp(`^${label} 0\\.\\d\\d.*admit 0\\.\\d\\d, restrict 0\\.\\d\\d, neutral 0\\.\\d\\d.*words: .*sentence \\d+$`));
      const { x, width: wide } = await tip.boundingBox();
      assert.ok(x >= 0 && x + wide <= width, `from ${x}, ${wide} wide`);
    }
  });
}

test("the Tab key moves from sentence to sentence, each with its tip", async (t) => {
  const { page } = await open(t, browser, FILE);
  await page.locator(".text .s").first().focus();
  const told = new Set();
  for (let step = 0; step < 8; step += 1) {
    assert.equal(await shown(page).count(), 1);
    told.add(await shown(page).locator(".no").textContent());
    await page.keyboard.press("Tab");
  }
  assert.equal(told.size, 8);
});

test("the first key leads past the text to the list, and from there to an article", async (t) => {
  const { page } = await open(t, browser, FILE, { viewport: { width: 800, height: 700 } });
  await page.keyboard.press("Tab");
  const skip = page.locator(":focus");
  assert.match(await skip.textContent(), /list of articles/);
  assert.ok(await skip.isVisible());
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.match(await page.locator(":focus").textContent(), /Georgian committee/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const top = await page.locator("article").nth(1).evaluate((article) => article.getBoundingClientRect().top);
  assert.ok(Math.abs(top) < 60, `${top}`);
});

test("a sentence pointed at shows its tip, and only that", async (t) => {
  const { page } = await open(t, browser, FILE);
  await page.locator(".text .s.admit").first().hover();
  assert.equal(await shown(page).count(), 1);
});

test("a tap shows the tip on a phone", async (t) => {
  const { page } = await open(t, browser, FILE, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await page.locator(".text .s.restrict").first().tap();
  assert.equal(await shown(page).count(), 1);
});

test("stances differ by letter and line, not by colour alone", async (t) => {
  const { page } = await open(t, browser, FILE);
  const looks = (label) =>
    page.locator(`.text .s.${label}`).first().evaluate((sentence) => {
      const letter = getComputedStyle(sentence, "::before").content;
      return [letter, getComputedStyle(sentence).textDecorationLine, getComputedStyle(sentence).textDecorationStyle];
    });
  const [admit, restrict, neutral] = [await looks("admit"), await looks("restrict"), await looks("neutral")];
  assert.deepEqual(admit, ['"A" / "admit: "', "underline", "solid"]);
  assert.deepEqual(restrict, ['"R" / "restrict: "', "underline", "dashed"]);
  assert.deepEqual(neutral.slice(0, 2), ["none", "none"]);
});

test("the surer, the deeper the shade", async (t) => {
  const { page } = await open(t, browser, FILE);
  const steps = await page.evaluate(() =>
    [...document.querySelectorAll(".text .s.admit")].map((sentence) => [
      Number(sentence.querySelector(".head").textContent.split(" ")[1]),
      Number(getComputedStyle(sentence).backgroundColor.match(/[\d.]+/g)[3]),
    ]),
  );
  assert.ok(new Set(steps.map(([, shade]) => shade)).size >= 3);
  steps.sort(([a], [b]) => a - b);
  steps.slice(1).forEach(([, shade], at) => assert.ok(shade >= steps[at][1]));
});

test("the text copied is the article's, without letters or tips", async (t) => {
  const { page } = await open(t, browser, FILE);
  const text = await page.evaluate(() => {
    getSelection().selectAllChildren(document.querySelector(".text p:not(.aside)"));
    return getSelection().toString();
  });
  assert.match(text, /^TBILISI — The last bus .* the parrot had been sold\.$/);
});

test("counts above an article are those of its marks", async (t) => {
  const { page } = await open(t, browser, FILE);
  for (const article of await page.locator("article").all()) {
    for (const label of ["admit", "restrict"]) {
      const told = await article.locator(`.counts .${label}`).textContent();
      assert.equal(parseInt(told, 10), await article.locator(`.s.${label}`).count());
    }
  }
});

test("a big page stays within bounds: 200 articles", async (t) => {
  const lines = [];
  for (let at = 0; at < 200; at += 1) {
    const text = "We should let the refugees in. The minister spoke at noon. They must be sent back to the border. ".repeat(9);
    lines.push(JSON.stringify({ id: `article ${at}`, title: `Article ${at}`, text }));
  }
  work.write("many.jsonl", lines);
  const file = join(work.path, "many.html");
  stance(["label", join(work.path, "many.jsonl"), "-o", file]);
  assert.ok(statSync(file).size < 5_400 * 600, `${statSync(file).size} bytes`);
  const { page } = await open(t, browser, file);
  assert.equal(await page.locator("article").count(), 200);
  assert.equal(await page.locator(".list li").count(), 200);
});
