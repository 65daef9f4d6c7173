//! Text → lines, hard-wrapped ones joined to their paragraph.

use crate::base::{Span, find_byte};

/// One line, or the lines of one hard-wrapped paragraph; white space at both ends left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it stands.
    pub(super) span: Span,
    /// Whether a blank line stands before it.
    pub(super) gap: bool,
}

/// Widest column that files are wrapped to.
const WIDEST: usize = 100;
/// A line that the next word would have filled this far was broken by a wrapper.
const FILLED: f64 = 0.85;

/// The non-empty lines of `text`, joined where the file is hard-wrapped.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let physical = physical(text);
    match wrap_width(text, &physical) {
        Some(width) => join(text, &physical, width),
        None => physical,
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Where the line that holds byte `start` ends, its break included.
fn next_line(text: &str, start: usize) -> usize {
    // The breaks and the first bytes of those beyond ASCII; most characters are told by this alone.
    let may_break = |byte: u8| (byte.wrapping_sub(b'\n') < 4) | (byte == 0xC2) | (byte == 0xE2);
    let mut at = start;
    while let Some(found) = find_byte(&text.as_bytes()[at..], may_break) {
        let c = text[at + found..].chars().next().unwrap_or('\n');
        at += found + c.len_utf8();
        if is_break(c) {
            return at;
        }
    }
    text.len()
}

fn physical(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut gap, mut start) = (false, 0);
    while start < text.len() {
        let piece = &text[start..next_line(text, start)];
        let span = Span::new(start, start + piece.len()).trim(text);
        start += piece.len();
        if !span.is_empty() {
            lines.push(Line { span, gap });
            gap = false;
        } else if piece != "\n" || !text[..start - 1].ends_with('\r') {
            gap = true;
        }
    }
    lines
}

/// The column a file is wrapped to: most lines that another follows without a blank line between
/// are filled up to it.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let inner = lines.windows(2).filter(|pair| !pair[1].gap).count();
    if inner < 3 || inner * 3 < lines.len() {
        return None;
    }
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.span.of(text).chars().count()).collect();
    lengths.sort_unstable();
    let width = lengths[(lengths.len() - 1) * 95 / 100];
    let filled = lines.windows(2).filter(|pair| is_soft(text, pair[0], pair[1], width)).count();
    ((40..=WIDEST).contains(&width) && filled * 10 >= inner * 8).then_some(width)
}

/// Whether the break between two lines is one that a wrapper made.
fn is_soft(text: &str, line: Line, next: Line, width: usize) -> bool {
    let follower = next.span.of(text);
    if next.gap || follower.starts_with(['•', '*', '-', '–', '►', '#', '>']) {
        return false;
    }
    let word = follower.split_whitespace().next().unwrap_or("");
    let reach = line.span.of(text).chars().count() + 1 + word.chars().count();
    reach as f64 >= width as f64 * FILLED
}

fn join(text: &str, physical: &[Line], width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut before: Option<Line> = None;
    for &line in physical {
        match (before, lines.last_mut()) {
            (Some(above), Some(last)) if is_soft(text, above, line, width) => last.span.end = line.span.end,
            _ => lines.push(line),
        }
        before = Some(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        lines(text).iter().map(|line| line.span.of(text)).collect()
    }

    #[test]
    fn each_line_is_one_in_a_file_that_is_not_wrapped() {
        assert_eq!(texts("A title\r\n\r\n  One.\nTwo. \n"), ["A title", "One.", "Two."]);
    }

    #[test]
    fn a_blank_line_is_remembered_whatever_ends_the_lines() {
        for text in ["a\n\nb\nc", "a\r\n\r\nb\r\nc", "a\r\rb\rc"] {
            assert_eq!(lines(text).iter().map(|line| line.gap).collect::<Vec<_>>(), [false, true, false], "{text:?}");
        }
    }

    #[test]
    fn wrapped_lines_join_up_to_the_blank_line() {
        let text = "The boats came in at dawn and the harbour\nmaster counted the people on board before\n\
                    he called the town hall to ask for beds,\nblankets and a doctor.\n\nNobody slept that night, neither those who\n\
                    had come nor those who had waited.";
        assert_eq!(texts(text).len(), 2);
    }
}
