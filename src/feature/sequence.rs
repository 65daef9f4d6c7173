use super::family::join;
use super::mask::{NAME, mask};
use super::{Family, FeatureSettings, Sink, key};
use crate::token::Token;

/// The features made of more than one word, of marks, and of negated words.
pub(super) fn sequences(words: &[Token], tokens: &[Token], settings: &FeatureSettings, sink: &mut impl Sink) {
    grams(words, Family::Words, settings.words, |token| token.word, sink);
    grams(words, Family::Stems, settings.stems, |token| token.stem, sink);
    masked_grams(words, settings.masked, sink);
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

fn grams(words: &[Token], family: Family, longest: u8, hash: impl Fn(&Token) -> u64, sink: &mut impl Sink) {
    if longest < 2 {
        return;
    }
    for (at, pair) in words.windows(2).enumerate() {
        let two = join(hash(&pair[0]), hash(&pair[1]));
        sink.feature(family, key(family, 2, two), (pair[0].start, pair[1].end));
        if let Some(third) = words.get(at + 2).filter(|_| longest > 2) {
            sink.feature(family, key(family, 3, join(two, hash(third))), (pair[0].start, third.end));
        }
    }
}

/// N-grams of masked stems; a run of names is one name. What is no name stands alone among the features of words.
fn masked_grams(words: &[Token], longest: u8, sink: &mut impl Sink) {
    let mut last: Option<(u64, u32)> = None;
    let mut before_last: Option<(u64, u32)> = None;
    for token in words {
        let masked = mask(token);
        if longest == 0 || (masked == NAME && last.is_some_and(|(last, _)| last == NAME)) {
            continue;
        }
        if masked == NAME {
            sink.feature(Family::Masked, key(Family::Masked, 1, masked), (token.start, token.end));
        }
        if let Some((last, start)) = last.filter(|_| longest > 1) {
            sink.feature(Family::Masked, key(Family::Masked, 2, join(last, masked)), (start, token.end));
        }
        if let (Some((first, start)), Some((second, _))) = (before_last.filter(|_| longest > 2), last) {
            let content = join(join(first, second), masked);
            sink.feature(Family::Masked, key(Family::Masked, 3, content), (start, token.end));
        }
        (before_last, last) = (last, Some((masked, token.start)));
    }
}

/// Each mark alone and with the token before and after it.
fn marks(tokens: &[Token], sink: &mut impl Sink) {
    let is_mark = |token: &Token| !token.is_word();
    for (at, token) in tokens.iter().enumerate() {
        if !is_mark(token) {
            continue;
        }
        let from = (token.start, token.end);
        sink.feature(Family::Marks, key(Family::Marks, 1, token.word), from);
        let before = if at == 0 { 0 } else { tokens[at - 1].stem };
        let after = tokens.get(at + 1).map_or(0, |next| next.stem);
        sink.feature(Family::Marks, key(Family::Marks, 2, join(before, token.word)), from);
        sink.feature(Family::Marks, key(Family::Marks, 3, join(token.word, after)), from);
    }
}

fn negated(words: &[Token], sink: &mut impl Sink) {
    for (at, token) in words.iter().enumerate().filter(|(_, token)| token.negated) {
        sink.feature(Family::Negated, key(Family::Negated, 1, token.stem), (token.start, token.end));
        if let Some(next) = words.get(at + 1).filter(|next| next.negated) {
            sink.feature(
                Family::Negated,
                key(Family::Negated, 2, join(token.stem, next.stem)),
                (token.start, next.end),
            );
        }
    }
}

fn skips(words: &[Token], sink: &mut impl Sink) {
    for (at, token) in words.iter().enumerate() {
        for next in words.iter().skip(at + 2).take(2) {
            sink.feature(Family::Skips, key(Family::Skips, 2, join(token.stem, next.stem)), (token.start, next.end));
        }
    }
}
