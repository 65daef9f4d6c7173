//! [`Block`](crate::clean::Block)s → [`Sentence`]s with exact spans.

use crate::base::{Kind, Span};
use std::ops::Range;

/// One sentence, heading, caption or boilerplate line of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// Which part of the document's text; sentences ascend and do not overlap.
    pub span: Span,
    /// The kind of its block.
    pub kind: Kind,
    /// Number of its paragraph, from 1.
    pub paragraph: u32,
    /// How it stands to quotation marks.
    pub quote: Quote,
    /// Its tokens, as a range of the document's `tokens`; empty until `token` has run.
    pub tokens: Range<u32>,
}

/// How a sentence stands to a quotation that may run over several sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quote {
    /// A quotation opened before this sentence is still open at its start.
    pub begins_inside: bool,
    /// A quotation is open at its end.
    pub ends_inside: bool,
    /// It holds at least one quotation mark.
    pub marks: bool,
}

/// Fills `quote` of sentences in reading order, for documents whose sentences were given.
pub fn mark_quotes(_text: &str, _sentences: &mut [Sentence]) {}

/// Splits blocks into sentences.
pub fn split(_text: &str, _blocks: &[crate::clean::Block]) -> Vec<Sentence> {
    Vec::new()
}
