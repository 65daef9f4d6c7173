//! Labelled documents and rows → CSV, JSON lines, or a table for people.
//!
//! Method: one small file a format, each a plain function from [`Labelled`] or [`LabelledRows`] to bytes,
//! so that workers render and whoever writes only writes. Probabilities have four decimals, offsets are
//! code points. An own column of an input that bears the name of one of ours gets `input_` before it.
//! [`Destination`] writes beside the file and renames at the end; [`Meta`] is what stands in `FILE.meta.json`.
//!
//! ```
//! use stance::{model::{Model, Worker}, output::{Columns, Format}, pipeline};
//! let document = stance::document::from_text("note", "The train was late.");
//! let labelled = pipeline::label(document, &Model::default_model()?, 0.0, &mut Worker::default());
//! let mut out = Vec::new();
//! Format::Csv.article(&labelled, &Columns::articles(vec![]), &mut out);
//! assert!(out.starts_with(b"note,,,,1,0,19,body,false,The train was late.,neutral,"));
//! # Ok::<(), stance::model::ModelError>(())
//! ```

mod cells;
mod columns;
mod csv;
mod destination;
mod jsonl;
mod meta;
mod table;

pub use columns::{ADDED, ARTICLE, Columns};
pub use destination::Destination;
pub use meta::{Meta, Settings};

use crate::pipeline::{Labelled, LabelledRows};
use std::path::Path;

/// A form that results are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// For people, of this many characters a line, with colours.
    Table {
        /// Characters a line.
        width: usize,
    },
}

impl Format {
    /// The format that a file's name asks for.
    pub fn of_path(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Table { .. } => "table",
        }
    }

    /// Whether all rows have the same columns, which must be known before the first is written.
    pub fn has_fixed_columns(self) -> bool {
        self == Format::Csv
    }

    /// What stands before the first row.
    pub fn head(self, columns: &Columns) -> Vec<u8> {
        match self {
            Format::Csv => csv::head(columns),
            Format::Jsonl | Format::Table { .. } => Vec::new(),
        }
    }

    /// The sentences of one article.
    pub fn article(self, labelled: &Labelled, columns: &Columns, out: &mut Vec<u8>) {
        match self {
            Format::Csv => csv::article(labelled, columns, out),
            Format::Jsonl => jsonl::article(labelled, out),
            Format::Table { width } => table::article(labelled, width, out),
        }
    }

    /// A batch of rows that are sentences.
    pub fn rows(self, rows: &LabelledRows, columns: &Columns, out: &mut Vec<u8>) {
        match self {
            Format::Csv => csv::rows(rows, columns, out),
            Format::Jsonl => jsonl::rows(rows, out),
            Format::Table { width } => table::rows(rows, width, out),
        }
    }
}
