//! SemEval-2016 Task 6: tab-separated `ID, Target, Tweet, Stance`. A stance there is one towards a target, so that
//! FAVOR means admit only where the target is ours; of other targets `--map` must say what it means.

use super::fields::{Fields, Misfit, rename, words};
use crate::base::Stance;

/// The target of which FAVOR means admit.
const TARGET: &str = "Letting in people who flee";
/// The words of the task, in the order of [`Stance::ALL`].
const WORDS: [&str; 3] = ["FAVOR", "AGAINST", "NONE"];
/// Columns of the full annotation files.
const FURTHER: [&str; 2] = ["Opinion towards", "Sentiment"];

/// One line.
pub(super) fn fields(mut row: Fields) -> Result<Vec<Fields>, Misfit> {
    for (theirs, ours) in [("ID", "id"), ("Tweet", "text"), ("Stance", "label")] {
        rename(&mut row, theirs, ours);
    }
    if row.get("Target").is_some_and(|target| target == TARGET) {
        row.shift_remove("Target");
        let place = row.get("label").and_then(|label| WORDS.iter().position(|word| label == word));
        if let Some(place) = place {
            row.insert("label".to_owned(), Stance::ALL[place].name().into());
        }
        if row.get("label").is_some_and(|label| label == "UNKNOWN") {
            row.shift_remove("label");
        }
    }
    Ok(vec![row])
}

/// Whether a field has a place in such a file.
pub(super) fn holds(name: &str) -> bool {
    ["id", "text", "label"].contains(&name) || FURTHER.contains(&name)
}

/// All lines.
pub(super) fn write(rows: &[Fields]) -> Vec<u8> {
    let further: Vec<&str> =
        FURTHER.into_iter().filter(|name| rows.iter().any(|row| row.contains_key(*name))).collect();
    let mut out = [&["ID", "Target", "Tweet", "Stance"], further.as_slice()].concat().join("\t");
    out.push('\n');
    for row in rows {
        let get = |name: &str| row.get(name).map(|value| cell(&words(value))).unwrap_or_default();
        let stance = get("label").parse::<Stance>().map_or("UNKNOWN", |stance| WORDS[stance.index()]);
        let mut cells = vec![get("id"), TARGET.to_owned(), get("text"), stance.to_owned()];
        cells.extend(further.iter().map(|name| get(name)));
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out.into_bytes()
}

/// No tab or line break; quoted only where it would else be taken for quoted.
fn cell(text: &str) -> String {
    let text = text.replace(['\t', '\n', '\r'], " ");
    if text.starts_with('"') { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
