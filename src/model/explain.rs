use super::Model;
use super::scorer::ScorerMemory;
use crate::base::{Scores, Stance};
use crate::document::Document;
use crate::feature::trace;
use std::collections::BTreeMap;

/// Why a sentence was scored as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Calibrated probabilities of the sentence by itself.
    pub alone: Scores,
    /// The features that moved the reading in the article most, the strongest first.
    pub features: Vec<Pull>,
    /// What the convolution adds to the log-odds of the same reading, their mean taken off: it reads all words at once.
    /// `None` where it is not asked.
    pub order: Option<[f32; 3]>,
}

/// One feature's part in the log-odds of the three stances.
#[derive(Debug, Clone, PartialEq)]
pub struct Pull {
    /// The family's name.
    pub family: String,
    /// The words it is made of.
    pub what: String,
    /// What it adds to each stance, in the order of [`crate::base::Stance::ALL`], their mean taken off.
    pub pull: [f32; 3],
}

/// A word, or words that stand together, and what they add to the log-odds of one stance.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// As it stands in the sentence, white space as one space.
    pub text: String,
    /// What all features made of it add, above the mean of the three stances.
    pub pull: f32,
}

/// Features looked at for the words.
const TRACED: usize = 200;

impl Model {
    /// The at most `most` words that pulled one sentence most towards `stance`, all families of features taken
    /// together. What only says the same again (`refugees` after `the refugees`) is left out.
    pub fn words(&self, document: &Document, index: usize, stance: Stance, most: usize) -> Vec<Word> {
        let mut sums: BTreeMap<String, f32> = BTreeMap::new();
        for feature in self.explain(document, index, TRACED).features {
            let text = feature.what.split_whitespace().collect::<Vec<_>>().join(" ");
            *sums.entry(text).or_default() += feature.pull[stance.index()];
        }
        let mut all: Vec<Word> = sums.into_iter().map(|(text, pull)| Word { text, pull }).collect();
        all.retain(|word| word.pull > 0.0 && word.text.chars().any(char::is_alphanumeric));
        all.sort_by(|a, b| b.pull.total_cmp(&a.pull).then_with(|| a.text.cmp(&b.text)));
        let mut words: Vec<Word> = Vec::new();
        for word in all {
            let again = |other: &Word| within(&other.text, &word.text) || within(&word.text, &other.text);
            if words.len() < most && !words.iter().any(again) {
                words.push(word);
            }
        }
        words
    }

    /// The `most` strongest features of one sentence. Slower than [`Model::predict`]: for readers, not for batches.
    pub fn explain(&self, document: &Document, index: usize, most: usize) -> Explanation {
        let traced = trace(document, index, &self.scorer.settings, &self.scorer.scales, &self.cues);
        // All features of one family made from the same words are one line: a word's letters, a repeated pair.
        let mut sums: BTreeMap<(&str, &str), [f32; 3]> = BTreeMap::new();
        for traced in &traced {
            if let Some(row) = self.scorer.table.get(traced.key) {
                let sum = sums.entry((traced.family.name(), &traced.what)).or_default();
                for class in 0..3 {
                    sum[class] += f32::from(row[class]) * self.scorer.table.step() * traced.value;
                }
            }
        }
        let mut features: Vec<Pull> = sums.into_iter().map(pull).collect();
        let strength = |pull: &Pull| pull.pull[0].max(pull.pull[1]).max(pull.pull[2]);
        features.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then_with(|| a.what.cmp(&b.what)));
        features.truncate(most);
        let sentence = &document.sentences[index];
        let mut memory = ScorerMemory::default();
        let by_features = self.scorer.features(document, sentence, &self.cues, &mut memory);
        let logits = self.scorer.with_order(&by_features, &memory);
        let added = || centred([0, 1, 2].map(|class| logits[0][class] - by_features[0][class]));
        let order = self.scorer.asks(&by_features).then(added);
        Explanation { alone: self.stages.alone.read(logits[1]).0, features, order }
    }
}

/// Whether all words of `part` stand in `whole`, whatever their case.
fn within(part: &str, whole: &str) -> bool {
    let whole = whole.to_lowercase();
    part.to_lowercase().split(' ').all(|word| whole.split(' ').any(|other| other == word))
}

fn pull(((family, what), sum): ((&str, &str), [f32; 3])) -> Pull {
    Pull { family: family.to_owned(), what: what.to_owned(), pull: centred(sum) }
}

fn centred(parts: [f32; 3]) -> [f32; 3] {
    let mean = parts.iter().sum::<f32>() / 3.0;
    parts.map(|part| part - mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_text;

    #[test]
    fn the_order_of_the_same_words_pulls_too() {
        let model = Model::default_model().expect("the model compiled in");
        let order = |text| model.explain(&from_text("d", text), 0, 5).order.expect("a convolution");
        let (one, other) =
            (order("Europe opens the door and shuts out fear."), order("Europe shuts the door and fear opens out."));
        assert!((one[0] - one[1] - other[0] + other[1]).abs() > 0.01, "{one:?} {other:?}");
        assert!(one.iter().sum::<f32>().abs() < 1e-5);
    }

    #[test]
    fn of_a_plainly_neutral_sentence_no_order_is_told() {
        let model = Model::default_model().expect("the model compiled in");
        let text = "The rain began at noon, and the fair was moved into the town hall.";
        assert_eq!(model.explain(&from_text("d", text), 0, 5).order, None);
    }

    #[test]
    fn the_words_pull_towards_the_stance_and_none_repeats_another() {
        let model = Model::default_model().expect("the model compiled in");
        let document = from_text("d", "We should let the refugees in and grant the refugees asylum.");
        let words = model.words(&document, 0, Stance::Admit, 5);
        assert!(words.iter().any(|word| word.text.contains("refugees")), "{words:?}");
        assert!(words.iter().all(|word| word.pull > 0.0) && words.is_sorted_by(|a, b| a.pull >= b.pull));
        for (at, word) in words.iter().enumerate() {
            assert!(words[..at].iter().all(|other| !within(&word.text, &other.text)), "{words:?}");
        }
    }
}
