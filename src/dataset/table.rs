use super::files::{Form, bytes, form, shown};
use crate::base::Reject;
use std::path::Path;

/// A table in memory: columns by name, and what could not be read of it.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub file: String,
    pub columns: Vec<String>,
    pub rows: Vec<Cells>,
    pub rejects: Vec<Reject>,
}

/// One row; `values` may be shorter than the columns, an empty value is none.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// Line in the file, from 1.
    pub line: u64,
    /// Row of the table, from 1, bad rows counted.
    pub row: u64,
    values: Vec<String>,
}

impl Table {
    /// Whether any row can have this column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    /// The value in a column, unless it is empty.
    pub fn get<'t>(&self, cells: &'t Cells, column: &str) -> Option<&'t str> {
        let at = self.columns.iter().position(|name| name == column)?;
        cells.values.get(at).map(String::as_str).filter(|value| !value.trim().is_empty())
    }
}

/// A value as quoted in a reject: the beginning of a long one.
pub(super) fn brief(value: &str) -> String {
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

fn separated(file: String, bytes: &[u8], delimiter: u8) -> Result<Table, Reject> {
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

fn objects(file: String, bytes: &[u8]) -> Table {
    let mut table = Table { file, ..Table::default() };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let (line_number, row) = (at as u64 + 1, (table.rows.len() + table.rejects.len() + 1) as u64);
        match object(line) {
            Ok(object) => {
                let values = place(&mut table.columns, object);
                table.rows.push(Cells { line: line_number, row, values });
            }
            Err((expected, found)) => {
                table.rejects.push(Reject::file(&table.file, expected, found).at(line_number));
            }
        }
    }
    table
}

type Object = serde_json::Map<String, serde_json::Value>;

fn object(line: &[u8]) -> Result<Object, (&'static str, String)> {
    let line = std::str::from_utf8(line)
        .map_err(|e| ("UTF-8", format!("other bytes after {} bytes", e.valid_up_to())))?;
    serde_json::from_str(line).map_err(|_| ("one JSON object a line", brief(line.trim())))
}

fn place(columns: &mut Vec<String>, object: Object) -> Vec<String> {
    let mut values = vec![String::new(); columns.len()];
    for (name, value) in object {
        let value = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        match columns.iter().position(|column| *column == name) {
            Some(at) => values[at] = value,
            None => {
                columns.push(name);
                values.push(value);
            }
        }
    }
    values
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

    #[test]
    fn json_objects_may_differ_in_their_keys() {
        let table = objects("t".into(), b"{\"text\":\"a\"}\n\n{\"n\":2,\"text\":\"b\",\"x\":null}\n[1]\n");
        let seen: Vec<_> = table.rows.iter().map(|row| (table.get(row, "text"), table.get(row, "n"))).collect();
        assert_eq!(seen, [(Some("a"), None), (Some("b"), Some("2"))]);
        insta::assert_snapshot!(table.rejects[0], @r#"t:4: expected one JSON object a line, found "[1]""#);
    }
}
