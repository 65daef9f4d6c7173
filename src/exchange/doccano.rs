//! doccano's classified texts: JSON lines whose `label` is a list, or CSV whose labels are joined by `#`.

use super::fields::{Fields, Misfit, words};
use super::source::keys;
use serde_json::{Value, json};

/// One text.
pub(super) fn fields(mut row: Fields) -> Result<Vec<Fields>, Misfit> {
    row.retain(|_, value| value != "");
    let labels: Vec<Value> = match row.shift_remove("label") {
        Some(Value::Array(labels)) => labels,
        Some(Value::String(joined)) => joined.split('#').filter(|it| !it.is_empty()).map(Value::from).collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(other) => vec![other],
    };
    match labels.as_slice() {
        [] => {}
        [Value::Array(span)] => {
            return Err(Misfit::new("labels of whole texts", format!("a span {}", Value::from(span.clone()))));
        }
        [one] => drop(row.insert("label".to_owned(), one.clone())),
        several => {
            let found: Vec<String> = several.iter().map(words).collect();
            return Err(Misfit::new("one label", found.join(", ")));
        }
    }
    Ok(vec![row])
}

/// Lines of JSON. Each has every key of all: doccano's import makes a number that is none of a missing one, which its
/// database then refuses. What is empty is what is absent.
pub(super) fn lines(mut rows: Vec<Fields>) -> Vec<Fields> {
    let keys: Vec<String> = keys(&rows, &[]).into_iter().filter(|key| *key != "label").map(str::to_owned).collect();
    for row in &mut rows {
        let label = row.shift_remove("label");
        for key in &keys {
            row.entry(key.clone()).or_insert_with(|| json!(""));
        }
        row.insert("label".to_owned(), label.map_or_else(|| json!([]), |label| json!([label])));
    }
    rows
}
