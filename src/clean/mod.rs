//! [`Article`](crate::article::Article) → [`Block`]s: boilerplate is marked, never cut.

use crate::base::{Kind, Span};

/// A run of text that belongs together: a paragraph, heading, list item, caption or menu line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Which part of the article's text; blocks ascend and do not overlap; only white space lies between them.
    pub span: Span,
    /// What the block is.
    pub kind: Kind,
    /// The rule that made it other than body; `None` for body.
    pub rule: Option<&'static str>,
    /// Number of the paragraph, from 1; a block is one paragraph unless a line list was joined.
    pub paragraph: u32,
}

/// Marks the blocks of an article.
pub fn mark(_article: &crate::article::Article) -> Vec<Block> {
    Vec::new()
}
