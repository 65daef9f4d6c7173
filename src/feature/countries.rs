use crate::base::Hashes;
use crate::token::{Stemmer, Token, word_hash};
use std::sync::LazyLock;

static COUNTRIES: LazyLock<Hashes> = LazyLock::new(|| {
    let stemmer = Stemmer::default();
    let list = include_str!("../../seeds/cues/countries.csv");
    let words = list.lines().skip(1).filter_map(|line| line.split(',').next());
    Hashes::new(words.map(|word| word_hash(&stemmer.stem(word))))
});

/// What stands in the features for the word of a country or its people (`seeds/cues/countries.csv`).
pub(super) const COUNTRY: u64 = 2;

/// A token whose word is [`COUNTRY`] where it names one: which country must not decide a label.
pub(super) fn veil(token: &Token) -> Token {
    if COUNTRIES.contains(token.stem) { Token { word: COUNTRY, ..*token } } else { *token }
}
