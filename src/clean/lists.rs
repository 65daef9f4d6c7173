//! The single words of `words.csv` that rules ask for.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// `role,word`, sorted and unique.
pub(super) const WORDS: &str = include_str!("words.csv");

static AGENCIES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("agency"));
static CREDITS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("credit"));
static DATES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("date"));
static DAYS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("day"));
static HEADINGS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("heading"));
static PARTICLES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("particle"));
static PROFESSIONS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("profession"));
static ROLES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("role"));
static TAILS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("tail"));
static UNFINISHED: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("unfinished"));
static VERBS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("verb"));

fn of_role(role: &str) -> BTreeSet<&'static str> {
    WORDS.lines().skip(1).filter_map(|line| line.split_once(',')).filter(|(r, _)| *r == role).map(|(_, w)| w).collect()
}

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

    #[test]
    fn the_list_is_sorted_and_without_doubles() {
        let lines: Vec<&str> = WORDS.lines().skip(1).collect();
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "sort words.csv");
        assert!(lines.iter().all(|line| line.split(',').count() == 2));
    }
}
