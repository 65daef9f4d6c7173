//! Lines cut where marks of the markup, closing credits or speaker labels begin and end.

use super::Block;
use super::credit::{closing_credit, is_bare_agency};
use super::rules::Item;
use crate::article::Mark;
use crate::base::{Kind, Span};

/// Hands out the parts of a line that lie in one mark or in none, trimmed, in order.
pub(super) fn pieces(text: &str, line: Span, marks: &[Mark], mut give: impl FnMut(Span, Option<&Mark>)) {
    let first = marks.partition_point(|mark| mark.span.end <= line.start);
    let mut start = line.start;
    let mut hand = |span: Span, mark: Option<&Mark>| {
        let span = span.trim(text);
        if !span.is_empty() {
            give(span, mark);
        }
    };
    for mark in marks[first..].iter().take_while(|mark| mark.span.start < line.end) {
        let from = mark.span.start.max(start);
        let to = mark.span.end.min(line.end);
        hand(Span::new(start, from), None);
        hand(Span::new(from, to.max(from)), Some(mark));
        start = to.max(from);
    }
    hand(Span::new(start, line.end), None);
}

/// The block of an item; running text that begins with the name of a speaker or ends with a
/// source or credit in brackets gives several.
pub(super) fn blocks(text: &str, item: &Item, blocks: &mut Vec<Block>) {
    let (kind, rule) = item.found.map_or((Kind::Body, None), |(kind, rule)| (kind, Some(rule)));
    let block = Block { span: item.span, kind, rule, paragraph: item.paragraph };
    if kind != Kind::Body || item.fixed {
        return blocks.push(block);
    }
    let line = item.span.of(text);
    let head = speaker(line).unwrap_or(0);
    let tail = source(line, item.shape.words).filter(|&at| at > head).unwrap_or(line.len());
    let place = |from: usize, to: usize| Span::new(item.span.start + from, item.span.start + to).trim(text);
    let aside = |span, rule| Block { span, kind: Kind::Boilerplate, rule: Some(rule), ..block };
    let parts = [
        aside(place(0, head), "speaker"),
        Block { span: place(head, tail), ..block },
        aside(place(tail, line.len()), "credit"),
    ];
    blocks.extend(parts.into_iter().filter(|part| !part.span.is_empty()));
}

/// Where the text after `Mr. SMITH of Ohio.` begins, as parliaments print speakers.
fn speaker(line: &str) -> Option<usize> {
    let title = ["Mr. ", "Mrs. ", "Ms. ", "Miss ", "Dr. ", "The "].iter().find(|title| line.starts_with(**title))?;
    let name = line[title.len()..line.floor_char_boundary(60 + title.len())].split('.').next()?;
    let mut words = name.split(' ');
    let shouted =
        |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !word.contains(char::is_lowercase);
    let first = words.next().is_some_and(shouted);
    let rest = words
        .all(|word| shouted(word) || matches!(word, "of" | "pro" | "tempore") || word.starts_with(char::is_uppercase));
    let end = title.len() + name.len() + 1;
    (first && rest && line.len() > end && line[end..].starts_with(' ')).then_some(end)
}

/// Where a closing bracket begins that names the source of running text.
fn source(line: &str, words: usize) -> Option<usize> {
    let at =
        closing_credit(line).filter(|&at| words > 40 || is_bare_agency(&line[at..])).or_else(|| named_source(line))?;
    (at > 0 && ends_sentence(&line[..at])).then_some(at)
}

/// `… to stay. (The Harbour Post)`: one to four capitalised words in brackets.
fn named_source(line: &str) -> Option<usize> {
    let inner = line.strip_suffix(')')?;
    let at = inner.rfind('(')?;
    let mut words = inner[at + 1..].split(' ');
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    (inner.len() - at <= 40 && words.clone().count() <= 4 && words.all(capital)).then_some(at)
}

fn ends_sentence(before: &str) -> bool {
    before.trim_end().trim_end_matches(['"', '”', '’', '\'']).ends_with(['.', '?', '!'])
}
