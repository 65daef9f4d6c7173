//! The frozen test split of the written corpus: `data/splits.csv`, columns `doc,split`.

use super::table;
use crate::base::Reject;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The documents of the test split, from a file `doc,split` with `train` or `test` in its second
/// column. A document that the file does not name is in train: the split is frozen.
pub fn read(path: &Path) -> Result<BTreeSet<String>, Reject> {
    Ok(named(path)?.into_iter().filter(|(_, test)| *test).map(|(doc, _)| doc).collect())
}

/// Every document that such a file names, and whether it is in the test split.
pub(super) fn named(path: &Path) -> Result<BTreeMap<String, bool>, Reject> {
    let mut table = table::load(path)?;
    if let Some(reject) = table.rejects.pop() {
        return Err(reject);
    }
    let mut splits: BTreeMap<String, bool> = BTreeMap::new();
    for cells in &table.rows {
        let bad = |expected: &str, found: String| Err(Reject::file(&table.file, expected, found).at(cells.line));
        let Some(doc) = table.get(cells, "doc") else {
            return bad("a value in column doc", "none".to_owned());
        };
        let test = match table.get(cells, "split") {
            Some("test") => true,
            Some("train") => false,
            other => {
                return bad("in column split train or test", format!("{:?}", other.unwrap_or_default()));
            }
        };
        if splits.insert(doc.to_owned(), test).is_some() {
            return bad("each doc once", format!("{doc:?} again"));
        }
    }
    Ok(splits)
}

/// A document to be drawn: its id and what its draw is spread over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// What counts first: documents are spread evenly over it.
    pub genre: String,
    /// What counts second.
    pub voice: String,
    /// Its id.
    pub doc: String,
}

/// Draws about `share` of the documents, spread over genres and voices: systematic sampling. The documents are
/// sorted by voice, genre and a hash of seed and id; then every `1/share`-th is taken, from an offset that
/// the seed gives. Returned sorted.
pub fn draw(candidates: &[Candidate], share: f64, seed: u64) -> Vec<String> {
    let hash = |doc: &str| xxh3_64_with_seed(doc.as_bytes(), seed);
    let mut line: Vec<&Candidate> = candidates.iter().collect();
    line.sort_by(|a, b| (&a.voice, &a.genre, hash(&a.doc), &a.doc).cmp(&(&b.voice, &b.genre, hash(&b.doc), &b.doc)));
    let offset = (hash("") >> 11) as f64 / (1_u64 << 53) as f64;
    let step = |at: usize| libm::floor(at as f64 * share + offset);
    let mut drawn: Vec<String> =
        (0..line.len()).filter(|&at| step(at + 1) > step(at)).map(|at| line[at].doc.clone()).collect();
    drawn.sort();
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(count: usize) -> Vec<Candidate> {
        let candidate = |at: usize| Candidate {
            genre: ["news", "op-ed", "speech"][at % 3].to_owned(),
            voice: ["admit", "restrict"][at % 2].to_owned(),
            doc: format!("d{at}"),
        };
        (0..count).map(candidate).collect()
    }

    #[test]
    fn a_draw_is_spread_over_voices_whatever_the_order() {
        let mut all = candidates(60);
        let drawn = draw(&all, 0.2, 7);
        assert_eq!(drawn.len(), 12);
        let admit = all.iter().filter(|c| c.voice == "admit" && drawn.contains(&c.doc)).count();
        assert_eq!(admit, 6);
        all.reverse();
        assert_eq!(draw(&all, 0.2, 7), drawn);
    }

    fn message(file: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("splits.csv");
        std::fs::write(&path, file).expect("written");
        let reject = read(&path).expect_err("a bad file").to_string();
        reject.replace(&format!("{}/", folder.path().display()), "")
    }

    #[test]
    fn a_split_must_be_train_or_test_and_named_once() {
        insta::assert_snapshot!(message("doc,split\na,dev\n"), @r#"splits.csv:2: expected in column split train or test, found "dev""#);
        insta::assert_snapshot!(message("doc,split\na,test\na,train\n"), @r#"splits.csv:3: expected each doc once, found "a" again"#);
        insta::assert_snapshot!(message("doc,split\na\n"), @"splits.csv:2: expected 2 fields, as in the first line, found 1 fields");
    }
}
