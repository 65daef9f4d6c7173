// One key an answer. Keys typed into a field are text, and may be turned off altogether.

import settings from "./settings.js";
import * as panel from "./panel.js";

const guide = document.getElementById("guide");
const labels = { 1: "admit", 2: "restrict", 3: "neutral" };

const isTyping = (element) => element.matches("input:not([type=checkbox]), textarea, select");

export function start({ back, forth, skip, undo, busy }) {
  const openGuide = () => guide.showModal();
  document.getElementById("open-guide").addEventListener("click", openGuide);
  const actions = {
    ArrowUp: back, ArrowLeft: back, ArrowDown: forth, ArrowRight: forth,
    s: skip, u: undo, g: openGuide, "?": openGuide, n: panel.focusNote, h: panel.focusHolder, Escape: panel.again,
  };
  document.addEventListener("keydown", (event) => {
    const elsewhere = event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]");
    if (elsewhere || !settings.keys || isTyping(event.target) || busy()) return;
    const label = labels[event.key];
    const action = label ? () => panel.press(label) : actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
