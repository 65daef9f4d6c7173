use super::LabelledDocument;
use super::documents;
use super::files::{Found, expand, shown};
use super::gather::gather;
use super::join::fill;
use super::map::LabelMap;
use super::row::{Row, parse};
use super::table::{self, Table};
use crate::base::Reject;
use std::path::{Path, PathBuf};

/// What was read of some files, and what became of every row: `rows` = sentences of `documents` +
/// `superseded` + `unjoined` + the rejects that have a line in a table of sentences.
#[derive(Debug, Default)]
pub struct Reading {
    /// Sorted by the bytes of their ids.
    pub documents: Vec<LabelledDocument>,
    /// Rows and files that could not be used, by file and line.
    pub rejects: Vec<Reject>,
    /// Rows met.
    pub rows: usize,
    /// Rows that a later row for the same sentence replaced.
    pub superseded: usize,
    /// Stand-off rows found in a folder while no texts were given.
    pub unjoined: usize,
}

/// Reads labelled sentences from files and folders (see the module's page for the columns). The order
/// of `paths` changes nothing.
pub fn read(paths: &[PathBuf], map: &LabelMap) -> (Vec<LabelledDocument>, Vec<Reject>) {
    let reading = read_with(paths, map, None);
    (reading.documents, reading.rejects)
}

/// As [`read`], with the counts; stand-off files are joined to the texts in a folder where one is given.
pub fn read_with(paths: &[PathBuf], map: &LabelMap, texts: Option<&Path>) -> Reading {
    let (found, rejects) = expand(paths);
    let mut reading = Reading { rejects, ..Reading::default() };
    let (mut rows, mut standoff) = (Vec::new(), Vec::new());
    for file in &found {
        match sentences(file) {
            Ok(Some(table)) => {
                let into = if table.has("text") { &mut rows } else { &mut standoff };
                take(table, map, into, &mut reading);
            }
            Ok(None) => {}
            Err(reject) => reading.rejects.push(reject),
        }
    }
    match texts {
        Some(texts) => {
            let (filled, missing) = fill(standoff, texts);
            rows.extend(filled);
            reading.rejects.extend(missing);
        }
        None => without_texts(&found, standoff, &mut reading),
    }
    let (described, bad) = documents::of_tables(found.iter().map(|file| file.path.as_path()));
    reading.rejects.extend(bad);
    let gathered = gather(rows, &described);
    reading.documents = gathered.documents;
    reading.superseded = gathered.superseded;
    reading.rejects.extend(gathered.rejects);
    reading.rejects.sort_by(|a, b| (&a.file, a.line, &a.expected).cmp(&(&b.file, b.line, &b.expected)));
    reading
}

/// The table of a file if it is one of labelled sentences; one found in a folder may be something else.
fn sentences(file: &Found) -> Result<Option<Table>, Reject> {
    let table = table::load(&file.path)?;
    if !file.named && !table.has("label") {
        return Ok(None);
    }
    for column in ["label", "text"] {
        let standoff = column == "text" && table.has("digest");
        if !table.has(column) && !standoff && !(table.columns.is_empty() && !table.rejects.is_empty()) {
            let found = format!("columns {}", table.columns.join(","));
            return Err(Reject::file(&table.file, format!("a column {column}"), found).at(1));
        }
    }
    Ok(Some(table))
}

fn take(mut table: Table, map: &LabelMap, rows: &mut Vec<Row>, reading: &mut Reading) {
    reading.rows += table.rows.len() + table.rejects.len();
    reading.rejects.append(&mut table.rejects);
    for cells in &table.rows {
        match parse(&table, cells, map) {
            Ok(row) => rows.push(row),
            Err(reject) => reading.rejects.push(reject),
        }
    }
}

/// A stand-off file that was named is asked for; one that lay in a folder waits for texts.
fn without_texts(found: &[Found], standoff: Vec<Row>, reading: &mut Reading) {
    reading.unjoined = standoff.len();
    for file in found.iter().filter(|file| file.named) {
        let name = shown(&file.path);
        let rows = standoff.iter().filter(|row| row.file == name).count();
        if rows > 0 {
            let found = format!("{rows} labels without text");
            reading.rejects.push(Reject::file(name, "the texts of these labels (--texts FOLDER)", found));
        }
    }
}
