//! Arrow, which Parquet is made of: workers render record batches, as they stand in an Arrow stream.

mod own;
mod parquet;

pub(super) use parquet::Parquet;

use super::cells::{numbers, offsets};
use super::columns::Columns;
use crate::pipeline::{Labelled, LabelledRows, Verdict};
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, BooleanArray, Float32Array, RecordBatch, UInt32Array, UInt64Array};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{DataType, Field, Schema};
use std::sync::Arc;

const WHY: &str = "memory takes all that is written, cells are UTF-8, and the columns are those of the schema";

/// What an Arrow stream begins with: the schema.
pub(super) fn head(columns: &Columns) -> Vec<u8> {
    let mut out = Vec::new();
    StreamWriter::try_new(&mut out, &schema(columns)).expect(WHY);
    out
}

/// Our columns and the inputs' own, in the order of the header.
fn schema(columns: &Columns) -> Schema {
    let first = if columns.own_first() { 0 } else { columns.ours().len() };
    let field = |(at, name): (usize, &String)| {
        let own = at.checked_sub(first).and_then(|at| columns.kinds().get(at));
        Field::new(name, own.cloned().unwrap_or_else(|| our_type(name)), true)
    };
    Schema::new(columns.header().iter().enumerate().map(field).collect::<Vec<_>>())
}

fn our_type(name: &str) -> DataType {
    match name {
        "n" => DataType::UInt32,
        "start" | "end" => DataType::UInt64,
        "on_topic" => DataType::Boolean,
        "score" | "p_admit" | "p_restrict" | "p_neutral" => DataType::Float32,
        _ => DataType::Utf8,
    }
}

/// One record batch, without the schema before it.
fn write(columns: &Columns, arrays: Vec<ArrayRef>, out: &mut Vec<u8>) {
    let schema = Arc::new(schema(columns));
    let mut writer = StreamWriter::try_new(Vec::new(), &schema).expect(WHY);
    let head = writer.get_ref().len();
    writer.write(&RecordBatch::try_new(schema, arrays).expect(WHY)).expect(WHY);
    out.extend_from_slice(&writer.get_ref()[head..]);
}

/// Some text a row, kept once.
fn strings<'t>(cells: impl Iterator<Item = Option<&'t str>>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    cells.for_each(|cell| builder.append_option(cell));
    Arc::new(builder.finish())
}

fn verdicts(verdicts: &[Verdict], columns: &Columns) -> Vec<ArrayRef> {
    let class = |class: usize| -> ArrayRef {
        let values = verdicts.iter().map(|verdict| verdict.scores.map(|scores| scores.0[class]));
        Arc::new(values.collect::<Float32Array>())
    };
    let score = verdicts.iter().map(|verdict| verdict.score).collect::<Float32Array>();
    let label = strings(verdicts.iter().map(|verdict| Some(verdict.name())));
    let mut arrays = vec![label, Arc::new(score), class(0), class(1), class(2)];
    if columns.has_sets() {
        let sets: Vec<Option<String>> = verdicts.iter().map(|verdict| Some(verdict.set?.to_string())).collect();
        arrays.push(strings(sets.iter().map(Option::as_deref)));
    }
    arrays
}

pub(super) fn articles(labelled: &[Labelled], columns: &Columns, out: &mut Vec<u8>) {
    let sentences =
        || labelled.iter().flat_map(|article| article.document.sentences.iter().map(move |one| (article, one)));
    if sentences().next().is_none() {
        return;
    }
    let of_article = |known: fn(&Labelled) -> Option<&str>| strings(sentences().map(|(article, _)| known(article)));
    let places: Vec<(usize, usize)> = labelled.iter().flat_map(|article| offsets(&article.document)).collect();
    let counted =
        |article: &'_ Labelled| numbers(&article.document).take(article.document.sentences.len()).collect::<Vec<_>>();
    let all: Vec<Verdict> = labelled.iter().flat_map(|article| article.verdicts.iter().copied()).collect();
    let mut arrays: Vec<ArrayRef> = vec![
        of_article(|article| Some(&article.document.id)),
        of_article(|article| article.document.meta.source.as_deref()),
        of_article(|article| article.document.meta.date.as_deref()),
        of_article(|article| article.document.meta.language.as_deref()),
        Arc::new(UInt32Array::from_iter_values(labelled.iter().flat_map(counted))),
        Arc::new(UInt64Array::from_iter_values(places.iter().map(|place| place.0 as u64))),
        Arc::new(UInt64Array::from_iter_values(places.iter().map(|place| place.1 as u64))),
        strings(sentences().map(|(_, sentence)| Some(sentence.kind.name()))),
        Arc::new(sentences().map(|(article, _)| article.on_topic).collect::<BooleanArray>()),
        strings(sentences().map(|(article, sentence)| Some(sentence.span.of(&article.document.text)))),
    ];
    arrays.extend(verdicts(&all, columns));
    arrays.extend(columns.copies().then(|| of_article(|article| article.copy_of.as_deref())));
    arrays.extend(own::of_articles(labelled, columns));
    write(columns, arrays, out);
}

pub(super) fn rows(rows: &LabelledRows, columns: &Columns, out: &mut Vec<u8>) {
    let all: Vec<Verdict> = rows.iter().map(|row| row.verdict).collect();
    if all.is_empty() {
        return;
    }
    let mut arrays = own::of_rows(rows, columns);
    arrays.extend(verdicts(&all, columns));
    write(columns, arrays, out);
}
