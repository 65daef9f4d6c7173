//! Labelled documents and a model → the rows an evaluation counts.

use crate::base::{Scores, Stance, in_order};
use crate::dataset::{Aligned, Gold, LabelledDocument};
use crate::evaluate::{NO_SCORES, Scored};
use crate::model::{Model, Prediction, Worker};
use std::fmt;

/// How a sentence is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Reading {
    /// In its article
    Label,
    /// By itself
    Alone,
}

impl Reading {
    /// Both.
    pub const ALL: [Reading; 2] = [Reading::Label, Reading::Alone];

    /// The reader's label; the one in context where there is no other.
    fn of(self, gold: &Gold) -> Stance {
        match self {
            Reading::Label => gold.label,
            Reading::Alone => gold.alone.unwrap_or(gold.label),
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Reading::Label { "label" } else { "alone" })
    }
}

/// Documents that one thread predicts on before it asks for more.
const BATCH: usize = 32;

/// Every row with its prediction, in order. A row of an article that no sentence holds has none.
pub(super) fn predicted(model: &Model, data: &[Aligned], reading: Reading, threads: usize) -> Vec<Scored> {
    let batches: Vec<&[Aligned]> = data.chunks(BATCH).collect();
    let work = |_, batch: &&[Aligned]| {
        let mut worker = Worker::default();
        batch.iter().flat_map(|aligned| of_document(model, aligned, reading, &mut worker)).collect::<Vec<_>>()
    };
    in_order(threads, &batches, work).concat()
}

fn of_document(model: &Model, aligned: &Aligned, reading: Reading, worker: &mut Worker) -> Vec<Scored> {
    let predictions = predictions(model, aligned, reading, worker);
    let row = |row: usize| {
        let prediction = aligned.sentence_of(row).map(|at| predictions[at]);
        let (label, scores) = prediction.map_or((None, NO_SCORES), |found| (found.label, found.scores));
        scored(&aligned.labelled, row, reading, label, scores)
    };
    (0..aligned.labelled.gold.len()).filter(|&row| aligned.has(row)).map(row).collect()
}

fn predictions(model: &Model, aligned: &Aligned, reading: Reading, worker: &mut Worker) -> Vec<Prediction> {
    let document = aligned.document();
    if reading == Reading::Label || !document.has_context {
        return model.predict(document, worker);
    }
    let mut document = document.clone();
    document.has_context = false;
    model.predict(&document, worker)
}

/// One row of an evaluation.
pub(super) fn scored(
    labelled: &LabelledDocument,
    row: usize,
    reading: Reading,
    prediction: Option<Stance>,
    scores: Scores,
) -> Scored {
    let sentence = &labelled.document.sentences[row];
    let gold = &labelled.gold[row];
    let mut facts = labelled.facts.clone();
    let of_row = [("holder", &gold.holder), ("annotator", &gold.annotator)];
    facts.extend(of_row.into_iter().filter(|(_, it)| !it.is_empty()).map(|(name, it)| (name.to_owned(), it.clone())));
    Scored {
        doc: labelled.document.id.clone(),
        n: gold.n,
        text: sentence.span.of(&labelled.document.text).to_owned(),
        gold: reading.of(gold),
        // The other reading: what the column `context` sets the gold label against.
        alone: if reading == Reading::Label { gold.alone } else { gold.alone.and(Some(gold.label)) },
        kind: sentence.kind,
        prediction,
        scores,
        facts,
        file: gold.file.clone(),
        line: gold.line,
        weight: 1.0,
    }
}
