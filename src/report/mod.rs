//! [`Evaluation`](crate::evaluate::Evaluation) → bytes: one small file a format.
//!
//! Method: [`text`] and [`markdown`] print the same tables; [`json`] gives flat rounded numbers.
//! Nothing is computed here but roundings. A report never says NaN: a figure that is undefined is
//! called so (in JSON it is null), and one without an interval stands without.
//!
//! ```
//! use stance::evaluate::{Settings, evaluate};
//! let evaluation = evaluate(&[], &Settings::default());
//! assert!(stance::report::text(&evaluation).contains("undefined"));
//! assert!(stance::report::json(&evaluation).contains("\"macro_f1\": null"));
//! ```
//!
//! What it gets wrong: columns are aligned by code points, so that wide characters (中文) or
//! combining marks in a slice's name shift a terminal's columns.

mod agreement;
mod card;
mod findings;
mod github;
mod html;
mod json;
mod junit;
mod markdown;
mod number;
mod table;
mod tables;
mod text;

pub use agreement::{agreement_json, agreement_matrix, agreement_text};
pub use card::{Card, Reference, ReferenceSet, card, references};
pub use findings::{Findings, findings_json, findings_text};
pub use github::github;
pub use html::html;
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub(crate) use number::unsigned;
pub use text::{headline, text};

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
