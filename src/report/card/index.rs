//! The block at a card's head that Hugging Face reads.

use super::{Card, of_sets};
use crate::evaluate::Evaluation;
use std::fmt::Write;

/// Figures told there: key, Hugging Face's type, name.
const METRICS: [(&str, &str, &str); 5] = [
    ("macro_f1", "f1", "macro-F1"),
    ("f1.admit", "f1", "F1 of admit"),
    ("f1.restrict", "f1", "F1 of restrict"),
    ("f1.neutral", "f1", "F1 of neutral"),
    ("accuracy", "accuracy", "accuracy"),
];

pub(super) fn header(card: &Card) -> String {
    // The licence of a model that others trained is theirs to say.
    let licence = if card.own { "license: mit\n" } else { "" };
    let results: String = of_sets(card).map(result).collect();
    format!(
        "---\nlanguage: en\n{licence}library_name: stance\npipeline_tag: text-classification\n\
         tags: [stance, text-classification, migration]\nmodel-index:\n- name: {}\n  results:\n{results}---\n\n",
        quoted(card.name)
    )
}

fn result(evaluation: &Evaluation) -> String {
    let split = if evaluation.title.contains("out of fold") { "train" } else { "test" };
    let mut text = format!(
        "  - task: {{type: text-classification, name: stance}}\n    \
         dataset: {{type: stance, name: {}, split: {split}}}\n    metrics:\n",
        quoted(&evaluation.title)
    );
    for (key, kind, name) in METRICS {
        if let Some(value) = evaluation.figure(key).and_then(|figure| figure.value) {
            let _ = writeln!(text, "    - {{type: {kind}, name: {name}, value: {value:.4}}}");
        }
    }
    text
}

/// A string of JSON is one of YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
