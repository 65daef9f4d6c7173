// Opens pages of stance in the system's Chromium and watches what they do.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const STANCE = join(ROOT, "target/release/stance");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// A browser of its own: Playwright gives each launch a new user-data-dir and removes it at the end.
export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

// Runs the program in the project's root; `codes` are the exit codes that are fine.
export function stance(args, { input = "", codes = [0] } = {}) {
  try {
    return execFileSync(STANCE, args, { cwd: ROOT, input, encoding: "utf8", stdio: "pipe", maxBuffer: 1 << 28 });
  } catch (error) {
    if (codes.includes(error.status)) return error.stdout;
    throw error;
  }
}

// A folder of its own; whoever makes it removes it.
export function workplace() {
  const path = mkdtempSync(join(tmpdir(), "stance-browser-"));
  return {
    path,
    write: (name, lines) => writeFileSync(join(path, name), lines.join("\n") + "\n"),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

// The same, gone after the test.
export function folder(t) {
  const work = workplace();
  t.after(work.remove);
  return work.path;
}

// Opens a file (or an address) in a fresh context. `seen` holds what went wrong and every request beside the page itself.
export async function open(t, browser, target, options = {}) {
  const address = /^\w+:\/\//.test(target) ? target : pathToFileURL(resolve(target)).href;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const seen = { problems: [], requests: [] };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.problems.push(message.text());
  });
  page.on("pageerror", (error) => seen.problems.push(String(error)));
  page.on("request", (request) => {
    if (request.url() !== address) seen.requests.push(request.url());
  });
  await page.goto(address, { waitUntil: "load" });
  return { page, seen };
}
