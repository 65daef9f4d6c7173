//! What is told of single mistakes.

use crate::dataset::Aligned;
use crate::evaluate::{Evaluation, Mistake, Scored};
use crate::model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// Mistakes that are explained: as many as a page shows.
pub(super) const EXPLAINED: usize = 50;
/// Words told of each.
const WORDS: usize = 5;

/// Takes the mistakes in frozen behaviour tests out of the report: they are counted and not looked at.
pub(super) fn hide_frozen(evaluation: &mut Evaluation, rows: &[Scored]) {
    if evaluation.behaviour.is_empty() {
        return;
    }
    let is_frozen = |row: &&Scored| row.value("set") == "frozen";
    let frozen: BTreeSet<(&str, u64)> =
        rows.iter().filter(is_frozen).map(|row| (row.file.as_str(), row.line)).collect();
    let may_be_read = |mistake: &Mistake| !frozen.contains(&(mistake.file.as_str(), mistake.line));
    evaluation.mistakes.retain(may_be_read);
    if let Some(comparison) = &mut evaluation.comparison {
        comparison.lost_rows.retain(may_be_read);
    }
}

/// Fills in the words that led to the `most` surest mistakes.
pub(super) fn fill(evaluation: &mut Evaluation, model: &Model, data: &[Aligned], most: usize) {
    let mut rows: BTreeMap<(&str, u64), (&Aligned, usize)> = BTreeMap::new();
    for aligned in data {
        for (row, gold) in aligned.labelled.gold.iter().enumerate() {
            rows.insert((&gold.file, gold.line), (aligned, row));
        }
    }
    let lost = evaluation.comparison.iter_mut().flat_map(|comparison| comparison.lost_rows.iter_mut().take(EXPLAINED));
    for mistake in evaluation.mistakes.iter_mut().take(most).chain(lost) {
        if let Some((aligned, row)) = rows.get(&(mistake.file.as_str(), mistake.line)) {
            mistake.words = words(model, aligned, *row, mistake);
        }
    }
}

/// What pulled most towards the label given.
fn words(model: &Model, aligned: &Aligned, row: usize, mistake: &Mistake) -> Vec<String> {
    let Some(at) = aligned.sentence_of(row) else { return Vec::new() };
    let words = model.words(aligned.document(), at, mistake.prediction, WORDS);
    words.into_iter().map(|word| word.text).collect()
}
