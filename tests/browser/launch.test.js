import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { folder, launch, open, stance } from "./helper.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("the program answers", () => {
  assert.match(stance(["--version"]), /^stance \d/);
});

test("what a page fetches or gets wrong is seen", async (t) => {
  const file = join(folder(t), "bad.html");
  writeFileSync(file, "<!doctype html><title>bad</title><img src='nothing.png'><script>throw new Error('oops')</script>");
  const { seen } = await open(t, browser, file);
  assert.equal(seen.requests.length, 1);
  assert.ok(seen.problems.some((problem) => problem.includes("oops")));
});
