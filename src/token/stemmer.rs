use crate::base::{Memory, Remembered};
use rust_stemmers::{Algorithm, Stemmer as Porter};
use std::hash::Hasher;
use xxhash_rust::xxh3::xxh3_64;

/// Hash of a lower-cased word, as tokens and cue lists hold it.
pub fn word_hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}

/// A word's hash and its stem's.
#[derive(Debug, Clone, Copy, Default)]
struct Stem {
    word: u64,
    stem: u64,
}

impl Remembered for Stem {
    fn hash(&self) -> u64 {
        self.word
    }
}

/// Stems words, remembering those already seen; scratch memory of one thread.
pub struct Stemmer {
    porter: Porter,
    stems: Memory<Stem>,
    pub(super) lower: String,
}

impl Default for Stemmer {
    fn default() -> Self {
        Stemmer { porter: Porter::create(Algorithm::English), stems: Memory::default(), lower: String::new() }
    }
}

impl Stemmer {
    /// The stem of a lower-cased word.
    pub fn stem(&self, word: &str) -> String {
        self.porter.stem(word).into_owned()
    }

    /// Brings near what is remembered of some words.
    pub(super) fn fetch(&self, words: impl Iterator<Item = u64>) {
        self.stems.fetch(words);
    }

    /// Hash of the stem of the word with this hash; `fold_case` writes the word where it was not seen before.
    pub(super) fn stem_hash(&mut self, word: u64, fold_case: impl FnOnce(&mut String)) -> u64 {
        if let Some(known) = self.stems.get(word) {
            return known.stem;
        }
        fold_case(&mut self.lower);
        let stem = word_hash(&self.porter.stem(&self.lower));
        self.stems.put(Stem { word, stem });
        stem
    }
}

/// The keys are good hashes already, so they are used as they are.
#[derive(Default)]
pub struct HashIsKey(u64);

impl Hasher for HashIsKey {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}
