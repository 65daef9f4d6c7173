use super::logistic::{FitError, Logistic, SparseLogistic};
use super::settings::SentenceSettings;
use super::sparse::SparseRecords;
use super::vocabulary::Vocabulary;
use crate::base::{Scores, Stance};
use crate::feature::FeatureVector;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2};

/// The two readings a sentence is scored for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As in its article.
    Label = 0,
    /// By itself.
    Alone = 1,
}

/// One sentence to learn from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Example<'f> {
    pub features: &'f FeatureVector,
    pub targets: Targets,
    pub weight: f32,
}

/// How likely a sentence is to take each stance, label reading first: all of it on the label that a reader gave, or
/// shared with what a larger model says.
pub(super) type Targets = [[f32; 3]; 2];

/// Both labels, and as much of a larger model's word as `share` says.
pub(super) fn targets(label: Stance, alone: Stance, teacher: Option<[Scores; 2]>, share: f32) -> Targets {
    let mut targets = [label, alone].map(|gold| Stance::ALL.map(|stance| f32::from(u8::from(stance == gold))));
    for (target, Scores(said)) in targets.iter_mut().zip(teacher.iter().flatten()) {
        for (value, said) in target.iter_mut().zip(said) {
            *value += share * (said - *value);
        }
    }
    targets
}

/// The first learner: a sentence's own words → log-odds for both readings.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SentenceStage {
    pub vocabulary: Vocabulary,
    pub heads: [Logistic; 2],
}

/// Log-odds of the three stances, for both readings.
pub(super) type TwoLogits = [[f32; 3]; 2];

impl SentenceStage {
    /// Learns both readings from the same rows.
    pub fn fit(examples: &[Example], settings: &SentenceSettings) -> Result<Self, FitError> {
        let vocabulary = Vocabulary::build(examples.iter().map(|example| example.features), settings);
        let rows: Vec<_> = examples.iter().map(|example| vocabulary.row(example.features)).collect();
        let head = |reading| {
            let factors = factors(examples, reading, settings.balance);
            let dataset = dataset(examples, &rows, vocabulary.keys.len(), reading, factors);
            SparseLogistic::new(settings.penalty).fit(&dataset)
        };
        let heads = [head(0)?, head(1)?];
        Ok(SentenceStage { vocabulary, heads })
    }

    /// The largest weight of any feature, its value folded in, of either sign.
    pub fn largest_weight(&self) -> f32 {
        let rows = self.heads.iter().flat_map(|head| head.weights.iter().zip(&self.vocabulary.values));
        rows.fold(0.0, |most, (weights, value)| weights.iter().fold(most, |most, w| most.max((w * value).abs())))
    }

    /// Scores one sentence, the plain way that training uses.
    pub fn logits(&self, features: &FeatureVector) -> TwoLogits {
        let row = self.vocabulary.row(features);
        [Reading::Label, Reading::Alone].map(|reading| {
            let pairs = row.iter().map(|(column, value)| (*column as usize, *value));
            self.heads[reading as usize].logits(pairs)
        })
    }
}

/// Rows of features with the stances of one reading, label first; `factors` is what a row of each class counts for.
pub(super) fn dataset(
    examples: &[Example],
    rows: &[Vec<(u32, f32)>],
    width: usize,
    reading: usize,
    factors: [f32; 3],
) -> DatasetBase<SparseRecords, Array2<f32>> {
    let counted = |row: usize, class: usize| examples[row].targets[reading][class] * factors[class];
    let sum = |row: usize| (0..3).map(|class| counted(row, class)).sum::<f32>();
    let targets = Array2::from_shape_fn((examples.len(), 3), |(row, class)| counted(row, class) / sum(row));
    let weights = Array1::from_shape_fn(examples.len(), |row| examples[row].weight * sum(row));
    let records = SparseRecords::from_rows(width, rows.iter().map(Vec::as_slice));
    DatasetBase::new(records, targets).with_weights(weights)
}

/// What a row of each class counts for: (share of the class)^-balance; at 1 every class weighs a third.
pub(super) fn factors(examples: &[Example], reading: usize, balance: f32) -> [f32; 3] {
    let mut totals = [0.0f32; 3];
    for example in examples {
        for (total, target) in totals.iter_mut().zip(example.targets[reading]) {
            *total += example.weight * target;
        }
    }
    let sum: f32 = totals.iter().sum();
    // A class that no row has counts for nothing, not for infinitely much of it.
    totals.map(|total| if total > 0.0 { libm::powf(sum / (3.0 * total), balance) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_no_row_has_is_named() {
        let features = FeatureVector::default();
        let example = |at: usize| {
            let label = if at < 20 { Stance::Admit } else { Stance::Neutral };
            Example { features: &features, targets: targets(label, label, None, 0.5), weight: 1.0 }
        };
        let examples: Vec<Example> = (0..40).map(example).collect();
        let fitted = SentenceStage::fit(&examples, &SentenceSettings::default());
        assert!(matches!(fitted, Err(FitError::MissingClass(Stance::Restrict))));
    }
}
