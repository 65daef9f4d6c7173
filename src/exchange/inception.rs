//! INCEpTION's UIMA CAS JSON: one text and annotations on it. Written as one text, a sentence a line, with an
//! annotation of the layer `custom.Stance` on each; offsets are UTF-16 units, as UIMA counts.

use super::fields::{Fields, Misfit, rename, words};
use super::source::{Entries, Entry, broken};
use crate::base::Reject;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Our layer.
const LAYER: &str = "custom.Stance";
/// Its features; all else goes into `extra`, as JSON.
const FEATURES: [&str; 20] = [
    "id",
    "doc",
    "n",
    "start",
    "end_",
    "paragraph",
    "kind",
    "label",
    "alone",
    "holder",
    "note",
    "annotator",
    "time",
    "tool",
    "batch",
    "suggestion",
    "suggestion_score",
    "suggestion_model",
    "extra",
    "start_",
];
/// Features that every annotation of UIMA has.
const OWN: [&str; 5] = ["%ID", "%TYPE", "@sofa", "begin", "end"];

/// Every annotation of the layer that holds the label.
pub(super) fn entries(name: &str, text: &str, feature: Option<&str>) -> Result<Entries, Reject> {
    let cas: Value = serde_json::from_str(text).map_err(|error| broken(name, &error))?;
    let structures = structures(&cas["%FEATURE_STRUCTURES"]);
    let sofas: BTreeMap<u64, Text> = structures.iter().filter_map(sofa).collect();
    let layer = layer(&structures, feature).map_err(|misfit| Reject::file(name, misfit.expected, misfit.found))?;
    let title = structures.iter().find_map(|it| it.get("documentTitle")).map(words).unwrap_or_default();
    let mut entries = Entries::default();
    for (number, structure) in structures.iter().enumerate() {
        let kind = structure.get("%TYPE").map(words).unwrap_or_default();
        if Some(&kind) != layer.as_ref() {
            if !kind.starts_with("uima.") {
                *entries.left.entry(format!("annotations {kind}")).or_default() += 1;
            }
            continue;
        }
        let line = line_of(text, structure).unwrap_or(number as u64 + 1);
        match annotation(structure, &sofas, feature, &title) {
            Ok(fields) => entries.good.push(Entry { line, fields }),
            Err(misfit) => entries.rejects.push(Reject::file(name, misfit.expected, misfit.found).at(line)),
        }
    }
    Ok(entries)
}

/// The structures as a list; they may also be an object by id.
fn structures(value: &Value) -> Vec<Fields> {
    let with_id = |(id, value): (&String, &Value)| {
        let mut fields = value.as_object()?.clone();
        fields.insert("%ID".to_owned(), id.parse::<u64>().ok()?.into());
        Some(fields)
    };
    match value {
        Value::Array(list) => list.iter().filter_map(|it| it.as_object().cloned()).collect(),
        Value::Object(by_id) => by_id.iter().filter_map(with_id).collect(),
        _ => Vec::new(),
    }
}

fn line_of(text: &str, structure: &Fields) -> Option<u64> {
    let id = structure.get("%ID")?.to_string();
    let is_there = |line: &str| {
        let after = line.split_once("\"%ID\"").map(|(_, after)| after.trim_start_matches([' ', ':']));
        after.and_then(|after| after.split(|c: char| !c.is_ascii_digit()).next()) == Some(id.as_str())
    };
    text.lines().position(is_there).map(|at| at as u64 + 1)
}

/// A text in UTF-16 units, which is how it is cut.
type Text = Vec<u16>;

fn sofa(structure: &Fields) -> Option<(u64, Text)> {
    let text = structure.get("sofaString")?.as_str()?;
    Some((structure.get("%ID")?.as_u64()?, text.encode_utf16().collect()))
}

/// Our layer, else the only custom one that has the feature of the label.
fn layer(structures: &[Fields], feature: Option<&str>) -> Result<Option<String>, Misfit> {
    let names =
        |it: &Fields| it.contains_key(feature.unwrap_or("label")) || it.get("%TYPE").is_some_and(|it| it == LAYER);
    let mut layers: Vec<String> = structures
        .iter()
        .filter(|it| it.contains_key("begin") && names(it))
        .filter_map(|it| it.get("%TYPE").map(words))
        .collect();
    layers.sort();
    layers.dedup();
    match layers.as_slice() {
        layers if layers.iter().any(|it| it == LAYER) => Ok(Some(LAYER.to_owned())),
        [only] => Ok(Some(only.clone())),
        [] => {
            let expected = "annotations with a feature label (of another name: --columns label=FEATURE)";
            Err(Misfit { found: "none".to_owned(), ..Misfit::new(expected, "") })
        }
        several => Err(Misfit::new(format!("the label in one layer, {LAYER} or another"), several.join(", "))),
    }
}

fn annotation(
    structure: &Fields,
    sofas: &BTreeMap<u64, Text>,
    feature: Option<&str>,
    title: &str,
) -> Result<Fields, Misfit> {
    let number = |name: &str| structure.get(name).and_then(Value::as_u64);
    let sofa = number("@sofa").and_then(|id| sofas.get(&id)).or_else(|| sofas.values().next());
    let place = number("begin").zip(number("end")).map(|(begin, end)| begin as usize..end as usize);
    let cut = sofa.zip(place.clone()).and_then(|(sofa, place)| sofa.get(place));
    let Some(text) = cut.and_then(|cut| String::from_utf16(cut).ok()) else {
        return Err(Misfit::new("begin and end within the text", format!("{place:?}")));
    };
    let mut fields = structure.clone();
    OWN.iter().for_each(|name| drop(fields.shift_remove(*name)));
    if let Some(feature) = feature {
        rename(&mut fields, feature, "label");
    }
    rename(&mut fields, "start_", "start");
    rename(&mut fields, "end_", "end");
    let is_ours = structure.get("%TYPE").is_some_and(|it| it == LAYER);
    if !is_ours && !title.is_empty() {
        fields.entry("doc").or_insert(title.into());
        let points = |sofa: &Text, to: usize| String::from_utf16_lossy(&sofa[..to]).chars().count();
        if let Some((sofa, place)) = sofa.zip(place) {
            fields.insert("start".to_owned(), points(sofa, place.start).into());
            fields.insert("end".to_owned(), points(sofa, place.end).into());
        }
    }
    let extra = fields.shift_remove("extra").map(|extra| words(&extra)).unwrap_or_default();
    if let Ok(Value::Object(extra)) = serde_json::from_str(&extra) {
        fields.extend(extra);
    }
    fields.retain(|_, value| !value.is_null());
    fields.insert("text".to_owned(), text.into());
    Ok(fields)
}

/// One CAS.
pub(super) fn write(records: Vec<Fields>) -> Vec<u8> {
    let mut text = String::new();
    let (mut structures, mut at) = (Vec::new(), 0);
    for (number, mut fields) in records.into_iter().enumerate() {
        let sentence = fields.shift_remove("text").map(|text| words(&text)).unwrap_or_default();
        let units = sentence.encode_utf16().count();
        structures.push(structure(number + 3, at, at + units, fields));
        text.push_str(&sentence);
        text.push('\n');
        at += units + 1;
    }
    let sofa = json!({"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text", "sofaString": text});
    let document =
        json!({"%ID": 2, "%TYPE": "uima.tcas.DocumentAnnotation", "@sofa": 1, "begin": 0, "end": at, "language": "en"});
    let members: Vec<usize> = (2..structures.len() + 3).collect();
    let structures: Vec<String> = [sofa, document].into_iter().chain(structures).map(|it| it.to_string()).collect();
    let views = json!({"_InitialView": {"%SOFA": 1, "%MEMBERS": members}});
    let types = types();
    let structures = structures.join(",\n");
    format!("{{\"%TYPES\": {types},\n\"%FEATURE_STRUCTURES\": [\n{structures}\n],\n\"%VIEWS\": {views}}}\n")
        .into_bytes()
}

/// Our layer's description: features of text.
fn types() -> Value {
    let mut layer = json!({"%NAME": LAYER, "%SUPER_TYPE": "uima.tcas.Annotation"});
    for name in FEATURES.into_iter().filter(|name| *name != "start") {
        layer[name] = json!({"%NAME": name, "%RANGE": "uima.cas.String"});
    }
    json!({LAYER: layer})
}

fn structure(id: usize, begin: usize, end: usize, mut fields: Fields) -> Value {
    rename(&mut fields, "start", "start_");
    rename(&mut fields, "end", "end_");
    let (ours, extra): (Fields, Fields) =
        fields.into_iter().partition(|(name, _)| FEATURES.contains(&name.as_str()) && name != "extra");
    let mut structure = json!({"%ID": id, "%TYPE": LAYER, "@sofa": 1, "begin": begin, "end": end});
    for (name, value) in ours {
        structure[name] = words(&value).into();
    }
    if !extra.is_empty() {
        structure["extra"] = Value::from(extra).to_string().into();
    }
    structure
}
