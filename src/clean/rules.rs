//! Rules that look at one line alone.

use super::credit;
use super::lists;
use super::names;
use super::phrases::Words;
use super::shape::{Shape, shape};
use crate::base::{Kind, Span};

/// What a line was found to be, with the rule's name; `None` is body so far.
pub(super) type Found = Option<(Kind, &'static str)>;

/// A line with what the rules know of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// Where it stands.
    pub(super) span: Span,
    /// Number of its paragraph, from 1.
    pub(super) paragraph: u32,
    /// What it looks like.
    pub(super) shape: Shape,
    /// What it is.
    pub(super) found: Found,
    /// The markup said so: rules leave it alone.
    pub(super) fixed: bool,
    /// Reads like a note about the author; counts only at the top or the end.
    pub(super) about_author: bool,
    /// It has no full stop at its end, but a sentence ends before and another follows.
    pub(super) several: bool,
    /// Short and with a word of notes below an article; counts only at the end.
    pub(super) below: bool,
    /// It gives a place or name and a date; counts only at the top.
    pub(super) dateline: bool,
    /// Speaks of subscribing, newsletters or logging in: counts only beside such lines.
    pub(super) prompts: bool,
}

impl Item {
    /// Whether it is running text so far.
    pub(super) fn is_body(&self) -> bool {
        self.found.is_none()
    }

    /// Whether it is boilerplate or a caption.
    pub(super) fn is_aside(&self) -> bool {
        matches!(self.found, Some((Kind::Boilerplate | Kind::Caption, _)))
    }

    /// Whether it reads as at least one sentence of running text.
    pub(super) fn is_prose(&self) -> bool {
        self.is_body() && self.shape.terminal && self.shape.words >= 4 && !self.shape.bullet
    }

    /// Marks it unless the markup or an earlier rule did.
    pub(super) fn mark(&mut self, kind: Kind, rule: &'static str) {
        if self.found.is_none() && !self.fixed {
            self.found = Some((kind, rule));
        }
    }
}

/// Reads one line; `words` is scratch memory.
pub(super) fn item(text: &str, span: Span, paragraph: u32, words: &mut Words) -> Item {
    let line = span.of(text);
    let shape = shape(line);
    let mut item = Item {
        span,
        paragraph,
        shape,
        found: None,
        fixed: false,
        about_author: false,
        several: !shape.terminal && has_several(line),
        below: false,
        dateline: false,
        prompts: false,
    };
    if shape.words <= 90 {
        words.read(line, shape.words);
        item.found = alone(line, &shape, words);
        item.about_author = names::about_author(line, words, &shape);
        item.below = shape.words <= 14 && words.iter().any(lists::is_tail);
        item.dateline = names::dateline(words, &shape);
        item.prompts = shape.words <= 36 && words.iter().any(is_prompt_word);
    }
    item
}

/// The first rule that knows a line by itself.
fn alone(line: &str, shape: &Shape, words: &Words) -> Found {
    if shape.words == 0 {
        return Some((Kind::Boilerplate, "separator"));
    }
    markdown(line, shape)
        .or_else(|| words.phrase())
        .or_else(|| names::date(line, words, shape))
        .or_else(|| names::byline(line, shape))
        .or_else(|| credit::caption(line, shape))
        .or_else(|| address(words))
        .or_else(|| navigation(line, shape))
        .or_else(|| numbers(shape))
        .or_else(|| more(words, shape))
}

/// `More interviews:` before a list.
fn more(words: &Words, shape: &Shape) -> Found {
    let label = shape.colon && shape.words <= 6 && words.iter().next() == Some("more");
    label.then_some((Kind::Boilerplate, "related"))
}

/// Page numbers and document signs: every word holds a digit.
fn numbers(shape: &Shape) -> Found {
    ((2..=8).contains(&shape.words) && shape.numbers == shape.words && !shape.terminal)
        .then_some((Kind::Boilerplate, "numbers"))
}

/// `## Heading` and `` `code` `` in text that was Markdown once.
fn markdown(line: &str, shape: &Shape) -> Found {
    let bare = line.trim_start_matches('#');
    let signs = line.len() - bare.len();
    let inner = bare.trim();
    if inner.len() > 2 && inner.starts_with('`') && inner.ends_with('`') {
        return Some((Kind::Boilerplate, "code"));
    }
    ((1..=6).contains(&signs) && bare.starts_with(' ') && shape.words > 0 && shape.words <= 30)
        .then_some((Kind::Heading, "number signs"))
}

/// Nothing but web and mail addresses, handles and a word or two to introduce them.
fn address(words: &Words) -> Found {
    let addresses = words.iter().filter(|word| matches!(*word, "url" | "email" | "@")).count();
    (addresses > 0 && words.len() <= addresses * 3 + 1 && words.len() <= 8).then_some((Kind::Boilerplate, "address"))
}

/// `Home | News | Sport`, `Home › News › Asia`.
fn navigation(line: &str, shape: &Shape) -> Found {
    if shape.terminal || shape.words > 60 {
        return None;
    }
    let bars = line.matches([' ', '\u{a0}']).count().min(line.matches(['|', '›', '»', '·', '/']).count());
    (bars >= 2 && shape.words <= bars * 4 && !shape.terminal).then_some((Kind::Boilerplate, "navigation"))
}

/// A full stop, question or exclamation mark after a small letter, a space, a capital.
fn has_several(line: &str) -> bool {
    let ends = |w: &[u8]| {
        w[0].is_ascii_lowercase() && matches!(w[1], b'.' | b'?' | b'!') && w[2] == b' ' && !w[3].is_ascii_lowercase()
    };
    line.as_bytes().windows(4).any(ends)
}

fn is_prompt_word(word: &str) -> bool {
    word.starts_with("subscri")
        || matches!(word, "newsletter" | "newsletters" | "inbox" | "log" | "login" | "paywall" | "ad" | "ads")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Found {
        item(line, Span::new(0, line.len()), 1, &mut Words::default()).found
    }

    #[test]
    fn lines_that_stand_beside_the_text_are_known_alone() {
        for line in [
            "---",
            "Home | World | Europe",
            "www.example.org",
            "Sign up for our free newsletter!",
            "© 2022 The Harbour Post",
            "Leave a Reply",
        ] {
            assert_eq!(found(line).map(|(kind, _)| kind), Some(Kind::Boilerplate), "{line}");
        }
    }

    #[test]
    fn running_text_is_left_alone() {
        for line in [
            "They asked for asylum at the border.",
            "She subscribes to the view that nobody is illegal.",
            "Let them in and/or send them on.",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
