// What both pages are held to; each function runs in the page and returns what is wrong.

// Texts whose contrast with what lies behind them is below `least`, as the browser computed the colours.
export function lowContrast(least) {
  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (a, b) => a * top.a + b * (1 - top.a);
    return { r: mix(top.r, below.r), g: mix(top.g, below.g), b: mix(top.b, below.b), a: 1 };
  };
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  // In a cell of the confusion table the colour lies in a sibling.
  const layers = (element) => {
    const found = [];
    for (let at = element; at; at = at.parentElement) {
      const shade = at.tagName === "TD" ? at.querySelector(":scope > .shade") : null;
      if (shade) {
        const style = getComputedStyle(shade);
        const colour = parse(style.backgroundColor);
        found.push({ ...colour, a: colour.a * Number(style.opacity) });
      }
      const background = getComputedStyle(at).backgroundColor;
      if (parse(background).a > 0) found.push(parse(background));
    }
    return found;
  };
  const behind = (element) => layers(element).reduceRight((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  const wrong = [];
  const check = (element, colour, words) => {
    const ratio = contrast(over(colour, behind(element)), behind(element));
    if (ratio < least) wrong.push(`${ratio.toFixed(2)} ${element.className?.baseVal ?? element.className} ${words.slice(0, 30)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    check(element, parse(element.closest("svg") ? style.fill : style.color), node.textContent.trim());
    const badge = getComputedStyle(element, "::before");
    if (/[A-Z?]/.test(badge.content)) {
      const ratio = contrast(parse(badge.color), parse(badge.backgroundColor));
      if (ratio < least) wrong.push(`${ratio.toFixed(2)} badge ${badge.content}`);
    }
  }
  return [...new Set(wrong)];
}

// Tables without a caption or without heads of columns and rows.
export function bareTables() {
  const wrong = (table) =>
    !table.caption?.textContent.trim() ||
    [...(table.tHead?.rows[0]?.cells ?? [])].some((cell) => cell.scope !== "col") ||
    [...table.tBodies[0].rows].some((row) => row.cells[0].scope !== "row");
  return [...document.querySelectorAll("table")].filter(wrong).map((table) => table.outerHTML.slice(0, 200));
}

// Pictures that say nothing to who cannot see them.
export function muteImages() {
  const said = (image) => image.ariaHidden === "true" || (image.role === "img" && image.ariaLabel?.trim());
  return [...document.querySelectorAll("svg, img")].filter((image) => !said(image)).map((image) => image.outerHTML.slice(0, 200));
}

// Landmarks, one first heading, no heading level left out, every link inside the page finds its end, ids once each.
export function structure() {
  const wrong = [];
  for (const landmark of ["header", "main", "footer", "nav"]) {
    if (!document.querySelector(landmark)) wrong.push(`no ${landmark}`);
  }
  const levels = [...document.querySelectorAll("h1,h2,h3,h4")].map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1 || levels[0] !== 1) wrong.push("not one first heading");
  levels.forEach((level, at) => {
    if (at > 0 && level > levels[at - 1] + 1) wrong.push(`h${levels[at - 1]} is followed by h${level}`);
  });
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(ids).size !== ids.length) wrong.push("an id stands twice");
  for (const link of document.querySelectorAll("a[href^='#']")) {
    if (!document.getElementById(link.hash.slice(1))) wrong.push(`nothing at ${link.hash}`);
  }
  if (!document.documentElement.lang || !document.title) wrong.push("no language or title");
  return wrong;
}
