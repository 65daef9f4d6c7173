//! One page for readers: self-contained, without script or network, light and dark, printable.

mod about;
mod chart;
mod mark;
mod parts;
mod section;
mod sets;

use crate::base::{escape, page_head};
use crate::evaluate::Evaluation;

const STYLE: &str = include_str!("style.css");

/// One self-contained HTML page: summary, gates, labels, confusion, baselines, comparison, slices,
/// calibration, coverage, surest mistakes, and where it all comes from.
pub fn html(evaluation: &Evaluation) -> String {
    let title = if evaluation.title.is_empty() { "Evaluation" } else { &evaluation.title };
    let sections: Vec<(&str, &str, String)> = section::all(evaluation);
    let links: String = sections.iter().map(|(id, name, _)| format!("<a href=\"#{id}\">{name}</a> ")).collect();
    let body: String = sections
        .iter()
        .map(|(id, name, body)| format!("<section id=\"{id}\"><h2>{name}</h2>\n{body}</section>\n"))
        .collect();
    format!(
        "{}<body>\n<header>\n<p class=\"eyebrow\">stance · evaluation</p>\n\
         <h1>{}</h1>\n{}\n<nav aria-label=\"Sections\">{links}</nav>\n</header>\n<main>\n{body}</main>\n\
         <footer><p>Intervals hold 95 % of {} resamples of whole documents (seed {}).</p></footer>\n</body>\n</html>\n",
        page_head(title, STYLE),
        escape(title),
        section::summary(evaluation),
        evaluation.resamples,
        evaluation.seed,
    )
}
