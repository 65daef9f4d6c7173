use super::{Fault, Finding, Row};
use crate::base::{Scores, Stance};
use crate::dataset::LabelledDocument;

/// A labelled sentence and what a model that had not seen its document said of it.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'d> {
    /// The document.
    pub labelled: &'d LabelledDocument,
    /// The sentence, from 0.
    pub sentence: usize,
    /// Probabilities of its label in context.
    pub scores: Scores,
}

/// No more than this share of the rows is listed: whoever reads on finds fewer and fewer errors.
const LISTED: f64 = 0.05;

/// The likeliest label errors, the most doubtful first: rows whose own label is not the most probable, ranked by its
/// probability. Where errors fall on any label alike and the probabilities are calibrated, no other order of
/// them finds more (the margin, or the averages of each label taken off, found fewer).
pub fn label_errors(rows: &[Judged]) -> Vec<Finding> {
    let mut doubted: Vec<(f32, Row, Stance, f32)> = rows.iter().filter_map(doubt).collect();
    doubted.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| place(&a.1).cmp(&place(&b.1))));
    doubted.truncate((rows.len() as f64 * LISTED).ceil() as usize);
    let finding = |(own, row, likely, probability): (f32, Row, Stance, f32)| {
        let message = format!("{} ({own:.2}), likely {likely} ({probability:.2})", row.gold.label);
        Finding { score: Some(f64::from(1.0 - own)), ..Finding::row(Fault::LabelError, &row, message) }
    };
    doubted.into_iter().map(finding).collect()
}

fn place<'p>(row: &Row<'p>) -> (&'p str, u64) {
    (&row.gold.file, row.gold.line)
}

fn doubt<'d>(judged: &Judged<'d>) -> Option<(f32, Row<'d>, Stance, f32)> {
    let gold = &judged.labelled.gold[judged.sentence];
    let probability = |stance: Stance| judged.scores.0[stance.index()];
    let likely = Stance::ALL.into_iter().max_by(|a, b| probability(*a).total_cmp(&probability(*b)))?;
    let row = Row { labelled: judged.labelled, gold, at: judged.sentence };
    (likely != gold.label).then(|| (probability(gold.label), row, likely, probability(likely)))
}
