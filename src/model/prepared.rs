use super::sentence_stage::Example;
use super::settings::TrainSettings;
use crate::base::{Stance, in_order};
use crate::dataset::{LabelledDocument, folds};
use crate::feature::{Cues, FeatureVector, Scales, extract};

/// A training document with its features.
pub(super) struct Prepared<'d> {
    pub labelled: &'d LabelledDocument,
    pub features: Vec<FeatureVector>,
    pub labels: Vec<Stance>,
    pub alone: Vec<Stance>,
    pub people: Vec<bool>,
    pub weight: f32,
    pub fold: usize,
    /// Whether it is learnt from; else it is only held out and scored.
    pub taught: bool,
}

impl Prepared<'_> {
    /// The sentences that may take a side.
    pub fn weighed(&self) -> impl Iterator<Item = usize> {
        let sentences = self.labelled.document.sentences.iter().enumerate();
        sentences.filter(|(_, sentence)| sentence.kind.may_take_side()).map(|(at, _)| at)
    }
}

/// The features of every document, and the fold it is held out in.
pub(super) fn prepare<'d>(
    documents: &'d [LabelledDocument],
    taught: impl Fn(usize) -> bool + Sync,
    settings: &TrainSettings,
    cues: &Cues,
    threads: usize,
) -> Vec<Prepared<'d>> {
    let scales = Scales::new(settings.sentence.length_power);
    let fold_of = folds(documents, settings.folds, settings.seed);
    in_order(threads, documents, |index, labelled| {
        let count = labelled.document.sentences.len();
        let feature = |at| extract(&labelled.document, at, &settings.features, &scales, cues);
        Prepared {
            labelled,
            features: (0..count).map(feature).collect(),
            labels: labelled.gold.iter().map(|gold| gold.label).collect(),
            alone: labelled.gold.iter().map(|gold| gold.alone.unwrap_or(gold.label)).collect(),
            people: labelled.document.sentences.iter().map(|s| cues.names_people(&labelled.document, s)).collect(),
            weight: settings.weights.of(labelled.fact("set").unwrap_or_default()),
            fold: fold_of[index],
            taught: taught(index),
        }
    })
}

/// Sentences to learn from.
pub(super) fn examples<'f>(documents: &[&'f Prepared]) -> Vec<Example<'f>> {
    let rows = documents.iter().flat_map(|document| {
        let gold = document.labels.iter().zip(&document.alone);
        document.features.iter().zip(gold).map(|(features, (label, alone))| Example {
            features,
            label: *label,
            alone: *alone,
            weight: document.weight,
        })
    });
    rows.collect()
}
