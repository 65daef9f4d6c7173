use super::countries::{COUNTRY, veiled};
use crate::document::Document;
use crate::sentence::Sentence;
use crate::token::Token;

/// What stands for a name that is no country.
pub const NAME: u64 = 1;

/// What a masked n-gram holds of a token: its stem, unless that would say who or where.
pub(super) fn mask(token: &Token) -> u64 {
    if token.word == COUNTRY {
        COUNTRY
    } else if token.name {
        NAME
    } else {
        token.stem
    }
}

/// What stands for a word where words are read in their order: which country, or whose name, must not decide a label.
fn word_in_order(token: &Token) -> u64 {
    if is_name(token) { NAME } else { token.word }
}

/// Of each word and number of a sentence what stands for it there.
pub fn words_in_order(document: &Document, sentence: &Sentence) -> Vec<u64> {
    let mut words = Vec::new();
    veiled(document.tokens_of(sentence), &mut words);
    words.iter().map(word_in_order).collect()
}

/// Whether a token is masked as a name.
pub fn is_name(token: &Token) -> bool {
    mask(token) == NAME
}
