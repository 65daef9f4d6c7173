//! The model card: what a model is for, what it was made from, and how good it is.

mod detail;
mod index;
mod reference;
mod retrained;
mod words;

pub use reference::{Reference, ReferenceSet, references};

use super::number;
use super::tables;
use crate::base::Stance;
use crate::evaluate::Evaluation;
use crate::model::{ModelInfo, Taught};
use std::fmt::Write;

/// What a card is made from.
#[derive(Debug, Clone, Copy)]
pub struct Card<'c> {
    /// The model's name.
    pub name: &'c str,
    /// How and from what it was made.
    pub info: &'c ModelInfo,
    /// Digest of its file.
    pub digest: &'c str,
    /// Whether it was made from the project's own data; what is known of these alone is said of no other model.
    pub own: bool,
    /// What was measured. Those with slices are shown in detail, and one of behaviour tests by family.
    pub evaluations: &'c [Evaluation],
    /// Other programs measured on sets of the same names.
    pub references: &'c [Reference],
    /// Markdown put into the card as it stands.
    pub notes: Option<&'c str>,
}

/// Writes the card of a model as Markdown with the Hugging Face `model-index` block at its head.
pub fn card(card: &Card) -> String {
    let mut text = index::header(card);
    text += &words::start(card);
    text += &data(card);
    text += &retrained::section(card);
    text += &figures(card);
    text += &reference::table(card);
    for evaluation in card.evaluations {
        text += &detail::section(evaluation);
    }
    if let Some(notes) = card.notes {
        let _ = write!(text, "\n{}\n", notes.trim());
    }
    let settings = toml::to_string(&card.info.settings).unwrap_or_default();
    let _ = write!(text, "\n## Settings\n\n```toml\n{}\n```\n", settings.trim());
    text
}

fn data(card: &Card) -> String {
    let info = card.info;
    let mut text = format!(
        "\n## Data\n\nWritten by stance {}; digest `{}`; training data digest `{}`.\n\n\
         | set | documents | admit | restrict | neutral |\n|---|---:|---:|---:|---:|\n",
        info.program, card.digest, info.data_digest
    );
    for (set, counts) in &info.sets {
        let [admit, restrict, neutral] = counts.sentences;
        let _ = writeln!(text, "| {set} | {} | {admit} | {restrict} | {neutral} |", counts.documents);
    }
    if let Some(Taught { sentences, digest }) = &info.taught {
        let digest = &digest[..16.min(digest.len())];
        let _ = writeln!(
            text,
            "\n{sentences} of these sentences were learnt with a larger model's probabilities beside their labels (digest `{digest}`)."
        );
    }
    text + words::origin(card)
}

/// The evaluations of labelled sets, one line each.
fn of_sets<'c>(card: &Card<'c>) -> impl Iterator<Item = &'c Evaluation> {
    card.evaluations.iter().filter(|evaluation| evaluation.behaviour.is_empty())
}

fn figures(card: &Card) -> String {
    let mut text = words::FIGURES.to_owned();
    for evaluation in of_sets(card) {
        let _ = write!(text, "| {} | {} | {} |", evaluation.title, evaluation.rows, evaluation.documents);
        let f1 = Stance::ALL.map(|stance| format!("f1.{stance}"));
        let keys = ["macro_f1", &f1[0], &f1[1], &f1[2], "f_avg", "accuracy", "ece"];
        for key in keys {
            let _ = write!(text, " {} |", number::measured(evaluation.figure(key)));
        }
        text.push('\n');
    }
    for evaluation in card.evaluations.iter().filter(|evaluation| !evaluation.behaviour.is_empty()) {
        let _ = write!(text, "\n{}\n{}", words::BEHAVIOUR, tables::behaviour(evaluation).markdown());
    }
    text
}

#[cfg(test)]
mod tests;
