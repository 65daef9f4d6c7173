//! The project's own data: what stands in `data/`, and its joins against the texts where they are.

use stance::base::sha256_hex;
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
    assert_eq!(project.train.len() + project.test.len(), 204);
    assert!(project.unjoined > 7000 && project.dev.is_empty());
}

#[test]
fn every_stand_off_label_finds_its_sentence() {
    let Some(texts) = texts() else { return };
    let project = project::load(&data(), Some(&texts)).expect("the project's data");
    assert_eq!(project.rejects, []);
    assert_eq!((project.superseded, project.unjoined), (64, 0));
    let sizes: Vec<(&str, usize)> =
        project.dev.iter().map(|(set, documents)| (set.as_str(), sentences(documents))).collect();
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

type Rows = Vec<BTreeMap<String, String>>;

fn rows(file: &str) -> Rows {
    let mut reader = csv::Reader::from_path(data().join(file)).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The files of each set; a later file supersedes.
const SETS: [(&str, &[&str]); 6] = [
    ("corpus", &["corpus/sentences.csv", "corpus/corrections.csv"]),
    ("train", &["real/train.standoff.csv", "real/train.corrections.standoff.csv"]),
    ("news", &["real/news.standoff.csv"]),
    ("dev_news", &["real/dev_news.standoff.csv"]),
    ("dev_speech", &["real/dev_speech.standoff.csv"]),
    ("seeds", &["seeds.standoff.csv"]),
];

/// The table of shares in `data/README.md`, from the files themselves.
fn shares() -> String {
    let mut out = String::from("| set | documents | sentences | admit | restrict | neutral | `label` ≠ `alone` | not body | SHA-256 of the files |\n|---|---|---|---|---|---|---|---|---|\n");
    for (set, files) in SETS {
        let mut by_place = BTreeMap::new();
        let mut bytes = Vec::new();
        for file in files {
            bytes.extend(fs::read(data().join(file)).expect("a file"));
            for row in rows(file) {
                by_place.insert((row["doc"].clone(), row["n"].clone()), row);
            }
        }
        let docs: BTreeSet<&String> = by_place.keys().map(|(doc, _)| doc).collect();
        let percent = |holds: &dyn Fn(&BTreeMap<String, String>) -> bool| {
            let count = by_place.values().filter(|row| holds(row)).count();
            format!("{:.1} %", 100.0 * count as f64 / by_place.len() as f64)
        };
        let label = |name: &str| percent(&|row| row["label"] == name);
        out += &format!(
            "| {set} | {} | {} | {} | {} | {} | {} | {} | `{}` |\n",
            docs.len(),
            by_place.len(),
            label("admit"),
            label("restrict"),
            label("neutral"),
            percent(&|row| row["label"] != row["alone"]),
            percent(&|row| row["kind"] != "body"),
            &sha256_hex(&bytes)[..16],
        );
    }
    out
}

const MARKS: [&str; 2] = ["<!-- shares -->\n", "<!-- end -->"];

#[test]
fn the_data_card_tells_the_shares_of_the_files() {
    let card = fs::read_to_string(data().join("README.md")).expect("a card");
    let told = card.split(MARKS[0]).nth(1).and_then(|rest| rest.split(MARKS[1]).next());
    assert_eq!(told, Some(shares().as_str()), "run the ignored test write_the_shares");
}

#[test]
#[ignore = "writes the shares into data/README.md"]
fn write_the_shares() {
    let file = data().join("README.md");
    let card = fs::read_to_string(&file).expect("a card");
    let (before, rest) = card.split_once(MARKS[0]).expect("the first mark");
    let (_, after) = rest.split_once(MARKS[1]).expect("the second mark");
    fs::write(file, [before, MARKS[0], &shares(), MARKS[1], after].concat()).expect("written");
}

#[test]
fn stand_off_files_hold_no_text_and_each_sentence_once() {
    for (_, files) in &SETS[1..] {
        for file in *files {
            let mut places = BTreeSet::new();
            for row in rows(file) {
                assert!(!row.contains_key("text") && !row.contains_key("title"), "{file}");
                assert_eq!(row["digest"].len(), 16, "{file}");
                assert!(places.insert((row["doc"].clone(), row["n"].clone())), "{file}: {row:?} twice");
            }
        }
    }
}

#[test]
fn sides_are_taken_by_body_and_headings_only() {
    for (set, files) in SETS {
        for row in files.iter().flat_map(|file| rows(file)) {
            let silent = matches!(row["kind"].as_str(), "boilerplate" | "caption");
            assert!(!silent || row["label"] == "neutral", "{set}: {row:?}");
        }
    }
}

/// Body sentences that two sets share, by digest of their text.
fn shared(one: &str, other: &str) -> usize {
    let body_of = |set: &str| -> BTreeSet<String> {
        let files = SETS.iter().find(|(name, _)| *name == set).map(|(_, files)| *files).unwrap_or_default();
        let body = files.iter().flat_map(|file| rows(file)).filter(|row| row["kind"] == "body");
        body.map(|row| row["digest"].clone()).collect()
    };
    body_of(one).intersection(&body_of(other)).count()
}

#[test]
fn next_to_no_sentence_of_dev_or_the_seeds_stands_in_what_is_trained_on() {
    for held in ["dev_news", "dev_speech", "seeds"] {
        for trained in ["train", "news"] {
            let shared = shared(held, trained);
            // Short sentences such as a bare yes recur in any two texts.
            assert!(shared <= 5, "{held} and {trained} share {shared} sentences");
        }
    }
}
