//! Inputs → labelled documents, many at once.
//!
//! Method: an iterator reads the inputs in order and hands out batches of about [`BATCH`] bytes; each
//! worker, with a stemmer and a model [`Worker`] of its own, reads, cuts and scores the documents of a
//! batch and renders them to bytes; the [`Chunk`]s leave in the order of the inputs. A batch is taken
//! only when there is room for its result, so memory does not grow with the number of inputs. One thread
//! does the same work in the same order without any other thread.
//!
//! [`articles`] reads whole articles, [`rows`](fn@rows) tables whose rows are sentences; [`label`] is the step both
//! share, for callers that have a [`Document`] already. [`sample`](fn@sample) says which sentences to label next.
//!
//! ```
//! use stance::{document, model::Model, pipeline};
//! let model = Model::default_model()?;
//! let mut worker = stance::model::Worker::default();
//! let document = document::from_text("note", "We should let refugees in. The train was late.");
//! let labelled = pipeline::label(document, &model, 0.0, &mut worker);
//! assert_eq!(labelled.verdicts.len(), 2);
//! # Ok::<(), stance::model::ModelError>(())
//! ```
//!
//! What it gets wrong: a `doc` that returns in a table after half a million other ones is taken for new
//! without being counted as returned; an article whose language could not be told is taken for English.

mod articles;
mod input;
mod rows;
mod sample;
mod tally;
mod verdict;

pub use articles::{IN_FOLDERS, article_columns, articles};
pub use input::{Facts, Input, Reader};
pub use rows::{LabelledRow, LabelledRows, RowReader, row_columns, rows};
pub use sample::{
    Arm, Candidate, Done, SampleCounts, SampleSettings, Sampled, Standing, divergence, quotas, sample, spread,
    uncertainty, worth,
};
pub use tally::{Chunk, Note, Tally};
pub use verdict::{Labelled, Verdict, label};

use crate::article::Reading;
use crate::model::{Model, PredictionSets, Worker};
use crate::token::Stemmer;

/// Bytes of input that one batch is made of, unless a single document is larger. Small enough that a few
/// batches a thread weigh nothing, large enough that handing them over costs nothing.
pub const BATCH: u64 = 128 * 1024;

/// Rows looked at to learn the columns of JSON lines before the header of a CSV is written.
pub const PEEKED: usize = 200;

/// No more rows are looked at than this many bytes of text.
const PEEKED_BYTES: u64 = 1 << 22;

/// What a run is done with.
#[derive(Debug, Clone)]
pub struct Run<'m> {
    /// The model.
    pub model: &'m Model,
    /// Labels whose probability is lower become `abstain`.
    pub min_score: f32,
    /// Sets of stances at some risk; a sentence whose set is no single stance becomes `abstain`.
    pub sets: Option<PredictionSets>,
    /// Number of threads; 1 works without any other thread.
    pub threads: usize,
    /// The columns that the output has room for beside its own; a row with another is rejected. `None`
    /// where the output can take any.
    pub columns: Option<Vec<String>>,
    /// How the inputs are read.
    pub reading: Reading,
    /// Batches that were done by an earlier run: read, so that what follows is as it was, and not labelled.
    pub skip: u64,
    /// Whether articles that reprint an earlier one are looked for.
    pub copies: bool,
    /// Of the words behind each label that takes a side, this many are looked up; 0 where nobody reads them.
    pub words: usize,
}

impl<'m> Run<'m> {
    /// One thread, every label given, any column, from the beginning.
    pub fn new(model: &'m Model) -> Self {
        let reading = Reading::default();
        Run { model, min_score: 0.0, sets: None, threads: 1, columns: None, reading, skip: 0, copies: false, words: 0 }
    }
}

impl Run<'_> {
    /// The first of some column names that the output has no room for.
    fn homeless<'n>(&self, mut names: impl Iterator<Item = &'n str>) -> Option<String> {
        let columns = self.columns.as_ref()?;
        names.find(|name| !columns.iter().any(|column| column == name)).map(str::to_owned)
    }

    /// What is expected and found then.
    fn homeless_words(&self, name: &str) -> (String, String) {
        let expected = format!("only the columns of the first {PEEKED} rows (--format jsonl takes any)");
        (expected, format!("a further column `{name}`"))
    }
}

/// Scratch memory of one thread.
#[derive(Default)]
struct Scratch {
    stemmer: Stemmer,
    worker: Worker,
    rows: Vec<crate::document::Row>,
}
