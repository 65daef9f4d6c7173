use super::{Judged, Part};
use crate::base::{Reject, Scores};
use crate::dataset::LabelledDocument;
use crate::dataset::table::{self, Cells, Table};
use std::collections::BTreeMap;
use std::path::Path;

/// Probabilities by document and sentence number.
type Known = BTreeMap<(String, u32), Scores>;

/// The out-of-fold probabilities that `stance train --cross-validate FILE` wrote: columns
/// `doc,n,p_admit,p_restrict,p_neutral`.
///
/// # Errors
/// The file cannot be read as such a table, or one of its rows cannot.
pub fn scores(path: &Path) -> Result<Known, Reject> {
    let mut table = table::load(path)?;
    if let Some(reject) = table.rejects.pop() {
        return Err(reject);
    }
    let rows = table.rows.iter().map(|cells| row(&table, cells));
    rows.collect()
}

fn row(table: &Table, cells: &Cells) -> Result<((String, u32), Scores), Reject> {
    let get = |column: &str, expected: &str| {
        table
            .get(cells, column)
            .ok_or_else(|| Reject::file(&table.file, format!("in column {column} {expected}"), "none").at(cells.line))
    };
    let bad = |column: &str, expected: &str, found: &str| {
        let expected = format!("in column {column} {expected}");
        Reject::file(&table.file, expected, table::brief(found)).at(cells.line)
    };
    let probability = |column: &str| {
        let expected = "a number from 0 to 1";
        let word = get(column, expected)?;
        let read = word.trim().parse().ok().filter(|value| (0.0..=1.0).contains(value));
        read.ok_or_else(|| bad(column, expected, word))
    };
    let n = get("n", "a whole number")?;
    let n = n.trim().parse().map_err(|_| bad("n", "a whole number", n))?;
    let scores = [probability("p_admit")?, probability("p_restrict")?, probability("p_neutral")?];
    Ok(((get("doc", "a document")?.to_owned(), n), Scores(scores)))
}

/// The rows of the parts that have probabilities.
pub fn judged<'p>(parts: &'p [Part], known: &Known) -> Vec<Judged<'p>> {
    let documents = parts.iter().flat_map(|part| &part.documents);
    documents.flat_map(|labelled| of_document(labelled, known)).collect()
}

fn of_document<'p>(labelled: &'p LabelledDocument, known: &Known) -> Vec<Judged<'p>> {
    let judged = |sentence: usize| {
        let id = (labelled.document.id.clone(), labelled.gold[sentence].n);
        Some(Judged { labelled, sentence, scores: *known.get(&id)? })
    };
    (0..labelled.gold.len()).filter_map(judged).collect()
}
