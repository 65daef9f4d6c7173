use super::mark::at;
use crate::base::{Stance, escape};
use crate::evaluate::Figure;
use crate::report::number::{self, unsigned};
use crate::report::table::Table;

/// A figure from 0 to 1 as a bar, its interval drawn across the end. The number stands beside it.
pub(super) fn bar(figure: &Figure, colour: &str) -> String {
    let Some(value) = figure.value.filter(|value| (0.0..=1.0).contains(value)) else { return String::new() };
    let (low, high) = (figure.low.unwrap_or(value), figure.high.unwrap_or(value).min(1.0));
    let (end, low, width) = (at(value * 100.0), at(low * 100.0), at((high - low) * 100.0));
    format!(
        "<svg class=\"bar {colour}\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"t\" width=\"100\" height=\"8\"/><rect class=\"f\" width=\"{end}\" height=\"8\"/>\
         <rect class=\"i\" x=\"{low}\" y=\"2.7\" width=\"{width}\" height=\"2.6\"/></svg>"
    )
}

/// The interval in words of its own.
pub(super) fn interval(figure: &Figure) -> String {
    match (figure.low, figure.high) {
        (Some(low), Some(high)) => {
            let to = if low < 0.0 { " to " } else { "–" };
            format!("<span class=\"ci\">{:.3}{to}{:.3}</span>", unsigned(low, 3), unsigned(high, 3))
        }
        _ => String::new(),
    }
}

/// A table cell with value, interval and bar.
pub(super) fn cell(figure: &Figure, colour: &str) -> String {
    format!("<td>{}{}{}</td>", number::value(figure.value), interval(figure), bar(figure, colour))
}

/// A plain cell.
pub(super) fn plain(text: &str) -> String {
    format!("<td>{}</td>", escape(text))
}

/// A stance in its colour, with a dot.
pub(super) fn label(stance: Stance) -> String {
    format!("<span class=\"label {stance}\">{stance}</span>")
}

/// A table that scrolls on a small screen; each row is its head and its cells, as HTML.
pub(super) fn table(caption: &str, class: &str, head: &[&str], rows: &[(String, String)]) -> String {
    let caption = escape(caption);
    let head: String = head.iter().map(|cell| format!("<th scope=\"col\">{}</th>", escape(cell))).collect();
    let rows: String =
        rows.iter().map(|(head, cells)| format!("<tr><th scope=\"row\">{head}</th>{cells}</tr>\n")).collect();
    format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table class=\"{class}\">\
         <caption><span>{caption}</span></caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )
}

/// One of the tables that the text report prints.
pub(super) fn plain_table(source: &Table) -> String {
    let head: Vec<&str> = source.head.iter().map(String::as_str).collect();
    let row = |row: &Vec<String>| (escape(&row[0]), row[1..].iter().map(|text| plain(text)).collect());
    let rows: Vec<(String, String)> = source.rows.iter().map(row).collect();
    table(&source.caption, "", &head, &rows)
}

/// The three probabilities as one strip.
pub(super) fn mix(scores: [f32; 3]) -> String {
    let mut x = 0.0;
    let mut strips = String::new();
    let mut words = Vec::new();
    for (stance, p) in Stance::ALL.iter().zip(scores.map(f64::from)) {
        strips += &format!(
            "<rect class=\"{stance}\" x=\"{}\" width=\"{}\" height=\"8\" fill=\"currentColor\"/>",
            at(x * 100.0),
            at(p * 100.0)
        );
        words.push(format!("{stance} {p:.2}"));
        x += p;
    }
    let words = words.join(", ");
    format!(
        "<svg role=\"img\" aria-label=\"{words}\" class=\"mix\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\">\
         <title>{words}</title>{strips}</svg>"
    )
}
