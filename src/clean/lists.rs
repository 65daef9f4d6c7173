//! The single words of `words.csv` that rules ask for.

use crate::base::words_of;
use std::collections::HashSet;
use std::sync::LazyLock;

/// `role,word`, sorted and unique.
pub(super) const WORDS: &str = include_str!("words.csv");

static AGENCIES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "agency"));
static CREDITS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "credit"));
static DATES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "date"));
static DAYS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "day"));
static HEADINGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "heading"));
static PARTICLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "particle"));
static PROFESSIONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "profession"));
static ROLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "role"));
static TAILS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "tail"));
static UNFINISHED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "unfinished"));
static VERBS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "verb"));

/// A news or picture agency as it signs pictures (letter case counts).
pub(super) fn is_agency(word: &str) -> bool {
    AGENCIES.contains(word)
}

/// A word of picture credits, in small letters.
pub(super) fn is_credit(word: &str) -> bool {
    CREDITS.contains(word)
}

/// A word that may stand in a line that gives only a date; see [`is_day`].
pub(super) fn is_date_word(word: &str) -> bool {
    DATES.contains(word) || DAYS.contains(word)
}

/// A month, weekday or part of the day: one of them makes a line of date words a date.
pub(super) fn is_day(word: &str) -> bool {
    DAYS.contains(word)
}

/// A capitalised word of headings that no name holds.
pub(super) fn is_heading_word(word: &str) -> bool {
    HEADINGS.contains(word)
}

/// A word that no caption ends with: the text was cut off.
pub(super) fn is_unfinished(word: &str) -> bool {
    UNFINISHED.contains(word)
}

/// A word of notes below an article: who else reported, where to write.
pub(super) fn is_tail(word: &str) -> bool {
    TAILS.contains(word)
}

/// `is`, `writes`: what follows a name in a note about an author.
pub(super) fn is_author_verb(word: &str) -> bool {
    VERBS.contains(word)
}

/// `a`, `senior`: what follows that verb.
pub(super) fn follows_author_verb(word: &str) -> bool {
    ROLES.contains(word)
}

/// A small word inside names: `van`, `de`, `and`.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// What authors are: `columnist`, `fellow`, `professor`.
pub(super) fn is_profession(word: &str) -> bool {
    PROFESSIONS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::is_canonical;

    #[test]
    fn the_list_is_sorted_and_without_doubles() {
        assert!(is_canonical(WORDS), "sort words.csv");
    }
}
