// Whose position it may be: who was named before, and the names in the sentence.

const NAME = /\p{Lu}[\p{L}’'.-]*(?:\s+(?:of|the|for|de|van|von|al|bin)\s+\p{Lu}[\p{L}’'.-]*|\s+\p{Lu}[\p{L}’'.-]*)*/gu;

// Words that are written large because they begin a sentence.
const FIRST =
  /^(?:A|After|All|An|And|As|At|Before|But|By|For|From|He|Her|His|I|If|In|It|Its|No|Not|Of|On|One|Or|Our|She|So|Some|That|The|Their|Then|There|These|They|This|Those|To|Under|We|What|When|Where|Who|Why|With|Yet|You)\s+/;

/** Names in a text; the word that only begins the sentence is none unless another name follows it. */
export function names(text) {
  const start = text.search(/\p{L}/u);
  return [...text.matchAll(NAME)]
    .map((found) => (found.index === start ? found[0].replace(FIRST, "") : found[0]))
    .filter((name, at) => at > 0 || !text.startsWith(name, start) || name.includes(" "))
    .map((name) => name.replace(/[’']s$|[.’']$/u, ""))
    .filter((name) => name.length > 2);
}

/** Holders to pick from, each once: the nearest before, the author, names in the sentence. */
export function picks(sentence, before) {
  return [...new Set([...before.slice(0, 3), "author", ...names(sentence.text), ...before.slice(3)])];
}
