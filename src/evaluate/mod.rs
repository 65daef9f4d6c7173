//! Rows with a gold label and a prediction ([`Scored`]) → [`Evaluation`].
//!
//! Method: everything is counted first ([`Sums`]: a confusion table, and sums per bin of probability)
//! and every figure of [`METRICS`] derived from the counts. Intervals are 95 % percentile bootstrap
//! intervals over documents, for sentences of one document are not independent: whole documents are
//! drawn with replacement, 1,000 times, and their counts added up.
//!
//! Conventions:
//! - Undefined is `None`, never 0 or NaN: precision of a label never given, recall and F1 of a label
//!   that does not occur. F1 is 2·right / (given + gold), so it is 0 for a label that occurs and is
//!   never right. Means over labels (macro, weighted, F_avg) are over those that are defined, which is
//!   scikit-learn's `zero_division=np.nan`; for macro-F1 it is also scikit-learn's default.
//! - A row the model abstained on is a row without a label: it lowers recall, F1 and accuracy, and
//!   does not touch precision. Its probabilities, if it has any ([`NO_SCORES`]), still count in log
//!   loss, Brier score and calibration.
//! - Log loss is the mean of −ln p(gold), p clipped to 2⁻⁵² as scikit-learn does. The Brier score is
//!   the multi-class one, the mean of Σ(p − truth)², from 0 to 2; its decomposition (Murphy 1973) is
//!   summed over the labels in 15 bins each: reliability − resolution + uncertainty + what varies
//!   within bins (Stephenson, Coelho and Jolliffe 2008). ECE is the top-label one: 15 bins of equal
//!   width `(low, high]`, the mean gap between probability and accuracy of the likeliest label.
//! - Behaviour tests ([`behaviour`]) are counted by family, with Wilson intervals; a pair of rows counts where at
//!   least one was rightly given a side, and holds where the other one follows. [`cut_figures`] says how well
//!   articles were cut into sentences: both ends of a sentence must agree.
//! - Sets of stances ([`at_risk`](fn@at_risk)): coverage is the share of a stance's sentences whose set holds it; the error is that
//!   of the sets of one stance.
//! - A drop against another model fails only if it is beyond the limit and its 95 % interval excludes 0.
//!
//! ```
//! use stance::base::{Kind, Scores, Stance};
//! use stance::evaluate::{Scored, Settings, evaluate};
//! let row = |doc: &str, gold, prediction| Scored {
//!     doc: doc.to_owned(), n: 1, text: "Let them in.".to_owned(), gold, alone: None, kind: Kind::Body,
//!     prediction: Some(prediction), scores: Scores([0.5, 0.2, 0.3]), facts: Vec::new(),
//!     file: "gold.csv".to_owned(), line: 2, weight: 1.0,
//! };
//! let rows = [row("a", Stance::Admit, Stance::Admit), row("b", Stance::Neutral, Stance::Admit)];
//! let evaluation = evaluate(&rows, &Settings::default());
//! assert_eq!(evaluation.figure("accuracy").and_then(|f| f.value), Some(0.5));
//! assert_eq!(evaluation.figure("recall.restrict").and_then(|f| f.value), None);
//! ```
//!
//! What it gets wrong: with fewer than about twenty documents percentile intervals are too narrow,
//! and with one there is none; a figure of exactly 0 or 1 has an interval of no width, however few its
//! rows. ECE is biased upwards on small sets, and its interval with it: hold it against
//! [`ece_if_calibrated`], what it would be if every probability were right. The
//! exact McNemar test takes sentences as independent. A gold label that is itself wrong counts
//! against the model.

mod agreement;
mod articles;
mod at_risk;
mod baseline;
mod behaviour;
mod bootstrap;
mod calibration;
mod compare;
mod evaluation;
mod floors;
mod gate;
mod metric;
mod mistake;
mod pair;
mod scored;
mod slice;
mod sums;
#[cfg(test)]
pub(crate) mod trial;

pub use agreement::{
    Agreed, Agreement, Annotator, AnswerRow, Answers, Coefficient, Group, OF_ALL, OF_PAIR, TARGETS, add_coincidences,
    agreement, alpha, cohen, fleiss,
};
pub use articles::{Cuts, cut_figures};
pub use at_risk::{AtRisk, at_risk, risk_figures};
pub use baseline::{Baseline, majority};
pub use behaviour::{Behaved, Family, behaviour, behaviour_figures, share};
pub use bootstrap::{Clusters, Figure, Resampling, figures, percentile};
pub use calibration::{Choice, CurvePoint, Reliability, Threshold, choose, curve, ece_if_calibrated, threshold};
pub use compare::{Comparison, Difference, Drop, Limits, compare, labels, mcnemar};
pub use evaluation::{Evaluation, LearningPoint, Measured, Settings, SettingsError, TrainingSet, evaluate};
pub use floors::{FloorFile, FloorSet, Lowered, with_lowered};
pub use gate::{Bound, Gate, GateError, GateResult, number};
pub use metric::{METRICS, Metric, metric};
pub use mistake::Mistake;
pub use pair::{Mismatch, align};
pub use scored::{NO_SCORES, OWN_COLUMNS, Scored, columns};
pub use slice::Slice;
pub use sums::{ABSTAINED, BINS, BinSums, Sums};
