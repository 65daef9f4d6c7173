//! Labelled documents → [`Model`]; [`Document`] → [`Prediction`]s.

use crate::base::{Scores, Stance};
use crate::document::Document;

/// What the model says of one sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The stance; `None` where the model abstains.
    pub label: Option<Stance>,
    /// Calibrated probabilities, from the sentence in its article.
    pub scores: Scores,
}
