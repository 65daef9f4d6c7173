use crate::base::words_of;
use std::collections::HashSet;
use std::sync::LazyLock;

/// `role,word`, sorted and unique: what elements, roles, classes and ids say of their text.
pub(super) const WORDS: &str = include_str!("words.csv");

/// Words of one role.
pub(super) struct List(LazyLock<HashSet<&'static str>>);

impl List {
    /// Whether the list holds the word.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

/// Elements whose text no reader sees.
pub(super) static SKIP: List = List(LazyLock::new(|| words_of(WORDS, "skip")));
/// Elements that stand on lines of their own.
pub(super) static BLOCK: List = List(LazyLock::new(|| words_of(WORDS, "block")));
/// Elements that hold no running text.
pub(super) static ASIDE_TAG: List = List(LazyLock::new(|| words_of(WORDS, "aside tag")));
/// Roles that hold no running text.
pub(super) static ASIDE_ROLE: List = List(LazyLock::new(|| words_of(WORDS, "aside role")));
/// Words of classes and ids that hold no running text.
pub(super) static ASIDE_WORD: List = List(LazyLock::new(|| words_of(WORDS, "aside word")));
/// Words of classes of short notes: bylines, dates, labels.
pub(super) static NOTE_WORD: List = List(LazyLock::new(|| words_of(WORDS, "note word")));
/// Words of classes of captions and credits.
pub(super) static CAPTION_WORD: List = List(LazyLock::new(|| words_of(WORDS, "caption word")));
/// Words of classes of headings that are no heading elements.
pub(super) static HEADING_WORD: List = List(LazyLock::new(|| words_of(WORDS, "heading word")));
/// Words of classes of marks inside a line: reference marks, links to the place itself.
pub(super) static INLINE_ASIDE: List = List(LazyLock::new(|| words_of(WORDS, "inline aside")));
/// Elements whose classes speak of the whole page.
pub(super) static NOT_ASIDE: List = List(LazyLock::new(|| words_of(WORDS, "not aside")));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::is_canonical;

    #[test]
    fn the_list_is_sorted_and_without_doubles() {
        assert!(is_canonical(WORDS), "sort words.csv");
    }
}
