// Whose position it may be: who was named before, and the names in the sentence.

const NAME = /\p{Lu}[\p{L}’'.-]*(?:\s+(?:of|the|for|de|van|von|al|bin)\s+\p{Lu}[\p{L}’'.-]*|\s+\p{Lu}[\p{L}’'.-]*)*/gu;

/** Names in a text; the word that only begins the sentence is none unless another name follows it. */
export function names(text) {
  return [...text.matchAll(NAME)]
    .filter((found) => found.index > 0 || found[0].includes(" "))
    .map((found) => found[0].replace(/[’']s$|[.’']$/u, ""))
    .filter((name) => name.length > 2);
}

/** Holders to pick from, each once: the nearest before, the author, names in the sentence. */
export function picks(sentence, before) {
  return [...new Set([...before.slice(0, 3), "author", ...names(sentence.text), ...before.slice(3)])];
}
