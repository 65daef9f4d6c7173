//! Prodigy's tasks, one JSON object a line, in two shapes: binary (`label` and `answer`) and choice (`options`,
//! `accept` and `answer`). What has no key of its own stands in `meta`, which Prodigy shows below the text.

use super::fields::{Fields, Misfit, is_of_suggestion, put_prefixed, rename, take_object, take_prefixed, words};
use super::time;
use crate::base::Stance;
use serde_json::{Value, json};

/// Our names that stand in `meta`.
const IN_META: [&str; 15] = [
    "id",
    "doc",
    "n",
    "start",
    "end",
    "paragraph",
    "kind",
    "alone",
    "holder",
    "note",
    "time",
    "tool",
    "batch",
    "suggestion_score",
    "suggestion_model",
];

/// One task.
pub(super) fn fields(mut task: Fields) -> Result<Vec<Fields>, Misfit> {
    let mut meta = take_object(&mut task, "meta");
    for name in IN_META.into_iter().chain(["suggestion"]) {
        if let Some(value) = meta.shift_remove(name) {
            task.insert(name.to_owned(), value);
        }
    }
    put_prefixed(&mut task, "meta.", meta);
    let annotator = if task.contains_key("_annotator_id") { "_annotator_id" } else { "_session_id" };
    rename(&mut task, annotator, "annotator");
    if let Some(seconds) = task.get("_timestamp").and_then(Value::as_i64) {
        task.shift_remove("_timestamp");
        task.insert("time".to_owned(), time::to_text(seconds).into());
    }
    let answered = task.get("answer").map(words);
    if task.contains_key("options") || task.contains_key("accept") {
        choice(&mut task, answered.as_deref())?;
    } else {
        binary(&mut task, answered.as_deref());
    }
    if answered.as_deref() == Some("accept") {
        task.shift_remove("answer");
    }
    Ok(vec![task])
}

fn choice(task: &mut Fields, answered: Option<&str>) -> Result<(), Misfit> {
    let accepted: Vec<String> = match task.shift_remove("accept") {
        Some(Value::Array(ids)) => ids.iter().map(words).collect(),
        None | Some(Value::Null) => Vec::new(),
        Some(other) => return Err(Misfit::new("in accept a list of ids", other.to_string())),
    };
    for (name, standard) in standard() {
        if task.get(name) == Some(&standard) {
            task.shift_remove(name);
        }
    }
    let name = match answered {
        Some("accept") => "label",
        Some(_) => "response.accept",
        None => "suggestion",
    };
    match accepted.as_slice() {
        [] => {}
        [one] => drop(task.insert(name.to_owned(), one.clone().into())),
        several => return Err(Misfit::new("one id in accept", several.join(", "))),
    }
    Ok(())
}

/// The label of a binary task is what was asked; only an accepted one is an answer.
fn binary(task: &mut Fields, answered: Option<&str>) {
    task.insert("_view_id".to_owned(), "classification".into());
    let asked = task.get("label").cloned();
    let is_scored = task.contains_key("score");
    if answered != Some("accept") {
        task.shift_remove("label");
    }
    if let Some(asked) = asked.filter(|_| is_scored || answered != Some("accept")) {
        task.insert("suggestion".to_owned(), asked);
        rename(task, "score", "suggestion_score");
    }
}

/// What a choice task holds whoever answers it.
fn standard() -> [(&'static str, Value); 3] {
    let options: Vec<Value> = Stance::ALL.iter().map(|it| json!({"id": it.name(), "text": it.name()})).collect();
    [("options", options.into()), ("config", json!({"choice_style": "single"})), ("_view_id", "choice".into())]
}

/// Tasks; all of them binary, or those that came so.
pub(super) fn write(records: Vec<Fields>, all_binary: bool) -> Vec<Fields> {
    let task = |fields: Fields| {
        let is_binary = all_binary || fields.get("_view_id").is_some_and(|view| view == "classification");
        task(fields, is_binary)
    };
    records.into_iter().map(task).collect()
}

fn task(mut fields: Fields, is_binary: bool) -> Fields {
    let mut task = Fields::new();
    if let Some(text) = fields.shift_remove("text") {
        task.insert("text".to_owned(), text);
    }
    let mut meta = take_prefixed(&mut fields, "meta.");
    if let Some(seconds) = fields.get("time").and_then(Value::as_str).and_then(time::to_seconds) {
        fields.shift_remove("time");
        fields.insert("_timestamp".to_owned(), seconds.into());
    }
    rename(&mut fields, "annotator", "_annotator_id");
    if is_binary {
        write_binary(&mut fields, &mut meta);
    } else {
        write_choice(&mut fields, &mut meta);
    }
    for name in IN_META {
        if let Some(value) = fields.shift_remove(name) {
            meta.insert(name.to_owned(), value);
        }
    }
    if !meta.is_empty() {
        task.insert("meta".to_owned(), meta.into());
    }
    task.extend(fields);
    task
}

fn write_choice(fields: &mut Fields, meta: &mut Fields) {
    for (name, standard) in standard() {
        fields.entry(name).or_insert(standard);
    }
    let unanswered = fields.shift_remove("response.accept");
    let suggestion = fields.shift_remove("suggestion");
    match (fields.shift_remove("label"), unanswered) {
        (Some(label), _) => {
            fields.insert("accept".to_owned(), json!([label]));
            fields.entry("answer").or_insert("accept".into());
            suggestion.map(|suggestion| meta.insert("suggestion".to_owned(), suggestion));
        }
        (None, Some(accepted)) => drop(fields.insert("accept".to_owned(), json!([accepted]))),
        (None, None) if fields.contains_key("answer") => {
            fields.insert("accept".to_owned(), json!([]));
            suggestion.map(|suggestion| meta.insert("suggestion".to_owned(), suggestion));
        }
        (None, None) => drop(suggestion.map(|suggestion| fields.insert("accept".to_owned(), json!([suggestion])))),
    }
}

fn write_binary(fields: &mut Fields, meta: &mut Fields) {
    fields.insert("_view_id".to_owned(), "classification".into());
    let is_asked = !fields.contains_key("label")
        || (fields.get("label") == fields.get("suggestion") && fields.contains_key("suggestion_score"));
    if fields.contains_key("label") {
        fields.entry("answer").or_insert("accept".into());
    }
    if is_asked {
        rename(fields, "suggestion", "label");
        rename(fields, "suggestion_score", "score");
    } else {
        let names: Vec<String> = fields.keys().filter(|name| is_of_suggestion(name)).cloned().collect();
        for name in names {
            fields.shift_remove(&name).map(|value| meta.insert(name, value));
        }
    }
}
