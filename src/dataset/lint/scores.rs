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
    let whole = table.get(cells, "n").and_then(|n| n.trim().parse().ok());
    let n = whole.ok_or_else(|| table.reject(cells, "n", "a whole number"))?;
    let probability = |column| table.probability(cells, column);
    let scores = [probability("p_admit")?, probability("p_restrict")?, probability("p_neutral")?];
    let doc = table.get(cells, "doc").ok_or_else(|| table.reject(cells, "doc", "a document"))?;
    Ok(((doc.to_owned(), n), Scores(scores)))
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
