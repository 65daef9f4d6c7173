use super::LabelledDocument;
use super::documents;
use super::files::{Found, expand, shown};
use super::gather::gather;
use super::join::fill;
use super::map::LabelMap;
use super::row::{Row, parse};
use super::table::{self, Table, brief};
use crate::base::Reject;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What was read of some files, and what became of every row: `rows` = sentences of `documents` +
/// `superseded` + `rejected` + all of `unjoined`.
#[derive(Debug, Default)]
pub struct Reading {
    /// Sorted by the bytes of their ids.
    pub documents: Vec<LabelledDocument>,
    /// Rows and files that could not be used, by file and line.
    pub rejects: Vec<Reject>,
    /// Rows met in tables of labelled sentences.
    pub rows: usize,
    /// Rows among the `rejects`.
    pub rejected: usize,
    /// Rows that a later row for the same sentence replaced.
    pub superseded: usize,
    /// Rows of stand-off files that had no texts to be joined to, by file.
    pub unjoined: BTreeMap<String, usize>,
}

/// Reads labelled sentences from files and folders (see the module's page for the columns). The order
/// of `paths` changes nothing.
pub fn read(paths: &[PathBuf], map: &LabelMap) -> (Vec<LabelledDocument>, Vec<Reject>) {
    let reading = read_with(paths, map, None);
    (reading.documents, reading.rejects)
}

/// As [`read`], with the counts; stand-off files are joined to the texts in a folder where one is
/// given. Without one, a stand-off file that was named is a reject; one found in a folder waits.
pub fn read_with(paths: &[PathBuf], map: &LabelMap, texts: Option<&Path>) -> Reading {
    let (found, rejects) = expand(paths);
    let mut reading = read_found(&found, map, texts);
    reading.rejects.extend(rejects);
    for file in found.iter().filter(|file| file.named) {
        let name = shown(&file.path);
        if let Some(rows) = reading.unjoined.get(&name) {
            let found = format!("labels without text: {rows}");
            reading.rejects.push(Reject::file(name, "the texts of these labels (--texts FOLDER)", found));
        }
    }
    reading.rejects.sort_by(|a, b| (&a.file, a.line, &a.expected).cmp(&(&b.file, b.line, &b.expected)));
    reading
}

/// Reads files whose paths are settled.
pub(super) fn read_found(found: &[Found], map: &LabelMap, texts: Option<&Path>) -> Reading {
    let mut reading = Reading::default();
    let (mut rows, mut standoff) = (Vec::new(), Vec::new());
    for file in found {
        match sentences(file) {
            Ok(Some(table)) => {
                let into = if table.has("text") { &mut rows } else { &mut standoff };
                take(table, map, into, &mut reading);
            }
            Ok(None) => {}
            Err(reject) => reading.rejects.push(reject),
        }
    }
    rows.extend(join(standoff, texts, &mut reading));
    let (described, bad) = documents::of_tables(found.iter().map(|file| file.path.as_path()));
    reading.rejects.extend(bad);
    let gathered = gather(rows, &described);
    reading.documents = gathered.documents;
    reading.superseded = gathered.superseded;
    reading.rejected += gathered.rejects.len();
    reading.rejects.extend(gathered.rejects);
    reading
}

/// The table of a file if it is one of labelled sentences; one found in a folder may be something else.
pub(super) fn sentences(file: &Found) -> Result<Option<Table>, Reject> {
    let table = table::load(&file.path)?;
    let unread = table.columns.is_empty();
    if !file.named && !unread && !table.has("label") {
        return Ok(None);
    }
    let text = table.has("text") || table.has("digest");
    for (column, there) in [("text", text), ("label", table.has("label"))] {
        if !unread && !there {
            let found = format!("columns {}", brief(&table.columns.join(",")));
            return Err(Reject::file(&table.file, format!("a column {column}"), found).at(1));
        }
    }
    Ok(Some(table))
}

fn take(mut table: Table, map: &LabelMap, rows: &mut Vec<Row>, reading: &mut Reading) {
    reading.rows += table.rows.len() + table.rejects.len();
    let mut rejects = std::mem::take(&mut table.rejects);
    for cells in &table.rows {
        match parse(&table, cells, map) {
            Ok(row) => rows.push(row),
            Err(reject) => rejects.push(reject),
        }
    }
    reading.rejected += rejects.len();
    reading.rejects.extend(rejects);
}

fn join(standoff: Vec<Row>, texts: Option<&Path>, reading: &mut Reading) -> Vec<Row> {
    match texts {
        Some(texts) => {
            let rows = standoff.len();
            let (filled, missing) = fill(standoff, texts);
            reading.rejected += rows - filled.len();
            reading.rejects.extend(missing);
            filled
        }
        None => {
            for row in standoff {
                *reading.unjoined.entry(row.file).or_default() += 1;
            }
            Vec::new()
        }
    }
}
