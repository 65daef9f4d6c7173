//! Argilla's records: as its client writes and loads them (`fields`, `responses`, `suggestions`, `metadata`), as
//! columns with dots (`label.responses`), and as the columns of version 1. Written in the first form.

use super::argilla_columns::nested;
use super::fields::{
    Fields, Misfit, by_sentence, is_of_suggestion, put_prefixed, rename, take_object, take_prefixed, words,
};
use serde_json::{Value, json};

/// The question that holds the label, where the file does not name another.
const QUESTION: &str = "label";
/// Our names that are questions beside it.
const QUESTIONS: [&str; 3] = ["alone", "holder", "note"];

/// One record: an entry for each annotator, or one where nobody has answered.
pub(super) fn fields(record: Fields, question: Option<&str>) -> Result<Vec<Fields>, Misfit> {
    let mut record = nested(record)?;
    let mut shared = take_object(&mut record, "metadata");
    let mut texts = take_object(&mut record, "fields");
    texts.shift_remove("text").map(|text| shared.insert("text".to_owned(), text));
    put_prefixed(&mut shared, "fields.", texts);
    rename(&mut record, "id", "external_id");
    record.shift_remove("external_id").filter(|id| !id.is_null()).map(|id| shared.insert("id".to_owned(), id));
    let responses = take_object(&mut record, "responses");
    let mut suggestions = take_object(&mut record, "suggestions");
    let question = question_of(&responses, &suggestions, question)?;
    shared.extend(suggestion(&mut suggestions, &question));
    put_prefixed(&mut shared, "suggestions.", suggestions);
    record.retain(|_, value| !value.is_null() && *value != json!({}) && *value != json!([]));
    put_prefixed(&mut shared, "record.", record);
    if question != QUESTION {
        shared.insert("record.question".to_owned(), question.as_str().into());
    }
    let answers = answers(responses, &question)?;
    if answers.is_empty() {
        return Ok(vec![shared]);
    }
    Ok(answers.into_iter().map(|answer| shared.clone().into_iter().chain(answer).collect()).collect())
}

fn question_of(responses: &Fields, suggestions: &Fields, given: Option<&str>) -> Result<String, Misfit> {
    let mut names: Vec<&String> = responses.keys().chain(suggestions.keys()).collect();
    names.retain(|name| !QUESTIONS.contains(&name.as_str()));
    names.sort_unstable();
    names.dedup();
    let has = |name: &str| names.iter().any(|it| *it == name);
    match (given, names.as_slice()) {
        (Some(given), _) => Ok(given.to_owned()),
        (None, _) if has(QUESTION) => Ok(QUESTION.to_owned()),
        (None, _) if has("stance") => Ok("stance".to_owned()),
        (None, []) => Ok(QUESTION.to_owned()),
        (None, [only]) => Ok((*only).clone()),
        (None, several) => {
            let several = several.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
            Err(Misfit::new("one question (which is the label: --columns label=NAME)", several))
        }
    }
}

fn suggestion(suggestions: &mut Fields, question: &str) -> Fields {
    let mut given = take_object(suggestions, question);
    let names = [("value", "suggestion"), ("score", "suggestion_score"), ("agent", "suggestion_model")];
    let fields = names.into_iter().filter_map(|(theirs, ours)| Some((ours.to_owned(), given.shift_remove(theirs)?)));
    let mut fields: Fields = fields.filter(|(_, value)| !value.is_null()).collect();
    put_prefixed(&mut fields, "prediction.", given);
    fields
}

/// What each annotator answered, in the order in which they are met. Only what was submitted is a label.
fn answers(responses: Fields, question: &str) -> Result<Vec<Fields>, Misfit> {
    let mut answers: Vec<Fields> = Vec::new();
    for (name, list) in responses {
        let Value::Array(list) = list else { continue };
        for response in list {
            let who = response.get("user_id").map(words).unwrap_or_default();
            let at = answers.iter().position(|answer| answer.get("annotator").is_some_and(|it| *it == who));
            let at = at.unwrap_or_else(|| {
                answers.push([("annotator".to_owned(), who.into())].into_iter().collect());
                answers.len() - 1
            });
            let status = response.get("status").map(words).filter(|it| !it.is_empty() && it != "submitted");
            let ours = match name.as_str() {
                it if it == question && status.is_none() => "label".to_owned(),
                it if QUESTIONS.contains(&it) => it.to_owned(),
                it => format!("response.{it}"),
            };
            let answer = &mut answers[at];
            if answer.contains_key(&ours) {
                return Err(Misfit::new(format!("one answer an annotator to {name}"), "several"));
            }
            if let Some(status) = status {
                answer.insert("annotation.status".to_owned(), status.into());
            }
            answer.insert(ours, response.get("value").cloned().unwrap_or_default());
        }
    }
    Ok(answers)
}

/// Whether a field has a place in such a file.
pub(super) fn holds(name: &str) -> bool {
    let is_other_tools = name.starts_with("annotation.") && name != "annotation.status";
    !is_other_tools && !["time", "tool", "batch"].contains(&name)
}

/// Records, one a sentence.
pub(super) fn write(mut records: Vec<Fields>) -> Vec<Fields> {
    records.iter_mut().for_each(|fields| fields.retain(|name, _| holds(name)));
    by_sentence(records).into_iter().map(|(shared, answers)| record(shared, answers)).collect()
}

fn record(mut shared: Fields, answers: Vec<Fields>) -> Fields {
    let mut record = take_prefixed(&mut shared, "record.");
    let question = record.shift_remove("question").map_or(QUESTION.to_owned(), |name| words(&name));
    let mut texts = take_prefixed(&mut shared, "fields.");
    shared.shift_remove("text").map(|text| texts.insert("text".to_owned(), text));
    let mut suggestions = take_prefixed(&mut shared, "suggestions.");
    let id = shared.shift_remove("id").map_or(Value::Null, |id| words(&id).into());
    let mut responses = Fields::new();
    for answer in answers {
        let (mut suggested, said): (Fields, Fields) = answer.into_iter().partition(|(name, _)| is_of_suggestion(name));
        put_responses(&mut responses, said, &question);
        let mut given = take_prefixed(&mut suggested, "prediction.");
        for (ours, theirs) in [("suggestion", "value"), ("suggestion_score", "score"), ("suggestion_model", "agent")] {
            suggested.shift_remove(ours).map(|value| given.insert(theirs.to_owned(), value));
        }
        if !given.is_empty() {
            suggestions.entry(question.as_str()).or_insert(given.into());
        }
    }
    let parts = [("fields", texts), ("metadata", shared), ("suggestions", suggestions), ("responses", responses)];
    let parts = parts.into_iter().map(|(name, part)| (name.to_owned(), part.into()));
    let mut written: Fields = [("id".to_owned(), id)].into_iter().chain(parts).collect();
    record.entry("vectors").or_insert(json!({}));
    written.extend(record);
    written
}

fn put_responses(responses: &mut Fields, mut said: Fields, question: &str) {
    let who = said.shift_remove("annotator").unwrap_or("".into());
    let status = said.shift_remove("annotation.status");
    for (name, value) in said {
        let name = match name.as_str() {
            "label" => question,
            other => other.strip_prefix("response.").unwrap_or(other),
        };
        let mut response = json!({"value": value, "user_id": who});
        if let Some(status) = &status {
            response["status"] = status.clone();
        }
        let list = responses.entry(name).or_insert(json!([]));
        if let Value::Array(list) = list {
            list.push(response);
        }
    }
}
