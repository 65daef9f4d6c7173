//! Runs and the extractor's verdict → marks.

use super::super::Mark;
use super::text::{Run, Visible};
use crate::base::{Kind, Span};
use std::collections::HashSet;

/// Share of the unmarked text that the extractor must have kept to be believed.
const BELIEVED: f64 = 0.4;

/// The marks of a page; `main` are the lines of the extracted article. Above its first line and
/// below its title stand deck and byline, which extractors leave out: they are left to later rules.
pub(super) fn marks(visible: &Visible, main: Option<HashSet<String>>, title: Option<&str>) -> Vec<Mark> {
    let text = &visible.text;
    let lines = lines(text);
    let main = main.filter(|main| believed(visible, &lines, main));
    let mut marks = Vec::new();
    let mut runs = visible.runs.as_slice();
    let mut in_top = false;
    for line in lines {
        let skip = runs.iter().take_while(|run| run.span.end <= line.start).count();
        runs = &runs[skip..];
        let here = runs.iter().take_while(|run| run.span.start < line.end).count();
        let content = line.of(text);
        let in_main = main.as_ref().is_none_or(|main| main.contains(content));
        let is_title = title.is_some_and(|title| content.len() > 12 && title.starts_with(content));
        in_top = is_title || (in_top && !in_main);
        let within = in_main || in_top;
        line_marks(text, line, &runs[..here], within, &mut marks);
    }
    marks
}

fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    let mut lines = Vec::new();
    for piece in text.split_inclusive('\n') {
        let span = Span::new(start, start + piece.len()).trim(text);
        start += piece.len();
        if !span.is_empty() {
            lines.push(span);
        }
    }
    lines
}

/// An extractor that dropped most of what no element spoke of was misled by the page.
fn believed(visible: &Visible, lines: &[Span], main: &HashSet<String>) -> bool {
    let (mut kept, mut all) = (0, 0);
    let mut runs = visible.runs.as_slice();
    for line in lines {
        let skip = runs.iter().take_while(|run| run.span.end <= line.start).count();
        runs = &runs[skip..];
        if runs.first().is_none_or(|run| run.span.start >= line.end) {
            all += line.len();
            kept += line.len() * usize::from(main.contains(line.of(&visible.text)));
        }
    }
    kept as f64 >= all as f64 * BELIEVED
}

/// Marks of one line: its runs, soft ones only where they fill it, and the line as a whole where
/// no element spoke and the extractor left it out.
fn line_marks(text: &str, line: Span, runs: &[Run], within: bool, marks: &mut Vec<Mark>) {
    let filled: usize = runs.iter().map(|run| run.span.end.min(line.end) - run.span.start.max(line.start)).sum();
    let blanks = line.of(text).chars().filter(|c| !c.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
    let full = filled + blanks >= line.len();
    if runs.is_empty() && !within {
        return marks.push(Mark { span: line, kind: Kind::Boilerplate, rule: "outside the article" });
    }
    if full && runs.iter().all(|run| run.said.kind == runs[0].said.kind) && !runs.is_empty() {
        return marks.push(Mark { span: line, kind: runs[0].said.kind, rule: runs[0].said.rule });
    }
    for run in runs.iter().filter(|run| !run.said.soft) {
        let span = Span::new(run.span.start.max(line.start), run.span.end.min(line.end)).trim(text);
        marks.push(Mark { span, kind: run.said.kind, rule: run.said.rule });
    }
}
