//! The table that `train --learning-curve` writes and `evaluate --learning-curve` shows.

use super::console::Failure;
use super::rows::Reading;
use crate::evaluate::{Figure, LearningPoint};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// One reading after training on one share of the documents.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Point {
    /// `label` or `alone`; a table without this column is of the reading that is asked for.
    #[serde(default)]
    pub reading: String,
    /// Documents learnt from.
    pub documents: usize,
    /// Sentences learnt from.
    pub sentences: usize,
    /// Macro-F1 reached.
    pub macro_f1: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
}

/// The points of one reading.
pub(super) fn read(path: &Path, reading: Reading) -> Result<Vec<LearningPoint>, Failure> {
    let wrong = |why: &dyn std::fmt::Display| {
        let expected = "expected a table with the columns documents,sentences,macro_f1,low,high";
        Failure(format!("--learning-curve {}: {expected}: {why}", path.display()))
    };
    let mut table = csv::Reader::from_path(path).map_err(|error| wrong(&error))?;
    let points: Result<Vec<Point>, csv::Error> = table.deserialize().collect();
    let points = points.map_err(|error| wrong(&error))?;
    let name = reading.to_string();
    let own = points.into_iter().filter(|point| point.reading.is_empty() || point.reading == name);
    let points: Vec<LearningPoint> = own.map(shown).collect();
    if points.is_empty() { Err(wrong(&format!("found no row of the reading {name}"))) } else { Ok(points) }
}

fn shown(point: Point) -> LearningPoint {
    let Point { documents, sentences, macro_f1, low, high, .. } = point;
    LearningPoint { documents, rows: sentences, macro_f1: Figure { value: macro_f1, low, high } }
}
