//! How a model was retrained: what it started from, what it learnt, what that did.

use super::Card;
use crate::model::{BeforeAfter, Retraining};
use crate::report::number::value;
use crate::report::table::Table;
use std::fmt::Write;

/// Nothing where it was only trained.
pub(super) fn section(card: &Card) -> String {
    if card.info.retrained.is_empty() {
        return String::new();
    }
    let mut text = "\n## Retrained\n\nLearnt on top of the training above, whose rows were not read again. Probabilities, decision weights \
                    and sets of stances are calibrated as they were. The model before each is kept in `previous/`, with its card.\n"
        .to_owned();
    for (at, retraining) in card.info.retrained.iter().enumerate() {
        text += &one(at + 1, retraining);
    }
    text
}

fn one(number: usize, retraining: &Retraining) -> String {
    let Retraining { program, from, batches, data_digest, learnt, compared, forced } = retraining;
    let [admit, restrict, neutral] = learnt.sentences;
    let forced = if *forced { " Written with `--force`: the gate did not hold." } else { "" };
    let mut text = format!(
        "\n{number}. By stance {program}, from the model `{}`: {} documents, {admit} sentences admit, {restrict} restrict, \
         {neutral} neutral, data digest `{}`.{forced}\n",
        &from[..16.min(from.len())],
        learnt.documents,
        &data_digest[..16.min(data_digest.len())]
    );
    for batch in batches {
        let _ = writeln!(text, "   - `{}`, SHA-256 `{}`", batch.name.replace('`', "'"), batch.digest);
    }
    if compared.is_empty() {
        return text;
    }
    let head = ["set", "sentences", "documents", "before", "after", "95 % interval of the change"];
    let mut table = Table::new(&format!("Macro-F1 before and after retraining {number}"), &head);
    for BeforeAfter { set, rows, documents, before, after, low, high, .. } in compared {
        let change = match (low, high) {
            (Some(low), Some(high)) => format!("{low:+.3} to {high:+.3}"),
            _ => "–".to_owned(),
        };
        let counts = [rows.to_string(), documents.to_string()];
        table.row([&[set.clone()][..], &counts, &[value(*before), value(*after), change]].concat());
    }
    text + "\n" + &table.markdown()
}
