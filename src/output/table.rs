//! For people: each article with a header, its sentences wrapped, the stance in colour.

use crate::base::Stance;
use crate::pipeline::{Labelled, LabelledRows, Verdict};
use anstyle::{AnsiColor, Style};
use std::io::Write;

const WHY: &str = "memory takes all that is written";

/// Characters of a label, and of a set of stances.
const LABEL: usize = 8;
const SET: usize = 22;

/// Least characters a line of text gets, on however narrow a terminal.
const NARROWEST: usize = 20;

fn style(verdict: &Verdict) -> Style {
    match verdict.label {
        Some(Stance::Admit) => AnsiColor::Green.on_default().bold(),
        Some(Stance::Restrict) => AnsiColor::Red.on_default().bold(),
        Some(Stance::Neutral) => Style::new().dimmed(),
        None => AnsiColor::Yellow.on_default(),
    }
}

pub(super) fn article(labelled: &Labelled, width: usize, out: &mut Vec<u8>) {
    let document = &labelled.document;
    header(&document.id, &summary(labelled), out);
    for (sentence, verdict) in document.sentences.iter().zip(&labelled.verdicts) {
        let text = sentence.span.of(&document.text);
        sentence_lines(verdict, sentence.kind.may_take_side(), text, width, out);
    }
    out.push(b'\n');
}

fn summary(labelled: &Labelled) -> String {
    let count = |label: Option<Stance>| labelled.verdicts.iter().filter(|verdict| verdict.label == label).count();
    let mut parts = vec![format!("{} sentences", labelled.verdicts.len())];
    for stance in [Stance::Admit, Stance::Restrict] {
        parts.push(format!("{} {stance}", count(Some(stance))));
    }
    match (labelled.on_topic, labelled.document.meta.language.as_deref()) {
        (None, Some(language)) => parts.push(format!("not English ({language}): nothing guessed")),
        (Some(false), _) => parts.push("about something else".to_owned()),
        _ if count(None) > 0 => parts.push(format!("{} abstain", count(None))),
        _ => {}
    }
    parts.extend(labelled.copy_of.as_deref().map(|original| format!("copy of {}", plain(original))));
    parts.join(", ")
}

fn header(id: &str, summary: &str, out: &mut Vec<u8>) {
    let bold = Style::new().bold();
    let id: String = plain(id);
    writeln!(out, "{bold}{id}{bold:#}  {summary}").expect(WHY);
}

/// Text without control characters: nothing in an article may steer the terminal.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect()
}

fn sentence_lines(verdict: &Verdict, weighed: bool, text: &str, width: usize, out: &mut Vec<u8>) {
    let style = style(verdict);
    let score = verdict.score.filter(|_| weighed).map_or(String::new(), |score| format!("{score:.2}"));
    let body = if weighed && verdict.label != Some(Stance::Neutral) { Style::new() } else { Style::new().dimmed() };
    let (name, wide) = match verdict.set {
        Some(set) => (set.to_string(), SET),
        None => (verdict.name().to_owned(), LABEL),
    };
    // Two spaces, the score, two spaces.
    let margin = wide + 8;
    let mut start = format!("{style}{name:<wide$}{style:#}  {score:>4}  ");
    for line in wrap(&plain(text), width.saturating_sub(margin + 1).max(NARROWEST)) {
        writeln!(out, "{start}{body}{line}{body:#}").expect(WHY);
        start = " ".repeat(margin);
    }
}

/// Lines of at most `width` characters, broken at white space where there is any.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in text.split_whitespace() {
        let count = word.chars().count();
        if length > 0 && length + 1 + count > width {
            lines.push(String::new());
            length = 0;
        }
        let line = lines.last_mut().expect("never empty");
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += count;
    }
    lines
}

pub(super) fn rows(rows: &LabelledRows, width: usize, out: &mut Vec<u8>) {
    let mut last = None;
    for row in rows.iter() {
        let (text, doc) = row.shown();
        if doc.is_some() && doc != last {
            header(doc.as_deref().unwrap_or_default(), "", out);
        }
        sentence_lines(&row.verdict, true, &text, width, out);
        last = doc;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_at_words_and_a_long_word_stays_whole() {
        assert_eq!(wrap("a bb  ccc incomprehensibilities d", 6), ["a bb", "ccc", "incomprehensibilities", "d"]);
    }

    #[test]
    fn an_article_cannot_steer_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\u{7}"), "a[31mb");
    }
}
