//! What stands in for Parquet and Arrow in a build without them: nothing can be opened.

use super::bytes::{Bytes, Meter};
use crate::base::Reject;
use std::path::Path;

/// The type of a column: always text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
}

/// The type of columns of text.
pub(crate) const TEXT: ColumnType = ColumnType::Text;

pub(crate) fn is_bare(_kind: &ColumnType) -> bool {
    false
}

/// A row with its cells as they came: nothing makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedRow(());

impl TypedRow {
    /// The type of a column.
    pub fn kind(&self, _name: &str) -> Option<ColumnType> {
        None
    }

    /// Whether there is such a column and its cell is null.
    pub fn is_null(&self, _name: &str) -> bool {
        false
    }
}

/// Rows of an open table: there are none.
pub(crate) enum Rows {}

pub(crate) fn parquet(path: &Path, _meter: &Meter) -> Result<Rows, Reject> {
    Err(missing(&path.display().to_string(), "Parquet"))
}

pub(crate) fn arrow(file: &str, _bytes: Bytes) -> Result<Rows, Reject> {
    Err(missing(file, "Arrow"))
}

fn missing(file: &str, what: &str) -> Reject {
    let expected = "text, HTML, CSV or JSON lines (Parquet and Arrow need a build with `--features parquet`)";
    Reject::file(file, expected, what)
}

impl Rows {
    pub fn names(&self) -> Vec<String> {
        match *self {}
    }

    pub fn kinds(&self) -> Vec<ColumnType> {
        match *self {}
    }

    pub fn advance(&mut self) -> Result<bool, Reject> {
        match *self {}
    }

    pub fn number(&self) -> u64 {
        match *self {}
    }

    pub fn cell(&self, _column: usize) -> &str {
        match *self {}
    }

    pub fn typed(&self) -> TypedRow {
        match *self {}
    }
}
