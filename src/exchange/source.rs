//! Files taken apart into entries: lines, elements of a list, rows of a table.

use super::cell::{decode, encode};
use super::fields::Fields;
use crate::base::Reject;
use crate::dataset::table::{brief, separated};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const WHY: &str = "memory takes all that is written";

/// One thing that a file holds, and its line.
pub(super) struct Entry {
    pub line: u64,
    pub fields: Fields,
}

/// What a file holds.
#[derive(Default)]
pub(super) struct Entries {
    pub good: Vec<Entry>,
    pub rejects: Vec<Reject>,
    /// What is not carried on, by name, and how many there were.
    pub left: BTreeMap<String, usize>,
}

/// One JSON object a line.
pub(super) fn json_lines(name: &str, text: &str) -> Entries {
    let mut entries = Entries::default();
    for (line, content) in (1..).zip(text.lines()).filter(|(_, content)| !content.trim().is_empty()) {
        match serde_json::from_str(content) {
            Ok(fields) => entries.good.push(Entry { line, fields }),
            Err(_) => {
                let found = brief(content.trim());
                entries.rejects.push(Reject::file(name, "one JSON object a line", found).at(line));
            }
        }
    }
    entries
}

/// A list of JSON objects.
pub(super) fn json_list(name: &str, text: &str) -> Result<Entries, Reject> {
    let list: Vec<Value> = serde_json::from_str(text).map_err(|error| broken(name, &error))?;
    let mut entries = Entries::default();
    for (line, value) in lines_of_elements(text).into_iter().zip(list) {
        match value {
            Value::Object(fields) => entries.good.push(Entry { line, fields }),
            other => {
                let found = brief(&other.to_string());
                entries.rejects.push(Reject::file(name, "a list of JSON objects", found).at(line));
            }
        }
    }
    Ok(entries)
}

/// A whole file of JSON that cannot be read.
pub(super) fn broken(name: &str, error: &serde_json::Error) -> Reject {
    Reject::file(name, "JSON", error.to_string()).at(error.line() as u64)
}

/// The line on which each element of a list begins; the list is known to be JSON.
fn lines_of_elements(text: &str) -> Vec<u64> {
    let (mut lines, mut line, mut depth) = (Vec::new(), 1, 0);
    let (mut in_string, mut escaped, mut expects) = (false, false, false);
    for byte in text.bytes() {
        line += u64::from(byte == b'\n');
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        if expects && !byte.is_ascii_whitespace() && byte != b']' {
            lines.push(line);
            expects = false;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        expects |= depth == 1 && matches!(byte, b'[' | b',');
    }
    lines
}

/// A table whose first line names the columns.
pub(super) fn table(name: &str, text: &str, delimiter: u8) -> Result<Entries, Reject> {
    let table = separated(name.to_owned(), text.as_bytes(), delimiter)?;
    let mut seen = BTreeSet::new();
    if let Some(twice) = table.columns.iter().find(|column| !seen.insert(column.as_str())) {
        return Err(Reject::file(name, "each column once", format!("{twice:?} twice")).at(1));
    }
    let good = table.rows.into_iter().map(|cells| {
        let pairs = table.columns.iter().zip(cells.values).filter(|(_, cell)| !cell.is_empty());
        let fields = pairs.map(|(column, cell)| (column.clone(), value(column, &cell))).collect();
        Entry { line: cells.line, fields }
    });
    Ok(Entries { good: good.collect(), rejects: table.rejects, ..Entries::default() })
}

/// Columns that are text whatever stands in them.
const TEXTS: [&str; 9] = ["text", "doc", "holder", "note", "annotator", "time", "tool", "batch", "suggestion_model"];

fn value(column: &str, cell: &str) -> Value {
    if TEXTS.contains(&column) { cell.into() } else { decode(cell) }
}

/// Those `first`, then all other keys of the rows in the order in which they are met.
pub(super) fn keys<'r>(rows: &'r [Fields], first: &[&'r str]) -> Vec<&'r str> {
    let mut keys = first.to_vec();
    let mut known: BTreeSet<&str> = keys.iter().copied().collect();
    let met = rows.iter().flat_map(Fields::keys).map(String::as_str);
    keys.extend(met.filter(|key| known.insert(key)));
    keys
}

/// Rows as a table; the columns are the keys, those `first` before all others.
pub(super) fn to_table(rows: &[Fields], first: &[&str]) -> Vec<u8> {
    let columns = keys(rows, first);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&columns).expect(WHY);
    for row in rows {
        let cells = columns.iter().map(|column| row.get(*column).map(|value| cell(column, value)).unwrap_or_default());
        writer.write_record(cells).expect(WHY);
    }
    writer.into_inner().expect(WHY)
}

fn cell(column: &str, value: &Value) -> String {
    match value {
        Value::String(text) if TEXTS.contains(&column) => text.clone(),
        other => encode(other),
    }
}

/// Objects, one a line.
pub(super) fn to_lines(rows: &[Fields]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut out, row).expect(WHY);
        out.push(b'\n');
    }
    out
}

/// Objects as a list, one a line.
pub(super) fn to_list(rows: &[Fields]) -> Vec<u8> {
    let mut out = b"[\n".to_vec();
    for (at, row) in rows.iter().enumerate() {
        serde_json::to_writer(&mut out, row).expect(WHY);
        out.extend_from_slice(if at + 1 < rows.len() { b",\n" } else { b"\n" });
    }
    out.extend_from_slice(b"]\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_have_the_lines_they_begin_on() {
        let text = "[\n {\"a\": \"],[\\\"\",\n \"b\": [1,2]},\n\n {}, {}\n]";
        assert_eq!(lines_of_elements(text), [2, 5, 5]);
        assert_eq!(lines_of_elements("[ ]"), Vec::<u64>::new());
    }

    #[test]
    fn a_column_named_twice_is_refused() {
        let reject = table("t.csv", "text,a,a\nx,1,2\n", b',').err().expect("refused");
        insta::assert_snapshot!(reject, @r#"t.csv:1: expected each column once, found "a" twice"#);
    }
}
