//! More labelled sentences → a model that has learnt them too, without the rows it was trained on.
//!
//! Method: online Laplace approximation (Ritter, Botev and Barber 2018, *Online Structured Laplace Approximations for
//! Overcoming Catastrophic Forgetting*). What the former rows said is kept as a quadratic around the weights that they
//! led to, as firm as the curvature of their loss there; the loss of the new rows is added to it. A feature that stood in
//! many former sentences hardly moves, a rare one does. The context stage learns from what the former sentence stage
//! says of the new rows, which it never saw.

use super::Model;
use super::context_inputs::{Evidence, context_inputs};
use super::context_stage::{self, ContextExample};
use super::curvature::{Curvature, held};
use super::info::{Retraining, document_digest};
use super::logistic::{FitError, Logistic, SparseLogistic, ValidLogistic};
use super::objective::Precision;
use super::scorer::ScorerMemory;
use super::sentence_stage::{Example, dataset, targets};
use super::train::Stages;
use crate::base::Stance;
use crate::dataset::{Aligned, LabelledDocument};
use crate::feature::{FeatureVector, extract};
use linfa::ParamGuard;

/// How much new rows move a model. The defaults are those of `stance retrain`; models/EXPERIMENTS.md says what they were
/// chosen on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RetrainSettings {
    /// What a new row counts for in the sentence stage, beside a training row.
    pub sentence: f32,
    /// What it counts for in the context stage.
    pub context: f32,
    /// What the stored curvature of the sentence stage is multiplied by: its diagonal says too little of features that
    /// stand in the same sentences.
    pub firmness: f64,
}

impl Default for RetrainSettings {
    fn default() -> Self {
        RetrainSettings { sentence: 1.0, context: 1.0, firmness: 30.0 }
    }
}

/// The set that rows learnt by retraining are counted in.
const RETRAINED: &str = "retrained";

/// A document, and which of its labelled rows are learnt; the others are only its surroundings.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The rows, in their article where it is known.
    pub aligned: Aligned,
    /// Indices of rows.
    pub rows: Vec<usize>,
}

/// Why a model could not learn more.
#[derive(Debug, thiserror::Error)]
pub enum RetrainError {
    /// A file of a version that did not store what retraining starts from.
    #[error(
        "expected a model that stores how firmly its training rows hold its weights, found one written before there \
         was that: train it again with this version of the program (stance train)"
    )]
    NoCurvature,
    /// From the learner.
    #[error(transparent)]
    Fit(#[from] FitError),
}

/// A row to learn.
struct Row {
    features: FeatureVector,
    label: Stance,
    alone: Stance,
}

impl Model {
    /// Learns rows on top of what the model knows; of no rows comes the same model. Probabilities, decision weights and
    /// the quantiles of sets stay as they are. The same lessons in the same order give the same bytes.
    ///
    /// # Errors
    /// A model that was written before there was curvature.
    pub fn retrain(&self, lessons: &[Lesson], settings: &RetrainSettings) -> Result<Model, RetrainError> {
        let curvature = self.stages.curvature.as_ref().ok_or(RetrainError::NoCurvature)?;
        let (rows, context) = self.rows(lessons);
        if rows.is_empty() {
            return Ok(self.clone());
        }
        let mut stages = self.stages.clone();
        let mut curvature = curvature.clone();
        let penalties = [self.info.settings.sentence.penalty, self.info.settings.context.penalty];
        learn_sentences(&mut stages, &rows, &mut curvature, penalties[0], settings)?;
        learn_context(&mut stages, &context, &mut curvature, penalties[1], settings)?;
        stages.curvature = Some(curvature);
        Ok(self.remembering(stages, lessons))
    }

    /// The same model with an account of how it was retrained.
    pub fn recorded(&self, retraining: Retraining) -> Model {
        let mut model = self.clone();
        let set = model.info.sets.entry(RETRAINED.to_owned()).or_default();
        set.documents += retraining.learnt.documents;
        set.sentences.iter_mut().zip(retraining.learnt.sentences).for_each(|(sum, count)| *sum += count);
        model.info.retrained.push(retraining);
        model.rewritten()
    }

    /// Whether the model learnt from a document: any of its rows by retraining, or as [`Model::trained_on`] says.
    pub fn learnt_from(&self, labelled: &LabelledDocument) -> bool {
        let retrained = (0..labelled.gold.len()).any(|row| self.learnt.same(labelled, row).is_some());
        retrained || self.trained_on(&labelled.document)
    }

    /// The rows of a document that the model has not learnt: those of other documents, or with other labels than the
    /// ones it learnt by retraining. Of the labels that it was trained on it knows nothing.
    pub fn unlearnt(&self, labelled: &LabelledDocument) -> Vec<usize> {
        let document = &labelled.document;
        let learnt: Vec<Option<bool>> = (0..labelled.gold.len()).map(|row| self.learnt.same(labelled, row)).collect();
        let trained_on = learnt.iter().all(Option::is_none) && self.trained_on(document);
        let is_new = |row: &usize| match learnt[*row] {
            Some(same) => !same,
            None => {
                let seen =
                    self.seen.as_ref().and_then(|seen| seen.has(document.sentences[*row].span.of(&document.text)));
                !seen.unwrap_or(trained_on)
            }
        };
        (0..labelled.gold.len()).filter(is_new).collect()
    }

    /// What lessons teach: rows for the sentence stage, and those whose surroundings are known for the context stage.
    fn rows(&self, lessons: &[Lesson]) -> (Vec<Row>, Vec<ContextExample>) {
        let mut memory = ScorerMemory::default();
        let (mut rows, mut context) = (Vec::new(), Vec::new());
        for Lesson { aligned, rows: taught } in lessons {
            let document = aligned.document();
            let score = |sentence| self.scorer.evidence(document, sentence, &self.cues, &mut memory);
            let evidence: Vec<Evidence> = document.sentences.iter().map(score).collect();
            let mut inputs = Vec::with_capacity(evidence.len());
            context_inputs(document, &evidence, &self.cues, |_, values| inputs.push(*values));
            for (gold, at) in
                taught.iter().filter_map(|&row| Some((&aligned.labelled.gold[row], aligned.sentence_of(row)?)))
            {
                let features = extract(document, at, &self.scorer.settings, &self.scorer.scales, &self.cues);
                rows.push(Row { features, label: gold.label, alone: gold.alone.unwrap_or(gold.label) });
                if aligned.in_context() {
                    context.push(ContextExample { inputs: inputs[at], label: gold.label, weight: 1.0 });
                }
            }
        }
        (rows, context)
    }

    /// A model of these stages that knows what it has learnt.
    fn remembering(&self, stages: Stages, lessons: &[Lesson]) -> Model {
        let mut model = Model { stages, ..self.clone() };
        let mut seen = model.seen.take().unwrap_or_default();
        for Lesson { aligned, rows } in lessons.iter().filter(|lesson| !lesson.rows.is_empty()) {
            let labelled = &aligned.labelled;
            seen.add(rows.iter().map(|row| labelled.document.sentences[*row].span.of(&labelled.document.text)));
            rows.iter().for_each(|row| model.learnt.add(labelled, *row));
            let digest = document_digest(&labelled.document.text);
            if !model.info.documents.contains(&digest) {
                model.info.documents.push(digest);
            }
        }
        model.seen = Some(seen);
        model.rewritten()
    }

    /// The model as its file says it: weights rounded, digest its own.
    fn rewritten(&self) -> Model {
        Model::from_bytes(&self.to_bytes()).expect("what was written reads back")
    }
}

fn learn_sentences(
    stages: &mut Stages,
    rows: &[Row],
    curvature: &mut Curvature,
    penalty: f64,
    settings: &RetrainSettings,
) -> Result<(), FitError> {
    let stage = &mut stages.sentence;
    let mut features: Vec<Vec<(u32, f32)>> = rows.iter().map(|row| stage.vocabulary.row(&row.features)).collect();
    let columns = renumbered(&mut features);
    let precision = |column: &u32| [penalty + settings.firmness * held(curvature.features[*column as usize]); 3];
    let precisions: Vec<f64> = columns.iter().flat_map(precision).collect();
    let examples: Vec<Example> = rows.iter().map(|row| row.example(settings.sentence)).collect();
    let mut of_heads = [Vec::new(), Vec::new()];
    for reading in [0, 1] {
        let head = &mut stage.heads[reading];
        let data = dataset(&examples, &features, columns.len(), reading, curvature.factors[reading]);
        let former =
            Logistic { weights: columns.iter().map(|at| head.weights[*at as usize]).collect(), bias: head.bias };
        let biases = curvature.bias[reading].map(f64::from);
        let precisions: Vec<f64> = precisions.iter().copied().chain(biases).collect();
        let fitted = learner(penalty)?.fit_around(former, Precision::Each(&precisions), &data)?;
        of_heads[reading] = fitted.curvature(&data);
        columns.iter().zip(fitted.weights).for_each(|(at, weights)| head.weights[*at as usize] = weights);
        head.bias = fitted.bias;
    }
    curvature.add(&columns, &of_heads);
    Ok(())
}

fn learn_context(
    stages: &mut Stages,
    rows: &[ContextExample],
    curvature: &mut Curvature,
    penalty: f64,
    settings: &RetrainSettings,
) -> Result<(), FitError> {
    let rows: Vec<ContextExample> =
        rows.iter().map(|row| ContextExample { weight: settings.context, ..*row }).collect();
    let held = curvature.context_precision(penalty);
    let former = stages.context.0.clone();
    let data = context_stage::dataset(&rows);
    stages.context.0 = learner(penalty)?.fit_around(former, Precision::Matrix(&held), &data)?;
    curvature.add_context(&stages.context, &rows);
    Ok(())
}

fn learner(penalty: f64) -> Result<ValidLogistic, FitError> {
    SparseLogistic::new(penalty).tolerance(1e-4).check()
}

/// Numbers the columns that some rows use from 0; what they were.
fn renumbered(rows: &mut [Vec<(u32, f32)>]) -> Vec<u32> {
    let mut columns: Vec<u32> = rows.iter().flatten().map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    for (column, _) in rows.iter_mut().flatten() {
        *column = columns.binary_search(column).expect("every column is among them") as u32;
    }
    columns
}

impl Row {
    fn example(&self, weight: f32) -> Example<'_> {
        Example { features: &self.features, targets: targets(self.label, self.alone, None, 0.0), weight }
    }
}
