use super::{Fault, Finding, Part, Row, rows_of};
use crate::base::{Reject, Stance, sentence_digest};
use crate::dataset::row;
use std::collections::BTreeMap;

/// More words than these make a row too long for a sentence. The longest of the written corpus has 47;
/// of 7,481 sentences of real articles one in a thousand has more than 96, the longest 126.
pub const MOST_WORDS: usize = 100;

/// What the reader refused.
pub fn rejects(parts: &[Part]) -> Vec<Finding> {
    let all = parts.iter().flat_map(|part| &part.rejects);
    all.map(|reject| {
        let Reject { file, line, expected, found } = reject;
        let message = format!("expected {expected}, found {found}");
        Finding { line: *line, ..Finding::whole(fault_of(reject), file, message) }
    })
    .collect()
}

fn fault_of(reject: &Reject) -> Fault {
    match () {
        () if row::lacks_text(reject) => Fault::Empty,
        () if row::has_unknown_label(reject) => Fault::LabelWord,
        () => Fault::Unusable,
    }
}

/// Rows that hold no word, or too many.
pub fn sentences(parts: &[Part]) -> Vec<Finding> {
    let rows = parts.iter().flat_map(|part| rows_of(&part.documents));
    rows.filter_map(|row| {
        let words = row.text().split_whitespace().count();
        if !row.text().chars().any(char::is_alphanumeric) {
            let message = "expected a sentence, found no letter or digit".to_owned();
            return Some(Finding::row(Fault::Empty, &row, message));
        }
        let message = || format!("expected a sentence of at most {MOST_WORDS} words, found {words}");
        (words > MOST_WORDS).then(|| Finding::row(Fault::Long, &row, message()))
    })
    .collect()
}

/// Rows whose label, read by itself, differs from that of most rows with the same text. White space and case
/// make no difference; captions and boilerplate are left aside.
pub fn contradictions(parts: &[Part]) -> Vec<Finding> {
    let mut groups: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in parts.iter().flat_map(|part| rows_of(&part.documents)).filter(Row::may_take_side) {
        groups.entry(sentence_digest(&row.text().to_lowercase())).or_default().push(row);
    }
    let mut found: Vec<Finding> = groups.values().flat_map(|group| against_most(group)).collect();
    found.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    found
}

fn against_most<'g>(group: &'g [Row]) -> impl Iterator<Item = Finding> + 'g {
    let count = |stance: Stance| group.iter().filter(|row| row.alone() == stance).count();
    // The first of equally frequent labels counts, so that one row of a pair is told, and only one.
    let most = group.iter().rev().max_by_key(|row| count(row.alone()));
    let others = group.iter().filter_map(move |row| Some((row, most.filter(|most| most.alone() != row.alone())?)));
    others.map(|(row, most)| {
        let (file, line) = (&most.gold.file, most.gold.line);
        let message = format!("{}, but the same text is {} at {file}:{line}", row.alone(), most.alone());
        Finding::row(Fault::Contradiction, row, message)
    })
}
