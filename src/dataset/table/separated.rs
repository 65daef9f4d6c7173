use super::{Cells, Table};
use crate::base::Reject;

/// A CSV or TSV file; its first line names the columns.
pub(crate) fn separated(file: String, bytes: &[u8], delimiter: u8) -> Result<Table, Reject> {
    let mut reader = csv::ReaderBuilder::new();
    // A tweet may begin with a quotation mark and never close it: in TSV a quote is a character.
    reader.delimiter(delimiter).flexible(true).has_headers(false).quoting(delimiter == b',');
    let mut lines = Lines { bytes, at: 0, line: 1 };
    let mut table = Table { file, ..Table::default() };
    for record in reader.from_reader(bytes).byte_records() {
        let record = record.map_err(|e| Reject::file(table.file.clone(), "a table", e.to_string()))?;
        let line = lines.of(record.position().map_or(0, csv::Position::byte) as usize);
        if table.columns.is_empty() {
            table.columns = header(&table.file, &record)?;
            continue;
        }
        let row = (table.rows.len() + table.rejects.len() + 1) as u64;
        match fields(&record, table.columns.len(), delimiter == b'\t') {
            Ok(values) => table.rows.push(Cells { line, row, values }),
            Err((expected, found)) => table.rejects.push(Reject::file(&table.file, expected, found).at(line)),
        }
    }
    Ok(table)
}

fn header(file: &str, record: &csv::ByteRecord) -> Result<Vec<String>, Reject> {
    let names = csv::StringRecord::from_byte_record(record.clone())
        .map_err(|_| Reject::file(file, "column names in UTF-8", "other bytes").at(1))?;
    Ok(names.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect())
}

fn fields(record: &csv::ByteRecord, columns: usize, unquote: bool) -> Result<Vec<String>, (String, String)> {
    if record.len() != columns {
        return Err((format!("{columns} fields, as in the first line"), format!("{} fields", record.len())));
    }
    let values = csv::StringRecord::from_byte_record(record.clone()).map_err(|e| {
        let error = e.utf8_error();
        ("UTF-8".to_owned(), format!("other bytes in field {}, after {} bytes", error.field() + 1, error.valid_up_to()))
    })?;
    Ok(values.iter().map(|value| if unquote { unquoted(value) } else { value.to_owned() }).collect())
}

/// Some programs quote TSV fields as in CSV: such a field loses its quotes.
fn unquoted(field: &str) -> String {
    let inner = field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.replace("\"\"", "").contains('"') => inner.replace("\"\"", "\""),
        _ => field.to_owned(),
    }
}

/// Line numbers of ascending byte offsets; the line breaks that a CSV reader still has before it are skipped.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, byte: usize) -> u64 {
        let is_break = |at: usize| matches!(self.bytes.get(at), Some(b'\n' | b'\r'));
        let mut end = byte.min(self.bytes.len());
        while is_break(end) {
            end += 1;
        }
        let passed = &self.bytes[self.at.min(end)..end];
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.at = end;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_right_with_any_line_break_and_quoted_breaks() {
        let table = separated("t".into(), b"a,b\r\n1,2\r\n\r\n\"x\r\ny\",3\r\n4,5", b',').expect("a table");
        let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 4, 6]);
    }

    #[test]
    fn a_quotation_mark_in_tsv_is_a_character_unless_the_field_is_quoted() {
        let table = separated("t".into(), b"text\n\"Let them in\n\"He said \"\"no\"\"\"\n", b'\t').expect("a table");
        let texts: Vec<_> = table.rows.iter().filter_map(|row| table.get(row, "text")).collect();
        assert_eq!(texts, ["\"Let them in", "He said \"no\""]);
    }
}
