//! The old and the new model on documents that neither has learnt from.

use super::data::Data;
use crate::cli::console::Failure;
use crate::cli::rows::{Reading, predicted};
use crate::dataset::Aligned;
use crate::evaluate::{Comparison, Evaluation, Figure, Limits, Resampling, Settings, compare as paired, evaluate};
use crate::model::{BeforeAfter, Model};

/// One set and reading.
struct Compared {
    set: String,
    comparison: Comparison,
    /// The new model on these rows.
    evaluation: Evaluation,
}

/// What the gate looks at.
pub(super) struct Outcome(Vec<Compared>);

/// Both models on both readings of the frozen test split and of the documents held out.
pub(super) fn compare(
    old: &Model,
    new: &Model,
    data: &Data,
    max_drop: f64,
    threads: usize,
) -> Result<Outcome, Failure> {
    let limits = Limits { max_drop: Some(max_drop), max_drop_relative: None };
    let mut compared = Vec::new();
    for (name, set) in [("frozen test", &data.test), ("held out", &data.held_out)] {
        for reading in Reading::ALL.into_iter().filter(|_| !set.is_empty()) {
            compared.push(of_set(old, new, (format!("{name}, {reading}"), set, reading), &limits, threads)?);
        }
    }
    Ok(Outcome(compared))
}

fn of_set(
    old: &Model,
    new: &Model,
    (set, rows, reading): (String, &[Aligned], Reading),
    limits: &Limits,
    threads: usize,
) -> Result<Compared, Failure> {
    let [before, after] = [old, new].map(|model| predicted(model, rows, reading, threads));
    let comparison = paired(&after, &before, "the model before", limits, &Resampling::default());
    let comparison = comparison.map_err(|error| Failure::of("comparing the models", error))?;
    let evaluation = Evaluation { title: set.clone(), ..evaluate(&after, &Settings::default()) };
    Ok(Compared { set, comparison, evaluation })
}

impl Compared {
    /// A set that lacks a label altogether has no macro-F1 and says nothing.
    fn says_something(&self) -> bool {
        self.comparison.differences[0].figure.value.is_some()
    }

    fn passed(&self) -> bool {
        self.comparison.drops.iter().all(|drop| drop.passed)
    }

    fn figure(&self) -> BeforeAfter {
        let first = &self.comparison.differences[0];
        let Figure { low, high, .. } = first.figure;
        BeforeAfter {
            set: self.set.clone(),
            rows: self.comparison.rows,
            documents: self.comparison.documents,
            before: rounded(first.against),
            after: rounded(first.this),
            low: rounded(low),
            high: rounded(high),
            passed: !self.says_something() || self.passed(),
        }
    }
}

/// To four decimals: what a card says.
fn rounded(value: Option<f64>) -> Option<f64> {
    value.map(|value| (value * 1e4).round() / 1e4)
}

impl Outcome {
    /// Whether there was something to compare on and nothing was worse.
    pub fn passed(&self) -> bool {
        let mut telling = self.0.iter().filter(|compared| compared.says_something()).peekable();
        telling.peek().is_some() && telling.all(Compared::passed)
    }

    pub fn figures(&self) -> Vec<BeforeAfter> {
        self.0.iter().map(Compared::figure).collect()
    }

    /// The new model's figures, for its card.
    pub fn evaluations(&self) -> Vec<Evaluation> {
        self.0.iter().map(|compared| compared.evaluation.clone()).collect()
    }

    /// A line for each comparison.
    pub fn text(&self) -> String {
        let line = |compared: &Compared| {
            let BeforeAfter { set, rows, documents, before, after, .. } = compared.figure();
            let value = |value: Option<f64>| value.map_or("undefined".to_owned(), |value| format!("{value:.3}"));
            let verdict = compared.comparison.drops.first().map_or(String::new(), |drop| drop.message.clone());
            let head = format!("{set}: {rows} rows of {documents} documents");
            format!("{head}, macro-F1 {} → {}; {verdict}\n", value(before), value(after))
        };
        match self.0.is_empty() {
            true => "nothing to compare the models on: --holdout 20% holds documents out, or run in a folder with the \
                     project's data/\n"
                .to_owned(),
            false => self.0.iter().map(line).collect(),
        }
    }
}
