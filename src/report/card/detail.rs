//! One set in detail: its slices, its calibration, its sets of stances.

use super::words;
use crate::evaluate::{Evaluation, Slice};
use crate::report::number;
use crate::report::table::Table;
use crate::report::tables;
use std::fmt::Write;

/// A slice of fewer sentences says too little to stand in a card.
const LEAST: usize = 100;

/// Nothing where an evaluation has no slices.
pub(super) fn section(evaluation: &Evaluation) -> String {
    if evaluation.slices.is_empty() {
        return String::new();
    }
    let mut text = format!("\n## {} in detail\n\n", evaluation.title);
    let mut left_out = 0;
    for slices in evaluation.slices.chunk_by(|a, b| a.column == b.column) {
        let shown: Vec<Slice> = slices.iter().filter(|slice| slice.rows >= LEAST).cloned().collect();
        left_out += slices.len() - shown.len();
        // A column with one value says what the whole says.
        if shown.len() > 1 {
            text += &tables::slices(&shown)[0].markdown();
            text.push('\n');
        }
    }
    if left_out > 0 {
        let _ = writeln!(text, "{left_out} values with fewer than {LEAST} sentences are left out.\n");
    }
    let calibration = [calibration(evaluation), tables::reliability(evaluation), tables::thresholds(evaluation)];
    text += &calibration.map(|table| table.markdown()).join("\n");
    if !evaluation.at_risk.is_empty() {
        let sets = [tables::sets(evaluation), tables::single_sets(evaluation)].map(|table| table.markdown());
        let _ = write!(text, "\n{}\n{}", words::SETS, sets.join("\n"));
    }
    text
}

fn calibration(evaluation: &Evaluation) -> Table {
    let mut table = Table::new("Calibration", &["figure", "value (95 % interval)"]);
    for key in ["log_loss", "brier", "brier_reliability", "brier_resolution", "ece", "ece_if_calibrated"] {
        if let Some(figure) = evaluation.figure(key) {
            table.row(vec![figure.name.clone(), number::measured(Some(figure))]);
        }
    }
    table
}
