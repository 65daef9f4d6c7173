use super::cells::{numbers, offsets, probability};
use super::columns::{ADDED, COPY_OF, Columns, ours, renamed};
use crate::pipeline::{Labelled, LabelledRow, LabelledRows, Verdict};
use serde_json::{Map, Value};
use std::io::Write;

const WHY: &str = "memory takes all that is written, and strings are JSON";

pub(super) fn article(labelled: &Labelled, columns: &Columns, out: &mut Vec<u8>) {
    let document = &labelled.document;
    let (before, after) = (known(labelled), own(labelled, columns.copies()));
    let on_topic = labelled.on_topic.map_or("null".to_owned(), |on_topic| on_topic.to_string());
    let places = offsets(document).zip(numbers(document));
    for ((sentence, verdict), ((start, end), n)) in document.sentences.iter().zip(&labelled.verdicts).zip(places) {
        out.extend_from_slice(&before);
        let kind = sentence.kind.name();
        write!(out, r#""n":{n},"start":{start},"end":{end},"kind":"{kind}","on_topic":{on_topic},"text":"#).expect(WHY);
        string(sentence.span.of(&document.text), out);
        out.push(b',');
        verdict_keys(verdict, out);
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
fn own(labelled: &Labelled, copies: bool) -> Vec<u8> {
    let columns = &labelled.document.meta.columns;
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let mut out = Vec::new();
    if copies {
        write!(out, r#","{COPY_OF}":"#).expect(WHY);
        optional(labelled.copy_of.as_deref(), &mut out);
    }
    for (name, (_, value)) in renamed(&names, &ours(copies)).iter().zip(columns) {
        out.push(b',');
        string(name, &mut out);
        out.push(b':');
        string(value, &mut out);
    }
    out
}

fn verdict_keys(verdict: &Verdict, out: &mut Vec<u8>) {
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

pub(super) fn rows(rows: &LabelledRows, out: &mut Vec<u8>) {
    out.reserve(1 << 18);
    let names = rows.names().map(|names| renamed(names, &ADDED));
    for row in rows.iter() {
        match &names {
            Some(names) => cells(&row, names, out),
            None => line(&row, out),
        }
        verdict_keys(&row.verdict, out);
        out.extend_from_slice(b"}\n");
    }
}

/// A row of a table, up to the added keys.
fn cells(row: &LabelledRow, names: &[String], out: &mut Vec<u8>) {
    out.push(b'{');
    for (column, name) in names.iter().enumerate() {
        string(name, out);
        out.push(b':');
        string(row.cell(column), out);
        out.push(b',');
    }
}

/// A JSON line as it came, up to the added keys.
fn line(row: &LabelledRow, out: &mut Vec<u8>) {
    let inner = row.line().strip_suffix('}').expect("an object ends so").trim_end();
    if !row.clashes {
        out.extend_from_slice(inner.as_bytes());
        return out.push(b',');
    }
    let object: Map<String, Value> = serde_json::from_str(row.line()).expect("read as an object before");
    let (names, values): (Vec<String>, Vec<Value>) = object.into_iter().unzip();
    out.push(b'{');
    for (name, value) in renamed(&names, &ADDED).iter().zip(&values) {
        string(name, out);
        out.push(b':');
        serde_json::to_writer(&mut *out, value).expect(WHY);
        out.push(b',');
    }
}
