//! What the training set and each family of features are worth, by cross-validation on the same rows.

use super::measure::{APART, row_of};
use crate::cli::console::{Failure, say, write_whole};
use crate::cli::learning::Point;
use crate::cli::rows::Reading;
use crate::dataset::{LabelledDocument, portion};
use crate::evaluate::{Clusters, Figure, Limits, Resampling, Scored, compare, figures, metric};
use crate::feature::Family;
use crate::model::{Model, OutOfFold, TrainSettings};
use serde::Serialize;
use std::path::Path;

/// Shares of the documents that the learning curve is measured at.
const SHARES: [f64; 6] = [0.05, 0.1, 0.2, 0.4, 0.7, 1.0];

/// What is measured, and how.
pub(super) struct Laboratory<'l> {
    pub documents: &'l [LabelledDocument],
    pub settings: &'l TrainSettings,
    /// What training itself heard from cross-validation on all documents.
    pub whole: &'l [OutOfFold],
    pub threads: usize,
}

/// One line of the ablations.
#[derive(Serialize)]
struct Ablation {
    without: &'static str,
    reading: String,
    macro_f1: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    difference: Option<f64>,
    difference_low: Option<f64>,
    difference_high: Option<f64>,
}

impl Laboratory<'_> {
    /// Macro-F1 of rows held out, after training on ever more documents; written as CSV.
    pub fn learning_curve(&self, file: &Path) -> Result<(), Failure> {
        let mut points = Vec::new();
        for share in SHARES {
            let taught = portion(self.documents, share, self.settings.seed);
            let (documents, sentences) = self.learnt_from(&taught);
            let rows = match taught.iter().all(|taught| *taught) {
                true => Ok(self.whole.to_vec()),
                false => Model::cross_validate(self.documents, &taught, self.settings, self.threads),
            };
            match rows {
                Err(error) => say(format!("learning curve, {documents} documents left out: {error}")),
                Ok(rows) => points.extend(Reading::ALL.map(|reading| {
                    let Figure { value, low, high } = macro_f1(&self.rows(&rows, reading));
                    say(format!("learning curve, {documents} documents, {reading}: macro-F1 {}", shown(value)));
                    let [macro_f1, low, high] = [value, low, high].map(rounded);
                    Point { reading: reading.to_string(), documents, sentences, macro_f1, low, high }
                })),
            }
        }
        if points.is_empty() {
            return Err(Failure(
                "--learning-curve: expected more documents, no share was enough to train on".to_owned(),
            ));
        }
        write(file, &points)
    }

    /// Each family of features that the settings have switched off in turn; written as CSV.
    pub fn ablations(&self, file: &Path) -> Result<(), Failure> {
        let mut lines: Vec<Ablation> = Reading::ALL
            .iter()
            .map(|reading| self.ablation("nothing", *reading, self.whole))
            .collect::<Result<_, _>>()?;
        for family in Family::ALL {
            let features = self.settings.features.without(family);
            if features == self.settings.features {
                continue;
            }
            let rows = self.cross_validated(&TrainSettings { features, ..self.settings.clone() })?;
            for reading in Reading::ALL {
                let line = self.ablation(family.name(), reading, &rows)?;
                let (value, change) = (shown(line.macro_f1), shown(line.difference));
                say(format!("without {}, {reading}: macro-F1 {value}, {change} against all", line.without));
                lines.push(line);
            }
        }
        write(file, &lines)
    }

    fn cross_validated(&self, settings: &TrainSettings) -> Result<Vec<OutOfFold>, Failure> {
        let taught = vec![true; self.documents.len()];
        let rows = Model::cross_validate(self.documents, &taught, settings, self.threads);
        rows.map_err(|error| Failure::of("--ablate", error))
    }

    fn ablation(&self, without: &'static str, reading: Reading, rows: &[OutOfFold]) -> Result<Ablation, Failure> {
        let (rows, whole) = (self.rows(rows, reading), self.rows(self.whole, reading));
        let Figure { value, low, high } = macro_f1(&rows);
        let compared = compare(&rows, &whole, "all features", &Limits::default(), &Resampling::default());
        let compared = compared.map_err(|error| Failure::of("--ablate", error))?;
        let change = compared.differences.iter().find(|difference| difference.key == "macro_f1");
        let change = change.map(|difference| difference.figure).unwrap_or_default();
        let [macro_f1, low, high] = [value, low, high].map(rounded);
        let [difference, difference_low, difference_high] = [change.value, change.low, change.high].map(rounded);
        let reading = reading.to_string();
        Ok(Ablation { without, reading, macro_f1, low, high, difference, difference_low, difference_high })
    }

    /// The rows that are measured: those of real articles on the subject, or of all documents where there are none.
    fn rows(&self, rows: &[OutOfFold], reading: Reading) -> Vec<Scored> {
        let set = |document: usize| self.documents[document].fact("set").unwrap_or_default();
        let has_real = (0..self.documents.len()).any(|document| !APART.contains(&set(document)));
        let chosen = rows.iter().filter(|row| !has_real || !APART.contains(&set(row.document)));
        chosen.map(|row| row_of(&self.documents[row.document], row, reading)).collect()
    }

    /// Documents and sentences that the model of one fold learns from, on average.
    fn learnt_from(&self, taught: &[bool]) -> (usize, usize) {
        let taken = || self.documents.iter().zip(taught).filter(|(_, taught)| **taught).map(|(document, _)| document);
        let folds = self.settings.folds;
        let of_fold = |all: usize| (all * (folds - 1) + folds / 2) / folds;
        (of_fold(taken().count()), of_fold(taken().map(|document| document.gold.len()).sum()))
    }
}

fn macro_f1(rows: &[Scored]) -> Figure {
    let key = metric("macro_f1").expect("a metric of ours");
    figures(&Clusters::full(rows), &[key], &Resampling::default())[0]
}

fn rounded(value: Option<f64>) -> Option<f64> {
    value.map(|value| (value * 1e6).round() / 1e6)
}

fn shown(value: Option<f64>) -> String {
    value.map_or("undefined".to_owned(), |value| format!("{value:.3}"))
}

fn write<T: Serialize>(file: &Path, lines: &[T]) -> Result<(), Failure> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let failure = |error: &dyn std::fmt::Display| Failure::of(file.display(), error);
    for line in lines {
        table.serialize(line).map_err(|error| failure(&error))?;
    }
    write_whole(file, &table.into_inner().map_err(|error| failure(&error))?)
}
