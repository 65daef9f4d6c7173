//! Our own batches, and any table with a text and a label; also what `stance label` writes.

use super::fields::{Fields, Misfit, is_of_suggestion, rename, words};
use crate::base::sentence_digest;
use crate::dataset::annotation::COLUMNS;

/// One row. That of a prediction becomes a suggestion.
pub(super) fn fields(mut row: Fields, model: &str) -> Result<Vec<Fields>, Misfit> {
    if is_prediction(&row) {
        rename(&mut row, "label", "suggestion");
        rename(&mut row, "score", "suggestion_score");
        if row.get("suggestion").is_some_and(|label| label == "abstain") {
            let names: Vec<String> = row.keys().filter(|name| is_of_suggestion(name)).cloned().collect();
            names.iter().for_each(|name| rename(&mut row, name, &name.replace("suggestion", "abstained")));
        } else if !model.is_empty() {
            row.entry("suggestion_model").or_insert(model.into());
        }
    }
    Ok(vec![row])
}

fn is_prediction(row: &Fields) -> bool {
    row.contains_key("label") && ["score", "p_admit", "p_restrict", "p_neutral"].iter().all(|it| row.contains_key(*it))
        || row.get("label").is_some_and(|label| label == "abstain")
}

/// A row of a batch, with the digest of its text.
pub(super) fn row(mut row: Fields) -> Fields {
    let text = row.get("text").map(words).unwrap_or_default();
    row.insert("digest".to_owned(), sentence_digest(&text).into());
    row.entry("kind").or_insert("body".into());
    let mut ordered = Fields::new();
    for name in COLUMNS {
        if let Some(value) = row.shift_remove(name) {
            ordered.insert(name.to_owned(), value);
        }
    }
    ordered.extend(row);
    ordered
}
