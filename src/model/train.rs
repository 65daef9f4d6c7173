use super::calibration::{Calibration, Decision, Scored};
use super::conformal::{Conformal, Quantiles};
use super::context_inputs::Evidence;
use super::context_stage::{self, ContextExample, ContextStage};
use super::convolution::{self, Convolution, Rows};
use super::curvature::Curvature;
use super::logistic::FitError;
use super::prepared::{Prepared, examples, lessons, prepare};
use super::sentence_stage::{SentenceStage, TwoLogits};
use super::settings::TrainSettings;
use crate::base::{Scores, Stance, in_order};
use crate::dataset::LabelledDocument;
use crate::feature::Cues;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The learnt parts of a model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stages {
    pub sentence: SentenceStage,
    /// Beside it, a reading of the words in their order; models may lack it.
    pub convolution: Option<Arc<Rows>>,
    pub context: ContextStage,
    /// For a lone sentence: from the `alone` reading of the sentence stage.
    pub alone: Calibrated,
    /// For a sentence in its article: from the context stage.
    pub label: Calibrated,
    /// What sets of stances are made from; files written before there were any have none.
    pub conformal: Option<Conformal>,
    /// How firmly the training rows hold the weights; files written before it was kept have none.
    pub curvature: Option<Curvature>,
}

/// How log-odds become probabilities and a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Calibrated {
    pub calibration: Calibration,
    pub decision: Decision,
}

/// What a model that had not seen a sentence's document said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfFold {
    /// Index of the document in the training documents.
    pub document: usize,
    /// Index of the sentence in the document.
    pub sentence: usize,
    /// In which fold it was held out.
    pub fold: usize,
    /// Calibrated probabilities in context, and the label they give.
    pub label: (Scores, Stance),
    /// Calibrated probabilities of the sentence by itself, and the label they give.
    pub alone: (Scores, Stance),
}

/// Learns all stages. `documents` stand in a canonical order; `threads` changes the time it takes, nothing else.
pub(super) fn fit(
    documents: &[LabelledDocument],
    settings: &TrainSettings,
    cues: &Cues,
    threads: usize,
) -> Result<(Stages, Vec<OutOfFold>), FitError> {
    let prepared = prepare(documents, |_| true, settings, cues, threads);
    let held_out = hold_out(&prepared, settings, cues, threads)?;
    let everything: Vec<&Prepared> = prepared.iter().collect();
    let examples = examples(&everything, settings.sentence.teacher);
    let sentence = SentenceStage::fit(&examples, &settings.sentence)?;
    let convolution =
        convolve(&everything, settings).map(|network| Convolution { unasked: held_out.unasked, ..network });
    let convolution = convolution.map(|network| Arc::new(Rows::new(network)));
    let context_rows = context_rows(&prepared, &held_out.evidence, None, settings, cues);
    let context = ContextStage::fit(&context_rows, &settings.context)?;
    let curvature = Some(Curvature::of(&sentence, &examples, &context, &context_rows, settings));
    let HeldOut { alone, label, rows, .. } = held_out;
    let conformal = Some(conformal(&prepared, &rows));
    Ok((Stages { sentence, convolution, context, alone, label, conformal, curvature }, rows))
}

/// What models say of every document that never saw it, and learnt from the others where `taught` says so.
/// `documents` stand in a canonical order.
pub(super) fn cross_validate(
    documents: &[LabelledDocument],
    taught: &[bool],
    settings: &TrainSettings,
    cues: &Cues,
    threads: usize,
) -> Result<Vec<OutOfFold>, FitError> {
    let prepared = prepare(documents, |at| taught[at], settings, cues, threads);
    Ok(hold_out(&prepared, settings, cues, threads)?.rows)
}

/// What convolutions say on average where they are not asked.
type Unasked = Option<[f32; 6]>;

/// What models say of documents they never saw.
struct HeldOut {
    evidence: Vec<Vec<Evidence>>,
    unasked: Unasked,
    alone: Calibrated,
    label: Calibrated,
    rows: Vec<OutOfFold>,
}

fn hold_out(prepared: &[Prepared], settings: &TrainSettings, cues: &Cues, threads: usize) -> Result<HeldOut, FitError> {
    let (evidence, unasked) = cross_validate_sentences(prepared, settings, threads)?;
    let context_logits = cross_validate_context(prepared, &evidence, settings, cues, threads)?;
    let alone_logits: Vec<Vec<[f32; 3]>> = evidence.iter().map(|d| d.iter().map(|e| e.logits[1]).collect()).collect();
    let alone = calibrate(prepared, &alone_logits, |document| document.alone.clone());
    let label = calibrate(prepared, &context_logits, |document| document.labels.clone());
    let rows = report(prepared, &alone_logits, &context_logits, &alone, &label);
    Ok(HeldOut { evidence, unasked, alone, label, rows })
}

/// For every document the log-odds of a sentence stage that never saw it; and what convolutions say on average where
/// they are not asked.
fn cross_validate_sentences(
    prepared: &[Prepared],
    settings: &TrainSettings,
    threads: usize,
) -> Result<(Vec<Vec<Evidence>>, Unasked), FitError> {
    let folds: Vec<usize> = (0..settings.folds).collect();
    let stages = in_order(threads, &folds, |_, fold| {
        let rest: Vec<&Prepared> =
            prepared.iter().filter(|document| document.taught && document.fold != *fold).collect();
        let sentence = SentenceStage::fit(&examples(&rest, settings.sentence.teacher), &settings.sentence)?;
        Ok::<_, FitError>((sentence, convolve(&rest, settings).map(Rows::new)))
    });
    let stages = stages.into_iter().collect::<Result<Vec<_>, _>>()?;
    let said: Vec<Vec<_>> = in_order(threads, prepared, |_, document| {
        let (stage, convolution) = &stages[document.fold];
        let order = |words: &[u64]| convolution.as_ref().map(|rows| rows.logits(&rows.network().numbers(words)));
        let rows = document.features.iter().zip(&document.words);
        rows.map(|(features, words)| (stage.logits(features), order(words))).collect()
    });
    let settings = &settings.convolution;
    let learnt = prepared.iter().zip(&said).filter(|(document, _)| document.taught);
    let pairs = learnt.flat_map(|(_, said)| said).filter_map(|(features, order)| Some((features, order.as_ref()?)));
    let unasked = convolution::unasked(pairs, settings);
    let joined = |(features, order): &(TwoLogits, Option<[f32; 6]>)| match order {
        Some(order) => convolution::join(features, unasked, settings, || *order),
        None => *features,
    };
    let evidence = prepared.iter().zip(&said).map(|(document, said)| {
        let rows = said.iter().zip(&document.people);
        rows.map(|(said, people)| Evidence { logits: joined(said), people: *people }).collect()
    });
    Ok((evidence.collect(), unasked))
}

/// The convolution of some documents, unless the settings leave it out.
fn convolve(documents: &[&Prepared], settings: &TrainSettings) -> Option<Convolution> {
    let lessons = || lessons(documents, settings.convolution.teacher);
    (settings.convolution.epochs > 0).then(|| convolution::fit(&lessons(), &settings.convolution, settings.seed))
}

/// For every document the log-odds of a context stage that never saw it.
fn cross_validate_context(
    prepared: &[Prepared],
    evidence: &[Vec<Evidence>],
    settings: &TrainSettings,
    cues: &Cues,
    threads: usize,
) -> Result<Vec<Vec<[f32; 3]>>, FitError> {
    let folds: Vec<usize> = (0..settings.folds).collect();
    let stages = in_order(threads, &folds, |_, fold| {
        ContextStage::fit(&context_rows(prepared, evidence, Some(*fold), settings, cues), &settings.context)
    });
    let stages = stages.into_iter().collect::<Result<Vec<_>, _>>()?;
    let scored = prepared.iter().zip(evidence).map(|(document, evidence)| {
        let rows = context_stage::examples(&document.labelled.document, evidence, &document.labels, 1.0, None, cues);
        rows.iter().map(|row| stages[document.fold].logits(&row.inputs)).collect()
    });
    Ok(scored.collect())
}

/// What the context stage learns from: each document as it is, and a stretch of it.
fn context_rows(
    prepared: &[Prepared],
    evidence: &[Vec<Evidence>],
    left_out: Option<usize>,
    settings: &TrainSettings,
    cues: &Cues,
) -> Vec<ContextExample> {
    let mut rows: Vec<ContextExample> = Vec::new();
    let rest = prepared.iter().zip(evidence).filter(|(it, _)| it.taught && Some(it.fold) != left_out);
    for (document, evidence) in rest {
        let whole = &document.labelled.document;
        let both = [None, Some(cut(whole, settings))];
        for range in both.into_iter().filter(|range| range.as_ref().is_none_or(|range| !range.is_empty())) {
            let weight = document.weight * if range.is_none() { 1.0 } else { settings.context.cut };
            rows.extend(context_stage::examples(whole, evidence, &document.labels, weight, range, cues));
        }
    }
    rows
}

/// A stretch of the document drawn by its id, so that scores learn to live with missing surroundings.
fn cut(document: &crate::document::Document, settings: &TrainSettings) -> std::ops::Range<usize> {
    let count = document.sentences.len() as u64;
    let draw = |salt: u64, below: u64| match below {
        0 => 0,
        _ => xxh3_64_with_seed(document.id.as_bytes(), settings.seed ^ salt) % below,
    };
    let length = 1 + draw(1, count.min(6));
    let start = draw(2, count.saturating_sub(length) + 1);
    start as usize..(start + length).min(count) as usize
}

/// The documents that probabilities are fitted on: the real ones, or where there are none all of one subject.
fn judged(prepared: &[Prepared]) -> Vec<usize> {
    let chosen = |only_real: bool| -> Vec<usize> {
        let has_rows = |document: &Prepared| document.weighed().next().is_some();
        let belongs = |document: &Prepared| {
            let set = document.labelled.fact("set").unwrap_or_default();
            set != "off_topic" && (!only_real || set != "corpus")
        };
        let counts = |document: &Prepared| document.taught && belongs(document) && has_rows(document);
        (0..prepared.len()).filter(|&at| counts(&prepared[at])).collect()
    };
    Some(chosen(true)).filter(|real| !real.is_empty()).unwrap_or_else(|| chosen(false))
}

/// Fits probabilities and label rule on the out-of-fold scores.
fn calibrate(prepared: &[Prepared], logits: &[Vec<[f32; 3]>], gold: impl Fn(&Prepared) -> Vec<Stance>) -> Calibrated {
    let of_document = |at: usize| {
        let gold = gold(&prepared[at]);
        prepared[at].weighed().map(|row| (logits[at][row], gold[row])).collect::<Vec<_>>()
    };
    let rows: Vec<Scored> = judged(prepared).into_iter().flat_map(of_document).collect();
    let calibration = Calibration::fit(&rows);
    let scores: Vec<_> = rows.iter().map(|(logits, gold)| (calibration.scores(*logits), *gold)).collect();
    Calibrated { calibration, decision: Decision::fit(&scores) }
}

/// The quantiles of the out-of-fold probabilities, of the same rows.
fn conformal(prepared: &[Prepared], out_of_fold: &[OutOfFold]) -> Conformal {
    let mut by_document = vec![Vec::new(); prepared.len()];
    out_of_fold.iter().for_each(|row| by_document[row.document].push(row));
    let judged = judged(prepared);
    let quantiles = |read: fn(&Prepared, &OutOfFold) -> (Scores, Stance)| {
        let of_document = |at: &usize| {
            prepared[*at].weighed().map(|row| read(&prepared[*at], by_document[*at][row])).collect::<Vec<_>>()
        };
        Quantiles::fit(&judged.iter().map(of_document).collect::<Vec<_>>())
    };
    Conformal {
        label: quantiles(|document, row| (row.label.0, document.labels[row.sentence])),
        alone: quantiles(|document, row| (row.alone.0, document.alone[row.sentence])),
    }
}

impl Calibrated {
    /// Probabilities and label.
    pub fn read(&self, logits: [f32; 3]) -> (Scores, Stance) {
        let scores = self.calibration.scores(logits);
        (scores, self.decision.label(&scores))
    }
}

fn report(
    prepared: &[Prepared],
    alone_logits: &[Vec<[f32; 3]>],
    label_logits: &[Vec<[f32; 3]>],
    alone: &Calibrated,
    label: &Calibrated,
) -> Vec<OutOfFold> {
    let rows = prepared.iter().enumerate().flat_map(|(document, prepared)| {
        let sentences = prepared.labelled.document.sentences.iter().enumerate();
        sentences.map(move |(sentence, s)| {
            let read = |calibrated: &Calibrated, logits: &[Vec<[f32; 3]>]| match s.kind.may_take_side() {
                true => calibrated.read(logits[document][sentence]),
                false => (Scores::NEUTRAL, Stance::Neutral),
            };
            let (label, alone) = (read(label, label_logits), read(alone, alone_logits));
            OutOfFold { document, sentence, fold: prepared.fold, label, alone }
        })
    });
    rows.collect()
}
