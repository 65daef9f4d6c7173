// `stance annotate` as tests need it: started on a port of its own, killed, started again; and a person at the page.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT, stance } from "./helper.js";

const STANCE = join(ROOT, "target/release/stance");

// Serves a database in a folder until killed. `start` may be called again after `kill`: the address stays.
export async function serve(t, folder, args) {
  let child;
  let address;
  const start = async (args) => {
    child = spawn(STANCE, ["annotate", ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const err = [];
    child.stderr.on("data", (chunk) => err.push(chunk));
    const lines = createInterface({ input: child.stdout });
    const said = await Promise.race([once(lines, "line"), once(child, "exit").then(() => null)]);
    if (!said) throw new Error(`stance annotate ended: ${Buffer.concat(err)}`);
    address = said[0];
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  t.after(kill);
  await start([...args, "--db", "a.db", "--port", "0"]);
  return {
    address,
    kill,
    again: async () => start(["a.db", "--port", new URL(address).port]),
  };
}

// The rows of the answers in a folder's database; nobody may have it open.
export function exported(folder, name = "batch") {
  const file = join(folder, `${name}.jsonl`);
  stance(["annotate", join(folder, "a.db"), "--export", file]);
  return import("node:fs").then(({ readFileSync }) =>
    readFileSync(file, "utf8").trim().split("\n").filter(Boolean).map((line) => JSON.parse(line)),
  );
}

// Articles of so many sentences in all, twenty a file; returns the arguments that name them.
export function articles(folder, sentences) {
  const files = [];
  for (let first = 0; first < sentences; first += 20) {
    const count = Math.min(20, sentences - first);
    const lines = Array.from({ length: count }, (_, at) => `This is line ${first + at}, and the train was late again.`);
    const name = `a${String(files.length).padStart(3, "0")}.txt`;
    writeFileSync(join(folder, name), `${lines.join("\n\n")}\n`);
    files.push(name);
  }
  return files;
}

// A person joins under a name, with the keyboard.
export async function sitDown(page, name) {
  await page.getByLabel("Name").fill(name);
  await page.keyboard.press("Enter");
  await page.locator("[aria-current]").waitFor();
}

// What is asked of each sentence beside its label, set before the page loads.
export function asking(context, settings) {
  return context.addInitScript((settings) => localStorage.setItem("stance-settings", JSON.stringify(settings)), settings);
}

// Waits until so many answers are acknowledged.
export function labelled(page, count) {
  return page.waitForFunction((count) => document.getElementById("done").textContent.startsWith(`${count} of`), count, {
    polling: "raf",
    timeout: 60_000,
  });
}
