use rust_stemmers::{Algorithm, Stemmer as Porter};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::xxh3_64;

/// Distinct words remembered before the cache starts anew; English news has about 40,000 common ones.
const REMEMBERED: usize = 1 << 16;

/// Hash of a lower-cased word, as tokens and cue lists hold it.
pub fn word_hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}

/// Stems words, remembering those already seen; scratch memory of one thread.
pub struct Stemmer {
    porter: Porter,
    stems: HashMap<u64, u64, BuildHasherDefault<HashIsKey>>,
    pub(super) lower: String,
}

impl Default for Stemmer {
    fn default() -> Self {
        Stemmer { porter: Porter::create(Algorithm::English), stems: HashMap::default(), lower: String::new() }
    }
}

impl Stemmer {
    /// The stem of a lower-cased word.
    pub fn stem(&self, word: &str) -> String {
        self.porter.stem(word).into_owned()
    }

    /// Hashes of the word held in `self.lower` and of its stem.
    pub(super) fn hashes(&mut self) -> (u64, u64) {
        let word = word_hash(&self.lower);
        if let Some(&stem) = self.stems.get(&word) {
            return (word, stem);
        }
        let stem = word_hash(&self.porter.stem(&self.lower));
        if self.stems.len() >= REMEMBERED {
            self.stems.clear();
        }
        self.stems.insert(word, stem);
        (word, stem)
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
