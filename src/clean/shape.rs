//! What a line looks like, read once.

use crate::base::split_words;

/// Counts and traits of a line that the rules ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shape {
    /// Words between white space that hold a letter or digit.
    pub(super) words: usize,
    /// Of them, those that begin with a capital.
    pub(super) capitals: usize,
    /// Of them, those that hold a digit.
    pub(super) numbers: usize,
    /// It ends in a full stop, question or exclamation mark, closing marks aside.
    pub(super) terminal: bool,
    /// Of these, a question mark.
    pub(super) question: bool,
    /// It ends in a colon.
    pub(super) colon: bool,
    /// It begins with a bullet.
    pub(super) bullet: bool,
    /// It begins with a small letter.
    pub(super) small: bool,
    /// All its letters are capitals.
    pub(super) shouted: bool,
}

/// Reads the shape of a line without white space at its ends.
pub(super) fn shape(line: &str) -> Shape {
    let mut shape = Shape { shouted: true, ..Shape::default() };
    for word in split_words(line) {
        count(word, &mut shape);
    }
    let bare = line.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', '*', ' ']);
    shape.terminal = bare.ends_with(['.', '?', '!', '…', '。', '؟']);
    shape.question = bare.ends_with(['?', '؟']);
    shape.colon = line.ends_with(':');
    shape.bullet = is_bulleted(line);
    shape.small = line.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    shape.shouted &= shape.capitals > 0;
    shape
}

fn count(word: &str, shape: &mut Shape) {
    if let [first, rest @ ..] = word.as_bytes()
        && first.is_ascii_lowercase()
        && rest.iter().all(|byte| byte.is_ascii() && !byte.is_ascii_digit())
    {
        shape.words += 1;
        shape.shouted = false;
        return;
    }
    let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else {
        return;
    };
    shape.words += 1;
    shape.capitals += usize::from(first.is_uppercase());
    shape.numbers += usize::from(word.bytes().any(|b| b.is_ascii_digit()));
    shape.shouted = shape.shouted && !word.chars().any(char::is_lowercase);
}

fn is_bulleted(line: &str) -> bool {
    let rest = line.trim_start_matches(['•', '‣', '◦', '▪', '●', '■', '►', '·', '*', '-', '–', '—']);
    rest.len() < line.len() && (rest.starts_with(char::is_whitespace) || line.starts_with(['•', '►', '●', '■']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_mark_does_not_hide_the_full_stop() {
        assert!(shape("“They may stay.”").terminal);
        assert!(shape("(They may stay.)").terminal);
        assert!(!shape("They may stay").terminal);
    }

    #[test]
    fn bullets_are_seen_and_compounds_are_none() {
        assert!(shape("• Beds for all").bullet);
        assert!(shape("- Beds for all").bullet);
        assert!(!shape("-Beds").bullet);
    }
}
