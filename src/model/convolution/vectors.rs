use super::DEPTH;
use safetensors::tensor::{Dtype, SafeTensors};

/// Where words begin: what a sentence encoder makes of each by itself and in sentences, its first principal components.
/// Its origin and licence stand in NOTICE, how it was made in `tests/reference/vectors.py`.
pub(in crate::model) struct Vectors {
    /// Hashes of words, ascending, eight bytes each.
    words: &'static [[u8; 8]],
    rows: &'static [[u8; DEPTH]],
}

/// What the steps of the vectors stand for: their spread is 0.3.
const STEP: f32 = 1.0 / 64.0;

impl Default for Vectors {
    fn default() -> Vectors {
        let file = SafeTensors::deserialize(include_bytes!("../../../seeds/vectors/words.safetensors"));
        let file = file.expect("the vectors compiled in");
        let part = |name, dtype| {
            let tensor = file.tensor(name).expect("a part of the vectors");
            assert_eq!(tensor.dtype(), dtype, "{name}");
            tensor.data()
        };
        Vectors { words: part("words", Dtype::U64).as_chunks().0, rows: part("rows", Dtype::I8).as_chunks().0 }
    }
}

impl Vectors {
    /// The numbers of a word.
    pub fn of(&self, word: u64) -> Option<[f32; DEPTH]> {
        let at = self.words.binary_search_by_key(&word, |bytes| u64::from_le_bytes(*bytes)).ok()?;
        Some(self.rows[at].map(|byte| f32::from(byte.cast_signed()) * STEP))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::NAME;
    use crate::token::word_hash;

    #[test]
    fn every_word_has_its_row_and_stands_once() {
        let Vectors { words, rows } = Vectors::default();
        assert_eq!(words.len(), rows.len());
        assert!(words.iter().map(|bytes| u64::from_le_bytes(*bytes)).is_sorted_by(|a, b| a < b));
        assert!([NAME, word_hash("0")].iter().all(|word| Vectors::default().of(*word).is_some()));
    }

    #[test]
    fn words_that_mean_the_like_lie_near_each_other() {
        let vectors = Vectors::default();
        let of = |word: &str| vectors.of(word_hash(word)).expect("a common word");
        let near = |a: &str, b: &str| {
            let (a, b) = (of(a), of(b));
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
            dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()
        };
        assert!(near("border", "frontier") > near("border", "music") + 0.1);
        assert!(near("refugees", "migrants") > near("refugees", "table") + 0.1);
    }
}
