//! The files of `data/`: canonical, without others' text, told rightly by the data card.

use stance::base::sha256_hex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
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
    let mut out = String::from(
        "| set | documents | sentences | admit | restrict | neutral | `label` ≠ `alone` | not body | SHA-256 of the files |\n|---|---|---|---|---|---|---|---|---|\n",
    );
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
