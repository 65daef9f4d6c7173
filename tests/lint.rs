//! `stance lint` as a user calls it: planted faults, exit codes, forms.

#![allow(clippy::print_stdout, reason = "figures for docs/testing.md, shown with --nocapture")]

mod program;

use program::{Ran, stance};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64_with_seed;

fn lint(folder: &Path, arguments: &[&str]) -> Ran {
    stance(folder, &[&["lint"], arguments].concat())
}

fn findings(ran: &Ran) -> Vec<Value> {
    let all: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err));
    all["findings"].as_array().expect("a list").clone()
}

/// A number from 0 below `below`, by a hash.
fn draw(at: usize, salt: u64, below: usize) -> usize {
    (xxh3_64_with_seed(&at.to_le_bytes(), salt) % below as u64) as usize
}

type Rows = Vec<csv::StringRecord>;

fn corpus() -> (csv::StringRecord, Rows) {
    let mut rows = csv::Reader::from_path("data/corpus/sentences.csv").expect("the written corpus");
    let header = rows.headers().expect("a header").clone();
    (header, rows.records().map(|row| row.expect("a row")).collect())
}

fn write(folder: &Path, name: &str, header: &csv::StringRecord, rows: &Rows) {
    let mut csv = csv::Writer::from_path(folder.join(name)).expect("made");
    csv.write_record(header).expect("written");
    rows.iter().for_each(|row| csv.write_record(row).expect("written"));
}

/// A row with one of its fields replaced.
fn with(row: &csv::StringRecord, field: usize, value: &str) -> csv::StringRecord {
    row.iter().enumerate().map(|(at, own)| if at == field { value } else { own }).collect()
}

/// Every word of fifty replaced, left out, or preceded by another.
fn edited(text: &str, at: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let changed = words.iter().enumerate().map(|(word, own)| {
        let seed = (at * 1000 + word, words[draw(at, 7, words.len())]);
        match (draw(seed.0, 1, 50), draw(seed.0, 2, 3)) {
            (0, 0) => seed.1.to_owned(),
            (0, 1) => String::new(),
            (0, _) => format!("{} {own}", seed.1),
            _ => (*own).to_owned(),
        }
    });
    changed.collect::<Vec<_>>().join(" ")
}

#[test]
fn planted_copies_with_two_edits_in_a_hundred_words_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let (header, rows) = corpus();
    let copies: Rows = rows.iter().enumerate().map(|(at, row)| with(row, 3, &edited(&row[3], at))).collect();
    write(folder.path(), "train.csv", &header, &rows);
    write(
        folder.path(),
        "test.csv",
        &header,
        &copies.iter().map(|row| with(row, 0, &format!("copy-{}", &row[0]))).collect(),
    );
    let ran = lint(
        folder.path(),
        &["train.csv", "test.csv", "--kinds", "leak,copy", "--format", "json", "--fail-on", "leak"],
    );
    let found = findings(&ran);
    let right = found.iter().filter(|finding| {
        let copy = finding["doc"].as_str().unwrap_or_default().trim_start_matches("copy-");
        let message = finding["message"].as_str().unwrap_or_default();
        finding["fault"] == "leak" && message.starts_with(&format!("reprints {copy} of train.csv (train.csv:"))
    });
    let documents: BTreeSet<&str> = rows.iter().map(|row| &row[0]).collect();
    let (right, wrong) = (right.count(), found.iter().filter(|finding| finding["fault"] == "copy").count());
    println!("{right} of {} copies found, {wrong} false alarms", documents.len());
    assert!(right as f64 >= 0.95 * documents.len() as f64, "{right} of {}", documents.len());
    assert_eq!((wrong, ran.code), (0, Some(1)));
}

/// Sentences whose side is plain, by label.
const PLAIN: [(&str, [&str; 4]); 3] = [
    (
        "admit",
        [
            "We must let these refugees in",
            "We should grant them asylum",
            "They deserve our protection and a visa",
            "Open the border to those who flee the war",
        ],
    ),
    (
        "restrict",
        [
            "We must not let these migrants in",
            "Close the border to them",
            "Send the asylum seekers back",
            "Deny them asylum and deport them",
        ],
    ),
    (
        "neutral",
        [
            "The train was late",
            "The committee met for two hours",
            "The market opens at seven",
            "He bought a loaf of bread",
        ],
    ),
];

/// Flips two labels in a hundred; gives the rows that were.
fn flip(rows: &mut Rows, label: usize) -> BTreeSet<String> {
    let count = rows.len();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|at| xxh3_64_with_seed(&at.to_le_bytes(), 5));
    let flipped: Vec<usize> = order.into_iter().take(count / 50).collect();
    for &at in &flipped {
        let others: Vec<&str> =
            PLAIN.map(|(name, _)| name).into_iter().filter(|name| *name != &rows[at][label]).collect();
        rows[at] = with(&rows[at], label, others[draw(at, 3, 2)]);
    }
    // The header is the first line.
    flipped.into_iter().map(|at| (at + 2).to_string()).collect()
}

/// The share of flipped rows that are listed, and the share of the rows that is.
fn recall(found: &[Value], flipped: &BTreeSet<String>, rows: usize) -> (f64, f64) {
    let hits = found.iter().filter(|finding| flipped.contains(&finding["line"].to_string())).count();
    println!("{hits} of {} flipped labels among {} listed of {rows} rows", flipped.len(), found.len());
    (hits as f64 / flipped.len() as f64, found.len() as f64 / rows as f64)
}

#[test]
fn flipped_labels_of_plain_sentences_are_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = ["on Monday", "in the north", "at the harbour", "this winter", "for good", "near the river"];
    let mut rows = Rows::new();
    for at in 0..600 {
        let (label, sentences) = PLAIN[at % 3];
        let text = format!("{} {} {}.", sentences[draw(at, 1, 4)], places[draw(at, 2, 6)], places[draw(at, 4, 6)]);
        rows.push(csv::StringRecord::from(vec![text.as_str(), label]));
    }
    let flipped = flip(&mut rows, 1);
    write(folder.path(), "mine.csv", &csv::StringRecord::from(vec!["text", "label"]), &rows);
    let ran = lint(folder.path(), &["mine.csv", "--kinds", "label-error", "--format", "json"]);
    let (recall, listed) = recall(&findings(&ran), &flipped, rows.len());
    assert!(recall >= 0.4 && listed <= 0.05, "{recall} {listed}");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "nothing is trained for rows the model has not seen");
}

#[test]
#[ignore = "trains on the written corpus: half a minute"]
fn flipped_labels_of_the_corpus_are_listed_by_models_that_had_not_seen_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let (header, mut rows) = corpus();
    let flipped = flip(&mut rows, 4);
    write(folder.path(), "mine.csv", &header, &rows);
    let ran = lint(folder.path(), &["mine.csv", "--kinds", "label-error", "--format", "json"]);
    let (recall, _) = recall(&findings(&ran), &flipped, rows.len());
    // Of the 70 in a hundred that were hoped for the models find 30: see docs/testing.md.
    assert!(recall >= 0.25, "{recall}");
}

const MIXED: &str = "text,label\nLet every one of the refugees in.,admit\nLet every one of the refugees in.,restrict\nThe train was late.,none\n";

#[test]
fn each_kind_is_told_with_file_and_line_and_rows_that_cannot_be_used_end_with_one() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), MIXED).expect("written");
    let ran = lint(folder.path(), &["a.csv"]);
    for line in [
        "a.csv: 2 documents, 2 rows, 50 % admit, 50 % restrict, 0 % neutral",
        "a.csv:4: expected in column label admit, restrict or neutral (other words: --map FROM=TO,…), found \"none\"",
        "a.csv:3: restrict, but the same text is admit at a.csv:2: Let every one of the refugees in.",
    ] {
        assert!(ran.out.lines().any(|told| told == line), "{line}\n{}", ran.out);
    }
    assert_eq!(ran.code, Some(1));
}

#[test]
fn only_the_kinds_asked_for_are_told_and_fail() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), MIXED.replace("none", "neutral")).expect("written");
    let code =
        |arguments: &[&str]| lint(folder.path(), &[&["a.csv", "--kinds", "contradiction"], arguments].concat()).code;
    assert_eq!(
        (code(&[]), code(&["--fail-on", "contradiction"]), code(&["--fail-on", "leak"])),
        (Some(0), Some(1), Some(0))
    );
    let ran = lint(folder.path(), &["a.csv", "--kinds", "copies"]);
    assert!(ran.err.contains("expected some of unusable, label-word"), "{}", ran.err);
    assert_eq!(ran.code, Some(2));
}

#[test]
fn scores_in_a_file_take_the_place_of_a_model() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), "doc,n,text,label\nd,1,They fled.,admit\nd,2,They came.,neutral\n")
        .expect("written");
    let head = "doc,n,p_admit,p_restrict,p_neutral\n";
    fs::write(folder.path().join("s.csv"), format!("{head}d,1,0.01,0.01,0.98\nd,2,0.1,0.1,0.8\n")).expect("written");
    let ran = lint(folder.path(), &["a.csv", "--kinds", "label-error", "--scores", "s.csv"]);
    assert!(ran.out.contains("a.csv:2: d admit (0.01), likely neutral (0.98): They fled.\n"), "{}{}", ran.out, ran.err);
    for (scores, why) in [
        ("x,1,0.1,0.1,0.8\n", "expected probabilities of the rows of DATA"),
        ("d,1,2,0,0\n", "s.csv:2: expected in column p_admit a number from 0 to 1, found \"2\""),
    ] {
        fs::write(folder.path().join("s.csv"), format!("{head}{scores}")).expect("written");
        let ran = lint(folder.path(), &["a.csv", "--scores", "s.csv"]);
        assert!(ran.code == Some(2) && ran.err.contains(why), "{}", ran.err);
    }
}

#[test]
fn data_that_is_not_there_is_told() {
    let ran = lint(tempfile::tempdir().expect("a folder").path(), &["none.csv"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (Some(2), "stance: none.csv: expected a file or folder, found none of this name\n")
    );
}
