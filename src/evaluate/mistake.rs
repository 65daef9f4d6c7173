use super::Scored;
use crate::base::{Scores, Stance};
use serde::Serialize;

/// A sentence that was given the wrong label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mistake {
    /// The file its gold label came from.
    pub file: String,
    /// The line there, from 1.
    pub line: u64,
    /// The document.
    pub doc: String,
    /// The sentence's number in it.
    pub n: u32,
    /// The sentence.
    pub text: String,
    /// The reader's label.
    pub gold: Stance,
    /// The model's.
    pub prediction: Stance,
    /// The model's probabilities.
    pub scores: Scores,
    /// The words that led there, where the caller filled them in.
    pub words: Vec<String>,
}

impl Mistake {
    /// The probability of the wrong label.
    pub fn confidence(&self) -> f64 {
        f64::from(self.scores.of(self.prediction))
    }
}

/// All wrong labels, the surest first, otherwise in row order.
pub fn mistakes(rows: &[Scored]) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = rows.iter().filter_map(mistake).collect();
    mistakes.sort_by(|a, b| b.confidence().total_cmp(&a.confidence()));
    mistakes
}

fn mistake(row: &Scored) -> Option<Mistake> {
    let prediction = row.prediction.filter(|&prediction| prediction != row.gold)?;
    Some(Mistake {
        file: row.file.clone(),
        line: row.line,
        doc: row.doc.clone(),
        n: row.n,
        text: row.text.clone(),
        gold: row.gold,
        prediction,
        scores: row.scores,
        words: Vec::new(),
    })
}
