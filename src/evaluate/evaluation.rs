use super::at_risk::AtRisk;
use super::baseline::Baseline;
use super::behaviour::Family;
use super::bootstrap::{Clusters, Figure, Resampling, figures};
use super::calibration::{self, Choice, CurvePoint, Reliability, Threshold};
use super::compare::Comparison;
use super::gate::{Bound, Gate, GateResult};
use super::metric::{METRICS, Metric, metric};
use super::mistake::{Mistake, mistakes};
use super::slice::{Slice, slices};
use super::{Scored, baseline};
use crate::base::Stance;
use serde::Serialize;

/// One figure by its key.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// As in [`METRICS`].
    pub key: String,
    /// For readers.
    pub name: String,
    /// The value; `None` where it is undefined.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
}

impl Measured {
    /// A figure under a key of its own.
    pub fn new(key: String, name: &str, figure: Figure) -> Self {
        Measured { key, name: name.to_owned(), value: figure.value, low: figure.low, high: figure.high }
    }

    /// The value and its interval.
    pub fn figure(&self) -> Figure {
        Figure { value: self.value, low: self.low, high: self.high }
    }
}

/// Metrics of some documents by key.
pub(super) fn measure(clusters: &Clusters, metrics: &[&Metric], resampling: &Resampling) -> Vec<Measured> {
    let named = |(metric, figure): (&&Metric, Figure)| Measured::new(metric.key.to_owned(), metric.name, figure);
    metrics.iter().zip(figures(clusters, metrics, resampling)).map(named).collect()
}

/// What an evaluation is asked to do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Seed and number of the resamples.
    pub resampling: Resampling,
    /// Columns to slice by; see [`super::columns`].
    pub by: Vec<String>,
    /// Floors; their slices' columns are added to `by`.
    pub gates: Vec<Gate>,
    /// Which end of an interval the gates look at.
    pub bound: Bound,
    /// Named predictions to set beside the model; the majority of the gold labels is always there.
    pub baselines: Vec<(String, Vec<Option<Stance>>)>,
    /// Figures beside [`METRICS`] that the caller measured; gates may name them.
    pub further: Vec<Measured>,
    /// Sets of stances the caller had measured; their figures are among `further`.
    pub at_risk: Vec<AtRisk>,
}

/// Everything an evaluation found; a report turns it into bytes.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Evaluation {
    /// What was evaluated, as the caller names it.
    pub title: String,
    /// Version, digests, data: whatever the caller wants to stand beside the figures.
    pub about: Vec<(String, String)>,
    /// Number of sentences.
    pub rows: usize,
    /// Number of documents.
    pub documents: usize,
    /// Number of sentences left without a label.
    pub abstained: usize,
    /// Number of sentences without probabilities.
    pub unscored: usize,
    /// Seed of the resamples.
    pub seed: u64,
    /// Number of resamples.
    pub resamples: usize,
    /// A row for each gold label in the order of [`Stance::ALL`], a column for each given one, then abstained.
    pub confusion: [[f64; 4]; 3],
    /// Every metric of [`METRICS`], and `ece_if_calibrated`; see [`super::ece_if_calibrated`].
    pub figures: Vec<Measured>,
    /// Figures of another kind: sentence boundaries, families of behaviour tests.
    pub further: Vec<Measured>,
    /// Behaviour tests by family; see [`super::behaviour`].
    pub behaviour: Vec<Family>,
    /// By column and value, in the order asked for, values in byte order.
    pub slices: Vec<Slice>,
    /// Reliability of the likeliest label.
    pub reliability: Vec<Reliability>,
    /// Coverage–accuracy curve, surest first, at most 200 points.
    pub curve: Vec<CurvePoint>,
    /// Label only what is at least so sure.
    pub thresholds: Vec<Threshold>,
    /// Be right so often.
    pub choices: Vec<Choice>,
    /// Sets of stances at some risks, where the model can give any; see [`super::at_risk`](fn@super::at_risk).
    pub at_risk: Vec<AtRisk>,
    /// What simpler means reach.
    pub baselines: Vec<Baseline>,
    /// How the gates came out, in the order given.
    pub gates: Vec<GateResult>,
    /// Against another model, where one was given; see [`super::compare`].
    pub comparison: Option<Comparison>,
    /// Labels that are wrong, the surest first.
    pub mistakes: Vec<Mistake>,
    /// Macro-F1 after training on ever more rows, where the caller measured it.
    pub learning: Vec<LearningPoint>,
    /// What the model learnt from, where the caller knows.
    pub trained_on: Vec<TrainingSet>,
}

/// One set that a model learnt from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingSet {
    /// Its name.
    pub name: String,
    /// Documents.
    pub documents: usize,
    /// Sentences labelled admit, restrict, neutral.
    pub sentences: [usize; 3],
}

/// A point of the learning curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LearningPoint {
    /// Documents trained on.
    pub documents: usize,
    /// Rows trained on.
    pub rows: usize,
    /// Macro-F1 reached.
    pub macro_f1: Figure,
}

const THRESHOLDS: [f64; 6] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
const ACCURACIES: [f64; 3] = [0.8, 0.9, 0.95];

/// Counts everything. Cannot fail: what is undefined is `None`.
pub fn evaluate(rows: &[Scored], settings: &Settings) -> Evaluation {
    let clusters = Clusters::full(rows);
    let sums = clusters.total();
    let resampling = &settings.resampling;
    let curve = calibration::curve(rows);
    let mut evaluation = Evaluation {
        rows: rows.len(),
        documents: clusters.len(),
        abstained: rows.iter().filter(|row| row.prediction.is_none()).count(),
        unscored: rows.iter().filter(|row| !row.has_scores()).count(),
        seed: resampling.seed,
        resamples: resampling.resamples,
        confusion: sums.confusion(),
        figures: all_figures(rows, &clusters, resampling),
        further: settings.further.clone(),
        slices: columns_of(settings).iter().flat_map(|column| slices(rows, column, resampling)).collect(),
        reliability: calibration::reliability(&sums),
        thresholds: THRESHOLDS.map(|at| calibration::threshold(rows, at, resampling)).into(),
        choices: ACCURACIES.map(|accuracy| Choice { accuracy, point: calibration::choose(&curve, accuracy) }).into(),
        curve: calibration::thin(&curve, 200),
        at_risk: settings.at_risk.clone(),
        baselines: baseline::baselines(rows, &settings.baselines, resampling),
        mistakes: mistakes(rows),
        ..Evaluation::default()
    };
    evaluation.gates = settings.gates.iter().map(|gate| gate.check(&evaluation, settings.bound)).collect();
    evaluation
}

/// Every metric, and what the calibration error is to be held against.
fn all_figures(rows: &[Scored], clusters: &Clusters, resampling: &Resampling) -> Vec<Measured> {
    let mut all = measure(clusters, &METRICS.each_ref(), resampling);
    let band = calibration::ece_if_calibrated(rows, resampling);
    all.push(Measured::new("ece_if_calibrated".to_owned(), "calibration error if every probability were right", band));
    all
}

/// The columns asked for, and after them those the gates need.
fn columns_of(settings: &Settings) -> Vec<String> {
    let gates = settings.gates.iter().filter_map(|gate| gate.slice.as_ref().map(|(column, _)| column));
    let mut columns: Vec<String> = Vec::new();
    for column in settings.by.iter().chain(gates) {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    columns
}

impl Evaluation {
    /// One figure over all rows.
    pub fn figure(&self, key: &str) -> Option<&Measured> {
        self.figures.iter().chain(&self.further).find(|figure| figure.key == key)
    }

    /// One slice.
    pub fn slice(&self, column: &str, value: &str) -> Option<&Slice> {
        self.slices.iter().find(|slice| slice.column == column && slice.value == value)
    }

    /// Weight of the rows with this gold label.
    pub fn support(&self, gold: Stance) -> f64 {
        self.confusion[gold.index()].iter().sum()
    }

    /// What did not pass, in words: gates first, then drops against the other model.
    pub fn failures(&self) -> Vec<&str> {
        let drops = self.comparison.iter().flat_map(|comparison| &comparison.drops);
        let gates = self.gates.iter().filter(|gate| !gate.passed).map(|gate| gate.message.as_str());
        gates.chain(drops.filter(|drop| !drop.passed).map(|drop| drop.message.as_str())).collect()
    }
}

/// What cannot be evaluated as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No labelled row.
    #[error("expected rows with a gold label, found none")]
    NoRows,
    /// A column that no row has.
    #[error("expected a column to slice by among {known}, found {found:?}")]
    Column {
        /// As written.
        found: String,
        /// The columns there are.
        known: String,
    },
    /// A gate on a figure that was not measured.
    #[error("expected a figure among {known}, found {found:?}")]
    Figure {
        /// As written.
        found: String,
        /// The figures there are.
        known: String,
    },
    /// A gate on a slice without rows.
    #[error("expected {column} to be one of {known}, found {found:?}: the slice is empty")]
    EmptySlice {
        /// The slice's column.
        column: String,
        /// The value as written.
        found: String,
        /// The values there are.
        known: String,
    },
}

impl Settings {
    /// Whether the rows hold what is asked for: some rows, the columns, the gates' slices.
    pub fn check(&self, rows: &[Scored]) -> Result<(), SettingsError> {
        if rows.is_empty() {
            return Err(SettingsError::NoRows);
        }
        self.check_figures()?;
        let known = super::columns(rows);
        for column in columns_of(self) {
            if !known.contains(&column) {
                return Err(SettingsError::Column { found: column, known: known.join(", ") });
            }
        }
        for (column, value) in self.gates.iter().filter_map(|gate| gate.slice.as_ref()) {
            let values: std::collections::BTreeSet<_> = rows.iter().map(|row| row.value(column)).collect();
            if !values.contains(value.as_str()) {
                let known = values.into_iter().take(50).collect::<Vec<_>>().join(", ");
                return Err(SettingsError::EmptySlice { column: column.clone(), found: value.clone(), known });
            }
        }
        Ok(())
    }

    fn check_figures(&self) -> Result<(), SettingsError> {
        let further = || self.further.iter().map(|figure| figure.key.as_str());
        let known = |gate: &&Gate| metric(&gate.key).is_some() || further().any(|key| key == gate.key);
        match self.gates.iter().find(|gate| !known(gate)) {
            None => Ok(()),
            Some(gate) => {
                let known: Vec<&str> = METRICS.iter().map(|metric| metric.key).chain(further()).collect();
                Err(SettingsError::Figure { found: gate.key.clone(), known: known.join(", ") })
            }
        }
    }
}

#[cfg(test)]
#[path = "evaluation_tests.rs"]
mod tests;
