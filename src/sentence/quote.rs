//! Which sentences begin, end or stand inside a quotation.

use super::{Quote, Sentence};
use crate::base::find_byte;

/// The quotation open at some place of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Double,
    Low,
    Single,
    Angle,
    AngleReversed,
}

/// Sets the quotation state of every sentence.
///
/// The state runs through a paragraph. A quotation open at its end goes on in the next one only
/// if that begins with an opening mark, as English writes speech of several paragraphs.
pub(super) fn set_quotes(text: &str, sentences: &mut [Sentence]) {
    let mut carried = false;
    let mut rest = sentences;
    while let Some(first) = rest.first() {
        let paragraph = first.paragraph;
        let count = rest.iter().take_while(|s| s.paragraph == paragraph).count();
        let (here, next) = rest.split_at_mut(count);
        carried = set_paragraph(text, here, carried);
        rest = next;
    }
}

/// Sets one paragraph; `carried` says that the one before ended inside a quotation.
fn set_paragraph(text: &str, sentences: &mut [Sentence], carried: bool) -> bool {
    let end = sentences.last().map_or(0, |s| s.span.end);
    let mut state = State { open: None, no_single_close_before: 0, end };
    for (i, sentence) in sentences.iter_mut().enumerate() {
        let continued = i == 0 && carried && begins_with_opening(sentence.span.of(text));
        let begins_inside = state.open.is_some() || continued;
        let marks = state.read(text, sentence.span.start, sentence.span.end);
        sentence.quote = Quote { begins_inside, ends_inside: state.open.is_some(), marks };
    }
    state.open.is_some()
}

fn begins_with_opening(text: &str) -> bool {
    text.starts_with(['“', '"', '‘', '«', '„', '\''])
}

struct State {
    open: Option<Open>,
    /// No mark that closes a single quotation stands between here and the end of the paragraph.
    no_single_close_before: usize,
    end: usize,
}

impl State {
    /// Reads the marks of `text[start..end]`; returns whether there were any.
    fn read(&mut self, text: &str, start: usize, end: usize) -> bool {
        let mut any = false;
        // The marks and the first bytes of those beyond ASCII; most characters are told by this alone.
        let may_mark = |byte| (byte == b'"') | (byte == b'\'') | (byte == 0xC2) | (byte == 0xE2);
        let mut next = start;
        while let Some(found) = find_byte(&text.as_bytes()[next..end], may_mark) {
            let at = next + found;
            let c = text[at..].chars().next().unwrap_or(' ');
            next = at + c.len_utf8();
            if matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '\'') {
                any |= self.mark(text, at, c);
            }
        }
        any
    }

    /// Reads one mark; an apostrophe is none.
    fn mark(&mut self, text: &str, at: usize, c: char) -> bool {
        match (c, self.open) {
            ('"' | '”', Some(Open::Double)) | ('"' | '”' | '“', Some(Open::Low)) => self.open = None,
            ('»', Some(Open::Angle)) | ('«', Some(Open::AngleReversed)) => self.open = None,
            ('"', _) if !opens(text, at, c) => self.open = None,
            ('"' | '“' | '‟', _) => self.open = Some(Open::Double),
            ('„', _) => self.open = Some(Open::Low),
            ('«', None) => self.open = Some(Open::Angle),
            ('»', None) => self.open = Some(Open::AngleReversed),
            ('‘' | '’' | '\'', _) => return self.single(text, at, c),
            _ => {}
        }
        true
    }

    fn single(&mut self, text: &str, at: usize, c: char) -> bool {
        let open = self.open;
        match open {
            Some(Open::Single) if closes(text, at, c) => self.open = None,
            None if c != '’' && opens(text, at, c) && self.closes_later(text, at + c.len_utf8()) => {
                self.open = Some(Open::Single);
            }
            _ => return false,
        }
        true
    }

    /// Whether a closing single mark follows in the paragraph. Each byte is read at most twice
    /// where none follows, for the failure is remembered.
    fn closes_later(&mut self, text: &str, from: usize) -> bool {
        if self.no_single_close_before > from {
            return false;
        }
        let found = text[from..self.end].char_indices().any(|(offset, c)| closes(text, from + offset, c));
        if !found {
            self.no_single_close_before = self.end;
        }
        found
    }
}

/// A mark after nothing, white space, a bracket, dash or another mark, and before a letter or digit.
fn opens(text: &str, at: usize, c: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = &text[at + c.len_utf8()..];
    let free =
        before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | '“' | '"' | '—' | '–' | '-' | ':' | '/'));
    free && after.chars().next().is_some_and(|a| !a.is_whitespace()) && !is_elision(after)
}

/// `’90s`, `'em`, `'til`: an apostrophe stands for what is left out.
fn is_elision(after: &str) -> bool {
    let word = &after[..after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len())];
    matches!(word, "em" | "til" | "tis" | "twas" | "cause" | "n" | "round")
        || (word.len() == 3 && word.ends_with('s') && word.as_bytes()[..2].iter().all(u8::is_ascii_digit))
}

/// `’` or `'` after something and before the end, white space or punctuation.
fn closes(text: &str, at: usize, c: char) -> bool {
    matches!(c, '’' | '\'')
        && text[..at].chars().next_back().is_some_and(|b| !b.is_whitespace())
        && text[at + c.len_utf8()..].chars().next().is_none_or(|a| !a.is_alphanumeric())
}
