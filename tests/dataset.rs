//! The project's own data: what stands in `data/`, and its joins against the texts where they are.
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a test that skips says so; digests are printed")]

use stance::dataset::{LabelledDocument, digest, folds, project, splits};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The texts of the stand-off labels; they cannot be part of the repository.
fn texts() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !folder.is_dir() {
        eprintln!("skipped: no texts at {}", folder.display());
        return None;
    }
    Some(folder)
}

fn candidates() -> Vec<splits::Candidate> {
    let mut reader = csv::Reader::from_path(data().join("corpus/documents.csv")).expect("documents");
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.expect("a row")).collect();
    let candidate = |row: &BTreeMap<String, String>| splits::Candidate {
        genre: row["genre"].clone(),
        voice: row["voice"].clone(),
        doc: row["doc"].clone(),
    };
    rows.iter().map(candidate).collect()
}

/// The share and the seed of the draw; the split is frozen, so they never change.
const DRAW: (f64, u64) = (0.15, 1);

#[test]
#[ignore = "writes data/splits.csv, once"]
fn draw_the_test_split() {
    let all = candidates();
    let test: BTreeSet<String> = splits::draw(&all, DRAW.0, DRAW.1).into_iter().collect();
    let mut docs: Vec<&str> = all.iter().map(|candidate| candidate.doc.as_str()).collect();
    docs.sort();
    let mut file = String::from("doc,split\n");
    for doc in docs {
        file += &format!("{doc},{}\n", if test.contains(doc) { "test" } else { "train" });
    }
    fs::write(data().join("splits.csv"), file).expect("written");
}

#[test]
fn the_frozen_split_is_the_one_that_was_drawn() {
    let file = data().join("splits.csv");
    let named = fs::read_to_string(&file).expect("a file");
    let named: BTreeSet<&str> = named.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    // Documents written after the draw are not in the file, and in train.
    let drawn_over: Vec<_> = candidates().into_iter().filter(|c| named.contains(c.doc.as_str())).collect();
    let drawn: BTreeSet<String> = splits::draw(&drawn_over, DRAW.0, DRAW.1).into_iter().collect();
    assert_eq!(splits::read(&file).expect("a split"), drawn);
}

#[test]
fn a_fresh_clone_has_the_corpus_and_counts_the_labels_that_wait_for_texts() {
    let project = project::load(&data(), None).expect("the project's data");
    assert_eq!(project.rejects, []);
    assert_eq!(project.train.len() + project.test.len(), 780);
    assert!(project.unjoined > 7000 && project.dev.is_empty());
}

#[test]
fn every_stand_off_label_finds_its_sentence() {
    let Some(texts) = texts() else { return };
    let project = project::load(&data(), Some(&texts)).expect("the project's data");
    assert_eq!(project.rejects, []);
    assert_eq!((project.superseded, project.unjoined), (109, 0));
    let sizes: Vec<(&str, usize)> =
        project.dev.iter().map(|(set, documents)| (set.as_str(), sentences(documents))).collect();
    let (last, sizes) = sizes.split_last().expect("five sets");
    assert!(last.0 == "off_topic" && last.1 > 5000);
    assert_eq!(sizes, [("dev_news", 1076), ("dev_speech", 655), ("seeds", 162)]);
    let train: Vec<_> = project.train.iter().filter(|d| d.fact("set") == Some("train")).cloned().collect();
    assert_eq!(sentences(&train), 5750);
    assert!(train.iter().all(|document| document.document.meta.title.is_some()));
}

fn sentences(documents: &[LabelledDocument]) -> usize {
    documents.iter().map(|document| document.gold.len()).sum()
}

#[test]
fn folds_of_the_project_are_even_in_every_label() {
    let project = project::load(&data(), texts().as_deref()).expect("the project's data");
    let folds = folds(&project.train, 5, 1);
    let mut counts = [[0_usize; 3]; 5];
    for (document, fold) in project.train.iter().zip(folds) {
        document.gold.iter().for_each(|gold| counts[fold][gold.label.index()] += 1);
    }
    for label in 0..3 {
        let (least, most) = (counts.iter().map(|c| c[label]).min(), counts.iter().map(|c| c[label]).max());
        assert!(most.zip(least).is_some_and(|(most, least)| (most - least) * 20 <= most), "{counts:?}");
    }
}

#[test]
fn digests_of_the_sets() {
    let project = project::load(&data(), texts().as_deref()).expect("the project's data");
    let mut sets: BTreeMap<String, Vec<LabelledDocument>> = BTreeMap::new();
    for document in project.train {
        sets.entry(document.fact("set").unwrap_or_default().to_owned()).or_default().push(document);
    }
    sets.insert("corpus test".to_owned(), project.test);
    sets.extend(project.dev);
    for (set, documents) in sets {
        println!("{set}: {} documents, {} sentences, {}", documents.len(), sentences(&documents), digest(&documents));
    }
}
