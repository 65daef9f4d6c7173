//! Label Studio's JSON_MIN and CSV: one flat row an annotation, the data's own columns among the others.

use super::fields::{Fields, Misfit, number_or_text, rename, words};
use serde_json::Value;

/// Our names of the columns that Label Studio adds.
const NAMES: [(&str, &str); 6] = [
    ("annotation_id", "annotation.id"),
    ("lead_time", "annotation.lead_time"),
    ("updated_at", "annotation.updated_at"),
    ("agreement", "task.agreement"),
    ("created_at", "time"),
    ("stance", "label"),
];

/// One row; the label stands in a column of the control's name.
pub(super) fn fields(mut row: Fields) -> Result<Vec<Fields>, Misfit> {
    for (theirs, ours) in NAMES {
        if row.contains_key(theirs) && !(theirs == "stance" && row.contains_key("label")) {
            rename(&mut row, theirs, ours);
        }
    }
    if let Some(Value::Array(labels)) = row.get("label") {
        let found: Vec<String> = labels.iter().map(words).collect();
        return Err(Misfit::new("one choice", found.join(", ")));
    }
    Ok(vec![row])
}

/// Rows, one an annotation.
pub(super) fn write(records: Vec<Fields>) -> Vec<Fields> {
    let row = |mut row: Fields| {
        for (theirs, ours) in NAMES {
            rename(&mut row, ours, theirs);
        }
        if let Some(who) = row.get_mut("annotator") {
            *who = number_or_text(&words(who));
        }
        row
    };
    records.into_iter().map(row).collect()
}

/// As a CSV, its columns sorted as Label Studio does.
pub(super) fn to_table(rows: &[Fields]) -> Vec<u8> {
    let mut columns: Vec<&str> = rows.iter().flat_map(Fields::keys).map(String::as_str).collect();
    columns.sort_unstable();
    columns.dedup();
    super::source::to_table(rows, &columns)
}
