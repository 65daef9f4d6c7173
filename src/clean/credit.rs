//! Picture credits and the captions they end.

use super::lists::{is_agency, is_credit};
use super::shape::Shape;
use crate::base::Kind;

/// Longest caption, in words.
const LONGEST: usize = 80;

/// A caption or a credit alone, by the credit it ends with or the words it is made of.
pub(super) fn caption(line: &str, shape: &Shape) -> Option<(Kind, &'static str)> {
    if shape.words > LONGEST {
        return None;
    }
    if let Some(at) = closing_credit(line) {
        return (at == 0 || !is_bare_agency(&line[at..])).then_some((Kind::Caption, "credit at the end"));
    }
    let tail = &line[line.floor_char_boundary(line.len().saturating_sub(70))..];
    if tail.match_indices(". ").any(|(at, _)| is_photo_credit(&tail[at + 2..])) {
        return Some((Kind::Caption, "credit at the end"));
    }
    let tail = last_words(line, 5);
    if (tail.contains('/') || tail.contains("via")) && signed(tail) && !shape.bullet {
        return Some((Kind::Caption, "signed picture"));
    }
    let alone = shape.words <= 9 && !shape.terminal && mentions_credit(line) && mostly_capitals(shape);
    alone.then_some((Kind::Caption, "picture credit"))
}

/// Where the bracket of a closing credit begins: `… at the gate (Ann Lee/AFP)`.
pub(super) fn closing_credit(line: &str) -> Option<usize> {
    let bare = line.trim_end_matches(['.', ' ']);
    let (open, inner) = match bare.chars().next_back()? {
        ')' => ('(', &bare[..bare.len() - 1]),
        ']' => ('[', &bare[..bare.len() - 1]),
        _ => return None,
    };
    let at = inner.rfind(open)?;
    let inner = &inner[at + 1..];
    (inner.len() <= 90 && (mentions_credit(inner) || names_agency(inner))).then_some(at)
}

/// `Photo: Ann Lee`, `Picture by Ann Lee`.
fn is_photo_credit(last: &str) -> bool {
    let words = last.split_whitespace().count();
    let first = tokens(last).next().unwrap_or("");
    let named = last.split_whitespace().skip(1).all(|word| word.starts_with(char::is_uppercase) || word == "by");
    (2..=7).contains(&words) && first.starts_with(char::is_uppercase) && is_credit(&first.to_lowercase()) && named
}

/// `(Reuters)`: a source rather than the name of a photographer.
pub(super) fn is_bare_agency(bracket: &str) -> bool {
    let inner = bracket.trim_matches(|c: char| !c.is_alphanumeric());
    !inner.contains('/') && !mentions_credit(inner) && !inner.contains(" by ")
}

fn mentions_credit(text: &str) -> bool {
    tokens(text).any(|word| is_credit(&word.to_lowercase()))
}

fn names_agency(text: &str) -> bool {
    tokens(text).any(is_agency) && text.split_whitespace().count() <= 9
}

/// `REUTERS/Ann Lee`, `Ann Lee / AP`, `Ann Lee via AP`.
fn signed(tail: &str) -> bool {
    let mut before = "";
    for word in tokens(tail) {
        let end = word.as_ptr() as usize - tail.as_ptr() as usize + word.len();
        let start = end - word.len();
        let slashed = tail[end..].trim_start().starts_with('/') || tail[..start].trim_end().ends_with('/');
        if is_agency(word) && (slashed || before == "via") {
            return true;
        }
        before = word;
    }
    false
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn last_words(line: &str, count: usize) -> &str {
    let start = line.char_indices().rev().filter(|(_, c)| c.is_whitespace()).nth(count - 1);
    start.map_or(line, |(at, _)| &line[at..])
}

fn mostly_capitals(shape: &Shape) -> bool {
    shape.capitals * 3 >= shape.words * 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::shape::shape;

    fn is_caption(line: &str) -> bool {
        caption(line, &shape(line)).is_some()
    }

    #[test]
    fn a_credit_in_brackets_makes_a_caption() {
        assert!(is_caption("Families wait at the fence on Tuesday. (Ann Lee/Getty Images)"));
        assert!(is_caption("Families wait at the fence (AP photo by Ann Lee)."));
        assert!(is_caption("REUTERS/Ann Lee"));
        assert!(is_caption("The harbour at dawn Ann Lee / AP"));
    }

    #[test]
    fn an_agency_named_as_the_source_of_a_paragraph_makes_none() {
        assert!(!is_caption("The ministers met on Friday and agreed on nothing. (Reuters)"));
        assert!(!is_caption("She spoke to Reuters about her photo."));
    }
}
