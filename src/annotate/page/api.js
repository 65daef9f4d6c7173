// What goes to the server and comes back. An answer is sent until the server says that it is on disk; until then it
// also lies in the browser, so that even a reload in between does not lose it.

const KEY = "stance-annotator";
const PENDING = "stance-pending";
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Told what to say while the server does not answer, and `null` when it does again. */
let onTrouble = () => {};
export const whenInTrouble = (tell) => (onTrouble = tell);

/** Who labels in this browser: name and the key that the server knows the browser by. */
export const annotator = {
  get: () => JSON.parse(localStorage.getItem(KEY) ?? "null"),
  set: (name, key) => localStorage.setItem(KEY, JSON.stringify({ name, key })),
};

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function once(path, body, key) {
  const response = await fetch(`api/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", "x-annotator": key ?? "" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.ok) return response.json();
  const refusal = await response.json().catch(() => ({}));
  throw new Refused(response.status, refusal.error ?? `the server answered ${response.status}`);
}

/** Asks until there is an answer; only what the server refuses is an error. */
async function patiently(path, body, key) {
  for (let pause = 200; ; pause = Math.min(pause * 1.5, 3000)) {
    try {
      const answer = await once(path, body, key);
      onTrouble(null);
      return answer;
    } catch (error) {
      if (error instanceof Refused && error.status < 500) throw error;
      const why = error instanceof Refused ? error.message : "the server does not answer";
      onTrouble(body === undefined ? `${why}; trying again` : `Not saved yet: ${why}; trying again`);
      await wait(pause);
    }
  }
}

export const get = (path) => patiently(path, undefined, annotator.get()?.key);
export const join = (name, key, mine) => patiently("join", { name, key, mine });
export const undo = (request) => patiently("undo", { request }, annotator.get()?.key);

/** Returns when the answer is on disk. */
export async function save(answer) {
  const { key } = annotator.get();
  localStorage.setItem(PENDING, JSON.stringify({ key, answer }));
  const last = await patiently("answers", answer, key);
  localStorage.removeItem(PENDING);
  return last;
}

/** Sends the answer that a page left behind when it was closed too early; taken once however often it is sent. */
export async function saveLeftBehind() {
  const left = JSON.parse(localStorage.getItem(PENDING) ?? "null");
  if (!left) return;
  await patiently("answers", left.answer, left.key).catch(() => {});
  localStorage.removeItem(PENDING);
}
