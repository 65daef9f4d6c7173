//! Other programs on the same sets.

use super::{Card, of_sets};
use crate::evaluate::Evaluation;
use crate::report::number::value;
use crate::report::table::Table;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What another program reached; one entry of `tests/reference/results.json`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Reference {
    /// The program.
    pub reference: String,
    /// Which state of the training labels it learnt from.
    pub labels: String,
    /// `label` or `alone`.
    pub reading: String,
    /// By name of the set measured.
    pub sets: BTreeMap<String, ReferenceSet>,
    /// When it was measured.
    pub date: String,
}

/// A reference on one set.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct ReferenceSet {
    /// Sentences measured.
    pub rows: usize,
    /// What it reached.
    pub macro_f1: f64,
}

#[derive(Deserialize)]
struct File {
    results: Vec<Reference>,
}

/// Reads what other programs reached.
///
/// # Errors
/// Not JSON of that shape.
pub fn references(json: &str) -> Result<Vec<Reference>, serde_json::Error> {
    Ok(serde_json::from_str::<File>(json)?.results)
}

/// The model, its baselines and the references on the sets that a reference was measured on.
pub(super) fn table(card: &Card) -> String {
    let mut sets: Vec<&str> = card.references.iter().flat_map(|it| it.sets.keys().map(String::as_str)).collect();
    sets.sort_unstable();
    sets.dedup();
    let measured = |set: &str, reading: &str| {
        let title = format!("{set}, {reading}");
        of_sets(card).find(|evaluation| evaluation.title == title)
    };
    sets.retain(|set| measured(set, "label").is_some() || measured(set, "alone").is_some());
    if sets.is_empty() {
        return String::new();
    }
    let head = [&["program", "training labels", "reading"], &sets[..]].concat();
    let mut table = Table::new("Macro-F1 beside other programs", &head);
    for reading in ["label", "alone"] {
        let of = |of: &dyn Fn(&Evaluation) -> Option<f64>| -> Vec<String> {
            sets.iter().map(|set| measured(set, reading).and_then(of).map_or_else(dash, |v| value(Some(v)))).collect()
        };
        let mut row = |name: &str, labels: &str, cells: Vec<String>| {
            table.row([[name, labels, reading].map(str::to_owned).to_vec(), cells].concat());
        };
        row("this model", "–", of(&|evaluation| evaluation.figure("macro_f1")?.value));
        for reference in card.references.iter().filter(|it| it.reading == reading) {
            let cell = |set: &&str| reference.on(set, measured(set, reading)).map_or_else(dash, |v| value(Some(v)));
            row(&reference.reference, &reference.labels, sets.iter().map(cell).collect());
        }
        for name in baselines(card) {
            row(&name, "–", of(&|evaluation| baseline(evaluation, &name)));
        }
    }
    let dates: Vec<&str> = card.references.iter().map(|it| it.date.as_str()).collect();
    let date = dates.into_iter().max().unwrap_or_default();
    format!(
        "\n{}\nReferences (`tests/reference/`, last measured {date}) read each sentence by itself. Training labels: *corrected*, the rows of \
         this model; *first*, those first labelled, before any was read again. What they learnt from and \
         the versions used stand in `tests/reference/results.json`. – : not measured on the same rows.\n",
        table.markdown()
    )
}

fn dash() -> String {
    "–".to_owned()
}

impl Reference {
    /// What it reached on a set, if its rows were as many as the model's.
    fn on(&self, set: &str, evaluation: Option<&Evaluation>) -> Option<f64> {
        let found = self.sets.get(set)?;
        (evaluation?.rows == found.rows).then_some(found.macro_f1)
    }
}

fn baselines(card: &Card) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for baseline in of_sets(card).flat_map(|evaluation| &evaluation.baselines) {
        if !names.contains(&baseline.name) {
            names.push(baseline.name.clone());
        }
    }
    names
}

fn baseline(evaluation: &Evaluation, name: &str) -> Option<f64> {
    let found = evaluation.baselines.iter().find(|baseline| baseline.name == name)?;
    found.figure("macro_f1")?.value
}
