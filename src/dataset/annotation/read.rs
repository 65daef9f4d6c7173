use super::Annotation;
use crate::base::{Reject, sentence_digest};
use crate::dataset::files::expand;
use crate::dataset::map::LabelMap;
use crate::dataset::read::sentences;
use crate::dataset::row::parse;
use crate::dataset::table::{Cells, Table};
use std::path::PathBuf;

/// What was read of some batches: `rows` = `annotations` + the `rejects` that have a line below the first.
#[derive(Debug, Default)]
pub struct Batches {
    /// Every usable row, by file and line.
    pub annotations: Vec<Annotation>,
    /// Rows and files that could not be used.
    pub rejects: Vec<Reject>,
    /// Rows met.
    pub rows: usize,
}

/// Reads batches from files and folders, whatever program wrote them, as long as the columns have our names.
/// All that every annotator said is kept, nothing supersedes anything. The order of `paths` changes nothing.
pub fn read(paths: &[PathBuf], map: &LabelMap) -> Batches {
    let (found, rejects) = expand(paths);
    let mut batches = Batches { rejects, ..Batches::default() };
    for file in &found {
        match sentences(file) {
            Ok(Some(mut table)) => {
                batches.rows += table.rows.len() + table.rejects.len();
                batches.rejects.append(&mut table.rejects);
                for cells in &table.rows {
                    match annotation(&table, cells, map) {
                        Ok(annotation) => batches.annotations.push(annotation),
                        Err(reject) => batches.rejects.push(reject),
                    }
                }
            }
            Ok(None) => {}
            Err(reject) => batches.rejects.push(reject),
        }
    }
    batches
}

fn annotation(table: &Table, cells: &Cells, map: &LabelMap) -> Result<Annotation, Reject> {
    let row = parse(table, cells, map)?;
    let own = |column: &str| table.get(cells, column).unwrap_or_default().to_owned();
    let digest = own("digest");
    if !row.text.is_empty() && !digest.is_empty() && digest != row.digest {
        let expected = format!("in column digest {}, that of the text", sentence_digest(&row.text));
        return Err(Reject::file(&table.file, expected, format!("{digest:?}")).at(cells.line));
    }
    Ok(Annotation {
        doc: row.doc.unwrap_or_default(),
        n: row.n,
        place: row.cut,
        digest: row.digest,
        text: row.text,
        label: row.label,
        alone: row.alone,
        holder: row.holder,
        note: own("note"),
        annotator: row.annotator,
        time: own("time"),
        tool: own("tool"),
        batch: own("batch"),
        kind: row.kind,
        paragraph: row.paragraph,
        file: row.file,
        line: row.line,
    })
}
