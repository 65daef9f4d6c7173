//! Lines cut where marks of the markup, closing credits or speaker labels begin and end.

use super::Block;
use super::credit::{closing_credit, is_bare_agency};
use super::rules::Item;
use crate::article::Mark;
use crate::base::{Kind, Span};

/// Hands out the parts of a line that lie in one mark or in none, trimmed, in order.
pub(super) fn pieces(
    text: &str,
    line: Span,
    marks: &[Mark],
    mut give: impl FnMut(Span, Option<&Mark>),
) {
    let first = marks.partition_point(|mark| mark.span.end <= line.start);
    let mut start = line.start;
    let mut hand = |span: Span, mark: Option<&Mark>| {
        let span = span.trim(text);
        if !span.is_empty() {
            give(span, mark);
        }
    };
    for mark in marks[first..]
        .iter()
        .take_while(|mark| mark.span.start < line.end)
    {
        let from = mark.span.start.max(start);
        let to = mark.span.end.min(line.end);
        hand(Span::new(start, from), None);
        hand(Span::new(from, to.max(from)), Some(mark));
        start = to.max(from);
    }
    hand(Span::new(start, line.end), None);
}

/// The block of an item; running text that ends with a source or credit in brackets gives two.
pub(super) fn blocks(text: &str, item: &Item, blocks: &mut Vec<Block>) {
    let (kind, rule) = item
        .found
        .map_or((Kind::Body, None), |(kind, rule)| (kind, Some(rule)));
    let block = Block {
        span: item.span,
        kind,
        rule,
        paragraph: item.paragraph,
    };
    let line = item.span.of(text);
    let cut = Some(line)
        .filter(|_| kind == Kind::Body && !item.fixed)
        .and_then(closing_credit);
    match cut.filter(|&at| {
        at > 0
            && ends_sentence(&line[..at])
            && (item.shape.words > 40 || is_bare_agency(&line[at..]))
    }) {
        Some(at) => {
            let at = item.span.start + at;
            blocks.push(Block {
                span: Span::new(item.span.start, at).trim(text),
                ..block
            });
            blocks.push(Block {
                span: Span::new(at, item.span.end),
                kind: Kind::Boilerplate,
                rule: Some("credit"),
                ..block
            });
        }
        None => blocks.push(block),
    }
}

fn ends_sentence(before: &str) -> bool {
    before
        .trim_end()
        .trim_end_matches(['"', '”', '’', '\''])
        .ends_with(['.', '?', '!'])
}
