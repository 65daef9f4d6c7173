use crate::base::Hashes;
use crate::token::{Stemmer, word_hash};
use std::sync::LazyLock;

static COUNTRIES: LazyLock<Hashes> = LazyLock::new(|| {
    let stemmer = Stemmer::default();
    let list = include_str!("../../seeds/cues/countries.csv");
    let words = list.lines().skip(1).filter_map(|line| line.split(',').next());
    Hashes::new(words.map(|word| word_hash(&stemmer.stem(word))))
});

/// Whether a stem names a country or its people (`seeds/cues/countries.csv`).
pub(super) fn is_country(stem: u64) -> bool {
    COUNTRIES.contains(stem)
}
