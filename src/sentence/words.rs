use crate::base::words_of;
use std::collections::HashSet;
use std::sync::LazyLock;

/// `words.csv`: `role,word`, sorted and unique.
pub(super) const WORDS: &str = include_str!("words.csv");

static ABBREVIATIONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "abbreviation"));
static SPEECH: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "speech"));
static AFTER_TIME: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "after a time"));
static NUMBERED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "numbered"));
static SUFFIXES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words_of(WORDS, "suffix"));

/// Weekdays and time zones, which go on after `5 p.m.`
pub(super) fn follows_time(word: &str) -> bool {
    AFTER_TIME.contains(word)
}

/// A title that is written with a full stop and never ends a sentence: a name follows.
pub(super) fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.contains(word)
}

/// `Figure`, `Table`: a number with a full stop belongs to what follows.
pub(super) fn is_numbered(word: &str) -> bool {
    NUMBERED.contains(word)
}

/// A verb that ascribes a quotation to its speaker.
pub(super) fn is_speech(word: &str) -> bool {
    SPEECH.contains(word)
}

/// What follows a full stop inside names of sites and files.
pub(super) fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(word)
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
