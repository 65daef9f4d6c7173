//! The phrases of `phrases.csv`, found in a line of normalised words.

use crate::base::{Kind, split_words};
use std::collections::HashMap;
use std::sync::LazyLock;

/// `where,kind,rule,phrase`, sorted and unique; words as [`Words`] writes them.
pub(super) const PHRASES: &str = include_str!("phrases.csv");

/// Longest line in which a phrase may stand anywhere.
const LONGEST_ANY: usize = 36;
/// Words read of a longer line.
const BEGINNING: usize = 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Any,
    End,
    Label,
    Start,
    Whole,
}

struct Phrase {
    place: Place,
    kind: Kind,
    rule: &'static str,
    words: &'static str,
}

/// By first word; the order of the file within one.
static BY_FIRST: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut by_first: HashMap<&'static str, Vec<Phrase>> = HashMap::new();
    for phrase in PHRASES.lines().skip(1).filter_map(parse) {
        let first = phrase.words.split(' ').next().unwrap_or("");
        by_first.entry(first).or_default().push(phrase);
    }
    by_first
});

/// The lengths of first words, as bits, by their first two bytes: most words are no first word,
/// and this says so without hashing them.
static FIRSTS: LazyLock<[u32; 1024]> = LazyLock::new(|| {
    let mut lengths = [0; 1024];
    for first in BY_FIRST.keys() {
        lengths[pair(first)] |= 1 << first.len().min(31);
    }
    lengths
});

fn pair(word: &str) -> usize {
    let byte = |at: usize| usize::from(word.as_bytes().get(at).copied().unwrap_or(0) & 31);
    byte(0) * 32 + byte(1)
}

fn parse(line: &'static str) -> Option<Phrase> {
    let mut fields = line.split(',');
    let place = match fields.next()? {
        "any" => Place::Any,
        "end" => Place::End,
        "label" => Place::Label,
        "start" => Place::Start,
        "whole" => Place::Whole,
        _ => return None,
    };
    let kind = fields.next()?.parse().ok()?;
    Some(Phrase { place, kind, rule: fields.next()?, words: fields.next()? })
}

/// A line as lower-case words with one space between: numbers as `#`, addresses as `url` and
/// `email`, handles as `@`, punctuation left out.
#[derive(Debug, Default)]
pub(super) struct Words {
    line: String,
    starts: Vec<usize>,
    /// End of the words before the first colon, where there is one.
    label: Option<usize>,
    /// The line is longer than what was read of it.
    partial: bool,
}

impl Words {
    /// Reads a line of `count` words, forgetting the one before; of a long one only the beginning.
    pub(super) fn read(&mut self, line: &str, count: usize) {
        self.line.clear();
        self.starts.clear();
        self.label = None;
        self.partial = count > LONGEST_ANY;
        let tokens = if self.partial { BEGINNING } else { usize::MAX };
        for token in split_words(line).take(tokens) {
            if token.bytes().all(|b| b.is_ascii_alphabetic()) {
                self.push(token);
                let start = self.line.len() - token.len();
                self.line[start..].make_ascii_lowercase();
            } else if is_address(token) {
                self.push(if token.contains('@') { "email" } else { "url" });
            } else {
                self.read_token(token);
            }
        }
    }

    fn read_token(&mut self, token: &str) {
        let mut word_open = false;
        for (at, c) in token.char_indices() {
            let inner =
                matches!(c, '\'' | '’') && word_open && token[at + c.len_utf8()..].starts_with(char::is_alphabetic);
            if c.is_ascii_digit() {
                if !self.line.ends_with('#') || at == 0 {
                    self.push("#");
                }
                word_open = false;
            } else if c.is_alphabetic() || inner {
                if !word_open {
                    self.push("");
                }
                word_open = true;
                let c = if inner { '\'' } else { c };
                self.line.extend(c.to_lowercase());
            } else {
                word_open = false;
                match c {
                    '©' => self.push("©"),
                    '@' => return self.push("@"),
                    ':' if self.label.is_none() => self.label = Some(self.line.len()),
                    _ => {}
                }
            }
        }
    }

    fn push(&mut self, word: &str) {
        if !self.line.is_empty() {
            self.line.push(' ');
        }
        self.starts.push(self.line.len());
        self.line.push_str(word);
    }

    #[cfg(test)]
    pub(super) fn line(&self) -> &str {
        &self.line
    }

    /// The words one by one.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let ends = self.starts.iter().skip(1).map(|next| next - 1).chain([self.line.len()]);
        self.starts.iter().zip(ends).map(|(start, end)| &self.line[*start..end])
    }

    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The first phrase of the list that the line holds in the right place.
    pub(super) fn phrase(&self) -> Option<(Kind, &'static str)> {
        let reach = if self.partial { 1 } else { self.len() };
        self.starts.iter().take(reach).enumerate().find_map(|(i, &start)| self.phrase_at(i, start))
    }

    fn phrase_at(&self, i: usize, start: usize) -> Option<(Kind, &'static str)> {
        let rest = &self.line[start..];
        let first = &rest[..rest.find(' ').unwrap_or(rest.len())];
        if FIRSTS[pair(first)] & (1 << first.len().min(31)) == 0 {
            return None;
        }
        let found = BY_FIRST.get(first)?.iter().find(|phrase| {
            let end = start + phrase.words.len();
            let matches = rest.starts_with(phrase.words) && matches!(self.line.as_bytes().get(end), None | Some(b' '));
            matches
                && match phrase.place {
                    Place::Any => !self.partial,
                    Place::End => !self.partial && end == self.line.len(),
                    Place::Label => i == 0 && self.label == Some(end),
                    Place::Start => i == 0,
                    Place::Whole => i == 0 && !self.partial && end == self.line.len(),
                }
        })?;
        Some((found.kind, found.rule))
    }
}

/// `https://…`, `www.…`, `name@site.org`, `site.com/page`.
fn is_address(token: &str) -> bool {
    let bare = token.trim_end_matches(['.', ',', ')', ';', ':']);
    if !bare.bytes().any(|b| b == b'.' || b == b'/') {
        return false;
    }
    let site =
        |end: &str| bare.find(end).is_some_and(|at| matches!(bare.as_bytes().get(at + end.len()), None | Some(b'/')));
    bare.contains("://")
        || bare.starts_with("www.")
        || (bare.contains('@') && !bare.starts_with('@'))
        || site(".com")
        || site(".org")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<(Kind, &'static str)> {
        let mut words = Words::default();
        words.read(line, 1);
        words.phrase()
    }

    #[test]
    fn words_are_folded_and_numbers_hidden() {
        let mut words = Words::default();
        words.read("Don’t miss: 1,200 stories @here – www.example.org © 2022!", 9);
        assert_eq!(words.line(), "don't miss # stories @ url © #");
    }

    #[test]
    fn the_list_is_sorted_unique_and_normalised() {
        let lines: Vec<&str> = PHRASES.lines().skip(1).collect();
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "sort phrases.csv");
        for line in lines {
            let phrase = parse(line).unwrap_or_else(|| panic!("four fields, a known place and kind: {line}"));
            let mut words = Words::default();
            words.read(&phrase.words.replace('#', "1"), 1);
            assert!(
                phrase.words == words.line() || phrase.words.contains(['@']) || phrase.words.contains("url"),
                "{line}"
            );
        }
    }

    #[test]
    fn a_phrase_counts_only_in_its_place() {
        assert!(found("Advertisement").is_some());
        assert!(found("The advertisement drew complaints from the embassy.").is_none());
        assert!(found("Related: The winter of the boats").is_some());
        assert!(found("Related agencies were told: no more beds.").is_none());
    }
}
