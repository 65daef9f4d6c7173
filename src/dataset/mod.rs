//! Annotation files → labelled [`Document`]s; splits by document.
//!
//! Method: every table (`.csv`, `.tsv`, `.jsonl`, each also `.gz` or `.zst`) becomes rows with the
//! columns `text,label` and, where present, `doc,n,paragraph,title,alone,holder,kind,annotator,time`.
//! The rows of one `doc` are gathered into a document whatever their order; a row without `doc` is a
//! document of one sentence, `file#row`. A row that names a `(doc, n)` for the second time supersedes
//! the first: that is how corrections work. Which row is later is decided in this order, so that the
//! order in which files are named changes nothing: a file with `corrections` in its name is later than
//! one without; then the column `time` (or `batch`) by its bytes, none first; then the file's name and
//! path by bytes; then the line. Documents come out sorted by the bytes of their id.
//!
//! Labels without text ([`join`]) name a sentence by its digest; texts that somebody has are searched
//! for it.
//!
//! ```
//! use stance::dataset::{LabelMap, read};
//! let folder = std::env::temp_dir().join("stance-dataset-example");
//! std::fs::create_dir_all(&folder)?;
//! let file = folder.join("tweets.csv");
//! std::fs::write(&file, "text,label\nLet them in.,FAVOR\nThe train was late.,NONE\nNo!,MAYBE\n")?;
//! let map: LabelMap = "FAVOR=admit,NONE=neutral".parse()?;
//! let (documents, rejects) = read(&[file], &map);
//! assert_eq!(documents.len(), 2);
//! assert_eq!(rejects[0].line, Some(4));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it gets wrong: two files that use one `doc` for two articles are one document to it, unless
//! their numbers meet on different texts, which is reported; a document whose rows have no `n` is read
//! in the order of its rows, even if another file's rows belong between them.

mod aligned;
pub mod annotation;
mod behaviour;
mod columns;
mod digest;
mod documents;
pub(crate) mod files;
mod folds;
mod gather;
mod holdout;
mod join;
pub mod lint;
mod locate;
mod map;
mod off_topic;
mod predictions;
pub mod project;
mod read;
mod row;
mod sentences;
pub mod splits;
pub(crate) mod table;
mod teacher;
#[cfg(test)]
mod tests;
mod texts;
mod wanted;

pub use aligned::{Aligned, align};
pub use behaviour::behaviour;
pub use columns::{Columns, further_columns};
pub use digest::digest;
pub use folds::{folds, portion};
pub use holdout::Holdout;
pub use join::join;
pub use locate::{locate, most_overlapping};
pub use map::{BadMap, LabelMap};
pub use predictions::{Predicted, predictions};
pub use read::{Reading, read, read_with};
pub use sentences::{Sentences, sentence_number};
pub use teacher::{taught, teach};
pub use wanted::{Wanted, wanted};

use crate::base::{Scores, Stance};
use crate::document::Document;

/// A document with a reader's label for each of its sentences.
#[derive(Debug, Clone, Default)]
pub struct LabelledDocument {
    /// The document; its id is the `doc` of the rows.
    pub document: Document,
    /// One entry a sentence of the document, in order.
    pub gold: Vec<Gold>,
    /// Columns that describe the document (source, genre, …), for slices.
    pub facts: Vec<(String, String)>,
    /// What a larger model says of each sentence, in context and alone; empty where none was asked.
    pub teacher: Vec<Option<[Scores; 2]>>,
}

impl LabelledDocument {
    /// One of the document's facts, where its files say it.
    pub fn fact(&self, name: &str) -> Option<&str> {
        let found = self.facts.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What a reader said of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// The sentence's number in its article.
    pub n: u32,
    /// Read in context.
    pub label: Stance,
    /// Read without context, where the file has it.
    pub alone: Option<Stance>,
    /// Whose position it is; empty for neutral.
    pub holder: String,
    /// Who labelled it; empty where the file does not say.
    pub annotator: String,
    /// The file the row came from.
    pub file: String,
    /// Its line in that file, from 1.
    pub line: u64,
}
