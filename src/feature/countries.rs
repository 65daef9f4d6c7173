use super::family::join;
use crate::base::Hashes;
use crate::token::{Stemmer, Token, word_hash};
use std::sync::LazyLock;

/// Stems of countries and peoples; those of two words as the hash of both.
static COUNTRIES: LazyLock<Hashes> = LazyLock::new(|| {
    let stemmer = Stemmer::default();
    let list = include_str!("../../seeds/cues/countries.csv");
    let names = list.lines().skip(1).filter_map(|line| line.split(',').next());
    let stem = |word: &str| word_hash(&stemmer.stem(word));
    Hashes::new(names.map(|name| match name.split_once(' ') {
        Some((first, second)) => join(stem(first), stem(second)),
        None => stem(name),
    }))
});

/// What stands in the features for the word of a country or its people (`seeds/cues/countries.csv`).
pub(super) const COUNTRY: u64 = 2;

/// The words of a sentence, one whose word is [`COUNTRY`] in place of each country: which one must not decide a label.
pub(super) fn veiled(tokens: &[Token], words: &mut Vec<Token>) {
    // The stem before, unless a mark stands between: its word may have become a country.
    let mut before: Option<u64> = None;
    for token in tokens {
        if !token.is_word() {
            before = None;
            continue;
        }
        let pair = before.is_some_and(|before| COUNTRIES.contains(join(before, token.stem)));
        match words.last_mut().filter(|_| pair) {
            Some(first) => *first = Token { word: COUNTRY, stem: COUNTRY, end: token.end, ..*first },
            None if COUNTRIES.contains(token.stem) => words.push(Token { word: COUNTRY, ..*token }),
            None => words.push(*token),
        }
        before = Some(token.stem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veiled_text(text: &str) -> Vec<String> {
        let document = crate::document::from_text("d", text);
        let mut words = Vec::new();
        veiled(document.tokens_of(&document.sentences[0]), &mut words);
        let shown = |token: &Token| match token.word {
            COUNTRY => format!("[{}]", token.span().of(&document.text)),
            _ => token.span().of(&document.text).to_owned(),
        };
        words.iter().map(shown).collect()
    }

    #[test]
    fn a_country_of_two_words_is_one() {
        assert_eq!(veiled_text("South Africa and Sweden turned."), ["[South Africa]", "and", "[Sweden]", "turned"]);
        assert_eq!(veiled_text("A North Korean fled south."), ["A", "[North Korean]", "fled", "south"]);
        assert_eq!(veiled_text("The United\u{a0}States."), ["The", "[United\u{a0}States]"]);
    }

    #[test]
    fn words_with_a_mark_between_them_are_no_country() {
        assert_eq!(veiled_text("From the south, Korea shut it."), ["From", "the", "south", "[Korea]", "shut", "it"]);
        assert_eq!(veiled_text("South,Korea"), ["South", "[Korea]"]);
    }

    #[test]
    fn the_first_word_of_a_country_is_no_part_of_a_cue() {
        let document = crate::document::from_text("d", "New Zealand arrivals filled the hall.");
        let mut found = crate::feature::Scratch::default();
        let sentence = &document.sentences[0];
        let settings = crate::feature::FeatureSettings::default();
        let mut keys = Ignored;
        crate::feature::visit(&document, sentence, &settings, &crate::feature::Cues::default(), &mut found, &mut keys);
        assert!(!found.names_people());
    }

    struct Ignored;

    impl crate::feature::Sink for Ignored {
        fn feature(&mut self, _: crate::feature::Family, _: u32, _: crate::feature::Extent) {}
    }

    #[test]
    fn no_listed_country_has_more_than_two_words() {
        let list = include_str!("../../seeds/cues/countries.csv");
        assert!(list.lines().all(|line| line.split(',').next().is_some_and(|name| name.split(' ').count() <= 2)));
    }
}
