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

fn of_role(role: &str) -> HashSet<&'static str> {
    let rows = WORDS.lines().skip(1).filter_map(|line| line.split_once(','));
    rows.filter(|(r, _)| *r == role).map(|(_, word)| word).collect()
}

/// Elements whose text no reader sees.
pub(super) static SKIP: List = List(LazyLock::new(|| of_role("skip")));
/// Elements that stand on lines of their own.
pub(super) static BLOCK: List = List(LazyLock::new(|| of_role("block")));
/// Elements that hold no running text.
pub(super) static ASIDE_TAG: List = List(LazyLock::new(|| of_role("aside tag")));
/// Roles that hold no running text.
pub(super) static ASIDE_ROLE: List = List(LazyLock::new(|| of_role("aside role")));
/// Words of classes and ids that hold no running text.
pub(super) static ASIDE_WORD: List = List(LazyLock::new(|| of_role("aside word")));
/// Words of classes of short notes: bylines, dates, labels.
pub(super) static NOTE_WORD: List = List(LazyLock::new(|| of_role("note word")));
/// Words of classes of captions and credits.
pub(super) static CAPTION_WORD: List = List(LazyLock::new(|| of_role("caption word")));
/// Words of classes of headings that are no heading elements.
pub(super) static HEADING_WORD: List = List(LazyLock::new(|| of_role("heading word")));
/// Words of classes of marks inside a line: reference marks, links to the place itself.
pub(super) static INLINE_ASIDE: List = List(LazyLock::new(|| of_role("inline aside")));
/// Elements whose classes speak of the whole page.
pub(super) static NOT_ASIDE: List = List(LazyLock::new(|| of_role("not aside")));

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
