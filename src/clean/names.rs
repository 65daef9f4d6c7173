//! Bylines, notes about authors, dates: lines that stand beside the text.

use super::lists;
use super::phrases::Words;
use super::shape::Shape;
use crate::base::Kind;

/// A line that is a date or time and nothing else.
pub(super) fn date(line: &str, words: &Words, shape: &Shape) -> Option<(Kind, &'static str)> {
    let fits = (1..=14).contains(&words.len()) && words.iter().all(lists::is_date_word);
    let dated = || words.iter().any(lists::is_day) && (shape.numbers > 0 || words.len() == 1);
    (fits && (dated() || is_numeric(line, shape) || is_time(line))).then_some((Kind::Boilerplate, "date"))
}

/// `The Post, Thursday 9 March 2023`, `Nov 6 (XY) - by Ann Lee`: a date and a name or place.
pub(super) fn dateline(words: &Words, shape: &Shape) -> bool {
    if shape.terminal || shape.words > 12 || shape.numbers == 0 {
        return false;
    }
    let others = words.iter().filter(|word| !lists::is_date_word(word) && *word != "by").count();
    others <= 4 && shape.capitals + shape.numbers + 2 >= shape.words && words.iter().any(lists::is_day)
}

/// `3:28 P.M. CET`.
fn is_time(line: &str) -> bool {
    let parts = line.as_bytes().windows(4);
    parts.into_iter().any(|w| w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit() && w[3].is_ascii_digit())
}

/// `2019-05-01`, `12/03/2019 10:15`.
fn is_numeric(line: &str, shape: &Shape) -> bool {
    let signs = line
        .as_bytes()
        .windows(3)
        .filter(|w| w[0].is_ascii_digit() && matches!(w[1], b'-' | b'/' | b'.') && w[2].is_ascii_digit());
    shape.numbers == shape.words && signs.count() == 2
}

/// `By Ann Lee`, `By Ann Lee and Tom Ray, Staff Writers`.
pub(super) fn byline(line: &str, shape: &Shape) -> Option<(Kind, &'static str)> {
    let rest = ["By ", "BY ", "by ", "By: ", "Words by ", "Story by ", "Text by ", "From "]
        .iter()
        .find_map(|start| line.strip_prefix(start))?;
    let named = shape.words <= 16 && !shape.question && !line.starts_with("From ") && mostly_names(rest);
    named.then_some((Kind::Boilerplate, "byline"))
}

/// Every word a part of a name or title, at least the first capitalised.
fn mostly_names(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let first = words.next().is_some_and(|word| begins_capital(word) && word.len() > 1);
    let small = words.filter(|word| !begins_capital(word) && !lists::is_particle(word.trim_matches(','))).count();
    first && (small == 0 || (small <= 4 && rest.contains([',', '|'])))
}

fn begins_capital(word: &str) -> bool {
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// One to four names and nothing else: each of two to four capitalised words, no article or verb.
pub(super) fn only_names(line: &str, shape: &Shape) -> bool {
    if !(2..=12).contains(&shape.words)
        || shape.numbers > 0
        || shape.shouted
        || line.contains([':', '?', '!', '’', '\'', '"', '“'])
    {
        return false;
    }
    line.split([',', '&', '|', ';'])
        .flat_map(|part| part.split(" and "))
        .filter(|part| !part.trim().is_empty())
        .all(is_name)
}

fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let capital = |word: &&str| {
        begins_capital(word)
            || matches!(*word, "de" | "la" | "van" | "von" | "der" | "al" | "el" | "bin" | "du" | "di" | "da")
    };
    (2..=4).contains(&words.len())
        && words.iter().all(capital)
        && !words.iter().any(|word| lists::is_heading_word(word))
}

/// `Ann Lee is a columnist …`: who wrote this, in at most three sentences.
pub(super) fn about_author(line: &str, words: &Words, shape: &Shape) -> bool {
    if shape.words > 90 || shape.words < 4 || line.starts_with(['“', '"', '‘']) {
        return false;
    }
    let mut before = 0;
    let mut rest = line.split_whitespace();
    for word in rest.by_ref() {
        if lists::is_author_verb(word) {
            break;
        }
        let fits = begins_capital(word) || lists::is_particle(word);
        before += 1;
        if !fits || before > 9 {
            return false;
        }
    }
    let next = rest.next().unwrap_or("");
    let article = lists::follows_author_verb(next);
    before >= 1 && article && words.iter().skip(before).take(16).any(lists::is_profession)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::shape::shape;

    fn words(line: &str) -> Words {
        let mut words = Words::default();
        words.read(line, 1);
        words
    }

    #[test]
    fn a_date_alone_is_seen_in_many_forms() {
        for line in [
            "October 3, 2022 - 1:34 PM",
            "Updated 4:05 p.m. ET, Mon May 2, 2016",
            "2019-05-01",
            "3 hours ago",
            "12/03/2019 10:15",
        ] {
            assert!(date(line, &words(line), &shape(line)).is_some(), "{line}");
        }
        for line in ["May", "In May 2020 they came.", "1 2", "2015"] {
            assert_eq!(date(line, &words(line), &shape(line)).is_some(), line == "May", "{line}");
        }
    }

    #[test]
    fn bylines_are_names_and_sentences_with_by_are_not() {
        for line in ["By Ann Lee", "BY ANN LEE", "By Ann de la Cruz and Tom Ray, staff writers"] {
            assert!(byline(line, &shape(line)).is_some(), "{line}");
        }
        for line in ["By Friday nobody was left at the camp.", "By the river", "By train or by boat"] {
            assert!(byline(line, &shape(line)).is_none(), "{line}");
        }
    }

    #[test]
    fn a_note_about_the_author_needs_a_name_and_a_profession() {
        let note = "Ann Lee is a columnist who covers the harbour towns.";
        assert!(about_author(note, &words(note), &shape(note)));
        let body = "Estonia is a country that borders on Latvia.";
        assert!(!about_author(body, &words(body), &shape(body)));
    }
}
