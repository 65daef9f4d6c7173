use std::collections::BTreeSet;
use std::sync::LazyLock;

/// `words.csv`: `role,word`, sorted and unique.
pub(super) const WORDS: &str = include_str!("words.csv");

static ABBREVIATIONS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("abbreviation"));
static SPEECH: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("speech"));
static SUFFIXES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of_role("suffix"));

fn of_role(role: &str) -> BTreeSet<&'static str> {
    WORDS
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .filter(|(r, _)| *r == role)
        .map(|(_, w)| w)
        .collect()
}

/// A word that is written with a full stop and is not the end of a sentence before a capital.
pub(super) fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.contains(word)
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
        assert!(
            lines.windows(2).all(|pair| pair[0] < pair[1]),
            "sort words.csv"
        );
        assert!(lines.iter().all(|line| line.split(',').count() == 2));
    }
}
