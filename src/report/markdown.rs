use super::table::{Table, escape};
use super::{tables, text};
use crate::evaluate::Evaluation;

/// GitHub refuses a step summary above 1 MiB; this stays below a million bytes.
const MOST: usize = 990_000;
/// Wrong labels shown.
const MISTAKES: usize = 25;

/// A GitHub step summary, cut below a million bytes where need be, and saying so.
pub fn markdown(evaluation: &Evaluation) -> String {
    let title = if evaluation.title.is_empty() { "Evaluation" } else { &evaluation.title };
    let mut parts = vec![format!("## {}\n\n{}.\n", escape(title), escape(&tables::counts(evaluation)))];
    parts.push(verdicts(evaluation));
    parts.extend(tables::all(evaluation).iter().map(Table::markdown));
    parts.extend(evaluation.comparison.as_ref().map(|comparison| tables::comparison_notes(comparison) + "\n"));
    parts.push(mistakes(evaluation));
    parts.push(about(evaluation));
    parts.retain(|part| !part.is_empty());
    cut(&parts.join("\n"))
}

fn verdicts(evaluation: &Evaluation) -> String {
    let line = |(passed, message): (bool, &str)| {
        format!("- {} {}\n", if passed { "✅ pass:" } else { "❌ **fail:**" }, escape(message))
    };
    text::verdicts(evaluation).into_iter().map(line).collect()
}

fn mistakes(evaluation: &Evaluation) -> String {
    let mut table = Table::new("Surest mistakes", &["sentence", "gold", "given", "sure", "place"]);
    for mistake in evaluation.mistakes.iter().take(MISTAKES) {
        let place = format!("{}:{}", mistake.file, mistake.line);
        let labels = [mistake.gold.name().to_owned(), mistake.prediction.name().to_owned()];
        let [gold, given] = labels;
        table.row(vec![clip(&mistake.text, 300), gold, given, format!("{:.2}", mistake.confidence()), place]);
    }
    if table.rows.is_empty() { String::new() } else { table.markdown() }
}

fn about(evaluation: &Evaluation) -> String {
    evaluation.about.iter().map(|(key, value)| format!("- {}: {}\n", escape(key), escape(value))).collect()
}

/// The first characters of a text, with `…` where some are left out.
pub(super) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// Whole lines of `text` that fit, and a word about the rest.
fn cut(text: &str) -> String {
    if text.len() <= MOST {
        return text.to_owned();
    }
    let end = text[..text.floor_char_boundary(MOST)].rfind('\n').map_or(0, |at| at + 1);
    let left = text[end..].lines().count();
    format!("{}\n{left} more lines are left out: a summary may have 1,000,000 bytes.\n", &text[..end])
}
