use crate::base::{Kind, Scores, Stance};
use std::borrow::Cow;

/// One sentence with what a reader said and what the model says: what an evaluation is counted from.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The document; rows of one document are resampled together.
    pub doc: String,
    /// The sentence's number in its document.
    pub n: u32,
    /// The sentence.
    pub text: String,
    /// The reader's label.
    pub gold: Stance,
    /// The reader's label without context, where there is one.
    pub alone: Option<Stance>,
    /// What part of the article it is.
    pub kind: Kind,
    /// The model's label; `None` where it abstains.
    pub prediction: Option<Stance>,
    /// The model's probabilities; [`NO_SCORES`] where there are none.
    pub scores: Scores,
    /// Columns to slice by: source, genre, holder, …
    pub facts: Vec<(String, String)>,
    /// The file the gold label came from.
    pub file: String,
    /// Its line there, from 1.
    pub line: u64,
    /// How much the row counts; 1 unless the data say otherwise.
    pub weight: f64,
}

/// Stands for "no probabilities": such a row is left out of log loss, Brier score and calibration.
pub const NO_SCORES: Scores = Scores([0.0; 3]);

/// The columns every row has, beside those in [`Scored::facts`].
pub const OWN_COLUMNS: [&str; 5] = ["kind", "length", "context", "doc", "file"];

impl Scored {
    /// Whether the row has probabilities.
    pub fn has_scores(&self) -> bool {
        self.scores.0.iter().all(|p| p.is_finite()) && self.scores.0.iter().any(|&p| p > 0.0)
    }

    /// Probability of the label given; of the likeliest one where the model abstains.
    pub fn confidence(&self) -> f64 {
        f64::from(self.scores.of(self.prediction.unwrap_or_else(|| self.scores.best())))
    }

    /// Whether the label given is the reader's.
    pub fn is_right(&self) -> bool {
        self.prediction == Some(self.gold)
    }

    /// The row's value in a column: `kind`, `length`, `context`, `doc`, `file`, or one of its facts;
    /// `(none)` where it has no value.
    pub fn value(&self, column: &str) -> Cow<'_, str> {
        if let Some((_, value)) = self.facts.iter().find(|(name, value)| name == column && !value.is_empty()) {
            return Cow::Borrowed(value);
        }
        match column {
            "kind" => Cow::Borrowed(self.kind.name()),
            "length" => Cow::Borrowed(length_bucket(self.text.split_whitespace().count())),
            "context" => Cow::Borrowed(context(self.gold, self.alone)),
            "doc" => Cow::Borrowed(&self.doc),
            "file" => Cow::Borrowed(&self.file),
            _ => Cow::Borrowed("(none)"),
        }
    }
}

/// Buckets chosen so that each holds a fair share of English news sentences (median about 20 words).
fn length_bucket(words: usize) -> &'static str {
    match words {
        0..10 => "0-9 words",
        10..20 => "10-19 words",
        20..40 => "20-39 words",
        _ => "40+ words",
    }
}

fn context(gold: Stance, alone: Option<Stance>) -> &'static str {
    match alone {
        None => "(none)",
        Some(alone) if alone == gold => "same alone",
        Some(_) => "differs alone",
    }
}

/// Every column the rows can be sliced by, in byte order.
pub fn columns(rows: &[Scored]) -> Vec<String> {
    let facts = rows.iter().flat_map(|row| row.facts.iter().map(|(name, _)| name.as_str()));
    let all: std::collections::BTreeSet<&str> = facts.chain(OWN_COLUMNS).collect();
    all.into_iter().map(str::to_owned).collect()
}
