//! Potato's items (`id,text`), the rows it exports (`instance_id,user_id` with `labels` or a column a label), and its
//! store of one annotator, `user_state.json`.

use super::fields::{Fields, Misfit, rename, take_object, words};
use super::source::{Entries, Entry, broken};
use crate::base::Reject;
use serde_json::{Value, json};

/// The scheme that holds the label, where the file does not name another.
const SCHEME: &str = "stance";

/// The answers of one annotator, from the store.
pub(super) fn state(name: &str, text: &str) -> Result<Entries, Reject> {
    let mut state: Fields = serde_json::from_str(text).map_err(|error| broken(name, &error))?;
    let who = state.get("user_id").cloned().unwrap_or("".into());
    let answers = take_object(&mut state, "instance_id_to_label_to_value");
    let mut entries = Entries::default();
    for (id, given) in answers {
        let key = Value::from(id.as_str()).to_string();
        let line = text.lines().position(|line| line.contains(&key)).map_or(1, |at| at as u64 + 1);
        let fields = json!({"instance_id": id, "user_id": who, "labels": by_scheme(given)});
        if let Value::Object(fields) = fields {
            entries.good.push(Entry { line, fields });
        }
    }
    for (name, value) in state {
        let count = value.as_object().map_or(1, Fields::len);
        if count > 0 && name != "user_id" {
            entries.left.insert(name, count);
        }
    }
    Ok(entries)
}

/// Labels are stored as objects, by older versions as pairs of a description and a value.
fn by_scheme(given: Value) -> Value {
    let Value::Array(pairs) = given else { return given };
    let mut schemes = json!({});
    for pair in pairs {
        let (about, value) = (&pair[0], &pair[1]);
        schemes[words(&about["schema"])][words(&about["name"])] = value.clone();
    }
    schemes
}

/// One item or answer.
pub(super) fn fields(mut row: Fields, scheme: Option<&str>) -> Result<Vec<Fields>, Misfit> {
    rename(&mut row, "instance_id", "id");
    rename(&mut row, "user_id", "annotator");
    rename(&mut row, "displayed_text", "text");
    rename(&mut row, "label_annotations", "labels");
    let mut labels = take_object(&mut row, "labels");
    take_columns(&mut row, &mut labels, scheme.unwrap_or(SCHEME));
    let scheme = match scheme {
        Some(scheme) => scheme.to_owned(),
        None => only_scheme(&labels)?,
    };
    for (name, ours) in [(scheme.as_str(), "label"), ("alone", "alone")] {
        if let Some(chosen) = labels.shift_remove(name) {
            chosen_label(&chosen)?.map(|label| row.insert(ours.to_owned(), label.into()));
        }
    }
    if !labels.is_empty() {
        row.insert("labels".to_owned(), labels.into());
    }
    if scheme != SCHEME && row.contains_key("label") {
        row.insert("annotation.scheme".to_owned(), scheme.into());
    }
    row.retain(|name, value| !(["spans", "links"].contains(&name.as_str()) && *value == json!({})));
    Ok(vec![row])
}

/// Columns such as `stance.admit` become labels.
fn take_columns(row: &mut Fields, labels: &mut Fields, scheme: &str) {
    let part = |name: &str| {
        let (scheme, label) = [scheme, "alone"].iter().find_map(|it| Some((*it, name.strip_prefix(it)?)))?;
        Some((scheme.to_owned(), label.strip_prefix('.')?.to_owned()))
    };
    let names: Vec<_> = row.keys().filter_map(|name| Some((name.clone(), part(name)?))).collect();
    for (name, (scheme, label)) in names {
        let scheme = labels.entry(scheme).or_insert(json!({}));
        if let (Value::Object(scheme), Some(value)) = (scheme, row.shift_remove(&name)) {
            scheme.insert(label, value);
        }
    }
}

fn only_scheme(labels: &Fields) -> Result<String, Misfit> {
    let names: Vec<&str> = labels.keys().map(String::as_str).filter(|name| *name != "alone").collect();
    match names.as_slice() {
        names if names.is_empty() || names.contains(&SCHEME) => Ok(SCHEME.to_owned()),
        [only] => Ok((*only).to_owned()),
        several => Err(Misfit::new("one scheme (which is the label: --columns label=NAME)", several.join(", "))),
    }
}

/// The one label that was chosen. Projects of Potato 2.7.1 or earlier may hold two.
fn chosen_label(chosen: &Value) -> Result<Option<String>, Misfit> {
    let Some(chosen) = chosen.get("labels").unwrap_or(chosen).as_object() else { return Ok(Some(words(chosen))) };
    let is_off = |value: &Value| matches!(words(value).as_str(), "" | "false" | "False" | "0");
    let on: Vec<&String> = chosen.iter().filter(|(_, value)| !is_off(value)).map(|(label, _)| label).collect();
    match on.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).clone())),
        several => {
            let found = several.iter().map(|label| label.as_str()).collect::<Vec<_>>().join(", ");
            Err(Misfit::new("one answer to a question of one choice (`potato repair-annotations` mends them)", found))
        }
    }
}

/// Items, and answers where there are any, as lines of JSON.
pub(super) fn lines(records: Vec<Fields>) -> Vec<Fields> {
    records.into_iter().map(line).collect()
}

fn line(mut row: Fields) -> Fields {
    let scheme = row.shift_remove("annotation.scheme").map_or(SCHEME.to_owned(), |scheme| words(&scheme));
    let mut labels = Fields::new();
    for (ours, scheme) in [("label", scheme.as_str()), ("alone", "alone")] {
        if let Some(label) = row.shift_remove(ours) {
            labels.insert(scheme.to_owned(), json!({words(&label): true}));
        }
    }
    labels.extend(take_object(&mut row, "labels"));
    row.get("id").map(words).map(|id| row.insert("id".to_owned(), id.into()));
    if labels.is_empty() && !row.contains_key("annotator") {
        return row;
    }
    let mut ordered = Fields::new();
    for (ours, theirs) in [("id", "instance_id"), ("annotator", "user_id")] {
        ordered.insert(theirs.to_owned(), row.shift_remove(ours).unwrap_or("".into()));
    }
    ordered.insert("labels".to_owned(), labels.into());
    ordered.extend(row);
    ordered
}

/// The same as rows of a table.
pub(super) fn rows(records: Vec<Fields>) -> Vec<Fields> {
    let row = |mut row: Fields| {
        let mut flat = Fields::new();
        for (scheme, chosen) in take_object(&mut row, "labels") {
            match chosen {
                Value::Object(chosen) if ["stance", "alone"].contains(&scheme.as_str()) => {
                    flat.extend(chosen.into_iter().map(|(label, value)| (format!("{scheme}.{label}"), value)));
                }
                other => {
                    let labels = row.entry("labels").or_insert(json!({}));
                    labels[scheme] = other;
                }
            }
        }
        row.into_iter().chain(flat).collect()
    };
    lines(records).into_iter().map(row).collect()
}
