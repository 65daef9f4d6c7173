//! CSV and TSV → one [`Article`] a row, in bounded memory.

use super::Article;
use super::bytes::{Bytes, broken};
use super::row::{Columns, no_text};
use crate::base::Reject;
use csv::{ByteRecord, Reader, ReaderBuilder};

/// Rows of an open table.
pub(super) struct Table {
    file: String,
    reader: Reader<Bytes>,
    columns: Columns,
    record: ByteRecord,
    row: u64,
    over: bool,
}

/// Reads the header.
///
/// # Errors
/// No header, or none of its columns holds text.
pub(super) fn table(file: &str, bytes: Bytes, delimiter: u8, text: Option<&str>) -> Result<Table, Reject> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(bytes);
    let mut record = ByteRecord::new();
    let any = reader.read_byte_record(&mut record).map_err(|error| unread(file, error))?;
    if !any {
        return Err(Reject::file(file, "text", "an empty file"));
    }
    let names: Vec<String> = record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    match Columns::new(names.clone(), text) {
        Some(columns) => Ok(Table { file: file.to_owned(), reader, columns, record, row: 0, over: false }),
        None => Err(no_text(file, &names, text)),
    }
}

impl Iterator for Table {
    type Item = Result<Article, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Ok(true) => {
                self.row += 1;
                let line = self.record.position().map_or(0, csv::Position::line);
                Some(self.article().map_err(|reject| reject.at(line)))
            }
            Err(error) => {
                self.over = true;
                Some(Err(unread(&self.file, error)))
            }
        }
    }
}

impl Table {
    fn article(&self) -> Result<Article, Reject> {
        let (expected, found) = (self.columns.len(), self.record.len());
        if expected != found {
            return Err(Reject::file(&self.file, fields(expected), fields(found)));
        }
        let texts = self.record.iter().enumerate().map(|(i, field)| self.utf_8(i, field)).collect::<Result<_, _>>()?;
        self.columns.article(&self.file, self.row, texts)
    }

    fn utf_8(&self, column: usize, field: &[u8]) -> Result<String, Reject> {
        let text = std::str::from_utf8(field).map_err(|error| {
            let found = format!("other bytes in column {} at offset {}", column + 1, error.valid_up_to());
            Reject::file(&self.file, "UTF-8", found)
        })?;
        Ok(text.to_owned())
    }
}

fn fields(count: usize) -> String {
    format!("{count} field{}", if count == 1 { "" } else { "s" })
}

/// What the csv reader says of a row, as a reject.
pub(crate) fn unread(file: &str, error: csv::Error) -> Reject {
    let line = error.position().map(csv::Position::line);
    let reject = match error.into_kind() {
        csv::ErrorKind::Io(error) => broken(file, &error),
        other => Reject::file(file, "a table", format!("{other:?}")),
    };
    Reject { line, ..reject }
}
