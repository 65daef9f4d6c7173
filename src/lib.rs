//! `stance` reads articles and says, sentence by sentence, whether they speak for letting people
//! in who flee (`admit`), against it (`restrict`), or neither (`neutral`), and how sure it is.
//!
//! The modules are the stages of one road, in this order; each knows only the ones before it:
//! bytes → [`article`] → [`clean`] → [`sentence`] → [`token`] → [`document`] → [`feature`] →
//! [`model`] → [`pipeline`] → [`output`]; labelled data comes through [`dataset`] (from other
//! tools by way of [`exchange`]), quality is measured in [`evaluate`] and written by [`report`];
//! `annotate` (a feature) is the page for labelling by people; [`cli`] is the only place that prints.
//!
//! ```
//! let model = stance::model::Model::default_model()?;
//! let document = stance::document::from_text("note", "We should let them in. The train was late.");
//! let predictions = model.predict(&document, &mut stance::model::Worker::default());
//! assert_eq!(predictions.len(), 2);
//! # Ok::<(), stance::model::ModelError>(())
//! ```

#[cfg(feature = "annotate")]
pub mod annotate;
pub mod article;
pub mod base;
pub mod clean;
pub mod cli;
pub mod dataset;
pub mod document;
pub mod evaluate;
pub mod exchange;
pub mod feature;
pub mod model;
pub mod output;
pub mod pipeline;
pub mod report;
pub mod sentence;
pub mod token;
