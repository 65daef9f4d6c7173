mod objects;
mod separated;

use super::files::{Form, bytes, form, shown};
use crate::base::Reject;
use objects::objects;
pub(crate) use separated::separated;
use std::path::Path;

/// A table in memory: columns by name, and what could not be read of it.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub file: String,
    pub columns: Vec<String>,
    pub rows: Vec<Cells>,
    pub rejects: Vec<Reject>,
}

/// One row; `values` may be shorter than the columns, an empty value is none.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    /// Line in the file, from 1.
    pub line: u64,
    /// Row of the table, from 1, bad rows counted.
    pub row: u64,
    pub values: Vec<String>,
}

impl Table {
    /// Whether any row can have this column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    /// Refuses a table that lacks a column; `what` says what it should have been.
    pub fn require(&self, columns: &[&str], what: &str) -> Result<(), Reject> {
        let lacking = |column: &&&str| !self.has(column);
        let Some(column) = columns.iter().find(lacking) else {
            return Ok(());
        };
        let found = format!("columns {}", brief(&self.columns.join(",")));
        Err(Reject::file(&self.file, format!("{what} with a column {column}"), found).at(1))
    }

    /// Refuses a row for what stands in a column.
    pub fn reject(&self, cells: &Cells, column: &str, expected: &str) -> Reject {
        let found = self.get(cells, column).map_or("none".to_owned(), brief);
        Reject::file(&self.file, format!("in column {column} {expected}"), found).at(cells.line)
    }

    /// The probability in a column.
    pub fn probability(&self, cells: &Cells, column: &str) -> Result<f32, Reject> {
        let value = self.get(cells, column).and_then(|value| value.trim().parse().ok());
        let value = value.filter(|value: &f32| (0.0..=1.0).contains(value));
        value.ok_or_else(|| self.reject(cells, column, "a number from 0 to 1"))
    }

    /// The value in a column, unless it is empty.
    pub fn get<'t>(&self, cells: &'t Cells, column: &str) -> Option<&'t str> {
        let at = self.columns.iter().position(|name| name == column)?;
        cells.values.get(at).map(String::as_str).filter(|value| !value.trim().is_empty())
    }
}

/// A value as quoted in a reject: the beginning of a long one.
pub(crate) fn brief(value: &str) -> String {
    match value.char_indices().nth(60) {
        Some((end, _)) => format!("{:?} and {} bytes more", &value[..end], value.len() - end),
        None => format!("{value:?}"),
    }
}

/// Reads a whole table. A file that is none is one reject.
pub(super) fn load(path: &Path) -> Result<Table, Reject> {
    let bytes = bytes(path)?;
    let file = shown(path);
    let form = form(path).unwrap_or(Form::Csv);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        let expected = if form == Form::Jsonl { "one JSON object a line" } else { "a line of column names" };
        return Err(Reject::file(file, expected, "an empty file"));
    }
    match form {
        Form::Csv => separated(file, &bytes, b','),
        Form::Tsv => separated(file, &bytes, b'\t'),
        Form::Jsonl => Ok(objects(file, &bytes)),
    }
}
