//! What stands in for Parquet and Arrow in a build without them. [`super::Format::is_built_in`] keeps callers
//! away, so nothing here writes.

use super::columns::Columns;
use crate::pipeline::{Labelled, LabelledRows};
use std::io::{self, Write};

pub(super) fn head(_columns: &Columns) -> Vec<u8> {
    Vec::new()
}

pub(super) fn articles(_labelled: &[Labelled], _columns: &Columns, _out: &mut Vec<u8>) {}

pub(super) fn rows(_rows: &LabelledRows, _columns: &Columns, _out: &mut Vec<u8>) {}

/// A Parquet file being written.
pub(super) struct Parquet<W>(W);

impl<W: Write> Parquet<W> {
    pub fn new(out: W) -> Self {
        Parquet(out)
    }

    pub fn write(&mut self, _arrow: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn finish(self) -> io::Result<W> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
