//! Sentence text → [`Token`]s: words, stems, numbers, punctuation, negation scope, quotation marks.
//!
//! Method: one pass over the characters. A word is a run of letters with inner apostrophes; it ends
//! where letters meet digits and where a capital follows three lower-case letters, so that garbled
//! joins (`SubmittedNPR`, `Send300,000`) come apart in the features while the text stays as it is.
//! Words are lower-cased, U+2019 becomes `'`, and the Porter 2 stemmer of `rust-stemmers` is asked
//! once a distinct word (a bounded cache remembers it). A token holds 64-bit hashes of its word and
//! stem, never the text: the span has that.
//!
//! A negator (`seeds/cues/negation.csv`) negates the following words of its clause, at most
//! [`NEGATION_REACH`] of them.
//!
//! ```
//! use stance::token::{tokenize, Stemmer};
//! let text = "They won't be sent back.";
//! let mut tokens = Vec::new();
//! tokenize(text, stance::base::Span::new(0, text.len()), &mut Stemmer::default(), &mut tokens);
//! let negated: Vec<&str> = tokens.iter().filter(|t| t.negated).map(|t| t.span().of(text)).collect();
//! assert_eq!(negated, ["be", "sent", "back"]);
//! ```
//!
//! What it gets wrong: names like `DeSantis` stay whole but `MacDonald` comes apart; the scope of
//! "not only … but" is cut at `but` without noticing that nothing was denied; "Few would refuse
//! them" is negated by no rule.

mod scan;
mod stemmer;

pub use scan::{NEGATION_REACH, tokenize};
pub(crate) use stemmer::HashIsKey;
pub use stemmer::{Stemmer, word_hash};

use crate::base::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Letters.
    Word,
    /// Digits, with inner points and commas.
    Number,
    /// One mark that ends a clause: `.`, `,`, `;`, `:`, `!`, `?`, a dash, a bracket.
    Break,
    /// One quotation mark.
    Quote,
    /// Any other mark.
    Other,
}

/// One word, number or mark of a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte in the document's text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Hash of the lower-cased word; numbers share one hash; marks hash as themselves.
    pub word: u64,
    /// Hash of the stem; the same as `word` for numbers and marks.
    pub stem: u64,
    /// What it is made of.
    pub class: Class,
    /// Stands in the scope of a negator (the negator itself does not).
    pub negated: bool,
    /// Written with a capital although it does not begin the sentence or follow a mark.
    pub name: bool,
}

impl Token {
    /// The bytes of the document's text that the token stands for.
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// Whether it is a word or a number, not a mark.
    pub fn is_word(&self) -> bool {
        matches!(self.class, Class::Word | Class::Number)
    }
}
