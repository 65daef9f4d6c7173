//! fastText's lines: `__label__admit the text`. A text of several lines becomes one line.

use super::fields::{Fields, words};
use super::source::{Entries, Entry};
use crate::base::Reject;

const PREFIX: &str = "__label__";

/// All lines.
pub(super) fn entries(name: &str, text: &str) -> Entries {
    let mut entries = Entries::default();
    for (line, content) in (1..).zip(text.lines()).filter(|(_, content)| !content.trim().is_empty()) {
        let (mut labels, mut rest) = (Vec::new(), content);
        while let Some(after) = rest.strip_prefix(PREFIX) {
            let (label, after) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
            labels.push(label);
            rest = after;
        }
        if labels.len() > 1 {
            entries.rejects.push(Reject::file(name, "one label", format!("{:?}", labels.join(", "))).at(line));
            continue;
        }
        let label = labels.into_iter().map(|label| ("label".to_owned(), label.into()));
        entries.good.push(Entry { line, fields: label.chain([("text".to_owned(), rest.into())]).collect() });
    }
    entries
}

/// One line.
pub(super) fn line(row: &Fields) -> String {
    let text = row.get("text").map(words).unwrap_or_default();
    let text = text.replace(['\n', '\r', '\t'], " ");
    match row.get("label") {
        Some(label) => format!("{PREFIX}{} {text}\n", words(label)),
        None => format!("{text}\n"),
    }
}
