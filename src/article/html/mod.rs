//! HTML → the text a reader sees, and marks from its structure.
//!
//! The page is parsed by html5ever and walked without recursion. Elements, roles, classes and
//! ids say what is heading, caption or boilerplate; then the extractor `dom_smoothie` decides
//! what the article is, and running text outside it is boilerplate too. It never takes text away.

mod element;
mod main_content;
mod marks;
mod meta;
mod sizes;
mod text;
mod words;

use super::{Mark, Meta};
use scraper::Html;

/// Tags open at once above which a page is read without its structure.
const DEEPEST: usize = 3000;

/// A page read: its text, marks and meta data.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    pub(super) meta: Meta,
}

/// Reads a page.
pub(super) fn page(html: &str) -> Page {
    let depth = rough_depth(html);
    if depth > DEEPEST {
        let parsed = Html::parse_document(&without_tags(html));
        return Page { text: text::visible(&parsed).text, marks: Vec::new(), meta: Meta::default() };
    }
    let parsed = Html::parse_document(html);
    let visible = text::visible(&parsed);
    let meta = meta::meta(&parsed);
    let main = main_content::main_lines(html, depth);
    let marks = marks::marks(&visible, main, meta.title.as_deref());
    Page { text: visible.text, marks, meta }
}

/// Most tags open at once, by counting: the parser's own work grows with the square of it.
fn rough_depth(html: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for tag in html.as_bytes().windows(2).filter(|pair| pair[0] == b'<') {
        match tag[1] {
            b'/' => open = open.saturating_sub(1),
            b if b.is_ascii_alphabetic() => open += 1,
            _ => {}
        }
        deepest = deepest.max(open);
    }
    let void = ["<br", "<img", "<input", "<meta", "<link", "<hr", "<p", "<li", "<td", "<tr", "<BR", "<P", "<IMG"];
    let unclosed: usize = if deepest > DEEPEST { void.iter().map(|tag| html.matches(tag).count()).sum() } else { 0 };
    deepest.saturating_sub(unclosed)
}

/// The page with every tag turned into a line break, for pages nested past all sense.
fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    for (i, part) in html.split('<').enumerate() {
        match part.split_once('>') {
            Some((_, text)) if i > 0 => {
                out.push_str("<br>");
                out.push_str(text);
            }
            _ if i > 0 => out.push_str("&lt;"),
            _ => out.push_str(part),
        }
    }
    out
}

#[cfg(test)]
mod tests;
