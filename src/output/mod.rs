//! Labelled documents and rows → CSV, JSON lines, Parquet, Arrow, a page or a table for people.
//!
//! Method: one small file a format, each a plain function from [`Labelled`] or [`LabelledRows`] to bytes,
//! so that workers render and whoever writes only writes. Probabilities have four decimals, offsets are
//! code points. An own column of an input that bears the name of one of ours gets `input_` before it.
//! [`Destination`] writes beside the file and renames at the end, packed where the name ends in `.gz` or
//! `.zst`; [`Meta`] is what stands in `FILE.meta.json`. A [`Checkpoint`] beside the part says how far it has
//! come, [`Notes`] what was told, so that an interrupted run can be gone on with.
//!
//! ```
//! use stance::{model::{Model, Worker}, output::{Columns, Format}, pipeline};
//! let document = stance::document::from_text("note", "The train was late.");
//! let labelled = pipeline::label(document, &Model::default_model()?, 0.0, &mut Worker::default());
//! let mut out = Vec::new();
//! Format::Csv.articles(&[labelled], &Columns::articles(vec![]), &mut out);
//! assert!(out.starts_with(b"note,,,,1,0,19,body,false,The train was late.,neutral,"));
//! # Ok::<(), stance::model::ModelError>(())
//! ```

mod cells;
mod checkpoint;
#[cfg(feature = "parquet")]
mod columnar;
#[cfg(not(feature = "parquet"))]
#[path = "columnar_off.rs"]
mod columnar;
mod columns;
mod csv;
mod destination;
mod html;
mod jsonl;
mod meta;
mod notes;
mod sink;
mod table;

pub use checkpoint::Checkpoint;
pub use columns::{ADDED, ARTICLE, COPY_OF, Columns, SET};
pub use destination::Destination;
pub use meta::{Meta, Settings};
pub use notes::Notes;
pub use sink::{Packing, Sink};

use crate::pipeline::{Labelled, LabelledRows};
use std::path::Path;

/// What ends an Arrow stream.
const ARROW_END: [u8; 8] = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

/// A form that results are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A page for people: each article in full, its sentences marked.
    Html,
    /// For people, of this many characters a line, with colours.
    Table {
        /// Characters a line.
        width: usize,
    },
    /// Parquet. Workers render Arrow, and whoever writes packs it into row groups.
    Parquet,
    /// An Arrow stream, a record batch for each batch of input.
    Arrow,
}

impl Format {
    /// The format that a file's name asks for; what packs it does not count.
    pub fn of_path(path: &Path) -> Option<Format> {
        let (_, path) = Packing::of_path(path);
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "html" | "htm" => Some(Format::Html),
            "parquet" => Some(Format::Parquet),
            "arrow" | "arrows" => Some(Format::Arrow),
            _ => None,
        }
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Html => "html",
            Format::Table { .. } => "table",
            Format::Parquet => "parquet",
            Format::Arrow => "arrow",
        }
    }

    /// Whether all rows have the same columns, which must be known before the first is written.
    pub fn has_fixed_columns(self) -> bool {
        matches!(self, Format::Csv | Format::Parquet | Format::Arrow)
    }

    /// Whether this build can write it.
    pub fn is_built_in(self) -> bool {
        cfg!(feature = "parquet") || !matches!(self, Format::Parquet | Format::Arrow)
    }

    /// What stands before the first row.
    pub fn head(self, columns: &Columns) -> Vec<u8> {
        match self {
            Format::Csv => csv::head(columns),
            Format::Html => html::head().into_bytes(),
            Format::Jsonl | Format::Table { .. } => Vec::new(),
            Format::Parquet | Format::Arrow => columnar::head(columns),
        }
    }

    /// Of the words behind each label that takes a side, how many are shown.
    pub fn words(self) -> usize {
        if self == Format::Html { 5 } else { 0 }
    }

    /// What is kept of some articles for the end.
    pub fn after(self, labelled: &[Labelled], after: &mut Vec<u8>) {
        if self == Format::Html {
            labelled.iter().for_each(|article| after.extend_from_slice(html::entry(article).as_bytes()));
        }
    }

    /// What stands after the last row: `after` is what was kept for it, `cut` whether not all of it was.
    pub fn tail(self, meta: &Meta, after: &[u8], cut: bool) -> Vec<u8> {
        match self {
            Format::Html => html::end(meta, &String::from_utf8_lossy(after), cut).into_bytes(),
            Format::Arrow => ARROW_END.into(),
            Format::Csv | Format::Jsonl | Format::Parquet | Format::Table { .. } => Vec::new(),
        }
    }

    /// The sentences of some articles.
    pub fn articles(self, labelled: &[Labelled], columns: &Columns, out: &mut Vec<u8>) {
        match self {
            Format::Csv => labelled.iter().for_each(|article| csv::article(article, columns, out)),
            Format::Jsonl => labelled.iter().for_each(|article| jsonl::article(article, columns, out)),
            Format::Html => {
                labelled.iter().for_each(|article| out.extend_from_slice(html::article(article).as_bytes()))
            }
            Format::Table { width } => labelled.iter().for_each(|article| table::article(article, width, out)),
            Format::Parquet | Format::Arrow => columnar::articles(labelled, columns, out),
        }
    }

    /// A batch of rows that are sentences.
    pub fn rows(self, rows: &LabelledRows, columns: &Columns, out: &mut Vec<u8>) {
        match self {
            Format::Csv => csv::rows(rows, columns, out),
            Format::Jsonl => jsonl::rows(rows, columns, out),
            Format::Html => self.articles(rows.documents(), columns, out),
            Format::Table { width } => table::rows(rows, width, out),
            Format::Parquet | Format::Arrow => columnar::rows(rows, columns, out),
        }
    }
}
