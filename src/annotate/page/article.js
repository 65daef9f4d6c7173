// The article with the sentence in it.

const article = document.getElementById("article");
const letters = { admit: "A", restrict: "R", neutral: "N", skipped: "…" };

const label = (sentence) => (sentence.answer ? (sentence.answer.label ?? "skipped") : null);

/** Shows a document; `go` is called with the sentence clicked on. */
export function show(sentences, go) {
  const paragraphs = [];
  for (const sentence of sentences) {
    const aside = sentence.kind === "boilerplate" || sentence.kind === "caption";
    const style = aside ? "aside" : sentence.kind === "heading" ? "heading" : "";
    const key = `${sentence.paragraph} ${style}`;
    if (paragraphs.at(-1)?.key !== key) {
      paragraphs.push({ key, element: Object.assign(document.createElement("p"), { className: style }) });
    }
    paragraphs.at(-1).element.append(span(sentence, go), " ");
  }
  article.replaceChildren(...paragraphs.map((paragraph) => paragraph.element));
}

function span(sentence, go) {
  const span = Object.assign(document.createElement("span"), { textContent: sentence.text });
  if (sentence.asked) {
    span.id = `s${sentence.id}`;
    span.addEventListener("click", () => go(sentence));
    mark(sentence, span);
  }
  return span;
}

/** Marks what was said of a sentence: by a line below it and a letter after it. */
export function mark(sentence, span = document.getElementById(`s${sentence.id}`)) {
  if (!span) return;
  const said = label(sentence);
  span.className = `s ${said ?? ""}`;
  span.querySelector(".mark")?.remove();
  if (said) {
    const letter = Object.assign(document.createElement("span"), { className: `mark ${said}`, textContent: letters[said] });
    letter.title = said;
    span.append(letter);
  }
}

// On a phone the panel lies over the article and grows with what is asked: the sentence stays above it.
const panel = document.getElementById("panel");
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--panel", `${panel.offsetHeight}px`);
  article.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
}).observe(panel);

/** Points at the sentence that is asked about now. */
export function point(sentence) {
  article.querySelector("[aria-current]")?.removeAttribute("aria-current");
  const span = document.getElementById(`s${sentence.id}`);
  span?.setAttribute("aria-current", "true");
  span?.scrollIntoView({ block: "center" });
}
