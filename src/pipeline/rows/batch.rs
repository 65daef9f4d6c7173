use super::fields::Places;
use crate::article::{Column, TypedRow};
use crate::base::Reject;
use crate::pipeline::{Labelled, Verdict};
use std::sync::Arc;

/// How the rows of a table are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One cell a column.
    Cells,
    /// One cell: the line, a JSON object.
    Line,
}

/// What is the same for all rows of a table.
#[derive(Debug)]
pub(super) struct Head {
    pub file: String,
    pub form: Form,
    /// Column names; none for JSON lines.
    pub names: Vec<String>,
    /// The same with their types.
    pub columns: Vec<Column>,
    /// Name of the column or key that holds the sentence.
    pub text: String,
    pub places: Places,
}

/// How a row stands to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A document of its own.
    Lone,
    /// First of a document.
    Begins,
    /// Of the same document as the row before.
    Continues,
}

/// One row: where it stood, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowAt {
    pub line: u64,
    pub place: Place,
}

/// Rows of whole documents, their cells one after the other in one piece of memory.
#[derive(Debug)]
pub struct Batch {
    pub(super) head: Arc<Head>,
    pub(super) bytes: Vec<u8>,
    /// Where each cell ends, row by row.
    ends: Vec<usize>,
    pub(super) rows: Vec<RowAt>,
    /// The rows as they came, where the table has types.
    pub(super) typed: Vec<TypedRow>,
    /// What could not be made a row.
    pub(super) rejects: Vec<Reject>,
    pub(super) returned: u64,
}

impl Batch {
    pub(super) fn new(head: Arc<Head>) -> Self {
        let (bytes, ends, rows, typed, rejects) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Batch { head, bytes, ends, rows, typed, rejects, returned: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.rejects.is_empty()
    }

    fn width(&self) -> usize {
        match self.head.form {
            Form::Cells => self.head.names.len(),
            Form::Line => 1,
        }
    }

    /// Adds one row.
    pub(super) fn push<'c>(&mut self, row: RowAt, cells: impl Iterator<Item = &'c [u8]>) {
        for cell in cells {
            self.bytes.extend_from_slice(cell);
            self.ends.push(self.bytes.len());
        }
        self.rows.push(row);
    }

    /// One cell of one row.
    pub(super) fn cell(&self, row: usize, column: usize) -> &[u8] {
        let at = row * self.width() + column;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }
}

/// A batch of rows of one table with what was said of each.
pub struct LabelledRows<'b> {
    pub(super) batch: &'b Batch,
    pub(super) outcomes: &'b [Option<Outcome>],
    pub(super) documents: &'b [Labelled],
}

/// What became of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    pub verdict: Verdict,
    /// JSON lines only: one of its keys is the name of a column of ours.
    pub clashes: bool,
}

/// One labelled row: its own cells as they came.
#[derive(Debug, Clone, Copy)]
pub struct LabelledRow<'b> {
    batch: &'b Batch,
    row: usize,
    /// What was said of it.
    pub verdict: Verdict,
    /// JSON lines only: one of its keys is the name of an added column.
    pub clashes: bool,
}

impl<'b> LabelledRows<'b> {
    /// Column names of the table; `None` for JSON lines.
    pub fn names(&self) -> Option<&'b [String]> {
        (self.batch.head.form == Form::Cells).then_some(&self.batch.head.names)
    }

    /// The documents that the rows make, a row without `doc` one without a name; kept only where words were asked for.
    pub fn documents(&self) -> &'b [Labelled] {
        self.documents
    }

    /// The rows in order, without those that were rejected.
    pub fn iter(&self) -> impl Iterator<Item = LabelledRow<'b>> {
        let batch = self.batch;
        self.outcomes.iter().enumerate().filter_map(move |(row, outcome)| {
            let Outcome { verdict, clashes } = (*outcome)?;
            Some(LabelledRow { batch, row, verdict, clashes })
        })
    }
}

impl<'b> LabelledRow<'b> {
    /// One cell, by its column's place in the table.
    pub fn cell(&self, column: usize) -> &'b str {
        text(self.bytes(column))
    }

    /// The same as bytes, for formats that need not look at the characters again.
    pub fn bytes(&self, column: usize) -> &'b [u8] {
        self.batch.cell(self.row, column)
    }

    /// The row as it came, where the table has types.
    pub fn typed(&self) -> Option<&'b TypedRow> {
        self.batch.typed.get(self.row)
    }

    /// The whole line of a row of JSON lines.
    pub fn line(&self) -> &'b str {
        text(self.batch.cell(self.row, 0))
    }

    /// The sentence, and the document it belongs to, for people to read.
    pub fn shown(&self) -> (String, Option<String>) {
        match self.batch.head.places.of(self.batch, self.row) {
            Ok(fields) => (fields.text.into_owned(), fields.doc.map(|doc| doc.into_owned())),
            Err(_) => (String::new(), None),
        }
    }
}

fn text(cell: &[u8]) -> &str {
    std::str::from_utf8(cell).expect("rows that are not UTF-8 were rejected")
}
