//! Articles and rows → [`Document`], the sole currency from here on.
//!
//! ```
//! let document = stance::document::from_text("note", "Let them in. The train was late.");
//! let texts: Vec<&str> = document.sentences.iter().map(|s| s.span.of(&document.text)).collect();
//! assert_eq!(texts, ["Let them in.", "The train was late."]);
//! ```

mod copies;

pub use copies::{Copies, FEWEST_WORDS, LEAST, Sketch, sketch};

use crate::article::{self, Article, Meta};
use crate::base::{Kind, Span};
use crate::clean;
use crate::sentence::{self, Sentence};
use crate::token::{Stemmer, Token, tokenize};

/// One article cut into sentences and tokens.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// As in [`Article::id`].
    pub id: String,
    /// As in [`Article::meta`].
    pub meta: Meta,
    /// The decoded text all spans point into.
    pub text: String,
    /// The sentences in reading order.
    pub sentences: Vec<Sentence>,
    /// The tokens of all sentences, each sentence holding its range.
    pub tokens: Vec<Token>,
    /// The number of the first sentence in its whole article: 1, or more for an excerpt.
    pub first: u32,
    /// Whether the sentences stand in their article; a lone row has no neighbours to lean on.
    pub has_context: bool,
    /// Whether this is all of the article; rows of a table may be a part of one.
    pub whole: bool,
}

impl Document {
    /// The tokens of one sentence.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize]
    }

    /// Fills the tokens of every sentence.
    fn tokenize(mut self, stemmer: &mut Stemmer) -> Self {
        self.tokens.clear();
        self.tokens.reserve(self.text.len() / 5);
        for sentence in &mut self.sentences {
            let start = self.tokens.len() as u32;
            tokenize(&self.text, sentence.span, stemmer, &mut self.tokens);
            sentence.tokens = start..self.tokens.len() as u32;
        }
        self
    }
}

/// Cleans, splits and tokenizes an article, and tells its language; where the text does not tell, what the file said stays.
pub fn build(article: Article, stemmer: &mut Stemmer) -> Document {
    let blocks = clean::mark(&article);
    let sentences = sentence::split(&article.text, &blocks);
    let Article { id, mut meta, text, .. } = article;
    meta.language = article::language(&text).or(meta.language);
    Document { id, meta, text, sentences, tokens: Vec::new(), first: 1, has_context: true, whole: true }
        .tokenize(stemmer)
}

/// A document from plain text.
pub fn from_text(id: &str, text: &str) -> Document {
    let article = Article { id: id.to_owned(), text: text.to_owned(), ..Article::default() };
    build(article, &mut Stemmer::default())
}

/// One sentence given as such, by a row of a table: nothing is split.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The sentence.
    pub text: String,
    /// Its kind, body where the table does not say.
    pub kind: Kind,
    /// Its paragraph, where the table says.
    pub paragraph: Option<u32>,
}

/// A document whose sentences are given. `first` is the number of the first row in its article, from 1;
/// `has_context` is false for a lone row.
pub fn from_rows(id: &str, meta: Meta, rows: &[Row], first: u32, has_context: bool, stemmer: &mut Stemmer) -> Document {
    let mut text = String::with_capacity(rows.iter().map(|row| row.text.len() + 1).sum());
    let mut sentences = Vec::with_capacity(rows.len());
    let mut paragraph = 1;
    for row in rows {
        let start = text.len();
        text.push_str(&row.text);
        paragraph = row.paragraph.unwrap_or(paragraph);
        sentences.push(Sentence {
            span: Span::new(start, text.len()),
            kind: row.kind,
            paragraph,
            ..Sentence::default()
        });
        text.push('\n');
    }
    sentence::mark_quotes(&text, &mut sentences);
    Document { id: id.to_owned(), meta, text, sentences, tokens: Vec::new(), first, has_context, whole: false }
        .tokenize(stemmer)
}
