//! Argilla's flat forms → the nested one.

use super::fields::{Fields, Misfit};
use serde_json::{Value, json};

/// A record in the nested form, whatever form it came in.
pub(super) fn nested(record: Fields) -> Result<Fields, Misfit> {
    if record.get("fields").is_some_and(Value::is_object) {
        return Ok(record);
    }
    let (mut nested, mut texts, mut metadata) = (Fields::new(), Fields::new(), Fields::new());
    let (mut responses, mut suggestions) = (Fields::new(), Fields::new());
    let questions: Vec<String> =
        record.keys().filter_map(|name| Some(name.strip_suffix(".responses")?.to_owned())).collect();
    for question in questions {
        responses.insert(question.clone(), flat_responses(&record, &question)?);
    }
    for (name, value) in &record {
        let is_list = value.as_array().is_some_and(|list| list.iter().any(|it| it.get("user_id").is_some()));
        match name.as_str() {
            "id" | "external_id" | "status" | "_server_id" | "vectors" => {
                drop(nested.insert(name.clone(), value.clone()))
            }
            "text" => drop(texts.insert(name.clone(), value.clone())),
            "metadata" => metadata.extend(object(value)),
            _ if is_list => drop(responses.insert(name.clone(), value.clone())),
            _ if name.contains(".responses") => {}
            _ => match suggestion_part(name) {
                Some((question, part)) => put(&mut suggestions, question, part, value),
                None => drop(metadata.insert(name.clone(), value.clone())),
            },
        }
    }
    suggestions.retain(|_, given| given.get("value").is_some_and(|value| !value.is_null()));
    metadata.retain(|_, value| !value.is_null() && *value != json!([]));
    let parts = [("fields", texts), ("metadata", metadata), ("responses", responses), ("suggestions", suggestions)];
    nested.extend(parts.into_iter().map(|(name, part)| (name.to_owned(), part.into())));
    Ok(nested)
}

/// The three lists of a question as one.
fn flat_responses(record: &Fields, question: &str) -> Result<Value, Misfit> {
    let list = |ending: &str| match record.get(&format!("{question}.responses{ending}")) {
        Some(Value::Array(list)) => list.clone(),
        _ => Vec::new(),
    };
    let (values, users, statuses) = (list(""), list(".users"), list(".status"));
    if !users.is_empty() && users.len() != values.len() {
        let found = format!("{} and {}", values.len(), users.len());
        return Err(Misfit::new(format!("as many {question}.responses as {question}.responses.users"), found));
    }
    let response = |(at, value): (usize, Value)| {
        let of = |list: &[Value]| list.get(at).cloned().unwrap_or_default();
        json!({"value": value, "user_id": of(&users), "status": of(&statuses)})
    };
    Ok(values.into_iter().enumerate().map(response).collect())
}

/// Question and part of a column of suggestions: `label.suggestion.score`, in version 1 `label-suggestion`.
fn suggestion_part(name: &str) -> Option<(&str, &str)> {
    if let Some(question) = name.strip_suffix("-suggestion-metadata") {
        return Some((question, ""));
    }
    let (question, rest) = name.split_once(".suggestion").or_else(|| name.split_once("-suggestion"))?;
    match rest {
        "" => Some((question, "value")),
        ".score" => Some((question, "score")),
        ".agent" => Some((question, "agent")),
        _ => None,
    }
}

fn put(suggestions: &mut Fields, question: &str, part: &str, value: &Value) {
    let given = suggestions.entry(question).or_insert(json!({}));
    let Value::Object(given) = given else { return };
    match part {
        "" => given.extend(object(value).into_iter().filter(|(_, value)| !value.is_null())),
        part => drop(given.insert(part.to_owned(), value.clone())),
    }
}

/// An object, which version 1 writes as text.
fn object(value: &Value) -> Fields {
    let parsed = value.as_str().and_then(|text| serde_json::from_str(text).ok());
    match parsed.as_ref().unwrap_or(value) {
        Value::Object(object) => object.clone(),
        _ => Fields::new(),
    }
}
