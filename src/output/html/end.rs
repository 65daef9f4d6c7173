use super::{anchor, name, nothing_said, sides};
use crate::base::escape;
use crate::output::Meta;
use crate::pipeline::{Labelled, Tally};

/// The article in the list that ends the page; nothing for a document without a name.
pub(in crate::output) fn entry(labelled: &Labelled) -> String {
    let document = &labelled.document;
    if document.id.is_empty() {
        return String::new();
    }
    let (class, counts) = match (nothing_said(labelled), labelled.on_topic) {
        (false, _) => ("", sides(labelled)),
        (true, Some(_)) => (" class=\"off\"", "about something else".to_owned()),
        (true, None) => (" class=\"off\"", "not in English".to_owned()),
    };
    let name = escape(&name(document));
    format!("<li{class}><a href=\"#{}\">{name}</a><span class=\"n\">{counts}</span></li>\n", anchor(document))
}

/// Everything after the last article. `entries` is what [`entry`] gave, `cut` whether some are left out.
pub(in crate::output) fn end(meta: &Meta, entries: &str, cut: bool) -> String {
    let more = if cut { "<p class=\"note\">The list ends here; the page goes on.</p>\n" } else { "" };
    let list = if entries.is_empty() {
        String::new()
    } else {
        format!("<nav aria-label=\"Articles\"><h2>Articles</h2>\n<ol class=\"list\">\n{entries}</ol>\n{more}</nav>\n")
    };
    format!(
        "</main>\n<aside class=\"side\" id=\"articles\" tabindex=\"-1\" aria-label=\"Counts and list of articles\">\n\
         {}{list}</aside>\n<footer><p>{}</p></footer>\n</body>\n</html>\n",
        totals(&meta.counts),
        source(meta),
    )
}

fn totals(counts: &Tally) -> String {
    let Tally { documents, on_topic, sentences, rejected, .. } = counts;
    let share = |count: u64| 100.0 * count as f64 / (*sentences).max(1) as f64;
    let all = [
        ("admit", counts.admit),
        ("restrict", counts.restrict),
        ("neutral", counts.neutral),
        ("abstain", counts.abstain),
    ];
    let row = |(name, count): (&str, u64)| {
        format!(
            "<tr><th scope=\"row\" class=\"{name}\">{name}</th><td>{count}</td><td>{:.1} %</td></tr>\n",
            share(count)
        )
    };
    let rows: String = all.into_iter().filter(|(name, count)| *count > 0 || *name != "abstain").map(row).collect();
    let lost = if *rejected == 0 { String::new() } else { format!(" {rejected} articles or rows could not be used.") };
    format!(
        "<h2>All together</h2>\n<table><caption>{sentences} sentences of {documents} documents, {on_topic} of them about people \
         who flee.{lost}</caption>\n<thead><tr><th scope=\"col\">label</th><th scope=\"col\">sentences</th>\
         <th scope=\"col\">share</th></tr></thead>\n<tbody>\n{rows}</tbody></table>\n"
    )
}

fn source(meta: &Meta) -> String {
    let least = match meta.settings.min_score {
        0.0 => String::new(),
        least => format!(" Labels below {least} are withheld."),
    };
    let risk = meta.settings.risk.map_or(String::new(), |risk| {
        format!(" A label stands only where no other is possible at a risk of {:.0} %.", risk * 100.0)
    });
    escape(&format!("{}, model {}.{least}{risk}", meta.program, meta.model))
}
