//! What an element says of the text in it.

use super::sizes::Size;
use super::words::{
    ASIDE_ROLE, ASIDE_TAG, ASIDE_WORD, CAPTION_WORD, HEADING_WORD, INLINE_ASIDE, NOT_ASIDE, NOTE_WORD, SKIP,
};
use crate::base::Kind;
use scraper::node::Element;

/// Longest note (byline, date, label), in characters.
const NOTE: usize = 250;
/// Share of a page's paragraphs above which an element is no aside whatever its classes say.
const MOST: usize = 2;

/// What an element was found to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    /// The kind of its text.
    pub(super) kind: Kind,
    /// The rule's name.
    pub(super) rule: &'static str,
    /// It counts only where a whole line says so.
    pub(super) soft: bool,
}

/// Whether a reader does not see the element.
pub(super) fn is_hidden(element: &Element) -> bool {
    if SKIP.has(element.name()) {
        return true;
    }
    let style = element.attr("style").unwrap_or("");
    let hidden = |what: &str| {
        style.match_indices(what).any(|(at, _)| {
            let value = style[at + what.len()..].trim_start().strip_prefix(':').map(str::trim_start);
            value.is_some_and(|value| value.starts_with("none") || value.starts_with("hidden"))
        })
    };
    element.attr("hidden").is_some() || (!style.is_empty() && (hidden("display") || hidden("visibility")))
}

/// What an element says by its name, role, classes and id; `in_article` tells whether an
/// `article` or `main` is open around it, `page` is the size of the whole page.
pub(super) fn said(element: &Element, size: Size, page: Size, in_article: bool) -> Option<Said> {
    let name = element.name();
    let soft = is_inline(name);
    let aside = |rule| Some(Said { kind: Kind::Boilerplate, rule, soft });
    if NOT_ASIDE.has(name) {
        return None;
    }
    if is_reference(element, size) {
        return Some(Said { kind: Kind::Boilerplate, rule: "reference mark", soft: false });
    }
    let whole = size.prose * MOST > page.prose && page.prose > 0;
    if name == "aside" && in_article && is_text(element, size) {
        return Some(Said { kind: Kind::Body, rule: "box in the article", soft });
    }
    if ASIDE_TAG.has(name) && !(whole && name != "nav") {
        return aside("element");
    }
    if name == "header" && !in_article && !whole {
        return aside("page header");
    }
    if element.attr("role").is_some_and(|role| ASIDE_ROLE.has(role)) && !whole {
        return aside("role");
    }
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            return Some(Said { kind: Kind::Heading, rule: "heading element", soft: false });
        }
        "figcaption" | "caption" => {
            return Some(Said { kind: Kind::Caption, rule: "caption element", soft: false });
        }
        "time" | "cite" => {
            return Some(Said { kind: Kind::Boilerplate, rule: "element", soft: true });
        }
        _ => {}
    }
    by_words(element, size, whole).map(|(kind, rule)| Said { kind, rule, soft })
}

/// An aside inside an article that links little and calls for nothing: a pull quote or a box.
fn is_text(element: &Element, size: Size) -> bool {
    let mut called = false;
    element.classes().chain(element.id()).for_each(|class| {
        parts(class, |part| called |= ASIDE_WORD.has(part) || NOTE_WORD.has(part));
    });
    !called && size.link * 5 < size.text && size.prose * 2 > size.text && size.text > 40
}

/// A reference mark: raised and nothing but a link.
fn is_reference(element: &Element, size: Size) -> bool {
    let raised = element.name() == "sup" && size.text > 0 && size.link == size.text;
    let mut named = false;
    if is_inline(element.name()) && size.text < 40 {
        element.classes().for_each(|class| parts(class, |part| named |= INLINE_ASIDE.has(part)));
    }
    raised || named
}

/// By the words of classes and id.
fn by_words(element: &Element, size: Size, whole: bool) -> Option<(Kind, &'static str)> {
    let mut found = None;
    for word in element.classes().chain(element.id()) {
        parts(word, |part| {
            found = found.or(match () {
                () if CAPTION_WORD.has(part) && size.text <= NOTE * 3 => Some((Kind::Caption, "caption class")),
                () if ASIDE_WORD.has(part) && !whole => Some((Kind::Boilerplate, "class")),
                () if NOTE_WORD.has(part) && size.text <= NOTE => Some((Kind::Boilerplate, "note class")),
                () if HEADING_WORD.has(part) && size.text <= NOTE => Some((Kind::Heading, "heading class")),
                () => None,
            });
        });
    }
    found
}

/// Hands out a class whole and in its parts: `postMeta`, `post-meta`, `post_meta` give `post`, `meta`.
fn parts(class: &str, mut give: impl FnMut(&str)) {
    let lower = class.to_ascii_lowercase();
    give(&lower);
    let bytes = class.as_bytes();
    let mut start = 0;
    for at in 1..=bytes.len() {
        let end = at == bytes.len();
        let camel = !end && bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase();
        let sign = !end && !bytes[at].is_ascii_alphanumeric() && bytes[at].is_ascii();
        if end || camel || sign {
            if let Some(part) = lower.get(start..at).filter(|part| !part.is_empty()) {
                give(part.trim_start_matches(|c: char| !c.is_alphanumeric()));
            }
            start = at;
        }
    }
}

/// Elements that stand inside a line.
pub(super) fn is_inline(name: &str) -> bool {
    !super::words::BLOCK.has(name)
}
