// The page for labelling, used as people use it.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { after, before, test } from "node:test";
import { articles, asking, exported, labelled, serve, sitDown } from "./annotate.js";
import { folder, launch, open } from "./helper.js";

const ANSWERS = Number(process.env.ANSWERS ?? 60);
const KILLS = Number(process.env.KILLS ?? 3);
const LABELS = ["admit", "restrict", "neutral"];
const ARTICLE = "At the border\n\nBy Ann Lee\n\nWe must let them in, said Ada Brook. The ministry wants to send them back.\n\nThe train was late. It rained.\n";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function page(t, args, files = { "a.txt": ARTICLE }, options = {}) {
  const path = folder(t);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  const server = await serve(t, path, args ?? Object.keys(files));
  const opened = await open(t, browser, server.address, options);
  return { path, server, ...opened };
}

// Another browser at the same server.
async function another(t, server, settings) {
  const context = await browser.newContext();
  t.after(() => context.close());
  if (settings) await asking(context, settings);
  const page = await context.newPage();
  await page.goto(server.address);
  return page;
}

const sentence = (page) => page.locator("#sentence").textContent();

test(`${ANSWERS} answers outlive ${KILLS} kills of the server, none doubled`, { timeout: 600_000 }, async (t) => {
  const path = folder(t);
  const server = await serve(t, path, articles(path, ANSWERS));
  const page = await another(t, server, { alone: false, holder: false });
  await sitDown(page, "anna");
  const every = Math.floor(ANSWERS / KILLS);
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  let killing = null;
  for (let at = 0; at < ANSWERS; at += 1) {
    if (at % every === every - 1) {
      await killing;
      // Somewhere between before the answer is sent and after it is acknowledged.
      killing = wait(random() * 12).then(server.kill).then(() => wait(random() * 150)).then(server.again);
    }
    await page.keyboard.press(String((at % 3) + 1));
    await labelled(page, at + 1);
  }
  await killing;
  await server.kill();
  const rows = await exported(path);
  assert.equal(rows.length, ANSWERS);
  const number = (row) => Number(/line (\d+)/.exec(row.text)[1]);
  rows.sort((a, b) => number(a) - number(b));
  assert.deepEqual(rows.map(number), Array.from({ length: ANSWERS }, (_, at) => at));
  assert.ok(rows.every((row, at) => row.label === LABELS[at % 3] && row.annotator === "anna"));
});

test("an answer that was not acknowledged when the page was closed is sent when it opens again", async (t) => {
  const { page: sheet, server, path } = await page(t);
  await sitDown(sheet, "anna");
  await server.kill();
  await sheet.keyboard.press("3");
  await sheet.keyboard.press("Enter");
  await sheet.getByText("Not saved yet").waitFor();
  await server.again();
  await sheet.reload();
  await labelled(sheet, 1);
  await server.kill();
  assert.equal((await exported(path)).length, 1);
});

test("everything can be done with the keyboard alone", async (t) => {
  const { page: sheet, server, path, seen } = await page(t);
  const keys = async (...keys) => {
    for (const key of keys) await sheet.keyboard.press(key);
  };
  await sheet.keyboard.type("anna");
  await keys("Enter");
  await sheet.locator("[aria-current]").waitFor();
  // The heading: neutral, by itself the same.
  await keys("3", "Enter");
  await labelled(sheet, 1);
  // A side: label, by itself another, then the holder, prefilled with nothing yet.
  await keys("1", "3");
  await sheet.keyboard.type("Ada Brook");
  await keys("Enter");
  await labelled(sheet, 2);
  // A note first, then put off; back, and labelled after all with the holder offered from before.
  await keys("n");
  await sheet.keyboard.type("ask Ben");
  await keys("Escape", "s");
  await sheet.getByText("2 of 5, 1 skipped").waitFor();
  await keys("ArrowUp");
  assert.equal(await sentence(sheet), "The ministry wants to send them back.");
  await keys("2", "2");
  assert.equal(await sheet.locator("#holder").inputValue(), "Ada Brook");
  await sheet.keyboard.type("the ministry");
  await keys("Enter");
  await labelled(sheet, 3);
  // A slip of the finger, taken back.
  await keys("1", "1", "Enter");
  await labelled(sheet, 4);
  await keys("u");
  await labelled(sheet, 3);
  assert.equal(await sentence(sheet), "The train was late.");
  await keys("3", "3");
  await labelled(sheet, 4);
  await keys("g");
  assert.ok(await sheet.getByRole("dialog", { name: "For annotators" }).isVisible());
  await keys("Escape", "3", "Enter");
  await sheet.getByText("Everything is labelled.").waitFor();
  await server.kill();
  const rows = (await exported(path)).map(({ n, label, alone, holder, note }) => ({ n, label, alone, holder, note }));
  assert.deepEqual(rows.slice(1, 3), [
    { n: 3, label: "admit", alone: "neutral", holder: "Ada Brook", note: undefined },
    { n: 4, label: "restrict", alone: "restrict", holder: "the ministry", note: "ask Ben" },
  ]);
  assert.deepEqual(rows.map((row) => row.label), ["neutral", "admit", "restrict", "neutral", "neutral"]);
  assert.deepEqual(seen.problems, []);
  assert.ok(seen.requests.every((request) => request.startsWith(server.address)));
});

test("what has the focus can be seen, and Tab reaches every control", async (t) => {
  const { page: sheet } = await page(t);
  await sitDown(sheet, "anna");
  await sheet.keyboard.press("1");
  const reached = new Set();
  for (let at = 0; at < 40; at += 1) {
    await sheet.keyboard.press("Tab");
    const focus = await sheet.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return {};
      const style = getComputedStyle(element);
      return { id: element.id || element.dataset.value || element.textContent, outline: style.outlineStyle };
    });
    // After the last control the browser's own are next.
    if (focus.id) assert.notEqual(focus.outline, "none", focus.id);
    reached.add(focus.id);
  }
  const wanted = ["view-label", "view-decide", "open-guide", "open-settings", "open-join", "documents", "note", "skip"];
  for (const id of [...wanted, ...LABELS]) assert.ok(reached.has(id), `${id} in ${[...reached]}`);
});

test("a screen reader finds landmarks, names, and is told what happened", async (t) => {
  const { page: sheet } = await page(t);
  await sitDown(sheet, "anna");
  for (const role of ["banner", "main"]) assert.equal(await sheet.getByRole(role).count(), 1, role);
  assert.equal(await sheet.getByRole("navigation", { name: "Views" }).count(), 1);
  assert.equal(await sheet.getByRole("region", { name: "Sentence" }).count(), 1);
  assert.equal(await sheet.getByRole("article", { name: "Article" }).count(), 1);
  const nameless = await sheet.evaluate(() =>
    [...document.querySelectorAll("button:not([hidden]), input, select, textarea")]
      .filter((control) => !(control.getAttribute("aria-label") || control.textContent.trim() || control.labels?.length))
      .map((control) => control.outerHTML),
  );
  assert.deepEqual(nameless, []);
  assert.equal(await sheet.evaluate(() => document.activeElement.id), "sentence");
  await sheet.keyboard.press("3");
  assert.equal(await sheet.evaluate(() => document.activeElement.closest("fieldset").id), "step-alone");
  await sheet.keyboard.press("3");
  await sheet.getByRole("status").getByText("Saved: neutral.").waitFor();
  assert.equal(await sheet.evaluate(() => document.activeElement.id), "sentence");
});

test("single keys can be turned off", async (t) => {
  const { page: sheet } = await page(t);
  await sitDown(sheet, "anna");
  await sheet.getByRole("button", { name: "Settings" }).click();
  await sheet.getByLabel("single keys").uncheck();
  await sheet.keyboard.press("Escape");
  await sheet.keyboard.press("3");
  await sheet.keyboard.press("3");
  assert.equal(await sheet.locator("#done").textContent(), "0 of 5");
});

test("a phone shows the sentence in its article and all that is needed, without scrolling sideways", async (t) => {
  const files = { "a.txt": `${"A long line before it, about trains that were late in the rain.\n\n".repeat(30)}${ARTICLE}` };
  const { page: sheet } = await page(t, null, files, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await sitDown(sheet, "anna");
  for (let at = 0; at < 32; at += 1) await sheet.locator("#forth").tap();
  await sheet.locator("#step-label [data-value=admit]").tap();
  await sheet.locator("#step-alone [data-value=admit]").tap();
  await sheet.getByRole("button", { name: "author" }).waitFor();
  const wide = await sheet.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${wide}`);
  const at = await sheet.locator("[aria-current]").boundingBox();
  const panel = await sheet.locator("#panel").boundingBox();
  assert.ok(at.y >= 0 && at.y + at.height <= panel.y, `the sentence at ${at.y}, the panel at ${panel.y}`);
  assert.ok(panel.y + panel.height <= 741, "the panel is on the screen");
  await sheet.getByRole("button", { name: "author" }).tap();
  await labelled(sheet, 1);
  await sheet.locator("#open-guide").tap();
  const guide = await sheet.evaluate(() => document.getElementById("guide").scrollWidth - document.getElementById("guide").clientWidth);
  assert.ok(guide <= 0, "the guide fits");
});

test("two people at once lose and double nothing", async (t) => {
  const path = folder(t);
  const server = await serve(t, path, articles(path, 40));
  const settings = { alone: false, holder: false };
  const [anna, ben] = await Promise.all([another(t, server, settings), another(t, server, settings)]);
  const label = async (sheet, name, key) => {
    await sitDown(sheet, name);
    for (let at = 0; at < 40; at += 1) {
      await sheet.keyboard.press(key);
      await labelled(sheet, at + 1);
    }
  };
  await Promise.all([label(anna, "anna", "1"), label(ben, "ben", "3")]);
  await server.kill();
  const rows = await exported(path);
  const of = (name, label) => new Set(rows.filter((row) => row.annotator === name && row.label === label).map((row) => row.text));
  assert.deepEqual([rows.length, of("anna", "admit").size, of("ben", "neutral").size], [80, 40, 40]);
});

test("a name in use is given only to who says it is theirs", async (t) => {
  const { page: anna, server } = await page(t);
  await sitDown(anna, "anna");
  await anna.keyboard.press("3");
  await anna.keyboard.press("3");
  await labelled(anna, 1);
  const other = await another(t, server);
  await other.getByLabel("Name").fill("Anna");
  await other.keyboard.press("Enter");
  await other.getByText("anna labels here already in another browser (1 answers)").waitFor();
  await other.getByRole("button", { name: "I am Anna" }).click();
  await labelled(other, 1);
});

test("a disagreement is shown side by side and decided", async (t) => {
  const { page: anna, server, path } = await page(t);
  await asking(anna.context(), { alone: false, holder: true });
  await anna.reload();
  await sitDown(anna, "anna");
  await anna.keyboard.press("ArrowDown");
  await anna.keyboard.press("1");
  await anna.keyboard.type("Ada Brook");
  await anna.keyboard.press("Enter");
  await labelled(anna, 1);
  const ben = await another(t, server, { alone: false, holder: false });
  await sitDown(ben, "ben");
  await ben.keyboard.press("ArrowDown");
  await ben.keyboard.press("3");
  await labelled(ben, 1);
  const cem = await another(t, server, { alone: false, holder: true });
  await sitDown(cem, "cem");
  await cem.getByRole("button", { name: "Disagreements 1" }).click();
  const said = cem.getByRole("table", { name: "What each annotator said" });
  await said.waitFor();
  assert.deepEqual(await said.getByRole("columnheader").allTextContents(), ["anna", "ben"]);
  assert.deepEqual(await said.getByRole("cell").allTextContents(), ["", "admit", "neutral", "Ada Brook", "–"]);
  await cem.keyboard.press("1");
  await cem.getByRole("button", { name: "author" }).click();
  await cem.getByText("Every disagreement is decided.").waitFor();
  await server.kill();
  const rows = (await exported(path)).map(({ annotator, label, holder }) => [annotator, label, holder]);
  assert.deepEqual(rows, [["anna", "admit", "Ada Brook"], ["ben", "neutral", undefined], ["cem:adjudicator", "admit", "author"]]);
});

test("the model's word is shown only where it was asked for", async (t) => {
  const files = { "a.txt": "We should grant asylum to refugees who flee the war.\n" };
  const { page: blind } = await page(t, null, files);
  await sitDown(blind, "anna");
  assert.equal(await blind.locator("#suggestion").isVisible(), false);
  const { page: helped } = await page(t, ["a.txt", "--suggest"], files);
  await sitDown(helped, "anna");
  assert.match(await helped.locator("#suggestion").textContent(), /^The model: admit 0\.\d\d$/);
});
