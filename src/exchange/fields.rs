//! What a record holds, by name: the form in which formats hand it on.

use crate::dataset::table::brief;
use serde_json::{Map, Value};

/// Values by name.
pub(super) type Fields = Map<String, Value>;

/// Names that speak of the annotator's answer rather than of the sentence.
const OF_ANSWER: [&str; 8] = ["label", "alone", "holder", "note", "annotator", "time", "tool", "batch"];

/// Why a row cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    pub expected: String,
    pub found: String,
    /// The label word that is not known, if that is why.
    pub word: Option<String>,
}

impl Misfit {
    pub fn new(expected: impl Into<String>, found: impl AsRef<str>) -> Self {
        Misfit { expected: expected.into(), found: brief(found.as_ref()), word: None }
    }

    pub fn label(column: &str, word: &str) -> Self {
        let expected = format!("in column {column} admit, restrict or neutral (other words: --map FROM=TO,…)");
        Misfit { word: Some(word.to_owned()), ..Misfit::new(expected, word) }
    }
}

/// Whether a name is one of ours.
pub(super) fn is_ours(name: &str) -> bool {
    let of_sentence = ["id", "doc", "n", "start", "end", "paragraph", "kind", "text", "digest"];
    of_sentence.contains(&name) || OF_ANSWER.contains(&name) || name.starts_with("suggestion")
}

/// Whether a field belongs to an answer, so that two annotators of one sentence may differ in it.
pub(super) fn is_of_answer(name: &str) -> bool {
    OF_ANSWER.contains(&name) || name.starts_with("annotation.") || name.starts_with("response.")
}

/// Whether a field belongs to what a model said.
pub(super) fn is_of_suggestion(name: &str) -> bool {
    matches!(name, "suggestion" | "suggestion_score" | "suggestion_model") || name.starts_with("prediction.")
}

/// A value as text, as it stands in a table.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Takes a field as text, empty where there is none.
pub(super) fn text(fields: &mut Fields, name: &str) -> String {
    fields.shift_remove(name).map(|value| words(&value)).unwrap_or_default()
}

/// Takes a whole number.
pub(super) fn number(fields: &mut Fields, name: &str, least: u32) -> Result<Option<u32>, Misfit> {
    let found = text(fields, name);
    match (found.trim(), found.trim().parse::<u32>()) {
        ("", _) => Ok(None),
        (_, Ok(number)) if number >= least => Ok(Some(number)),
        _ => {
            let hint = format!("(a column of another meaning: --columns input_{name}={name})");
            Err(Misfit::new(format!("in column {name} a whole number from {least} {hint}"), found))
        }
    }
}

/// Takes a probability.
pub(super) fn score(fields: &mut Fields, name: &str) -> Result<Option<f64>, Misfit> {
    let found = text(fields, name);
    match (found.trim(), found.trim().parse::<f64>()) {
        ("", _) => Ok(None),
        (_, Ok(number)) if number.is_finite() => Ok(Some(number)),
        _ => Err(Misfit::new(format!("in column {name} a number"), found)),
    }
}

/// A whole number where a text is one and would be written the same way, else the text.
pub(super) fn number_or_text(text: &str) -> Value {
    text.parse::<i64>().ok().filter(|number| number.to_string() == text).map_or_else(|| text.into(), Value::from)
}

/// Moves a field to another name.
pub(super) fn rename(fields: &mut Fields, from: &str, to: &str) {
    if let Some(value) = fields.shift_remove(from) {
        fields.insert(to.to_owned(), value);
    }
}

/// Takes all fields whose names begin with a prefix, without it.
pub(super) fn take_prefixed(fields: &mut Fields, prefix: &str) -> Fields {
    let (inside, outside) =
        std::mem::take(fields).into_iter().partition::<Vec<_>, _>(|(name, _)| name.starts_with(prefix));
    fields.extend(outside);
    inside.into_iter().map(|(name, value)| (name[prefix.len()..].to_owned(), value)).collect()
}

/// Adds all of `inside`, its names behind a prefix.
pub(super) fn put_prefixed(fields: &mut Fields, prefix: &str, inside: Fields) {
    fields.extend(inside.into_iter().map(|(name, value)| (format!("{prefix}{name}"), value)));
}

/// Takes a field that holds an object; anything else stays.
pub(super) fn take_object(fields: &mut Fields, name: &str) -> Fields {
    match fields.get(name) {
        Some(Value::Object(_)) => match fields.shift_remove(name) {
            Some(Value::Object(inside)) => inside,
            _ => Fields::new(),
        },
        _ => Fields::new(),
    }
}

/// Records of one sentence side by side: those that agree in all that is not of an answer or a suggestion, in the
/// order of the first of each. Returns what they share, and the rest of each.
pub(super) fn by_sentence(records: Vec<Fields>) -> Vec<(Fields, Vec<Fields>)> {
    let mut groups: Vec<(Fields, Vec<Fields>)> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for fields in records {
        let (own, shared): (Fields, Fields) =
            fields.into_iter().partition(|(name, _)| is_of_answer(name) || is_of_suggestion(name));
        let key = Value::Object(shared.clone()).to_string();
        let at = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, answers)) => answers.push(own),
            None => groups.push((shared, vec![own])),
        }
    }
    groups
}
