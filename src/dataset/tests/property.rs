use super::*;
use crate::dataset::{digest, folds};
use proptest::prelude::*;

/// A cell that is often good and sometimes anything.
fn cell(good: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![8 => proptest::string::string_regex(good).expect("a pattern"), 1 => "\\PC{0,6}", 1 => Just(String::new())]
}

type Cells = (String, String, String, String);

fn rows() -> impl Strategy<Value = Vec<Cells>> {
    prop::collection::vec((cell("[ab]"), cell("[1-4]"), cell("Yes|No"), cell("admit|restrict|neutral")), 0..12)
}

fn csv_of(rows: &[Cells]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["doc", "n", "text", "label"]).expect("in memory");
    for (doc, n, text, label) in rows {
        writer.write_record([doc, n, text, label]).expect("in memory");
    }
    writer.into_inner().expect("in memory")
}

proptest! {
    #[test]
    fn every_row_comes_out_or_is_reported(rows in rows()) {
        let folder = folder(&[("a.csv", &csv_of(&rows))]);
        let reading = reading(&folder, &["a.csv"]);
        prop_assert_eq!(reading.rows, rows.len());
        let out = labels(&reading.documents).len();
        prop_assert_eq!(out + reading.superseded + reading.rejected, rows.len());
        prop_assert_eq!(reading.rejected, reading.rejects.len());
    }

    #[test]
    fn the_order_in_which_files_are_named_changes_nothing(a in rows(), b in rows(), c in rows()) {
        let folder = folder(&[("a.csv", &csv_of(&a)), ("b.csv", &csv_of(&b)), ("corrections.csv", &csv_of(&c))]);
        let one = reading(&folder, &["a.csv", "b.csv", "corrections.csv"]);
        let two = reading(&folder, &["corrections.csv", "b.csv", "a.csv"]);
        prop_assert_eq!(labels(&one.documents), labels(&two.documents));
        prop_assert_eq!(digest(&one.documents), digest(&two.documents));
        prop_assert_eq!((one.rejects, one.superseded), (two.rejects, two.superseded));
    }

    #[test]
    fn any_bytes_are_read_or_reported(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let folder = folder(&[("a.csv", &bytes), ("b.tsv", &bytes), ("c.jsonl", &bytes), ("d.csv.gz", &bytes)]);
        let reading = reading(&folder, &["a.csv", "b.tsv", "c.jsonl", "d.csv.gz"]);
        prop_assert!(reading.documents.is_empty() || reading.rows > 0);
    }

    #[test]
    fn folds_keep_documents_whole_and_know_no_order(rows in rows(), k in 1_usize..5, seed: u64) {
        let folder = folder(&[("a.csv", &csv_of(&rows))]);
        let mut documents = reading(&folder, &["a.csv"]).documents;
        let forward = folds(&documents, k, seed);
        documents.reverse();
        let mut backward = folds(&documents, k, seed);
        backward.reverse();
        prop_assert_eq!(forward.len(), documents.len());
        prop_assert!(forward.iter().all(|fold| *fold < k));
        prop_assert_eq!(forward, backward);
    }
}
