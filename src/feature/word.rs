use super::{Extent, Family, FeatureSettings, Sink, key};
use crate::token::{Class, Token};
use xxhash_rust::xxh3::xxh3_64;

/// Longer words are cut: names of files and runs of letters tell nothing.
const LONGEST_WORD: usize = 32;

/// The features that depend on one word alone: the word, its stem, its character n-grams.
pub fn word_features(token: &Token, text: &str, settings: &FeatureSettings, sink: &mut impl Sink) {
    let from = (token.start, token.end);
    if settings.words > 0 {
        sink.feature(Family::Words, key(Family::Words, 1, token.word), from);
    }
    if settings.stems > 0 {
        sink.feature(Family::Stems, key(Family::Stems, 1, token.stem), from);
    }
    if token.class == Class::Word && settings.chars_max > 0 {
        chars(token.span().of(text), from, settings, sink);
    }
}

fn chars(word: &str, from: Extent, settings: &FeatureSettings, sink: &mut impl Sink) {
    let mut marked = String::with_capacity(word.len() + 2);
    let mut starts = Vec::with_capacity(word.len() + 3);
    let folded =
        word.chars().filter(|c| *c != '\u{ad}').flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c });
    for c in std::iter::once('_').chain(folded.take(LONGEST_WORD)).chain(['_']) {
        starts.push(marked.len());
        marked.push(c);
    }
    starts.push(marked.len());
    for length in settings.chars_min..=settings.chars_max {
        for ends in starts.windows(length as usize + 1) {
            let gram = &marked.as_bytes()[ends[0]..ends[length as usize]];
            sink.feature(Family::Chars, key(Family::Chars, length, xxh3_64(gram)), from);
        }
    }
}
