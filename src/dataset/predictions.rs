use super::map::LabelMap;
use super::table::{self, Cells, Table};
use crate::base::{Reject, Stance};
use std::collections::BTreeMap;
use std::path::Path;

/// What another program said of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicted {
    /// The document.
    pub doc: String,
    /// The sentence's number in it.
    pub n: u32,
    /// The label; `None` where it abstained.
    pub label: Option<Stance>,
    /// The file.
    pub file: String,
    /// The line there, from 1.
    pub line: u64,
}

/// Reads predictions from a CSV, TSV or JSONL file with the columns `doc,label` and `n`; rows without
/// `n` are counted on within their `doc`. `abstain` is no label.
///
/// # Errors
/// The file cannot be read as such a table.
pub fn predictions(path: &Path, map: &LabelMap) -> Result<(Vec<Predicted>, Vec<Reject>), Reject> {
    if super::files::form(path).is_none() {
        let expected = "a model (.safetensors), or predictions as .csv, .tsv or .jsonl (also .gz, .zst)";
        return Err(Reject::file(path.display().to_string(), expected, "another kind of file"));
    }
    let mut table = table::load(path)?;
    table.require(&["doc", "label"], "predictions")?;
    let mut rejects = std::mem::take(&mut table.rejects);
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    let mut rows = Vec::new();
    for cells in &table.rows {
        match parse(&table, cells, map, &mut last) {
            Ok(row) => rows.push(row),
            Err(reject) => rejects.push(reject),
        }
    }
    Ok((rows, rejects))
}

fn parse(table: &Table, cells: &Cells, map: &LabelMap, last: &mut BTreeMap<String, u32>) -> Result<Predicted, Reject> {
    let reject = |column: &str, expected: &str| table.reject(cells, column, expected);
    let doc = table.get(cells, "doc").ok_or_else(|| reject("doc", "a value"))?.to_owned();
    let counted = last.get(&doc).copied().unwrap_or(0).saturating_add(1);
    let given = table.get(cells, "n").map(|n| n.trim().parse().map_err(|_| reject("n", "a whole number from 1")));
    let n = given.transpose()?.unwrap_or(counted);
    last.insert(doc.clone(), n);
    let word = table.get(cells, "label").map(str::trim);
    let label = match word {
        Some("abstain") => None,
        word => {
            let expected = "admit, restrict, neutral or abstain (other words: --map FROM=TO,…)";
            Some(word.and_then(|word| map.stance(word)).ok_or_else(|| reject("label", expected))?)
        }
    };
    Ok(Predicted { doc, n, label, file: table.file.clone(), line: cells.line })
}
