use super::context_inputs::{Evidence, WIDTH, context_inputs};
use super::logistic::{FitError, Logistic, SparseLogistic};
use super::settings::ContextSettings;
use super::sparse::SparseRecords;
use crate::base::Stance;
use crate::document::Document;
use crate::feature::Cues;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2};

/// The second learner: a sentence's scores and its surroundings → log-odds of the reading in context.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ContextStage(pub Logistic);

/// One sentence to learn from.
#[derive(Debug, Clone, Copy)]
pub(super) struct ContextExample {
    pub inputs: [f32; WIDTH],
    pub label: Stance,
    pub weight: f32,
}

impl ContextStage {
    /// Learns from out-of-fold scores of the sentence stage.
    pub fn fit(examples: &[ContextExample], settings: &ContextSettings) -> Result<Self, FitError> {
        Ok(ContextStage(SparseLogistic::new(settings.penalty).tolerance(1e-4).fit(&dataset(examples))?))
    }

    /// Log-odds from one sentence's inputs.
    pub fn logits(&self, inputs: &[f32; WIDTH]) -> [f32; 3] {
        self.0.logits(inputs.iter().copied().enumerate())
    }
}

/// The examples as rows to fit on.
pub(super) fn dataset(examples: &[ContextExample]) -> DatasetBase<SparseRecords, Array2<f32>> {
    let rows: Vec<Vec<(u32, f32)>> = examples.iter().map(|example| nonzero(&example.inputs)).collect();
    let records = SparseRecords::from_rows(WIDTH, rows.iter().map(Vec::as_slice));
    let hot = |row: usize, class: usize| f32::from(u8::from(examples[row].label.index() == class));
    let targets = Array2::from_shape_fn((examples.len(), 3), |(row, class)| hot(row, class));
    let weights: Array1<f32> = examples.iter().map(|example| example.weight).collect();
    DatasetBase::new(records, targets).with_weights(weights)
}

fn nonzero(inputs: &[f32; WIDTH]) -> Vec<(u32, f32)> {
    let pairs = inputs.iter().enumerate().filter(|(_, value)| **value != 0.0);
    pairs.map(|(column, value)| (column as u32, *value)).collect()
}

/// The document cut to the sentences `range`, as an excerpt that begins and ends anywhere.
pub(super) fn excerpt(document: &Document, range: std::ops::Range<usize>) -> Document {
    Document {
        sentences: document.sentences[range.clone()].to_vec(),
        first: document.first + range.start as u32,
        ..document.clone()
    }
}

/// Examples of a whole document, and of a part of it where `cut` names one.
pub(super) fn examples(
    document: &Document,
    evidence: &[Evidence],
    labels: &[Stance],
    weight: f32,
    cut: Option<std::ops::Range<usize>>,
    cues: &Cues,
) -> Vec<ContextExample> {
    let mut inputs = Vec::new();
    let range = cut.unwrap_or(0..document.sentences.len());
    context_inputs(&excerpt(document, range.clone()), &evidence[range.clone()], cues, |_, values| inputs.push(*values));
    let example = |(inputs, label): ([f32; WIDTH], &Stance)| ContextExample { inputs, label: *label, weight };
    inputs.into_iter().zip(&labels[range]).map(example).collect()
}
