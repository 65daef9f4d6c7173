use super::convolution::Lesson;
use super::sentence_stage::{Example, Targets, targets};
use super::settings::TrainSettings;
use crate::base::{Stance, in_order};
use crate::dataset::{LabelledDocument, folds};
use crate::feature::{Cues, FeatureVector, Scales, Scratch, extract, words_in_order};

/// A training document with its features.
pub(super) struct Prepared<'d> {
    pub labelled: &'d LabelledDocument,
    pub features: Vec<FeatureVector>,
    /// Of each sentence the hashes of its words in their order.
    pub words: Vec<Vec<u64>>,
    pub labels: Vec<Stance>,
    pub alone: Vec<Stance>,
    pub people: Vec<bool>,
    pub weight: f32,
    pub fold: usize,
    /// Whether it is learnt from; else it is only held out and scored.
    pub taught: bool,
}

impl Prepared<'_> {
    /// What is learnt of each sentence.
    fn targets(&self, share: f32) -> impl Iterator<Item = Targets> {
        let said = self.labelled.teacher.iter().copied().chain(std::iter::repeat(None));
        let gold = self.labels.iter().zip(&self.alone).zip(said);
        gold.map(move |((label, alone), said)| targets(*label, *alone, said, share))
    }

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
        let mut scratch = Scratch::default();
        let mut people = |sentence| cues.names_people(&labelled.document, sentence, &mut scratch);
        Prepared {
            labelled,
            features: (0..count).map(feature).collect(),
            words: labelled.document.sentences.iter().map(|s| words_in_order(&labelled.document, s)).collect(),
            labels: labelled.gold.iter().map(|gold| gold.label).collect(),
            alone: labelled.gold.iter().map(|gold| gold.alone.unwrap_or(gold.label)).collect(),
            people: labelled.document.sentences.iter().map(&mut people).collect(),
            weight: settings.weights.of(labelled.fact("set").unwrap_or_default()),
            fold: fold_of[index],
            taught: taught(index),
        }
    })
}

/// The same sentences as words in their order.
pub(super) fn lessons<'w>(documents: &[&'w Prepared], share: f32) -> Vec<Lesson<'w>> {
    let rows = documents.iter().flat_map(|document| {
        let targets = document.targets(share);
        let lesson = |(words, targets): (&'w Vec<u64>, Targets)| Lesson { words, targets, weight: document.weight };
        document.words.iter().zip(targets).map(lesson)
    });
    rows.collect()
}

/// Sentences to learn from; `share` is how much of a larger model's word counts beside the label.
pub(super) fn examples<'f>(documents: &[&'f Prepared], share: f32) -> Vec<Example<'f>> {
    let rows = documents.iter().flat_map(|document| {
        let targets = document.targets(share);
        let example =
            |(features, targets): (&'f FeatureVector, Targets)| Example { features, targets, weight: document.weight };
        document.features.iter().zip(targets).map(example)
    });
    rows.collect()
}
