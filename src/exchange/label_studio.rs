//! Label Studio's tasks: `data` with the text, `annotations` with what each annotator said, `predictions`.

use super::fields::{
    Fields, Misfit, by_sentence, is_of_suggestion, number_or_text, put_prefixed, rename, take_object, take_prefixed,
    words,
};
use serde_json::{Value, json};

/// The control that holds the label, where the file does not name another.
const CONTROL: &str = "stance";
/// Our names that are results of an annotation beside the label: choices and text.
const RESULTS: [&str; 3] = ["alone", "holder", "note"];

/// One task: an entry for each annotation, or for each prediction where nobody has answered. `control` is the label's
/// name in the labelling interface, where the user gave it.
pub(super) fn fields(mut task: Fields, control: Option<&str>) -> Result<Vec<Fields>, Misfit> {
    let mut shared = take_object(&mut task, "data");
    let annotations = take_list(&mut task, "annotations")?;
    let predictions = take_list(&mut task, "predictions")?;
    if let Some(id) = task.shift_remove("id") {
        let name = if shared.contains_key("id") { "task.id" } else { "id" };
        shared.insert(name.to_owned(), id);
    }
    put_prefixed(&mut shared, "task.", task);
    let predictions: Vec<Fields> =
        predictions.into_iter().map(|it| prediction(it, control)).collect::<Result<_, _>>()?;
    let mut predictions = predictions.into_iter();
    let first = predictions.next().unwrap_or_default();
    let with = |more: Fields| shared.iter().map(|(name, value)| (name.clone(), value.clone())).chain(more).collect();
    let mut records: Vec<Fields> = Vec::new();
    for it in annotations {
        records.push(with(annotation(it, control)?.into_iter().chain(first.clone()).collect()));
    }
    if records.is_empty() {
        records.push(with(first));
    }
    records.extend(predictions.map(with));
    Ok(records)
}

fn take_list(task: &mut Fields, name: &str) -> Result<Vec<Fields>, Misfit> {
    let Some(value) = task.shift_remove(name) else { return Ok(Vec::new()) };
    let Value::Array(list) = value else { return Err(Misfit::new(format!("in {name} a list"), value.to_string())) };
    let object = |value: Value| match value {
        Value::Object(object) => Ok(object),
        other => Err(Misfit::new(format!("in {name} a list of objects (export with all fields)"), other.to_string())),
    };
    list.into_iter().map(object).collect()
}

fn annotation(mut it: Fields, control: Option<&str>) -> Result<Fields, Misfit> {
    let mut fields = results(&mut it, control, "label")?;
    let is_cancelled = it.get("was_cancelled") == Some(&Value::Bool(true));
    if is_cancelled {
        rename(&mut fields, "label", "annotation.cancelled_label");
    }
    match it.get("completed_by") {
        Some(Value::Object(who)) => {
            let who_says = |name: &str| who.get(name).map(words).filter(|it| !it.is_empty());
            let name = who_says("email").or_else(|| who_says("id")).unwrap_or_default();
            let is_all = who.len() == 1 && who.contains_key("email");
            if is_all {
                it.shift_remove("completed_by");
            }
            fields.insert("annotator".to_owned(), name.into());
        }
        Some(Value::Null) | None => {}
        Some(_) => rename(&mut it, "completed_by", "annotator"),
    }
    rename(&mut it, "created_at", "time");
    for name in ["annotator", "time", "tool", "batch"] {
        it.shift_remove(name).map(|value| fields.insert(name.to_owned(), value));
    }
    let responses = take_prefixed(&mut it, "response.");
    put_prefixed(&mut fields, "response.", responses);
    put_prefixed(&mut fields, "annotation.", it);
    Ok(fields)
}

fn prediction(mut it: Fields, control: Option<&str>) -> Result<Fields, Misfit> {
    let mut fields = results(&mut it, control, "suggestion")?;
    rename(&mut it, "model_version", "suggestion_model");
    rename(&mut it, "score", "suggestion_score");
    for name in ["suggestion_model", "suggestion_score"] {
        it.shift_remove(name).filter(|value| !value.is_null()).map(|value| fields.insert(name.to_owned(), value));
    }
    put_prefixed(&mut fields, "prediction.", it);
    Ok(fields)
}

/// Reads the results of an annotation or prediction; they are kept whole beside it where they hold more than that.
fn results(it: &mut Fields, control: Option<&str>, label: &str) -> Result<Fields, Misfit> {
    let Some(Value::Array(results)) = it.shift_remove("result") else { return Ok(Fields::new()) };
    let name_of = |result: &Value| result.get("from_name").map(words).unwrap_or_default();
    let mut choices: Vec<String> = results.iter().filter(|it| it["type"] == "choices").map(name_of).collect();
    choices.retain(|name| !RESULTS.contains(&name.as_str()));
    choices.dedup();
    let control = match (control, choices.as_slice()) {
        (Some(control), _) => control.to_owned(),
        (None, [only]) => only.clone(),
        (None, names) if names.is_empty() || names.iter().any(|name| name == CONTROL) => CONTROL.to_owned(),
        (None, names) => {
            return Err(Misfit::new(
                "one control of choices (which is the label: --columns label=NAME)",
                names.join(", "),
            ));
        }
    };
    let mut fields = Fields::new();
    for result in &results {
        let name = name_of(result);
        let ours = if name == control { label } else { name.as_str() };
        if ours == label || RESULTS.contains(&ours) {
            one_value(result).map(|value| value.map(|value| fields.insert(ours.to_owned(), value)))?;
        }
    }
    if written(&fields, label) != results {
        it.insert("result".to_owned(), results.into());
        if control != CONTROL {
            it.insert("control".to_owned(), control.into());
        }
    }
    Ok(fields)
}

fn one_value(result: &Value) -> Result<Option<Value>, Misfit> {
    let values = ["choices", "text"].iter().find_map(|kind| result["value"][kind].as_array());
    match values.map(Vec::as_slice) {
        Some([one]) => Ok(Some(one.clone())),
        Some([]) | None => Ok(None),
        Some(several) => {
            let several: Vec<String> = several.iter().map(words).collect();
            Err(Misfit::new("one choice", several.join(", ")))
        }
    }
}

/// The results that say what some fields say.
fn written(fields: &Fields, label: &str) -> Vec<Value> {
    let names = [label].into_iter().chain(RESULTS);
    names.filter_map(|name| fields.get(name).map(|value| result(name, label, value))).collect()
}

fn result(name: &str, label: &str, value: &Value) -> Value {
    let from = if name == label { CONTROL } else { name };
    let (kind, key) = if name == label || name == "alone" { ("choices", "choices") } else { ("textarea", "text") };
    json!({"from_name": from, "to_name": "text", "type": kind, "value": {key: [value]}})
}

/// Results kept whole, with the values that the fields have now; else new ones.
fn to_results(it: &mut Fields, fields: &Fields, label: &str) -> Value {
    let control = it.shift_remove("control").map_or(CONTROL.to_owned(), |control| words(&control));
    let Some(Value::Array(mut results)) = it.shift_remove("result") else { return written(fields, label).into() };
    for name in [label].into_iter().chain(RESULTS) {
        let Some(value) = fields.get(name) else { continue };
        let from = if name == label { control.as_str() } else { name };
        match results.iter_mut().find(|result| result["from_name"] == from) {
            Some(result) => {
                let key = if result["type"] == "textarea" { "text" } else { "choices" };
                result["value"][key] = json!([value]);
            }
            None => results.push(result(name, label, value)),
        }
    }
    results.into()
}

/// Tasks, one a sentence.
pub(super) fn write(records: Vec<Fields>) -> Vec<Fields> {
    by_sentence(records).into_iter().map(|(shared, answers)| task(shared, answers)).collect()
}

fn task(mut shared: Fields, answers: Vec<Fields>) -> Fields {
    let mut task = take_prefixed(&mut shared, "task.");
    if !task.contains_key("id") && shared.get("id").is_some_and(Value::is_number) {
        shared.shift_remove("id").map(|id| task.insert("id".to_owned(), id));
    }
    task.insert("data".to_owned(), shared.into());
    let (mut annotations, mut predictions): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for fields in answers {
        let (suggested, said): (Fields, Fields) = fields.into_iter().partition(|(name, _)| is_of_suggestion(name));
        if !said.is_empty() {
            annotations.push(to_annotation(said));
        }
        let prediction = to_prediction(suggested);
        if prediction.as_ref().is_some_and(|it| !predictions.contains(it)) {
            predictions.extend(prediction);
        }
    }
    for (name, list) in [("annotations", annotations), ("predictions", predictions)] {
        task.insert(name.to_owned(), list.into());
    }
    task
}

fn to_annotation(mut said: Fields) -> Value {
    let mut it = take_prefixed(&mut said, "annotation.");
    let results = to_results(&mut it, &said, "label");
    if let Some(who) = said.shift_remove("annotator").filter(|_| !it.contains_key("completed_by")) {
        let number = number_or_text(&words(&who));
        let who = if number.is_number() { number } else { json!({"email": who}) };
        it.insert("completed_by".to_owned(), who);
    }
    rename(&mut said, "time", "created_at");
    for name in RESULTS.into_iter().chain(["label"]) {
        said.shift_remove(name);
    }
    it.extend(said);
    it.insert("result".to_owned(), results);
    it.into()
}

fn to_prediction(mut suggested: Fields) -> Option<Value> {
    if suggested.is_empty() {
        return None;
    }
    let mut it = take_prefixed(&mut suggested, "prediction.");
    let results = to_results(&mut it, &suggested, "suggestion");
    for (ours, theirs) in [("suggestion_model", "model_version"), ("suggestion_score", "score")] {
        suggested.shift_remove(ours).map(|value| it.insert(theirs.to_owned(), value));
    }
    it.insert("result".to_owned(), results);
    Some(it.into())
}
