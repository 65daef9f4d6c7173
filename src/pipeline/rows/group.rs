use super::batch::Place;
use std::collections::HashSet;
use std::mem::take;
use xxhash_rust::xxh3::xxh3_64;

/// Documents remembered before the older half is forgotten; 8 bytes each.
const REMEMBERED: usize = 1 << 19;

/// Says how rows stand together, from the `doc` of one row after another.
#[derive(Default)]
pub(super) struct Grouping {
    last: Vec<u8>,
    newer: HashSet<u64>,
    older: HashSet<u64>,
}

impl Grouping {
    /// The place of the next row, and whether its document had been seen before, other rows between.
    pub fn place(&mut self, doc: &[u8]) -> (Place, bool) {
        let doc = doc.trim_ascii();
        if doc.is_empty() {
            self.last.clear();
            return (Place::Lone, false);
        }
        if self.last == doc {
            return (Place::Continues, false);
        }
        self.last.clear();
        self.last.extend_from_slice(doc);
        (Place::Begins, self.seen(xxh3_64(doc)))
    }

    fn seen(&mut self, doc: u64) -> bool {
        if self.newer.len() >= REMEMBERED {
            self.older = take(&mut self.newer);
        }
        !self.newer.insert(doc) || self.older.contains(&doc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doc_that_returns_begins_anew_and_is_told() {
        let mut grouping = Grouping::default();
        let places = ["a", "a", "b", "", "", "a", "a"].map(|doc| grouping.place(doc.as_bytes()));
        use Place::{Begins, Continues, Lone};
        let wanted = [Begins, Continues, Begins, Lone, Lone, Begins, Continues];
        assert_eq!(places.map(|(place, _)| place), wanted);
        assert_eq!(places.map(|(_, returned)| returned), [false, false, false, false, false, true, false]);
    }
}
