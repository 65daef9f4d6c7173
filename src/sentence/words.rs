use std::collections::BTreeSet;
use std::sync::LazyLock;

/// `words.csv`: `role,word`, sorted and unique.
pub(super) const WORDS: &str = include_str!("words.csv");

static ABBREVIATIONS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("abbreviation"));
static SPEECH: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("speech"));
static AFTER_TIME: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("after a time"));
static NUMBERED: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("numbered"));
static SUFFIXES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("suffix"));

fn of_role(role: &str) -> BTreeSet<&'static str> {
    WORDS.lines().skip(1).filter_map(|line| line.split_once(',')).filter(|(r, _)| *r == role).map(|(_, w)| w).collect()
}

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

    #[test]
    fn the_list_is_sorted_and_without_doubles() {
        let lines: Vec<&str> = WORDS.lines().skip(1).collect();
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "sort words.csv");
        assert!(lines.iter().all(|line| line.split(',').count() == 2));
    }
}
