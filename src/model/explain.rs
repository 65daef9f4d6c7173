use super::Model;
use crate::base::Scores;
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

impl Model {
    /// The `most` strongest features of one sentence. Slower than [`Model::predict`]: for readers, not for batches.
    pub fn explain(&self, document: &Document, index: usize, most: usize) -> Explanation {
        let traced = trace(document, index, &self.scorer.settings, &self.scorer.scales, &self.cues);
        // All features of one family made from the same words are one line: a word's letters, a repeated pair.
        let mut sums: BTreeMap<(&str, &str), [f32; 3]> = BTreeMap::new();
        for traced in &traced {
            if let Some(row) = self.scorer.table.get(traced.key) {
                let sum = sums.entry((traced.family.name(), &traced.what)).or_default();
                for class in 0..3 {
                    sum[class] += row[class] * traced.value;
                }
            }
        }
        let mut features: Vec<Pull> = sums.into_iter().map(pull).collect();
        let strength = |pull: &Pull| pull.pull[0].max(pull.pull[1]).max(pull.pull[2]);
        features.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then_with(|| a.what.cmp(&b.what)));
        features.truncate(most);
        let sentence = &document.sentences[index];
        let evidence = self.scorer.evidence(document, sentence, &self.cues, &mut Default::default());
        Explanation { alone: self.stages.alone.read(evidence.logits[1]).0, features }
    }
}

fn pull(((family, what), sum): ((&str, &str), [f32; 3])) -> Pull {
    let mean = sum.iter().sum::<f32>() / 3.0;
    Pull { family: family.to_owned(), what: what.to_owned(), pull: sum.map(|part| part - mean) }
}
