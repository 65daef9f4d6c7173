use super::{number, tables};
use crate::evaluate::Evaluation;

/// Aligned tables for a terminal.
pub fn text(evaluation: &Evaluation) -> String {
    let mut out = format!("{}\n{}\n", evaluation.title, tables::counts(evaluation)).trim_start().to_owned();
    for table in tables::all(evaluation) {
        out += &format!("\n{}", table.text());
    }
    if let Some(comparison) = &evaluation.comparison {
        out += &format!("\n{}\n", tables::comparison_notes(comparison));
    }
    for (passed, message) in verdicts(evaluation) {
        out += &format!("\n{} {message}", if passed { "pass" } else { "FAIL" });
    }
    if !evaluation.about.is_empty() && !out.ends_with('\n') {
        out += "\n";
    }
    for (key, value) in &evaluation.about {
        out += &format!("\n{key}: {value}");
    }
    if out.ends_with('\n') { out } else { out + "\n" }
}

/// Every gate and every limit on a drop: whether it passed, and its sentence.
pub(super) fn verdicts(evaluation: &Evaluation) -> Vec<(bool, &str)> {
    let drops = evaluation.comparison.iter().flat_map(|comparison| &comparison.drops);
    let gates = evaluation.gates.iter().map(|gate| (gate.passed, gate.message.as_str()));
    gates.chain(drops.map(|drop| (drop.passed, drop.message.as_str()))).collect()
}

/// `macro-F1 0.712 (0.680–0.741)`: the one line for those who want one line.
pub fn headline(evaluation: &Evaluation) -> String {
    format!("macro-F1 {}", number::measured(evaluation.figure("macro_f1")))
}
