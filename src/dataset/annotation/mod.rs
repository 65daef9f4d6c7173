//! What annotators said of sentences, one row an annotator and sentence.
//!
//! Method: a batch is a CSV or JSONL file with the columns [`COLUMNS`], named in any order; only `label` and
//! `text` (or `doc` and `digest`) must be there. Batches are never edited: a correction is a later row of the
//! same annotator, and [`latest`] keeps the last word of each. Of two rows of one annotator the later is, in
//! this order: the one in a file with `corrections` in its name; the one with the later `time`, where both have
//! one; in one file, the one further down. Where none of these tells, and they differ, both are listed as a
//! [`Conflict`] and neither is taken. [`merge`] makes one row a sentence of what several annotators said, by a
//! [`Rule`] that is named; what the rule does not decide is a [`Conflict`] too.
//!
//! Two rows speak of the same sentence where `doc`, `n` and `digest` are the same ([`Unit`]); a row without
//! `n` speaks of the only numbered sentence with its `doc` and `digest`, if there is but one.
//!
//! ```
//! use stance::dataset::{LabelMap, annotation};
//! let folder = tempfile::tempdir()?;
//! let file = folder.path().join("batch.csv");
//! let rows = "doc,n,text,label,annotator\na,1,Let them in.,admit,anna\na,1,Let them in.,neutral,ben\n";
//! std::fs::write(&file, rows)?;
//! let read = annotation::read(&[file], &LabelMap::default());
//! let merged = annotation::merge(read.annotations, &"adjudicator=anna".parse()?);
//! assert_eq!(merged.annotations[0].label, stance::base::Stance::Admit);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it gets wrong: two people of one name are one annotator to it.

mod documents;
mod merge;
mod read;
#[cfg(test)]
mod tests;
mod unit;
mod write;

pub use documents::documents;
pub use merge::{BadRule, Merged, Rule, merge};
pub use read::{Batches, read};
pub use unit::{Conflict, Unit, latest, units};
pub use write::{csv, jsonl, new_batch};

use crate::base::{Kind, Stance};

/// The columns of a batch, in the order in which they are written.
pub const COLUMNS: [&str; 16] = [
    "doc",
    "n",
    "start",
    "end",
    "digest",
    "text",
    "label",
    "alone",
    "holder",
    "note",
    "annotator",
    "time",
    "tool",
    "batch",
    "kind",
    "paragraph",
];

/// What one annotator said of one sentence. An empty text is one that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// The document; empty where the sentence stands alone.
    pub doc: String,
    /// The sentence's number in its article, from 1.
    pub n: Option<u32>,
    /// Where it stands in the text of its article, in code points: start and end.
    pub place: Option<(usize, usize)>,
    /// Names the sentence, see [`crate::base::sentence_digest`].
    pub digest: String,
    /// The sentence; empty in batches that hold labels without text.
    pub text: String,
    /// Read in context.
    pub label: Stance,
    /// Read by itself.
    pub alone: Option<Stance>,
    /// Whose position it is.
    pub holder: String,
    /// What the annotator wrote beside it.
    pub note: String,
    /// Who said it.
    pub annotator: String,
    /// When, as `2026-11-22T08:30:00Z`: times are compared by their bytes.
    pub time: String,
    /// The program it was said in.
    pub tool: String,
    /// The batch it was a part of.
    pub batch: String,
    /// What part of its article the sentence is.
    pub kind: Kind,
    /// The paragraph it stands in, from 1.
    pub paragraph: Option<u32>,
    /// The file it was read from; empty where it comes from none. Not written.
    pub file: String,
    /// Its line there, from 1. Not written.
    pub line: u64,
}
