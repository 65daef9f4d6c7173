use super::parts::{bar, cell, interval, label, mix, plain, plain_table, table};
use super::{about, chart, sets};
use crate::base::{Stance, escape};
use crate::evaluate::{Comparison, Difference, Evaluation, Figure, Measured, Mistake, Slice, metric};
use crate::report::number::{percent, value, weight};
use crate::report::table::Table;
use crate::report::{tables, text};

/// Wrong labels shown.
const MISTAKES: usize = 50;
/// Values of one column shown.
const VALUES: usize = 100;

fn figure_of(measured: Option<&Measured>) -> Figure {
    measured.map(Measured::figure).unwrap_or_default()
}

/// The counts, four cards, and how the gates came out.
pub(super) fn summary(evaluation: &Evaluation) -> String {
    let cards = [
        ("macro_f1", "macro-F1"),
        ("f_avg", "F_avg (the two sides)"),
        ("accuracy", "accuracy"),
        ("ece", "calibration error"),
    ];
    let cards: String = cards.iter().map(|(key, name)| card(name, &figure_of(evaluation.figure(key)))).collect();
    let lead = format!("<p class=\"lead\">{}.</p>\n", escape(&tables::counts(evaluation)));
    format!("{lead}<dl class=\"cards\">{cards}</dl>\n{}", verdicts(evaluation))
}

fn card(name: &str, figure: &Figure) -> String {
    format!(
        "<div class=\"card\"><dt>{name}</dt><dd><span class=\"big\">{}</span>{}{}</dd></div>\n",
        value(figure.value),
        interval(figure),
        bar(figure, "all")
    )
}

fn verdicts(evaluation: &Evaluation) -> String {
    let item = |(passed, message): (bool, &str)| {
        let (class, word) = if passed { ("pass", "✓ pass") } else { ("fail", "✗ fail") };
        format!("<li class=\"{class}\"><b>{word}</b>{}</li>\n", escape(message))
    };
    let items: String = text::verdicts(evaluation).into_iter().map(item).collect();
    if items.is_empty() { items } else { format!("<ul class=\"verdicts\" aria-label=\"Quality gates\">{items}</ul>") }
}

/// The sections that have something to show: id, name, body.
pub(super) fn all(evaluation: &Evaluation) -> Vec<(&'static str, &'static str, String)> {
    let comparison = evaluation.comparison.as_ref().map(against).unwrap_or_default();
    let sections = [
        ("behaviour", "Behaviour", tabled(&tables::behaviour(evaluation))),
        ("articles", "Articles cut into sentences", tabled(&tables::articles(evaluation))),
        ("labels", "By label", labels(evaluation) + &confusion(evaluation)),
        ("baselines", "Beside baselines", baselines(evaluation)),
        ("against", "Against another model", comparison),
        ("slices", "By slice", evaluation.slices.chunk_by(|a, b| a.column == b.column).map(slices).collect()),
        ("calibration", "Calibration", calibration(evaluation)),
        ("coverage", "How sure is sure enough", coverage(evaluation)),
        ("learning", "Learning curve", learning(evaluation)),
        ("mistakes", "Surest mistakes", mistakes(&evaluation.mistakes)),
        ("about", "Model and data", about::about(evaluation)),
    ];
    sections.into_iter().filter(|(_, _, body)| !body.is_empty()).collect()
}

fn tabled(table: &Table) -> String {
    if table.rows.is_empty() { String::new() } else { plain_table(table) }
}

fn labels(evaluation: &Evaluation) -> String {
    let row = |name: String, colour: &str, keys: [String; 3], support: f64| {
        let cells: String = keys.iter().map(|key| cell(&figure_of(evaluation.figure(key)), colour)).collect();
        (name, cells + &plain(&weight(support)))
    };
    let of = |stance: Stance| {
        let keys = ["precision", "recall", "f1"].map(|key| format!("{key}.{stance}"));
        row(label(stance), stance.name(), keys, evaluation.support(stance))
    };
    let mut rows: Vec<_> = Stance::ALL.map(of).into();
    let total = Stance::ALL.iter().map(|&stance| evaluation.support(stance)).sum();
    for mean in ["macro", "weighted"] {
        let keys = ["precision", "recall", "f1"].map(|key| format!("{mean}_{key}"));
        rows.push(row(format!("{mean} average"), "all", keys, total));
    }
    let head = ["label", "precision", "recall", "F1", "sentences"];
    table("Precision, recall and F1, with 95 % intervals", "", &head, &rows)
}

fn confusion(evaluation: &Evaluation) -> String {
    let row = |gold: Stance| {
        let counts = &evaluation.confusion[gold.index()];
        let total: f64 = counts.iter().sum();
        let cells = counts.iter().enumerate().map(|(column, &count)| {
            let share = if total > 0.0 { count / total } else { 0.0 };
            let colour = if column == gold.index() { gold.name() } else { "all" };
            format!(
                "<td><span class=\"shade {colour}\" style=\"opacity:{:.2}\"></span>\
                 <span class=\"count\">{}</span><span class=\"ci\">{}</span></td>",
                0.45 * share,
                weight(count),
                percent(Some(share))
            )
        });
        (label(gold), cells.collect())
    };
    let head = ["gold \\ given", "admit", "restrict", "neutral", "abstain"];
    let table =
        table("Confusion: what readers said, and what the model gave", "confusion", &head, &Stance::ALL.map(row));
    format!(
        "{table}<p class=\"note\">Percentages are of the row. Deeper means more; right answers have their label’s colour.</p>\n"
    )
}

fn baselines(evaluation: &Evaluation) -> String {
    let keys = ["macro_f1", "f_avg", "accuracy"];
    let cells = |of: &dyn Fn(&str) -> Figure, colour: &str| -> String {
        keys.iter().map(|key| cell(&of(key), colour)).collect()
    };
    let model = cells(&|key| figure_of(evaluation.figure(key)), "admit");
    let mut rows = vec![("this model".to_owned(), model + "<td>–</td>")];
    for baseline in &evaluation.baselines {
        let better = &baseline.model_is_better_by;
        let by = format!("<td>{}{}</td>", value(better.value), interval(better));
        rows.push((escape(&baseline.name), cells(&|key| figure_of(baseline.figure(key)), "neutral") + &by));
    }
    let head = ["", "macro-F1", "F_avg", "accuracy", "gain in macro-F1"];
    if rows.len() == 1 { String::new() } else { table("The model and what simpler means reach", "", &head, &rows) }
}

fn against(comparison: &Comparison) -> String {
    let note = format!("<p>{}</p>\n", escape(&tables::comparison_notes(comparison)));
    let lost: String = comparison.lost_rows.iter().take(10).map(mistake).collect();
    let lost = if lost.is_empty() {
        lost
    } else {
        format!(
            "<details><summary>Sentences lost, the surest first</summary><ol class=\"mistakes\">{lost}</ol></details>\n"
        )
    };
    let row = |difference: &Difference| {
        let change = format!("<td>{}{}</td>", value(difference.figure.value), interval(&difference.figure));
        let name = metric(&difference.key).map_or("", |metric| metric.name);
        (name.to_owned(), plain(&value(difference.this)) + &plain(&value(difference.against)) + &change)
    };
    let rows: Vec<_> = tables::compared(comparison).map(row).collect();
    let caption = format!("This model minus {}", comparison.against);
    table(&caption, "", &["figure", "this", "other", "difference"], &rows) + &note + &lost
}

fn slices(slices: &[Slice]) -> String {
    let keys = [
        ("macro_f1", "all"),
        ("f1.admit", "admit"),
        ("f1.restrict", "restrict"),
        ("f1.neutral", "neutral"),
        ("accuracy", "all"),
    ];
    let row = |slice: &Slice| {
        let cells: String = keys.iter().map(|(key, colour)| cell(&figure_of(slice.figure(key)), colour)).collect();
        let counts = plain(&slice.rows.to_string()) + &plain(&slice.documents.to_string());
        (escape(&slice.value), cells + &counts)
    };
    let rows: Vec<_> = slices.iter().take(VALUES).map(row).collect();
    let column = &slices[0].column;
    let head = [column, "macro-F1", "F1 admit", "F1 restrict", "F1 neutral", "accuracy", "sentences", "documents"];
    let more = match slices.len().saturating_sub(VALUES) {
        0 => String::new(),
        left => format!("<p class=\"note\">{left} more values are in the JSON report.</p>\n"),
    };
    table(&format!("By {column}"), "", &head, &rows) + &more
}

fn calibration(evaluation: &Evaluation) -> String {
    if evaluation.unscored == evaluation.rows {
        return String::new();
    }
    let keys = [
        "log_loss",
        "brier",
        "ece",
        "ece_if_calibrated",
        "brier_reliability",
        "brier_resolution",
        "brier_uncertainty",
        "brier_within_bin",
    ];
    let row = |figure: &Measured| {
        let figures = figure.figure();
        (escape(&figure.name), format!("<td>{}{}</td>", value(figures.value), interval(&figures)))
    };
    let rows: Vec<_> = keys.iter().filter_map(|key| evaluation.figure(key)).map(row).collect();
    let figures = table("Scores of the probabilities", "", &["figure", "value"], &rows);
    format!(
        "<div class=\"two\"><figure>{}<figcaption>Dots on the dashed line: of what the model holds 70 % likely, 70 % is \
         right. Orange: the gap. Grey: how many sentences. Calibration error: likeliest label, 15 bins of equal \
         width.</figcaption></figure><div>{figures}</div></div>\n<details><summary>The same as a table</summary>{}</details>\n",
        chart::reliability(evaluation),
        plain_table(&tables::reliability(evaluation))
    )
}

fn coverage(evaluation: &Evaluation) -> String {
    if evaluation.curve.is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"two\"><figure>{}<figcaption>Labelling only the surest sentences: the further left, the fewer \
         are labelled. Marked: the least probability asked for.</figcaption></figure><div>{}</div></div>\n{}",
        chart::coverage(evaluation),
        plain_table(&tables::choices(evaluation)),
        thresholds(evaluation) + &sets::sets(evaluation)
    )
}

fn learning(evaluation: &Evaluation) -> String {
    if evaluation.learning.is_empty() {
        return String::new();
    }
    let chart = chart::learning(evaluation);
    let words = "Macro-F1 of held-out sentences of the training set, after training on ever more of its documents: where the \
                 curve still rises, more labelled documents would help.";
    let table = plain_table(&tables::learning(evaluation));
    format!("<div class=\"two\"><figure>{chart}<figcaption>{words}</figcaption></figure><div>{table}</div></div>\n")
}

fn thresholds(evaluation: &Evaluation) -> String {
    let row = |threshold: &crate::evaluate::Threshold| {
        let classes = Stance::ALL.iter().zip(&threshold.classes);
        let classes: String = classes.map(|(stance, (precision, _))| cell(precision, stance.name())).collect();
        let cells = cell(&threshold.coverage, "all") + &cell(&threshold.accuracy, "all") + &classes;
        (format!("{:.0} %", threshold.at * 100.0), cells)
    };
    let rows: Vec<_> = evaluation.thresholds.iter().map(row).collect();
    let head = ["sure at least", "coverage", "accuracy", "right of admit", "right of restrict", "right of neutral"];
    table("Label only what is at least so sure", "", &head, &rows)
}

fn mistakes(mistakes: &[Mistake]) -> String {
    if mistakes.is_empty() {
        return String::new();
    }
    let shown: String = mistakes.iter().take(MISTAKES).map(mistake).collect();
    let count = format!("{} of {}", mistakes.len().min(MISTAKES), mistakes.len());
    format!("<p class=\"note\">{count} wrong labels, the surest first.</p>\n<ol class=\"mistakes\">{shown}</ol>\n")
}

fn mistake(mistake: &Mistake) -> String {
    let Mistake { file, line, doc, n, text, gold, prediction, scores, words } = mistake;
    let words =
        if words.is_empty() { String::new() } else { format!("<span>words: {}</span> ", escape(&words.join(", "))) };
    let place = escape(&format!("{doc}, sentence {n} · {file}:{line}"));
    format!(
        "<li><blockquote>{}</blockquote><p class=\"meta\"><span>gold {}</span> <span>given {} {:.2}</span> {} {words}\
         <span class=\"ci\">{place}</span></p></li>\n",
        escape(text),
        label(*gold),
        label(*prediction),
        mistake.confidence(),
        mix(scores.0)
    )
}
