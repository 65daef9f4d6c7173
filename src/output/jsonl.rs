use super::cells::{numbers, offsets, probability};
use super::columns::{COPY_OF, Columns, SET, renamed};
use crate::article::{TypedRow, is_bare};
use crate::pipeline::{Labelled, LabelledRow, LabelledRows, Verdict};
use serde_json::{Map, Value};
use std::io::Write;

const WHY: &str = "memory takes all that is written, and strings are JSON";

pub(super) fn article(labelled: &Labelled, columns: &Columns, out: &mut Vec<u8>) {
    let document = &labelled.document;
    let (before, after) = (known(labelled), own(labelled, columns));
    let on_topic = labelled.on_topic.map_or("null".to_owned(), |on_topic| on_topic.to_string());
    let places = offsets(document).zip(numbers(document));
    for ((sentence, verdict), ((start, end), n)) in document.sentences.iter().zip(&labelled.verdicts).zip(places) {
        out.extend_from_slice(&before);
        let kind = sentence.kind.name();
        write!(out, r#""n":{n},"start":{start},"end":{end},"kind":"{kind}","on_topic":{on_topic},"text":"#).expect(WHY);
        string(sentence.span.of(&document.text), out);
        out.push(b',');
        verdict_keys(verdict, columns, out);
        out.extend_from_slice(&after);
        out.extend_from_slice(b"}\n");
    }
}

/// The part of each line that all sentences of an article begin with.
fn known(labelled: &Labelled) -> Vec<u8> {
    let meta = &labelled.document.meta;
    let mut out = b"{\"doc\":".to_vec();
    string(&labelled.document.id, &mut out);
    for (name, value) in [("source", &meta.source), ("date", &meta.date), ("language", &meta.language)] {
        write!(out, r#","{name}":"#).expect(WHY);
        optional(value.as_deref(), &mut out);
    }
    out.push(b',');
    out
}

/// The part that they end with.
fn own(labelled: &Labelled, columns: &Columns) -> Vec<u8> {
    let own = &labelled.document.meta.columns;
    let names: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    let mut out = Vec::new();
    if columns.copies() {
        write!(out, r#","{COPY_OF}":"#).expect(WHY);
        optional(labelled.copy_of.as_deref(), &mut out);
    }
    for (renamed, (name, value)) in renamed(&names, columns.ours()).iter().zip(own) {
        out.push(b',');
        string(renamed, &mut out);
        out.push(b':');
        cell(labelled.document.meta.typed.as_ref(), name, value, &mut out);
    }
    out
}

fn verdict_keys(verdict: &Verdict, columns: &Columns, out: &mut Vec<u8>) {
    write!(out, r#""label":"{}""#, verdict.name()).expect(WHY);
    let class = |class: usize| verdict.scores.map(|scores| scores.0[class]);
    let numbers = [verdict.score, class(0), class(1), class(2)];
    let names = [&br#","score":"#[..], br#","p_admit":"#, br#","p_restrict":"#, br#","p_neutral":"#];
    for (name, number) in names.into_iter().zip(numbers) {
        out.extend_from_slice(name);
        match number {
            Some(number) => probability(number, out),
            None => out.extend_from_slice(b"null"),
        }
    }
    if columns.has_sets() {
        let set = verdict.set.map_or("null".to_owned(), |set| format!("\"{set}\""));
        write!(out, r#","{SET}":{set}"#).expect(WHY);
    }
}

fn optional(text: Option<&str>, out: &mut Vec<u8>) {
    match text {
        Some(text) => string(text, out),
        None => out.extend_from_slice(b"null"),
    }
}

fn string(text: &str, out: &mut Vec<u8>) {
    serde_json::to_writer(out, text).expect(WHY);
}

pub(super) fn rows(rows: &LabelledRows, columns: &Columns, out: &mut Vec<u8>) {
    out.reserve(1 << 18);
    let names = rows.names().map(|names| renamed(names, columns.ours()));
    for row in rows.iter() {
        match &names {
            Some(renamed) => cells(&row, rows.names().unwrap_or_default(), renamed, out),
            None => line(&row, columns, out),
        }
        verdict_keys(&row.verdict, columns, out);
        out.extend_from_slice(b"}\n");
    }
}

/// A row of a table, up to the added keys.
fn cells(row: &LabelledRow, names: &[String], renamed: &[String], out: &mut Vec<u8>) {
    out.push(b'{');
    for (column, (name, renamed)) in names.iter().zip(renamed).enumerate() {
        string(renamed, out);
        out.push(b':');
        cell(row.typed(), name, row.cell(column), out);
        out.push(b',');
    }
}

/// A cell as JSON: a string, unless the row has types and they say otherwise.
fn cell(row: Option<&TypedRow>, name: &str, text: &str, out: &mut Vec<u8>) {
    let bare = |row: &TypedRow| row.kind(name).is_some_and(|kind| is_bare(&kind));
    match row {
        Some(row) if row.is_null(name) => out.extend_from_slice(b"null"),
        // Infinity and what is no number have no other form in JSON than words.
        Some(row) if bare(row) && serde_json::from_str::<Value>(text).is_ok() => out.extend_from_slice(text.as_bytes()),
        _ => string(text, out),
    }
}

/// A JSON line as it came, up to the added keys.
fn line(row: &LabelledRow, columns: &Columns, out: &mut Vec<u8>) {
    let inner = row.line().strip_suffix('}').expect("an object ends so").trim_end();
    if !row.clashes {
        out.extend_from_slice(inner.as_bytes());
        return out.push(b',');
    }
    let object: Map<String, Value> = serde_json::from_str(row.line()).expect("read as an object before");
    let (names, values): (Vec<String>, Vec<Value>) = object.into_iter().unzip();
    out.push(b'{');
    for (name, value) in renamed(&names, columns.ours()).iter().zip(&values) {
        string(name, out);
        out.push(b':');
        serde_json::to_writer(&mut *out, value).expect(WHY);
        out.push(b',');
    }
}
