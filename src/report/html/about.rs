use super::parts::{plain, table};
use crate::base::escape;
use crate::evaluate::{Evaluation, TrainingSet};

/// What the model is for and where it is weak.
const CARD: &str = include_str!("card.html");

/// How the figures are defined.
const NOTE: &str = "<p class=\"note\">Means over labels leave out what is undefined: the precision of a label never given, \
    recall and F1 of a label that does not occur. A sentence left without a label lowers recall and accuracy, not precision. F_avg \
    is the mean of F1 of admit and F1 of restrict (SemEval-2016 Task 6). The Brier score runs from 0 to 2; it is reliability − \
    resolution + uncertainty + what varies within bins.</p>\n";

/// The model's and the data's card: use, limits, what it learnt from, where all of it comes from.
pub(super) fn about(evaluation: &Evaluation) -> String {
    let card =
        if evaluation.trained_on.is_empty() { String::new() } else { CARD.to_owned() + &sets(&evaluation.trained_on) };
    let pair = |(key, value): &(String, String)| format!("<dt>{}</dt><dd>{}</dd>", escape(key), escape(value));
    let pairs: String = evaluation.about.iter().map(pair).collect();
    let pairs = if pairs.is_empty() { pairs } else { format!("<dl class=\"about\">{pairs}</dl>\n") };
    card + &pairs + NOTE
}

fn sets(sets: &[TrainingSet]) -> String {
    let row = |set: &TrainingSet| {
        let counts = [set.documents, set.sentences[0], set.sentences[1], set.sentences[2]];
        (escape(&set.name), counts.map(|count| plain(&count.to_string())).concat())
    };
    let rows: Vec<_> = sets.iter().map(row).collect();
    table("What the model learnt from", "", &["set", "documents", "admit", "restrict", "neutral"], &rows)
}
