//! Labelled documents → [`Model`]; [`Document`] → [`Prediction`]s.

mod calibration;
mod context_inputs;
mod context_stage;
mod lbfgs;
mod logistic;
mod sentence_stage;
mod settings;
mod sparse;
mod scorer;
mod table;
mod train;
mod vocabulary;

pub use calibration::{Calibration, Decision};
pub use logistic::{FitError, Logistic, SparseLogistic, ValidLogistic};
pub use settings::{ConfigError, ContextSettings, SentenceSettings, SetWeights, TrainSettings};
pub use sparse::SparseRecords;
pub use train::OutOfFold;

use crate::base::{Scores, Stance};

/// What the model says of one sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The stance; `None` where the model abstains.
    pub label: Option<Stance>,
    /// Calibrated probabilities, from the sentence in its article.
    pub scores: Scores,
}
