use super::family::join;
use super::{Family, FeatureSettings, Sink, key};
use crate::token::{Class, Token};

/// The features made of more than one word, of marks, and of negated words.
pub(super) fn sequences(words: &[Token], tokens: &[Token], settings: &FeatureSettings, sink: &mut impl Sink) {
    grams(words, Family::Words, settings.words, |token| token.word, sink);
    grams(words, Family::Stems, settings.stems, |token| token.stem, sink);
    if settings.marks {
        marks(tokens, sink);
    }
    if settings.negated {
        negated(words, sink);
    }
    if settings.skips {
        skips(words, sink);
    }
}

fn grams(words: &[Token], family: Family, longest: u8, hash: fn(&Token) -> u64, sink: &mut impl Sink) {
    for (at, first) in words.iter().enumerate() {
        let mut content = hash(first);
        for (length, next) in (2..=longest).zip(&words[at + 1..]) {
            content = join(content, hash(next));
            sink.feature(family, key(family, length, content));
        }
    }
}

/// Each mark alone and with the token before and after it.
fn marks(tokens: &[Token], sink: &mut impl Sink) {
    let is_mark = |token: &Token| !matches!(token.class, Class::Word | Class::Number);
    for (at, token) in tokens.iter().enumerate() {
        if !is_mark(token) {
            continue;
        }
        sink.feature(Family::Marks, key(Family::Marks, 1, token.word));
        let before = if at == 0 { 0 } else { tokens[at - 1].stem };
        let after = tokens.get(at + 1).map_or(0, |next| next.stem);
        sink.feature(Family::Marks, key(Family::Marks, 2, join(before, token.word)));
        sink.feature(Family::Marks, key(Family::Marks, 3, join(token.word, after)));
    }
}

fn negated(words: &[Token], sink: &mut impl Sink) {
    for (at, token) in words.iter().enumerate().filter(|(_, token)| token.negated) {
        sink.feature(Family::Negated, key(Family::Negated, 1, token.stem));
        if let Some(next) = words.get(at + 1).filter(|next| next.negated) {
            sink.feature(Family::Negated, key(Family::Negated, 2, join(token.stem, next.stem)));
        }
    }
}

fn skips(words: &[Token], sink: &mut impl Sink) {
    for (at, token) in words.iter().enumerate() {
        for next in words.iter().skip(at + 2).take(2) {
            sink.feature(Family::Skips, key(Family::Skips, 2, join(token.stem, next.stem)));
        }
    }
}
