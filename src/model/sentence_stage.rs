use super::logistic::{FitError, Logistic, SparseLogistic};
use super::settings::SentenceSettings;
use super::sparse::SparseRecords;
use super::vocabulary::Vocabulary;
use crate::base::Stance;
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
    pub label: Stance,
    pub alone: Stance,
    pub weight: f32,
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
        let head = |stance| {
            let factors = factors(examples, stance, settings.balance);
            let dataset = dataset(examples, &rows, vocabulary.keys.len(), stance, factors);
            SparseLogistic::new(settings.penalty).fit(&dataset)
        };
        let heads = [head(READINGS[0])?, head(READINGS[1])?];
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

/// The stance of an example in each reading, label first.
pub(super) const READINGS: [fn(&Example) -> Stance; 2] = [|example| example.label, |example| example.alone];

/// Rows of features with the stances of one reading; `factors` is what a row of each class counts for.
pub(super) fn dataset(
    examples: &[Example],
    rows: &[Vec<(u32, f32)>],
    width: usize,
    stance: fn(&Example) -> Stance,
    factors: [f32; 3],
) -> DatasetBase<SparseRecords, Array2<f32>> {
    let class = |row: usize| stance(&examples[row]).index();
    let targets = Array2::from_shape_fn((examples.len(), 3), |(row, c)| f32::from(u8::from(class(row) == c)));
    let weights = Array1::from_shape_fn(examples.len(), |row| examples[row].weight * factors[class(row)]);
    let records = SparseRecords::from_rows(width, rows.iter().map(Vec::as_slice));
    DatasetBase::new(records, targets).with_weights(weights)
}

/// What a row of each class counts for: (share of the class)^-balance; at 1 every class weighs a third.
pub(super) fn factors(examples: &[Example], stance: fn(&Example) -> Stance, balance: f32) -> [f32; 3] {
    let mut totals = [0.0f32; 3];
    for example in examples {
        totals[stance(example).index()] += example.weight;
    }
    let sum: f32 = totals.iter().sum();
    totals.map(|total| libm::powf(sum / (3.0 * total.max(f32::MIN_POSITIVE)), balance))
}
