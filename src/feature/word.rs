use super::countries::COUNTRY;
use super::mask::{is_name, mask};
use super::{Extent, Family, FeatureSettings, Sink, key};
use crate::token::{Class, Token};
use xxhash_rust::xxh3::xxh3_64;

/// Longer words are cut: names of files and runs of letters tell nothing.
const LONGEST_WORD: usize = 32;

/// The features that depend on one word alone: the word, its stem, also masked unless it is a name, its character
/// n-grams.
pub fn word_features(token: &Token, text: &str, settings: &FeatureSettings, sink: &mut impl Sink) {
    let from = (token.start, token.end);
    if settings.words > 0 {
        sink.feature(Family::Words, key(Family::Words, 1, token.word), from);
    }
    if settings.stems > 0 {
        sink.feature(Family::Stems, key(Family::Stems, 1, token.stem), from);
    }
    if settings.masked > 0 && !is_name(token) {
        sink.feature(Family::Masked, key(Family::Masked, 1, mask(token)), from);
    }
    if token.class == Class::Word && token.word != COUNTRY && settings.chars_max > 0 {
        chars(token.span().of(text), from, settings, sink);
    }
}

fn chars(word: &str, from: Extent, settings: &FeatureSettings, sink: &mut impl Sink) {
    let mut marked = [0; 4 * LONGEST_WORD + 2];
    // Where each character of the marked word starts, and where the last ends.
    let mut starts = [0; LONGEST_WORD + 3];
    let (mut count, mut end) = (0, 0);
    let folded =
        word.chars().filter(|c| *c != '\u{ad}').flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c });
    for c in std::iter::once('_').chain(folded.take(LONGEST_WORD)).chain(['_']) {
        end += c.encode_utf8(&mut marked[end..]).len();
        count += 1;
        starts[count] = end;
    }
    for length in settings.chars_min..=settings.chars_max {
        for ends in starts[..=count].windows(length as usize + 1) {
            let gram = &marked[ends[0]..ends[length as usize]];
            sink.feature(Family::Chars, key(Family::Chars, length, xxh3_64(gram)), from);
        }
    }
}
