use super::Record;
use crate::base::Reject;
use std::collections::{BTreeMap, BTreeSet};

/// Gives answers without text (Potato keeps them apart from its items) the text and all else of the item of their id;
/// an item that somebody answered is then no record of its own. Answers without an item are rejects.
pub fn join_texts(records: Vec<Record>) -> (Vec<Record>, Vec<Reject>) {
    let (bare, whole): (Vec<Record>, Vec<Record>) = records.into_iter().partition(|record| record.text.is_empty());
    if bare.is_empty() {
        return (whole, Vec::new());
    }
    let is_item = |record: &&Record| record.label.is_none() && !record.id.is_empty();
    let items: BTreeMap<String, Record> = whole.iter().filter(is_item).map(|it| (it.id.clone(), it.clone())).collect();
    let (mut joined, mut rejects, mut used) = (Vec::new(), Vec::new(), BTreeSet::new());
    for answer in bare {
        match items.get(&answer.id) {
            Some(item) => {
                used.insert(answer.id.clone());
                joined.push(with_item(answer, item));
            }
            None => {
                let expected = "the text of each answer (name the tool's file of items too, with id and text)";
                let found = format!("none for {:?}", answer.id);
                rejects.push(Reject::file(&answer.file, expected, found).at(answer.line));
            }
        }
    }
    let rest = whole.into_iter().filter(|record| record.label.is_some() || !used.contains(&record.id));
    (rest.chain(joined).collect(), rejects)
}

fn with_item(answer: Record, item: &Record) -> Record {
    let mut extra = item.extra.clone();
    extra.extend(answer.extra);
    Record {
        id: answer.id,
        label: answer.label,
        alone: answer.alone,
        holder: answer.holder,
        note: answer.note,
        annotator: answer.annotator,
        time: answer.time,
        tool: answer.tool,
        batch: answer.batch,
        file: answer.file,
        line: answer.line,
        extra,
        ..item.clone()
    }
}
