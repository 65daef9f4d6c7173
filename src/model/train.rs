use super::calibration::{Calibration, Decision, Scored};
use super::conformal::{Conformal, Quantiles};
use super::context_inputs::Evidence;
use super::context_stage::{self, ContextExample, ContextStage};
use super::logistic::FitError;
use super::sentence_stage::{Example, SentenceStage};
use super::settings::TrainSettings;
use crate::base::{Scores, Stance, in_order};
use crate::dataset::{LabelledDocument, folds};
use crate::feature::{Cues, FeatureVector, Scales, extract};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The learnt parts of a model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stages {
    pub sentence: SentenceStage,
    pub context: ContextStage,
    /// For a lone sentence: from the `alone` reading of the sentence stage.
    pub alone: Calibrated,
    /// For a sentence in its article: from the context stage.
    pub label: Calibrated,
    /// What sets of stances are made from; files written before there were any have none.
    pub conformal: Option<Conformal>,
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

/// A training document with its features.
struct Prepared<'d> {
    labelled: &'d LabelledDocument,
    features: Vec<FeatureVector>,
    labels: Vec<Stance>,
    alone: Vec<Stance>,
    people: Vec<bool>,
    weight: f32,
    fold: usize,
}

/// Learns all stages. `documents` stand in a canonical order; `threads` changes the time it takes, nothing else.
pub(super) fn fit(
    documents: &[LabelledDocument],
    settings: &TrainSettings,
    cues: &Cues,
    threads: usize,
) -> Result<(Stages, Vec<OutOfFold>), FitError> {
    let prepared = prepare(documents, settings, cues, threads);
    let sentences = cross_validate_sentences(&prepared, settings, threads)?;
    let context_logits = cross_validate_context(&prepared, &sentences, settings, cues, threads)?;
    let alone_logits: Vec<Vec<[f32; 3]>> = sentences.iter().map(|d| d.iter().map(|e| e.logits[1]).collect()).collect();
    let alone = calibrate(&prepared, &alone_logits, |document| document.alone.clone());
    let label = calibrate(&prepared, &context_logits, |document| document.labels.clone());
    let everything: Vec<&Prepared> = prepared.iter().collect();
    let sentence = SentenceStage::fit(&examples(&everything), &settings.sentence)?;
    let context = fit_context(&prepared, &sentences, None, settings, cues)?;
    let out_of_fold = report(&prepared, &alone_logits, &context_logits, &alone, &label);
    let conformal = Some(conformal(&prepared, &out_of_fold));
    Ok((Stages { sentence, context, alone, label, conformal }, out_of_fold))
}

fn prepare<'d>(
    documents: &'d [LabelledDocument],
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
        }
    })
}

fn examples<'f>(documents: &[&'f Prepared]) -> Vec<Example<'f>> {
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

/// For every document the log-odds of a sentence stage that never saw it.
fn cross_validate_sentences(
    prepared: &[Prepared],
    settings: &TrainSettings,
    threads: usize,
) -> Result<Vec<Vec<Evidence>>, FitError> {
    let folds: Vec<usize> = (0..settings.folds).collect();
    let stages = in_order(threads, &folds, |_, fold| {
        let rest: Vec<&Prepared> = prepared.iter().filter(|document| document.fold != *fold).collect();
        SentenceStage::fit(&examples(&rest), &settings.sentence)
    });
    let stages = stages.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(in_order(threads, prepared, |_, document| {
        let stage = &stages[document.fold];
        let rows = document.features.iter().zip(&document.people);
        rows.map(|(features, people)| Evidence { logits: stage.logits(features), people: *people }).collect()
    }))
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
    let stages = in_order(threads, &folds, |_, fold| fit_context(prepared, evidence, Some(*fold), settings, cues));
    let stages = stages.into_iter().collect::<Result<Vec<_>, _>>()?;
    let scored = prepared.iter().zip(evidence).map(|(document, evidence)| {
        let rows = context_stage::examples(&document.labelled.document, evidence, &document.labels, 1.0, None, cues);
        rows.iter().map(|row| stages[document.fold].logits(&row.inputs)).collect()
    });
    Ok(scored.collect())
}

fn fit_context(
    prepared: &[Prepared],
    evidence: &[Vec<Evidence>],
    left_out: Option<usize>,
    settings: &TrainSettings,
    cues: &Cues,
) -> Result<ContextStage, FitError> {
    let mut rows: Vec<ContextExample> = Vec::new();
    for (document, evidence) in prepared.iter().zip(evidence).filter(|(document, _)| Some(document.fold) != left_out) {
        let whole = &document.labelled.document;
        let both = [None, Some(cut(whole, settings))];
        for range in both.into_iter().filter(|range| range.as_ref().is_none_or(|range| !range.is_empty())) {
            let weight = document.weight * if range.is_none() { 1.0 } else { settings.context.cut };
            rows.extend(context_stage::examples(whole, evidence, &document.labels, weight, range, cues));
        }
    }
    ContextStage::fit(&rows, &settings.context)
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
        (0..prepared.len()).filter(|&at| belongs(&prepared[at]) && has_rows(&prepared[at])).collect()
    };
    Some(chosen(true)).filter(|real| !real.is_empty()).unwrap_or_else(|| chosen(false))
}

impl Prepared<'_> {
    /// The sentences that may take a side.
    fn weighed(&self) -> impl Iterator<Item = usize> {
        let sentences = self.labelled.document.sentences.iter().enumerate();
        sentences.filter(|(_, sentence)| sentence.kind.may_take_side()).map(|(at, _)| at)
    }
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
