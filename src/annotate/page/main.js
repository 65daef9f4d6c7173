// Which sentence is asked about, and what happens when it is answered.

import * as api from "./api.js";
import * as article from "./article.js";
import * as keys from "./keys.js";
import * as panel from "./panel.js";
import * as settings from "./settings.js";
import * as views from "./views.js";
import * as who from "./who.js";

const $ = (id) => document.getElementById(id);

/** `current` is a document of `documents`, `here` one of its `sentences`; `busy` until what was asked for is done. */
const state = { view: views.label, overview: null, documents: [], current: null, sentences: [], here: null, last: null, busy: false };

const isOpen = (sentence) => sentence.asked && !sentence.answer;
const isSkipped = (sentence) => sentence.asked && sentence.answer && !sentence.answer.label;
const todo = (document) => document.asked - document.labelled - document.skipped;
const sum = (what) => state.documents.reduce((sum, document) => sum + document[what], 0);

function tell(message, bad = false) {
  const status = $("status");
  status.textContent = message;
  status.classList.toggle("bad", bad);
}

/** Does one thing at a time: a key pressed meanwhile would be meant for a sentence that is not there yet. */
async function alone(work) {
  if (state.busy) return;
  state.busy = true;
  try {
    await work();
  } catch (error) {
    tell(error.message, true);
  } finally {
    state.busy = false;
  }
}

/** Loads a view anew and goes to a sentence of it, else to the first open one. */
async function load(view, wanted) {
  state.view = view;
  state.overview = await api.get("overview");
  state.documents = await view.documents(state.overview);
  state.last = view.last(state.overview);
  $("view-label").setAttribute("aria-pressed", String(!view.decides));
  $("view-decide").setAttribute("aria-pressed", String(view.decides));
  $("skip").hidden = view.decides;
  $("who").textContent = state.overview.annotator;
  if (!state.documents.length) return nothing();
  const open = state.documents.find((document) => todo(document) > 0);
  const target = state.documents.find((document) => document.id === wanted?.document) ?? open ?? state.documents[0];
  await enter(target);
  go(state.sentences.find((sentence) => sentence.id === wanted?.sentence) ?? state.sentences.find(isOpen) ?? first());
}

const first = () => state.sentences.find((sentence) => sentence.asked);

function nothing() {
  Object.assign(state, { current: null, sentences: [], here: null });
  article.show([], go);
  $("title").textContent = "";
  $("source").textContent = "";
  count();
  tell(state.view.empty);
}

async function enter(document) {
  state.current = document;
  state.sentences = await state.view.sentences(document.id);
  $("title").textContent = document.title || document.doc;
  $("title").classList.toggle("hidden", !document.title);
  $("source").textContent = document.title ? [document.source, document.doc].filter(Boolean).join(" · ") : document.source;
  article.show(state.sentences, (sentence) => alone(() => go(sentence)));
}

function go(sentence) {
  state.here = sentence;
  const asked = state.sentences.filter((other) => other.asked);
  const by = sentence.by ? `, decided by ${sentence.by}` : "";
  const place = `Sentence ${asked.indexOf(sentence) + 1} of ${asked.length} in this article${by}`;
  // First what shows the panel: nothing hidden takes the focus.
  count();
  article.point(sentence);
  panel.show(sentence, place, holdersBefore(sentence));
}

/** Holders named in this article so far, the nearest first. */
function holdersBefore(sentence) {
  const before = state.sentences.slice(0, state.sentences.indexOf(sentence)).reverse();
  return [...new Set(before.map((other) => other.answer?.holder).filter(Boolean))];
}

function count() {
  const [asked, labelled, skipped] = [sum("asked"), sum("labelled"), sum("skipped")];
  $("bar").max = asked || 1;
  $("bar").value = labelled;
  $("done").textContent = `${labelled} of ${asked}${skipped ? `, ${skipped} skipped` : ""}`;
  const [disputed, decided] = state.overview.disagreements;
  $("disputes").textContent = String(disputed - decided);
  $("undo").disabled = !state.last;
  $("main").classList.toggle("empty", !state.here);
  $("documents").replaceChildren(...state.documents.map(choice));
}

/** Puts an answer on disk; only then the page knows of it. */
async function save(answer) {
  const sentence = state.here;
  const sent = { ...answer, request: crypto.randomUUID(), sentence: sentence.id, decides: state.view.decides };
  try {
    state.last = await api.save(sent);
  } catch (error) {
    tell(`Not saved: ${error.message}`, true);
    return false;
  }
  recount(sentence, -1);
  sentence.answer = sent;
  sentence.by = state.view.decides ? state.overview.annotator : undefined;
  recount(sentence, 1);
  article.mark(sentence);
  return true;
}

/** A document to choose, and how far it is. */
function choice(document) {
  const left = todo(document) + document.skipped;
  const name = document.title || document.doc;
  const is = document === state.current;
  return new Option(left ? `${name} (${document.asked - left} of ${document.asked})` : `${name} ✓`, document.id, is, is);
}

function recount(sentence, by) {
  if (!sentence.answer) return;
  const what = sentence.answer.label ? "labelled" : "skipped";
  state.current[what] += by;
  if (state.view.decides) state.overview.disagreements[1] += by;
}

async function answered(answer) {
  if (!(await save(answer))) return;
  const said = answer.label ? `Saved: ${answer.label}.` : "Put off.";
  await onwards(said);
}

/** The next open sentence, here or further on; when none is left, one that was put off. */
async function onwards(said) {
  const at = state.sentences.indexOf(state.here);
  const inOrder = [...state.sentences.slice(at + 1), ...state.sentences.slice(0, at)];
  const next = inOrder.find(isOpen);
  if (next) return tell(said), go(next);
  const place = state.documents.indexOf(state.current);
  const others = [...state.documents.slice(place + 1), ...state.documents.slice(0, place)];
  const other = others.find((document) => todo(document) > 0);
  if (other) {
    await enter(other);
    tell(`${said} Next article.`);
    return go(state.sentences.find(isOpen) ?? first());
  }
  const left = inOrder.find(isSkipped);
  const elsewhere = others.find((document) => document.skipped > 0);
  if (!left && elsewhere) await enter(elsewhere);
  const skipped = left ?? (elsewhere && state.sentences.find(isSkipped));
  tell(skipped ? `${said} What is left was put off before.` : `${said} ${state.view.finished}`);
  go(skipped ?? state.here);
}

async function step(by) {
  if (!state.here) return;
  const asked = state.sentences.filter((sentence) => sentence.asked);
  const next = asked[asked.indexOf(state.here) + by];
  if (next) return go(next);
  const document = state.documents[state.documents.indexOf(state.current) + by];
  if (!document) return tell(by > 0 ? "This is the last sentence." : "This is the first sentence.");
  await enter(document);
  const there = state.sentences.filter((sentence) => sentence.asked);
  go(by > 0 ? there[0] : there.at(-1));
}

async function undo() {
  if (!state.last) return;
  const { request, sentence, document } = state.last;
  await api.undo(request);
  await load(state.view, { sentence, document });
  tell("The last answer is taken back.");
}

async function begin() {
  await who.known();
  await api.saveLeftBehind();
  await load(state.view);
}

async function noted(answer) {
  if (await save(answer)) tell("Note saved.");
}

async function skip() {
  if (state.here && !state.view.decides) await answered({ label: null, alone: null, holder: "", note: $("note").value.trim() });
}

const actions = {
  back: () => alone(() => step(-1)),
  forth: () => alone(() => step(1)),
  skip: () => alone(skip),
  undo: () => alone(undo),
};
panel.start((answer) => alone(() => answered(answer)), (answer) => alone(() => noted(answer)));
settings.start(panel.refresh);
keys.start({ ...actions, busy: () => state.busy });
for (const [id, action] of Object.entries(actions)) $(id).addEventListener("click", action);
api.whenInTrouble((message) => (message ? tell(message, true) : tell("")));

$("view-label").addEventListener("click", () => alone(() => load(views.label)));
$("view-decide").addEventListener("click", () => alone(() => load(views.decide)));
$("documents").addEventListener("change", () =>
  alone(async () => {
    await enter(state.documents.find((document) => document.id === Number($("documents").value)));
    go(state.sentences.find(isOpen) ?? first());
  }),
);
$("open-join").addEventListener("click", async () => {
  await who.ask();
  await alone(() => load(state.view));
});
alone(begin);
