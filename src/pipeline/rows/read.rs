//! Tables → batches of rows; only cells and lines are found here, everything else is the workers' part.

use super::batch::{Batch, Form, Head, Place, RowAt};
use super::fields::{Places, TEXT, json};
use super::group::Grouping;
use crate::article::{self, Bytes, Column, Format, Reading, Rows, broken, format_of, sniff, unread};
use crate::base::Reject;
use crate::pipeline::input::{Input, Reader, unite};
use crate::pipeline::{BATCH, PEEKED, PEEKED_BYTES};
use csv::ByteRecord;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::sync::Arc;

/// The rows of one input, in batches of whole documents.
pub struct RowReader {
    head: Arc<Head>,
    source: Source,
    grouping: Grouping,
    /// A row read that begins the next batch.
    held: Option<RowAt>,
    /// Lines that were not blank.
    rows: u64,
    over: bool,
    /// Why there are no rows at all.
    bad: Option<Reject>,
}

enum Source {
    Table { reader: Box<csv::Reader<Bytes>>, record: ByteRecord },
    Lines { bytes: Bytes, buffer: Vec<u8>, line: u64 },
    Typed(Rows),
    Nothing,
}

/// Opens an input; what is wrong with it comes as the only batch.
pub(super) fn open(input: &Input, reading: &Reading) -> RowReader {
    let file = input.to_string();
    let text = reading.text.as_deref().unwrap_or(TEXT);
    let opened = match input {
        Input::Stdin => article::unpack("-", Box::new(BufReader::with_capacity(1 << 16, std::io::stdin())))
            .and_then(|bytes| begin(&file, bytes, None, text)),
        Input::Path(path) if format_of(path) == Some(Format::Parquet) => {
            article::parquet(path, &reading.meter).and_then(|rows| typed(&file, rows, text))
        }
        Input::Path(path) => {
            article::open(path, &reading.meter).and_then(|bytes| begin(&file, bytes, format_of(path), text))
        }
    };
    opened.unwrap_or_else(|reject| RowReader {
        bad: Some(reject),
        ..RowReader::new(head(&file, Form::Line, Vec::new(), text), Source::Nothing)
    })
}

fn head(file: &str, form: Form, columns: Vec<Column>, text: &str) -> Head {
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    Head { file: file.to_owned(), form, places: Places::new(&names, text), names, columns, text: text.to_owned() }
}

/// A table whose head names the column of the sentence.
fn with_text(head: Head, source: Source) -> Result<RowReader, Reject> {
    if head.places.text().is_none() {
        let names: String = head.names.join(", ").chars().take(200).collect();
        return Err(Reject::file(head.file, format!("a column `{}`", head.text), format!("columns {names}")).at(1));
    }
    Ok(RowReader::new(head, source))
}

fn typed(file: &str, rows: Rows, text: &str) -> Result<RowReader, Reject> {
    let columns = rows.names().into_iter().zip(rows.kinds()).map(|(name, kind)| Column { name, kind });
    with_text(head(file, Form::Cells, columns.collect(), text), Source::Typed(rows))
}

fn begin(file: &str, mut bytes: Bytes, name: Option<Format>, text: &str) -> Result<RowReader, Reject> {
    let start = bytes.fill_buf().map_err(|error| broken(file, &error))?;
    if start.is_empty() {
        return Err(Reject::file(file, format!("rows with a column `{text}`"), "an empty file"));
    }
    let format = name.unwrap_or_else(|| match sniff(start, Some(text)) {
        // A table of one column has no comma to be known by; its header is checked anyway.
        Format::Text => Format::Table(b','),
        format => format,
    });
    let mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    bytes.consume(mark);
    match format {
        Format::Jsonl => {
            let source = Source::Lines { bytes, buffer: Vec::new(), line: 0 };
            Ok(RowReader::new(head(file, Form::Line, Vec::new(), text), source))
        }
        Format::Table(delimiter) => table(file, bytes, delimiter, text),
        Format::Arrow => article::arrow(file, bytes).and_then(|rows| typed(file, rows, text)),
        Format::Parquet => Err(article::unnamed_parquet(file)),
        _ => Err(Reject::file(
            file,
            format!("a CSV, TSV or JSONL table with a column `{text}` (articles need --unit article)"),
            "none",
        )),
    }
}

fn table(file: &str, bytes: Bytes, delimiter: u8, text: &str) -> Result<RowReader, Reject> {
    let mut options = csv::ReaderBuilder::new();
    let mut reader =
        options.delimiter(delimiter).flexible(true).has_headers(false).buffer_capacity(1 << 16).from_reader(bytes);
    let mut record = ByteRecord::new();
    reader.read_byte_record(&mut record).map_err(|error| unread(file, error))?;
    let columns = record.iter().map(|name| Column::text(String::from_utf8_lossy(name))).collect();
    with_text(head(file, Form::Cells, columns, text), Source::Table { reader: Box::new(reader), record })
}

impl RowReader {
    fn new(head: Head, source: Source) -> Self {
        let head = Arc::new(head);
        RowReader { head, source, grouping: Grouping::default(), held: None, rows: 0, over: false, bad: None }
    }

    /// Reads one row into `source`; a row that is none is told in `batch`.
    fn advance(&mut self, batch: &mut Batch) -> Option<RowAt> {
        loop {
            let (row, returned) = match self.read_row() {
                Ok(Some(row)) => row,
                Ok(None) => {
                    self.over = true;
                    return None;
                }
                Err(reject) => {
                    batch.rejects.push(reject);
                    if self.over {
                        return None;
                    }
                    continue;
                }
            };
            batch.returned += u64::from(returned);
            return Some(row);
        }
    }

    fn read_row(&mut self) -> Result<Option<(RowAt, bool)>, Reject> {
        let file = &self.head.file;
        let (line, (place, returned)) = match &mut self.source {
            Source::Nothing => return Ok(None),
            Source::Table { reader, record } => {
                let more = reader.read_byte_record(record).map_err(|error| {
                    self.over = true;
                    unread(file, error)
                })?;
                if !more {
                    return Ok(None);
                }
                let line = record.position().map_or(0, csv::Position::line);
                check_width(&self.head, record).map_err(|reject| reject.at(line))?;
                let doc = self.head.places.doc().map_or(&b""[..], |column| &record[column]);
                (line, self.grouping.place(doc))
            }
            Source::Typed(rows) => {
                let more = rows.advance().inspect_err(|_| self.over = true)?;
                if !more {
                    return Ok(None);
                }
                let doc = self.head.places.doc().map_or("", |column| rows.cell(column));
                (rows.number(), self.grouping.place(doc.as_bytes()))
            }
            Source::Lines { bytes, buffer, line } => {
                let more = next_line(bytes, buffer, line).map_err(|error| {
                    self.over = true;
                    broken(file, &error).at(*line)
                })?;
                if !more {
                    self.over = true;
                    let expected = format!("rows with a key `{}`", self.head.text);
                    let empty = || Reject::file(file, expected, "an empty file");
                    return if self.rows == 0 { Err(empty()) } else { Ok(None) };
                }
                self.rows += 1;
                let read = json(buffer, &self.head.text, |_| ());
                let fields = read.map_err(|(expected, found)| Reject::file(file, expected, found).at(*line))?;
                (*line, self.grouping.place(fields.doc.as_deref().unwrap_or_default().as_bytes()))
            }
        };
        Ok(Some((RowAt { line, place }, returned)))
    }

    fn push(&self, row: RowAt, batch: &mut Batch) {
        match &self.source {
            Source::Table { record, .. } => batch.push(row, record.iter()),
            Source::Lines { buffer, .. } => batch.push(row, std::iter::once(buffer.trim_ascii())),
            Source::Typed(rows) => {
                batch.push(row, (0..self.head.names.len()).map(|column| rows.cell(column).as_bytes()));
                batch.typed.push(rows.typed());
            }
            Source::Nothing => {}
        }
    }
}

/// The next line that is not blank.
fn next_line(bytes: &mut Bytes, buffer: &mut Vec<u8>, line: &mut u64) -> std::io::Result<bool> {
    loop {
        buffer.clear();
        *line += 1;
        if bytes.read_until(b'\n', buffer)? == 0 {
            return Ok(false);
        }
        if !buffer.trim_ascii().is_empty() {
            return Ok(true);
        }
    }
}

fn check_width(head: &Head, record: &ByteRecord) -> Result<(), Reject> {
    let fields = |count: usize| format!("{count} field{}", if count == 1 { "" } else { "s" });
    match record.len() == head.names.len() {
        true => Ok(()),
        false => Err(Reject::file(&head.file, fields(head.names.len()), fields(record.len()))),
    }
}

impl Iterator for RowReader {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch::new(Arc::clone(&self.head));
        if let Some(reject) = self.bad.take() {
            batch.rejects.push(reject);
            return Some(batch);
        }
        if let Some(row) = self.held.take() {
            self.push(row, &mut batch);
        }
        while !self.over
            && let Some(row) = self.advance(&mut batch)
        {
            let full = batch.bytes.len() + 64 * batch.rejects.len() >= BATCH as usize;
            if full && row.place != Place::Continues {
                self.held = Some(row);
                return Some(batch);
            }
            self.push(row, &mut batch);
        }
        (!batch.is_empty()).then_some(batch)
    }
}

/// The columns of the inputs' tables, in the order they are met, and the inputs to go on with. Of JSON
/// lines the first [`PEEKED`] rows are looked at.
pub fn row_columns(inputs: Vec<Input>, reading: &Reading) -> (Vec<Column>, Vec<Reader<RowReader>>) {
    let mut columns = Vec::new();
    let peeked = inputs.into_iter().map(|input| {
        let mut reader = open(&input, reading);
        unite(&mut columns, &reader.head.columns);
        if let Source::Lines { bytes, .. } = &mut reader.source {
            peek(bytes, &mut columns);
        }
        Reader::peeked(input, reader)
    });
    let readers = peeked.collect();
    (columns, readers)
}

/// Adds the keys of the first lines, and puts the lines back.
fn peek(bytes: &mut Bytes, columns: &mut Vec<Column>) {
    let mut seen = Vec::new();
    for _ in 0..PEEKED {
        let start = seen.len();
        if start as u64 > PEEKED_BYTES || !matches!(bytes.read_until(b'\n', &mut seen), Ok(1..)) {
            break;
        }
        let mut keys = Vec::new();
        if json(&seen[start..], TEXT, |key| keys.push(Column::text(key))).is_ok() {
            unite(columns, &keys);
        }
    }
    let rest = std::mem::replace(bytes, Box::new(std::io::empty()));
    *bytes = Box::new(BufReader::with_capacity(1 << 16, Cursor::new(seen).chain(rest)));
}
