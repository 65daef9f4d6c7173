use super::number::{chance, figure, measured, percent, value, weight};
use super::table::Table;
use crate::base::Stance;
use crate::evaluate::{AtRisk, Comparison, Difference, Evaluation, Family, Figure, METRICS, Slice, metric};

/// All tables of a report that have something to say, in reading order.
pub(super) fn all(evaluation: &Evaluation) -> Vec<Table> {
    let mut tables = vec![behaviour(evaluation), overall(evaluation), classes(evaluation), confusion(evaluation)];
    tables.push(articles(evaluation));
    tables.push(baselines(evaluation));
    tables.extend(evaluation.comparison.as_ref().map(comparison));
    tables.extend(slices(&evaluation.slices));
    tables.extend([reliability(evaluation), thresholds(evaluation), choices(evaluation)]);
    tables.extend([sets(evaluation), single_sets(evaluation), learning(evaluation)]);
    tables.retain(|table| !table.rows.is_empty());
    tables
}

/// `1076 sentences of 32 documents, 3 abstained; …`.
pub(super) fn counts(evaluation: &Evaluation) -> String {
    let Evaluation { rows, documents, abstained, unscored, resamples, seed, .. } = evaluation;
    let unscored = if *unscored == 0 { String::new() } else { format!(", {unscored} without probabilities") };
    format!(
        "{rows} sentences of {documents} documents, {abstained} abstained{unscored}; \
         95 % intervals from {resamples} resamples of documents, seed {seed}"
    )
}

/// The figures that are not of one label.
pub(super) fn overall(evaluation: &Evaluation) -> Table {
    let mut table = Table::new("Overall", &["figure", "value (95 % interval)"]);
    for metric in METRICS.iter().filter(|metric| !metric.key.contains('.')) {
        if evaluation.abstained > 0 || !["coverage", "accuracy_labelled"].contains(&metric.key) {
            table.row(vec![metric.name.to_owned(), measured(evaluation.figure(metric.key))]);
        }
    }
    table
}

/// Families of behaviour tests.
pub(super) fn behaviour(evaluation: &Evaluation) -> Table {
    let head = ["family", "rows", "right", "frozen", "open", "pairs asked", "pairs that hold"];
    let mut table = Table::new("Behaviour (share of rows right)", &head);
    for Family { name, all, frozen, open } in &evaluation.behaviour {
        let mut cells = vec![name.clone(), all.rows.to_string(), figure(&all.share)];
        cells.extend([frozen, open].map(|set| share(set.rows, &set.share)));
        cells.extend([all.pairs.to_string(), share(all.pairs, &all.share_held)]);
        table.row(cells);
    }
    table
}

fn share(of: usize, share: &Figure) -> String {
    if of == 0 { "–".to_owned() } else { percent(share.value) }
}

/// How well the stages before the model cut articles.
pub(super) fn articles(evaluation: &Evaluation) -> Table {
    let mut table = Table::new("Articles cut into sentences", &["figure", "value (95 % interval)"]);
    for further in evaluation.further.iter().filter(|further| !further.key.contains('.')) {
        table.row(vec![further.name.clone(), measured(Some(further))]);
    }
    table
}

/// Precision, recall, F1 and support of each label, then the means as scikit-learn prints them.
pub(super) fn classes(evaluation: &Evaluation) -> Table {
    let mut table = Table::new("By label", &["label", "precision", "recall", "F1", "support"]);
    let mut add = |name: &str, keys: [String; 3], support: f64| {
        let mut cells = vec![name.to_owned()];
        cells.extend(keys.iter().map(|key| measured(evaluation.figure(key))));
        cells.push(weight(support));
        table.row(cells);
    };
    for stance in Stance::ALL {
        let keys = ["precision", "recall", "f1"].map(|figure| format!("{figure}.{stance}"));
        add(stance.name(), keys, evaluation.support(stance));
    }
    let all = Stance::ALL.iter().map(|&stance| evaluation.support(stance)).sum();
    for mean in ["macro", "weighted"] {
        add(&format!("{mean} avg"), ["precision", "recall", "f1"].map(|figure| format!("{mean}_{figure}")), all);
    }
    table
}

/// The confusion table.
pub(super) fn confusion(evaluation: &Evaluation) -> Table {
    let head = ["gold \\ given", "admit", "restrict", "neutral", "abstain"];
    let mut table = Table::new("Confusion", &head);
    for stance in Stance::ALL {
        let mut cells = vec![stance.name().to_owned()];
        cells.extend(evaluation.confusion[stance.index()].map(weight));
        table.row(cells);
    }
    table
}

/// The model and what simpler means reach.
pub(super) fn baselines(evaluation: &Evaluation) -> Table {
    let head = ["", "macro-F1", "F_avg", "accuracy", "the model's macro-F1 is higher by"];
    let mut table = Table::new("Beside baselines", &head);
    let keys = ["macro_f1", "f_avg", "accuracy"];
    if evaluation.baselines.is_empty() {
        return table;
    }
    let mut model = vec!["this model".to_owned()];
    model.extend(keys.map(|key| measured(evaluation.figure(key))));
    model.push(String::new());
    table.row(model);
    for baseline in &evaluation.baselines {
        let mut cells = vec![baseline.name.clone()];
        cells.extend(keys.map(|key| measured(baseline.figure(key))));
        cells.push(figure(&baseline.model_is_better_by));
        table.row(cells);
    }
    table
}

/// A table for each column sliced by.
pub(super) fn slices(slices: &[Slice]) -> Vec<Table> {
    let of_column = |slices: &[Slice]| {
        let head = ["", "macro-F1", "F1 admit", "F1 restrict", "F1 neutral", "accuracy", "rows", "docs"];
        let mut table = Table::new(&format!("By {}", slices[0].column), &head);
        for slice in slices {
            let mut cells = vec![slice.value.clone()];
            let keys = ["macro_f1", "f1.admit", "f1.restrict", "f1.neutral", "accuracy"];
            cells.extend(keys.map(|key| measured(slice.figure(key))));
            cells.extend([slice.rows.to_string(), slice.documents.to_string()]);
            table.row(cells);
        }
        table
    };
    slices.chunk_by(|a, b| a.column == b.column).map(of_column).collect()
}

/// The bins that hold rows.
pub(super) fn reliability(evaluation: &Evaluation) -> Table {
    let head = ["probability of the likeliest label", "rows", "mean probability", "share right"];
    let mut table = Table::new("Reliability", &head);
    for bin in evaluation.reliability.iter().filter(|bin| bin.weight > 0.0) {
        let range = format!("{:.3}–{:.3}", bin.low, bin.high);
        table.row(vec![range, weight(bin.weight), value(bin.confidence), value(bin.accuracy)]);
    }
    table
}

/// Label only what is at least so sure.
pub(super) fn thresholds(evaluation: &Evaluation) -> Table {
    let head = ["sure at least", "coverage", "accuracy", "right of admit", "right of restrict", "right of neutral"];
    let mut table = Table::new("Label only what is sure enough", &head);
    for threshold in evaluation.thresholds.iter().filter(|_| evaluation.unscored < evaluation.rows) {
        let mut cells = vec![format!("{:.0} %", threshold.at * 100.0)];
        cells.extend([figure(&threshold.coverage), figure(&threshold.accuracy)]);
        cells.extend(threshold.classes.iter().map(|(precision, _)| figure(precision)));
        table.row(cells);
    }
    table
}

/// Sets of stances: how often they hold the right one, and how large they are.
pub(super) fn sets(evaluation: &Evaluation) -> Table {
    let head = ["risk", "admit in its set", "restrict in its set", "neutral in its set", "mean size"];
    let mut table = Table::new("Sets of stances (--risk)", &head);
    for AtRisk { risk, coverage, size, .. } in &evaluation.at_risk {
        let mut cells = vec![percent(Some(*risk))];
        cells.extend(coverage.iter().chain([size]).map(figure));
        table.row(cells);
    }
    table
}

/// What is left where only sets of one stance keep a label.
pub(super) fn single_sets(evaluation: &Evaluation) -> Table {
    let head =
        ["risk", "share of sentences", "wrong of these", "wrong of admit", "wrong of restrict", "wrong of neutral"];
    let mut table = Table::new("Sets of one stance: what keeps a label", &head);
    for AtRisk { risk, single, error, errors, .. } in &evaluation.at_risk {
        let mut cells = vec![percent(Some(*risk))];
        cells.extend([single, error].into_iter().chain(errors).map(figure));
        table.row(cells);
    }
    table
}

/// Macro-F1 by documents trained on.
pub(super) fn learning(evaluation: &Evaluation) -> Table {
    let mut table = Table::new("Learning curve", &["documents trained on", "sentences", "macro-F1"]);
    for point in &evaluation.learning {
        table.row(vec![point.documents.to_string(), point.rows.to_string(), figure(&point.macro_f1)]);
    }
    table
}

/// Be right so often.
pub(super) fn choices(evaluation: &Evaluation) -> Table {
    let head = ["to be right", "label what is sure at least", "coverage", "accuracy"];
    let mut table = Table::new("Thresholds for an accuracy (chosen on these rows)", &head);
    for choice in evaluation.choices.iter().filter(|_| !evaluation.curve.is_empty()) {
        let cell = |of: fn(&crate::evaluate::CurvePoint) -> f64| percent(choice.point.as_ref().map(of));
        let asked = format!("{:.0} %", choice.accuracy * 100.0);
        let cells = match choice.point {
            None => ["no threshold reaches it".to_owned(), "–".to_owned(), "–".to_owned()],
            Some(point) => [value(Some(point.threshold)), cell(|p| p.coverage), cell(|p| p.accuracy)],
        };
        table.row([asked].into_iter().chain(cells).collect());
    }
    table
}

/// The differences worth a line: those of all labels, and each F1.
pub(super) fn compared(comparison: &Comparison) -> impl Iterator<Item = &Difference> {
    let keys = ["macro_f1", "f_avg", "accuracy", "f1.admit", "f1.restrict", "f1.neutral"];
    comparison.differences.iter().filter(move |difference| keys.contains(&difference.key.as_str()))
}

/// This model minus another.
pub(super) fn comparison(comparison: &Comparison) -> Table {
    let head = ["figure", "this", "other", "difference (95 % interval)"];
    let mut table = Table::new(&format!("Against {}", comparison.against), &head);
    for difference in compared(comparison) {
        let name = metric(&difference.key).map_or("", |metric| metric.name);
        let cells = [value(difference.this), value(difference.against), figure(&difference.figure)];
        table.row([name.to_owned()].into_iter().chain(cells).collect());
    }
    table
}

/// What a comparison says beside its table.
pub(super) fn comparison_notes(comparison: &Comparison) -> String {
    format!(
        "{} rows won, {} lost; exact McNemar p {}. Rows like these would show a macro-F1 difference of {} or more \
         in 80 of 100 cases.",
        comparison.won,
        comparison.lost,
        chance(comparison.mcnemar_p),
        value(comparison.detectable)
    )
}
