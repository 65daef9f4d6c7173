//! One batch of rows → documents → verdicts → bytes.

use super::batch::{Batch, Form, LabelledRows, Outcome, Place};
use super::fields::{Fields, Wrong, json};
use crate::article::Meta;
use crate::base::{Kind, Reject};
use crate::document::{self, Row};
use crate::pipeline::tally::{Chunk, Note};
use crate::pipeline::{Labelled, Run, Scratch};
use std::borrow::Cow;
use std::ops::Range;

/// Columns that are added; an own column of such a name is renamed.
const ADDED: [&str; 5] = ["label", "score", "p_admit", "p_restrict", "p_neutral"];
/// The one added where sets are asked for.
const SET: &str = "set";

pub(super) fn label_batch(
    batch: Batch,
    run: &Run,
    render: impl Fn(&LabelledRows, &mut Chunk),
    scratch: &mut Scratch,
) -> Chunk {
    let mut chunk = Chunk::default();
    chunk.tally.returned = batch.returned;
    let (mut outcomes, mut documents) = (vec![None; batch.rows.len()], Vec::new());
    let mut start = 0;
    while start < batch.rows.len() {
        let rest = &batch.rows[start + 1..];
        let more = rest.iter().take_while(|row| row.place == Place::Continues).count();
        let range = start..start + 1 + more;
        start = range.end;
        documents.extend(label_document(&batch, range, run, scratch, &mut outcomes, &mut chunk));
    }
    batch.rejects.iter().cloned().for_each(|reject| chunk.reject(reject));
    chunk.notes.sort_by_key(|note| match note {
        Note::Reject(reject) => reject.line,
        Note::Encoding { .. } => None,
    });
    render(&LabelledRows { batch: &batch, outcomes: &outcomes, documents: &documents }, &mut chunk);
    chunk
}

/// A document in the making.
#[derive(Default)]
struct Draft {
    id: String,
    meta: Meta,
    first: Option<u32>,
    /// The batch's rows taken so far, and whether their keys clash.
    taken: Vec<(usize, bool)>,
}

/// Labels the rows of one document, and gives it back where somebody is to read it.
fn label_document(
    batch: &Batch,
    range: Range<usize>,
    run: &Run,
    scratch: &mut Scratch,
    outcomes: &mut [Option<Outcome>],
    chunk: &mut Chunk,
) -> Option<Labelled> {
    let has_context = batch.rows[range.start].place != Place::Lone;
    let mut draft = Draft::default();
    for row in range {
        if let Err((expected, found)) = take(batch, row, run, &mut scratch.rows, &mut draft) {
            chunk.reject(Reject::file(&batch.head.file, expected, found).at(batch.rows[row].line));
        }
    }
    let Draft { id, meta, first, taken } = draft;
    if taken.is_empty() {
        return None;
    }
    let rows = &scratch.rows[..taken.len()];
    let document = document::from_rows(&id, meta, rows, first.unwrap_or(1).max(1), has_context, &mut scratch.stemmer);
    let labelled = run.label(document, &mut scratch.worker);
    chunk.tally.count(&labelled);
    for ((row, clashes), verdict) in taken.into_iter().zip(&labelled.verdicts) {
        outcomes[row] = Some(Outcome { verdict: *verdict, clashes });
    }
    (run.words > 0).then(|| labelled.with_words(run.model, run.words))
}

/// Adds one row to the draft.
fn take(batch: &Batch, row: usize, run: &Run, rows: &mut Vec<Row>, draft: &mut Draft) -> Result<(), Wrong> {
    let (fields, clashes) = fields(batch, row, run)?;
    if fields.text.trim().is_empty() {
        let found = if fields.has_text { "an empty field" } else { "no such key" };
        return Err((format!("a sentence in `{}`", batch.head.text), found.to_owned()));
    }
    let kind = fields.kind.as_deref().map_or(Ok(Kind::Body), |kind| kind.trim().parse());
    let kind = kind.map_err(|_| {
        let found = fields.kind.as_deref().unwrap_or_default();
        ("`kind` body, heading, caption or boilerplate".to_owned(), format!("{found:?}"))
    })?;
    let paragraph = number("paragraph", fields.paragraph.as_deref())?;
    let n = number("n", fields.n.as_deref())?;
    let count = draft.taken.len();
    if count == 0 {
        draft.id = fields.doc.map(Cow::into_owned).unwrap_or_default();
        draft.meta.title = fields.title.map(Cow::into_owned);
        draft.meta.language = fields.language.map(Cow::into_owned);
        draft.first = n;
    }
    if rows.len() == count {
        rows.push(Row::default());
    }
    let place = &mut rows[count];
    place.text.clear();
    place.text.push_str(&fields.text);
    (place.kind, place.paragraph) = (kind, paragraph);
    draft.taken.push((row, clashes));
    Ok(())
}

fn fields<'b>(batch: &'b Batch, row: usize, run: &Run) -> Result<(Fields<'b>, bool), Wrong> {
    if batch.head.form == Form::Cells {
        return Ok((batch.head.places.of(batch, row)?, false));
    }
    let (mut clashes, mut homeless) = (false, None);
    let fields = json(batch.cell(row, 0), &batch.head.text, |key| {
        clashes |= ADDED.contains(&key) || (run.sets.is_some() && key == SET);
        homeless = homeless.take().or_else(|| run.homeless(std::iter::once(key)));
    })?;
    match homeless {
        Some(name) => Err(run.homeless_words(&name)),
        None => Ok((fields, clashes)),
    }
}

fn number(name: &str, given: Option<&str>) -> Result<Option<u32>, Wrong> {
    let Some(given) = given else { return Ok(None) };
    let wrong = |_| (format!("a whole number in `{name}`"), format!("{given:?}"));
    given.trim().parse().map(Some).map_err(wrong)
}
