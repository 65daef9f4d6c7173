//! A sentence of a [`Document`] → sparse, hashed features; one function serves training and scoring.
//!
//! Method: every feature is a 32-bit key, hashed once from a [`Family`] and the words it is made of:
//! n-grams of words and stems, marks, character n-grams within a word, negated stems, cue phrases and
//! the sentence's shape. All countries and their peoples, also those of two words, are one word, so that
//! which one it is decides nothing. Families fall into [`Group`]s, each with a scale that depends only on how many features of
//! the group the sentence has ([`Scales`]), so that a sentence's score is a sum over its words and the
//! part that belongs to one word can be remembered ([`Sink::words`]).
//!
//! ```
//! use stance::feature::{extract, Cues, FeatureSettings, Scales};
//! let document = stance::document::from_text("note", "They closed the border.");
//! let features = extract(&document, 0, &FeatureSettings::default(), &Scales::new(0.5), &Cues::default());
//! assert!(features.keys.len() > 20);
//! assert_eq!(features.keys.len(), features.values.len());
//! ```
//!
//! What it cannot see: who "they" are, what stood in the sentence before (the context stage's work),
//! and any order of words beyond three. Words with the stems of a country are taken for it ("the Unit states").

mod collect;
mod countries;
mod cues;
mod family;
mod mask;
mod scales;
mod sequence;
mod settings;
mod shape;
mod trace;
mod word;

pub use collect::{FeatureVector, collect, extract};
pub use cues::{Cues, Role, check_list};
pub use family::{Family, Group, key};
pub use mask::{NAME, is_name, words_in_order};
pub use scales::Scales;
pub use settings::{FeatureSettings, SettingsError};
pub use trace::{Traced, trace};
pub use word::word_features;

use crate::document::Document;
use crate::sentence::Sentence;
use crate::token::Token;

/// First byte and one past the last byte of what a feature was made from; equal where it was the whole sentence.
pub type Extent = (u32, u32);

/// Receives the features of a sentence, one call each, repeats included.
pub trait Sink {
    /// One feature, and the bytes of the document's text it was made from.
    fn feature(&mut self, family: Family, key: u32, from: Extent);

    /// The features that depend on one word alone, of each word; a scorer remembers their sums.
    fn words(&mut self, words: &[Token], text: &str, settings: &FeatureSettings)
    where
        Self: Sized,
    {
        words.iter().for_each(|token| word_features(token, text, settings, self));
    }
}

/// Scratch memory for the features of one sentence after another.
#[derive(Debug, Default)]
pub struct Scratch {
    words: Vec<Token>,
    found: Vec<cues::Found>,
}

impl Scratch {
    /// Reads a sentence: its words, each country one of them, and the cues among these.
    fn read(&mut self, tokens: &[Token], cues: &Cues) {
        self.words.clear();
        countries::veiled(tokens, &mut self.words);
        cues.find(&self.words, &mut self.found);
    }

    /// Whether the sentence read last names people who flee.
    pub fn names_people(&self) -> bool {
        self.found.iter().any(|cue| cue.role == Role::People)
    }
}

/// Sends every feature of one sentence to `sink`.
pub fn visit(
    document: &Document,
    sentence: &Sentence,
    settings: &FeatureSettings,
    cues: &Cues,
    scratch: &mut Scratch,
    sink: &mut impl Sink,
) {
    let tokens = document.tokens_of(sentence);
    scratch.read(tokens, cues);
    sink.words(&scratch.words, &document.text, settings);
    sequence::sequences(&scratch.words, tokens, settings, sink);
    shape::shape(sentence, &scratch.words, &scratch.found, settings, sink);
}
