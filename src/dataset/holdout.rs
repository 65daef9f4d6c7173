use super::{LabelledDocument, splits};
use crate::base::{Reject, sentence_digest};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Seed of the draw: not that of the folds.
const SEED: u64 = 0x486f_6c64;

/// Which documents are never learnt from, so that a retrained model can be measured on them: a file `doc,split` with
/// `test` or `train` for every document that was ever drawn from. What once stands there stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holdout(BTreeMap<String, bool>);

impl Holdout {
    /// What the file says; nothing where there is none yet.
    pub fn read(path: &Path) -> Result<Holdout, Reject> {
        if path.exists() { splits::named(path).map(Holdout) } else { Ok(Holdout::default()) }
    }

    /// The name of a document in the file: its id, for a lone sentence its digest.
    pub fn name(labelled: &LabelledDocument) -> String {
        let document = &labelled.document;
        if document.has_context { document.id.clone() } else { format!("sentence:{}", sentence_digest(&document.text)) }
    }

    /// Whether a document is held out.
    pub fn holds(&self, labelled: &LabelledDocument) -> bool {
        self.0.get(&Self::name(labelled)) == Some(&true)
    }

    /// Whether a document was ever drawn from.
    pub fn knows(&self, labelled: &LabelledDocument) -> bool {
        self.0.contains_key(&Self::name(labelled))
    }

    /// How many documents are held out.
    pub fn count(&self) -> usize {
        self.0.values().filter(|held| **held).count()
    }

    /// Adds documents: of those never drawn from, and from which nothing was learnt yet, as many are held out, by a hash
    /// of their names, as bring the share of all in the file nearest to `share`. The others are for training, for good.
    ///
    /// ```
    /// use stance::dataset::{Holdout, LabelledDocument};
    /// let document = |at: usize| {
    ///     let mut labelled = LabelledDocument::default();
    ///     labelled.document.id = format!("d{at}");
    ///     labelled.document.has_context = true;
    ///     labelled
    /// };
    /// let first: Vec<LabelledDocument> = (0..10).map(document).collect();
    /// let mut holdout = Holdout::default();
    /// holdout.draw(&first, |_| false, 0.2);
    /// assert_eq!(holdout.count(), 2);
    /// ```
    pub fn draw(&mut self, documents: &[LabelledDocument], learnt: impl Fn(&LabelledDocument) -> bool, share: f64) {
        let new: Vec<&LabelledDocument> = documents.iter().filter(|document| !self.knows(document)).collect();
        let free: BTreeSet<String> =
            new.iter().filter(|document| !learnt(document)).map(|document| Self::name(document)).collect();
        self.0.extend(new.iter().map(|document| (Self::name(document), false)));
        let wanted = (share * self.0.len() as f64).round() as usize;
        let mut order: Vec<String> = free.into_iter().collect();
        order.sort_by_cached_key(|name| xxh3_64_with_seed(name.as_bytes(), SEED));
        let missing = wanted.saturating_sub(self.count());
        self.0.extend(order.into_iter().take(missing).map(|name| (name, true)));
    }

    /// The file.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        const WHY: &str = "memory takes all that is written";
        writer.write_record(["doc", "split"]).expect(WHY);
        for (doc, held) in &self.0 {
            writer.write_record([doc.as_str(), if *held { "test" } else { "train" }]).expect(WHY);
        }
        writer.into_inner().expect(WHY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document(id: &str) -> LabelledDocument {
        let mut labelled = LabelledDocument::default();
        (labelled.document.id, labelled.document.has_context) = (id.to_owned(), true);
        labelled
    }

    fn documents(range: std::ops::Range<usize>) -> Vec<LabelledDocument> {
        range.map(|at| document(&format!("d{at}"))).collect()
    }

    #[test]
    fn what_was_learnt_from_is_not_drawn() {
        let mut holdout = Holdout::default();
        holdout.draw(&documents(0..10), |labelled| labelled.document.id != "d3", 0.5);
        assert_eq!(holdout.count(), 1);
        assert!(holdout.holds(&document("d3")));
    }

    #[test]
    fn the_file_reads_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("holdout.csv");
        assert_eq!(Holdout::read(&file).expect("none yet"), Holdout::default());
        let mut holdout = Holdout::default();
        holdout.draw(&documents(0..7), |_| false, 0.3);
        std::fs::write(&file, holdout.to_csv()).expect("written");
        assert_eq!(Holdout::read(&file).expect("its own file"), holdout);
    }

    proptest! {
        #[test]
        fn the_share_holds_and_nothing_drawn_moves(counts in proptest::collection::vec(1usize..20, 1..6), share in 0.05f64..0.5) {
            let (mut holdout, mut from) = (Holdout::default(), 0);
            for count in counts {
                let before = holdout.clone();
                holdout.draw(&documents(from..from + count), |_| false, share);
                from += count;
                prop_assert!(before.0.iter().all(|(doc, held)| holdout.0.get(doc) == Some(held)));
                prop_assert_eq!(holdout.count(), (share * from as f64).round() as usize);
            }
        }
    }
}
