//! Labelled documents and a model → the rows an evaluation counts.

use crate::base::{Scores, Stance, StanceSet, in_order};
use crate::dataset::{Aligned, Gold, LabelledDocument};
use crate::evaluate::{AtRisk, NO_SCORES, Resampling, Scored, at_risk};
use crate::feature::Cues;
use crate::model::{Conformal, Model, Prediction, PredictionSets, Worker};
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

/// Risks at which sets of stances are measured where none is named.
pub(super) const RISKS: [f64; 3] = [0.05, 0.1, 0.2];

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

/// What the cue lists alone say of each of these rows.
pub(super) fn by_cues(data: &[Aligned]) -> Vec<Option<Stance>> {
    let cues = Cues::default();
    let of = |it: &Aligned| {
        let document = &it.labelled.document;
        let rows = document.sentences.iter().enumerate().filter(|(row, _)| it.has(*row));
        rows.map(|(_, row)| Some(cues.side(document, row))).collect::<Vec<_>>()
    };
    data.iter().flat_map(of).collect()
}

/// How the sets of stances of some rows come out at each risk; `rows` are those of [`predicted`].
pub(super) fn at_risks(
    conformal: &Conformal,
    risks: &[f64],
    data: &[Aligned],
    reading: Reading,
    rows: &[Scored],
) -> Vec<AtRisk> {
    let of = |&risk: &f64| at_risk(rows, &sets(&conformal.at(risk), data, reading, rows), risk, &Resampling::default());
    risks.iter().map(of).collect()
}

fn sets(sets: &PredictionSets, data: &[Aligned], reading: Reading, rows: &[Scored]) -> Vec<Option<StanceSet>> {
    let in_context = data.iter().flat_map(|it| {
        let in_context = reading == Reading::Label && it.document().has_context;
        (0..it.labelled.gold.len()).filter(|&row| it.has(row)).map(move |_| in_context)
    });
    let set = |(row, in_context): (&Scored, bool)| sets.of(in_context, &row.scores, row.prediction);
    rows.iter().zip(in_context).map(|pair| pair.0.has_scores().then(|| set(pair))).collect()
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
