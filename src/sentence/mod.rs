//! [`Block`]s → [`Sentence`]s with exact spans.
//!
//! Each paragraph goes through `sentencex` (English rules for abbreviations, initials, decimals
//! and ellipses) in a copy without quotation marks, so that a quotation of several sentences is
//! split like any other text. Our corrections follow: a closing mark stays with the sentence it
//! ends, `“Why?” the minister asked` is one sentence, `ended.The next` are two, a piece without a
//! letter or digit joins its neighbour. Every character of a block that is not white space lies in
//! exactly one sentence.
//!
//! ```
//! use stance::{article::Article, clean, sentence};
//! let article = Article { text: "“They fled. Let them in,” she said.".into(), ..Article::default() };
//! let blocks = clean::mark(&article);
//! let sentences = sentence::split(&article.text, &blocks);
//! let texts: Vec<&str> = sentences.iter().map(|s| s.span.of(&article.text)).collect();
//! assert_eq!(texts, ["“They fled.", "Let them in,” she said."]);
//! ```
//!
//! Sentences it gets wrong: `He came from Washington D.C. Smith stayed.` (one sentence),
//! `He asked “Why?” Smith wrote back later.` (one sentence), `It cost 3.Nobody paid.` (one
//! sentence: a digit before the full stop), and sentences inside round brackets stay together.

mod cut;
mod mask;
mod quote;
mod words;

use crate::base::{Kind, Span};
use crate::clean::Block;
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

/// Splits the blocks of `text` into sentences; `tokens` stay empty.
pub fn split(text: &str, blocks: &[Block]) -> Vec<Sentence> {
    let mut sentences = Vec::with_capacity(text.len() / 100 + blocks.len());
    let mut scratch = cut::Scratch::default();
    let mut cuts = Vec::new();
    for block in blocks {
        cut::cuts(block.span.of(text), &mut scratch, &mut cuts);
        let mut start = block.span.start;
        for &cut in &cuts {
            let end = block.span.start + cut;
            let span = Span::new(start, end).trim(text);
            start = end;
            if !span.is_empty() {
                let (kind, paragraph) = (block.kind, block.paragraph);
                sentences.push(Sentence { span, kind, paragraph, ..Sentence::default() });
            }
        }
    }
    quote::set_quotes(text, &mut sentences);
    sentences
}

/// Fills `quote` of sentences in reading order; for documents whose sentences were given.
pub fn mark_quotes(text: &str, sentences: &mut [Sentence]) {
    quote::set_quotes(text, sentences);
}

#[cfg(test)]
mod tests;
