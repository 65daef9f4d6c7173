use xxhash_rust::xxh3::xxh3_64;

/// Share of the words of two sentences that are the same in near-copies: about one word in eight changed.
const NEAR: f64 = 0.75;
/// Sentences with fewer different words are copies only where all are the same.
const FEWEST: usize = 5;

/// The words of a sentence, whatever their case, marks and numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wording {
    /// The same for sentences of the same words in the same order.
    pub key: u64,
    /// A hash of each different word, ascending.
    words: Box<[u64]>,
}

impl Wording {
    pub fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let mut plain = String::with_capacity(lower.len());
        let mut words = Vec::new();
        for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let word = if word.starts_with(|c: char| c.is_numeric()) { "0" } else { word };
            words.push(xxh3_64(word.as_bytes()));
            plain += word;
            plain.push(' ');
        }
        let key = xxh3_64(if plain.is_empty() { text.trim() } else { &plain }.as_bytes());
        words.sort_unstable();
        words.dedup();
        Wording { key, words: words.into() }
    }

    /// Whether two sentences are the same but for a few words.
    pub fn is_near(&self, other: &Wording) -> bool {
        let (few, many) = (self.words.len().min(other.words.len()), self.words.len().max(other.words.len()));
        if self.key == other.key {
            return true;
        }
        if few < FEWEST || (few as f64) < NEAR * many as f64 {
            return false;
        }
        let shared = self.words.iter().filter(|word| other.words.binary_search(word).is_ok()).count();
        shared as f64 >= NEAR * (few + many - shared) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &str, b: &str) -> bool {
        Wording::of(a).is_near(&Wording::of(b))
    }

    #[test]
    fn case_marks_and_numbers_make_no_other_sentence() {
        assert_eq!(Wording::of("“They fled,” he said in 2015.").key, Wording::of("They fled, he said in 2022").key);
        assert_ne!(Wording::of("They fled.").key, Wording::of("They stayed.").key);
        assert_ne!(Wording::of("!").key, Wording::of("?").key);
    }

    #[test]
    fn a_word_changed_in_a_long_sentence_makes_a_near_copy_and_in_a_short_one_none() {
        let long = "The minister said on Monday that the border would stay open for those who flee the war.";
        assert!(near(long, &long.replace("Monday", "Tuesday")));
        assert!(!near(long, "The minister said on Monday that he would talk about the border another time."));
        assert!(!near("Let them in.", "Let them out."));
    }
}
