use super::parts::{cell, table};
use crate::evaluate::{AtRisk, Evaluation, Figure};
use crate::report::number::percent;

/// Sets of stances at each risk: what they hold, and what is left of labels.
pub(super) fn sets(evaluation: &Evaluation) -> String {
    if evaluation.at_risk.is_empty() {
        return String::new();
    }
    let row = |at: &AtRisk, figures: [&Figure; 5], colours: [&str; 5]| {
        let cells = figures.into_iter().zip(colours).map(|(figure, colour)| cell(figure, colour)).collect();
        (percent(Some(at.risk)), cells)
    };
    let held = |at: &AtRisk| {
        let [admit, restrict, neutral] = &at.coverage;
        row(at, [admit, restrict, neutral, &at.size, &at.single], ["admit", "restrict", "neutral", "all", "all"])
    };
    let wrong = |at: &AtRisk| {
        let [admit, restrict, neutral] = &at.errors;
        row(at, [&at.single, &at.error, admit, restrict, neutral], ["all", "all", "admit", "restrict", "neutral"])
    };
    let rows = |of: &dyn Fn(&AtRisk) -> (String, String)| evaluation.at_risk.iter().map(of).collect::<Vec<_>>();
    let head = ["risk", "admit in its set", "restrict in its set", "neutral in its set", "mean size", "sets of one"];
    let singles = ["risk", "sets of one", "wrong of these", "wrong of admit", "wrong of restrict", "wrong of neutral"];
    let note = "At a risk of 10 %, 90 % of the sentences of each stance are to have it in their set. Only a set of one stance \
                keeps a label; how often that label is wrong is measured, not promised.";
    table("Sets of stances (--risk)", "", &head, &rows(&held))
        + &table("Sets of one stance: what keeps a label", "", &singles, &rows(&wrong))
        + &format!("<p class=\"note\">{note}</p>\n")
}
