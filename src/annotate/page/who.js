// Who is labelling.

import * as api from "./api.js";

const dialog = document.getElementById("join");
const form = document.getElementById("join-form");
const name = document.getElementById("name");
const problem = document.getElementById("join-problem");
const mine = document.getElementById("mine");

let joined;

/** Asks for a name until the server takes it. */
export function ask() {
  name.value = api.annotator.get()?.name ?? "";
  forget();
  dialog.showModal();
  name.select();
  return new Promise((done) => (joined = done));
}

/** The name labelled under, asked for where the server does not know this browser. */
export async function known() {
  const before = api.annotator.get();
  if (before) {
    try {
      return (await api.join(before.name, before.key, false)).name;
    } catch {
      // Another database, or the name is another's by now: ask.
    }
  }
  return ask();
}

async function enter(isMine) {
  const before = api.annotator.get();
  // One browser may serve several people: each name has a key of its own.
  const key = before?.name === name.value.trim() ? before.key : crypto.randomUUID();
  try {
    const { name: written } = await api.join(name.value, key, isMine);
    api.annotator.set(written, key);
    dialog.close();
    joined(written);
  } catch (error) {
    problem.textContent = `${error.message}.`;
    problem.hidden = false;
    if (error.status === 409) {
      problem.textContent += " If that is you, go on; if not, take another name.";
      mine.textContent = `I am ${name.value.trim()}`;
      mine.hidden = false;
    }
    name.focus();
  }
}

function forget() {
  problem.hidden = true;
  mine.hidden = true;
}

name.addEventListener("input", forget);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  enter(false);
});
mine.addEventListener("click", () => enter(true));
// Without a name there is nothing to go back to.
dialog.addEventListener("cancel", (event) => {
  if (!api.annotator.get()) event.preventDefault();
});
