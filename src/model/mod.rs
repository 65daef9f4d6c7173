//! Labelled documents → [`Model`]; [`Document`] → [`Prediction`]s.

mod lbfgs;
mod logistic;
mod sparse;

pub use logistic::{FitError, Logistic, SparseLogistic, ValidLogistic};
pub use sparse::SparseRecords;

use crate::base::{Scores, Stance};

/// What the model says of one sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The stance; `None` where the model abstains.
    pub label: Option<Stance>,
    /// Calibrated probabilities, from the sentence in its article.
    pub scores: Scores,
}
