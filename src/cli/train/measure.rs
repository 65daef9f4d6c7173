//! What is measured after training: rows out of fold, sets never trained on, behaviour tests.

use crate::cli::rows::{RISKS, Reading, at_risks, by_cues, predicted, scored};
use crate::dataset::{self, Aligned, LabelledDocument};
use crate::evaluate::{Evaluation, Scored, Settings, behaviour, behaviour_figures, columns, evaluate, risk_figures};
use crate::model::{Model, OutOfFold};
use std::path::Path;

/// The project's own behaviour tests.
const BEHAVIOUR: &str = "tests/behaviour";

/// Columns that the rows shown in detail are sliced by, where they have them.
const BY: [&str; 5] = ["kind", "length", "context", "genre", "source"];

/// Sets whose sentences are unlike those of real articles on the subject: left out where sets are taken together.
pub(super) const APART: [&str; 2] = ["corpus", "off_topic"];

/// A set under its name.
pub(super) type Named = (String, Vec<LabelledDocument>);

/// One evaluation a training set and reading, of rows held out in cross-validation; the real sets together in detail.
pub(super) fn out_of_fold(documents: &[LabelledDocument], rows: &[OutOfFold]) -> Vec<Evaluation> {
    let set_of = |row: &OutOfFold| documents[row.document].fact("set").unwrap_or("given");
    let mut sets: Vec<&str> = rows.iter().map(set_of).collect();
    sets.sort_unstable();
    sets.dedup();
    let of = |reading: Reading, belongs: &dyn Fn(&str) -> bool| -> Vec<Scored> {
        let chosen = rows.iter().filter(|row| belongs(set_of(row)));
        chosen.map(|row| row_of(&documents[row.document], row, reading)).collect()
    };
    let real: Vec<&str> = sets.iter().copied().filter(|set| !APART.contains(set)).collect();
    let mut evaluations = Vec::new();
    for set in &sets {
        for reading in Reading::ALL {
            let in_detail = reading == Reading::Label && real == [*set];
            let rows = of(reading, &|name| name == *set);
            evaluations.push(titled(format!("{set}, out of fold, {reading}"), &rows, in_detail, Settings::default()));
        }
    }
    if real.len() > 1 {
        let rows = of(Reading::Label, &|name| real.contains(&name));
        let title = format!("{}, out of fold, {}", real.join(" and "), Reading::Label);
        evaluations.push(titled(title, &rows, true, Settings::default()));
    }
    evaluations
}

/// A row held out, as it is measured.
pub(super) fn row_of(document: &LabelledDocument, row: &OutOfFold, reading: Reading) -> Scored {
    let (scores, label) = if reading == Reading::Label { row.label } else { row.alone };
    scored(document, row.sentence, reading, Some(label), scores)
}

/// Both readings of each set the model never saw, and of the dev sets together, these in detail.
pub(super) fn held_out(model: &Model, sets: &[Named], threads: usize) -> Vec<Evaluation> {
    let mut evaluations: Vec<Evaluation> =
        sets.iter().flat_map(|(name, set)| both_readings(model, name, set, false, threads)).collect();
    let is_dev = |(name, _): &&Named| name.starts_with("dev_");
    let dev: Vec<LabelledDocument> = sets.iter().filter(is_dev).flat_map(|(_, set)| set.clone()).collect();
    if !dev.is_empty() {
        evaluations.extend(both_readings(model, "dev", &dev, true, threads));
    }
    evaluations
}

fn both_readings(
    model: &Model,
    name: &str,
    set: &[LabelledDocument],
    in_detail: bool,
    threads: usize,
) -> Vec<Evaluation> {
    let set: Vec<Aligned> = set.iter().cloned().map(Aligned::rows).collect();
    let evaluation = |reading: Reading| {
        let rows = predicted(model, &set, reading, threads);
        let at_risk = model.conformal().map(|conformal| at_risks(conformal, &RISKS, &set, reading, &rows));
        let at_risk = at_risk.unwrap_or_default();
        let baselines = vec![("cues".to_owned(), by_cues(&set))];
        let settings = Settings { further: risk_figures(&at_risk), at_risk, baselines, ..Settings::default() };
        titled(format!("{name}, {reading}"), &rows, in_detail && reading == Reading::Label, settings)
    };
    Reading::ALL.into_iter().map(evaluation).collect()
}

/// The behaviour tests that stand in the folder where the program runs; none elsewhere.
pub(super) fn behaviour_tests(model: &Model, threads: usize) -> Option<Evaluation> {
    let (documents, _) = dataset::behaviour(&[Path::new(BEHAVIOUR).to_owned()]);
    let tests: Vec<Aligned> = documents.into_iter().map(Aligned::rows).collect();
    if tests.is_empty() {
        return None;
    }
    let rows = predicted(model, &tests, Reading::Label, threads);
    let families = behaviour(&rows);
    let settings = Settings { further: behaviour_figures(&families), ..Settings::default() };
    Some(Evaluation { behaviour: families, ..titled("behaviour tests".to_owned(), &rows, false, settings) })
}

fn titled(title: String, rows: &[Scored], in_detail: bool, settings: Settings) -> Evaluation {
    let known = columns(rows);
    let by = BY.iter().filter(|column| in_detail && known.iter().any(|name| name == *column));
    let settings = Settings { by: by.map(|column| (*column).to_owned()).collect(), ..settings };
    Evaluation { title, ..evaluate(rows, &settings) }
}
