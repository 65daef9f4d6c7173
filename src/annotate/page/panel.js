// The sentence, and the answer being given to it: label, then how it reads by itself, then the holder, as far as asked.

import settings from "./settings.js";
import { picks } from "./holders.js";

const $ = (id) => document.getElementById(id);
const groups = { label: $("step-label"), alone: $("step-alone") };
const [step, holder, note, quote] = [$("step-holder"), $("holder"), $("note"), $("sentence")];

let given, sentence, whenDone, whenNoted;

/** What a digit answers: the label, and once that is given the reading by itself. */
let asking;

function ask(name) {
  asking = name;
  for (const [other, group] of Object.entries(groups)) group.classList.toggle("asking", other === name);
}

const takesSide = () => given.label === "admit" || given.label === "restrict";
const focus = (element) => element.focus({ preventScroll: true });
const text = (element, words) => Object.assign(element, { textContent: words });
const tag = (label) => text(Object.assign(document.createElement("span"), { className: `tag ${label}` }), label);

/** `done` is called with each whole answer, `noted` with one of which only the note changed. */
export function start(done, noted) {
  [whenDone, whenNoted] = [done, noted];
  for (const [name, group] of Object.entries(groups)) {
    for (const button of group.querySelectorAll("button")) {
      button.addEventListener("click", () => choose(name, button.dataset.value));
    }
  }
  $("save").addEventListener("click", () => finish());
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Enter") finish();
    if (event.key === "Escape") again();
  });
  note.addEventListener("keydown", (event) => event.key === "Escape" && focus(quote));
  note.addEventListener("change", () => sentence.answer?.label && whenNoted({ ...sentence.answer, note: note.value }));
}

/** Shows a sentence; `before` are the holders of the sentences before it, the nearest first. */
export function show(shown, place, before) {
  sentence = shown;
  const answer = sentence.answer ?? {};
  given = { label: answer.label ?? null, alone: answer.alone ?? null };
  ask("label");
  [holder.value, note.value] = [answer.holder ?? "", answer.note ?? ""];
  text($("place"), place);
  text(quote, sentence.text);
  suggest(sentence.suggestion);
  compare(sentence.said);
  offer(before);
  if (!answer.label && before[0]) holder.value = before[0];
  refresh();
  focus(quote);
}

function suggest(suggestion) {
  const line = $("suggestion");
  line.hidden = !suggestion;
  if (suggestion) line.replaceChildren("The model: ", tag(suggestion.label), ` ${suggestion.score.toFixed(2)}`);
}

/** Who said what, side by side. */
function compare(said) {
  const table = $("said");
  table.hidden = !said;
  if (!said) return;
  const cell = (kind, content, scope) => {
    const cell = document.createElement(kind);
    if (scope) cell.scope = scope;
    cell.append(content || "–");
    return cell;
  };
  const row = (name, value) => {
    const row = document.createElement("tr");
    row.append(cell("th", name, "row"), ...said.map((one) => cell("td", value(one.answer))));
    return row;
  };
  const head = document.createElement("tr");
  const corner = document.createElement("td");
  head.append(corner, ...said.map((one) => cell("th", one.annotator, "col")));
  table.tHead.replaceChildren(head);
  const rows = [row("In its article", (answer) => tag(answer.label))];
  if (said.some((one) => one.answer.alone)) rows.push(row("By itself", (answer) => answer.alone && tag(answer.alone)));
  if (said.some((one) => one.answer.holder)) rows.push(row("Holder", (answer) => answer.holder));
  if (said.some((one) => one.answer.note)) rows.push(row("Note", (answer) => answer.note));
  table.tBodies[0].replaceChildren(...rows);
}

function offer(before) {
  const offered = picks(sentence, before);
  $("holders").replaceChildren(...offered.map((value) => Object.assign(document.createElement("option"), { value })));
  $("picks").replaceChildren(
    ...offered.slice(0, 6).map((value) => {
      const button = text(Object.assign(document.createElement("button"), { type: "button" }), value);
      button.addEventListener("click", () => {
        holder.value = value;
        finish();
      });
      return button;
    }),
  );
}

/** Shows what is chosen and what is still asked. */
export function refresh() {
  if (!sentence) return;
  for (const [name, group] of Object.entries(groups)) {
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(given[name] === button.dataset.value));
    }
  }
  groups.alone.hidden = !(settings.alone && given.label);
  step.hidden = !(settings.holder && takesSide());
}

export const press = (value) => choose(asking, value);

function choose(name, value) {
  if (name === "label") given = { label: value, alone: null };
  else given.alone = value;
  refresh();
  ask(name === "label" && settings.alone ? "alone" : "label");
  if (asking === "alone") {
    focus(groups.alone.querySelector(`[data-value=${value}]`));
  } else if (settings.holder && takesSide()) {
    // On a touch screen the field would bring up a keyboard over the names to pick from.
    if (matchMedia("(pointer: coarse)").matches) return focus($("save"));
    focus(holder);
    holder.select();
  } else finish();
}

export const focusHolder = () => !step.hidden && focus(holder);
export const focusNote = () => focus(note);

/** Back to the first question. */
export function again() {
  ask("label");
  focus(quote);
}

function finish() {
  if (!given.label) return;
  const side = settings.holder && takesSide();
  whenDone({ label: given.label, alone: given.alone, holder: side ? holder.value.trim() : "", note: note.value.trim() });
}
