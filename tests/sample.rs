//! `stance sample` as a user calls it: what is drawn, what is left out, what it is written as.

mod program;

use program::stance;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The sample articles of plain text, in two folders.
fn articles() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles");
    for (part, names) in [
        ("north", ["01-news-report.txt", "02-editorial-for.txt", "03-editorial-against.txt"]),
        ("south", ["05-debate.txt", "07-wire-story.txt", "10-mixed-wire.txt"]),
    ] {
        fs::create_dir_all(folder.path().join(part)).expect("made");
        for name in names {
            fs::copy(seeds.join(name), folder.path().join(part).join(name)).expect("copied");
        }
    }
    folder
}

type Rows = Vec<BTreeMap<String, String>>;

fn rows(csv: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|row| row.expect("a row of a table")).collect()
}

fn texts(rows: &Rows) -> BTreeSet<String> {
    rows.iter().map(|row| row["text"].clone()).collect()
}

#[test]
fn a_sample_has_as_many_as_asked_for_and_says_which_were_drawn_at_random() {
    let folder = articles();
    let ran = stance(folder.path(), &["sample", "north", "south", "-n", "30", "--audit", "20%"]);
    let rows = rows(&ran.out);
    let audit: Vec<_> = rows.iter().filter(|row| row["arm"] == "audit").collect();
    assert_eq!((ran.code, rows.len(), audit.len(), texts(&rows).len()), (Some(0), 30, 6, 30), "{}", ran.err);
    let told = ran.err.split(" to choose from").next().and_then(|told| told.rsplit(' ').next());
    let open: f64 = told.and_then(|told| told.parse().ok()).expect("a number");
    for row in &rows {
        let inclusion: Option<f64> = row["inclusion"].parse().ok();
        match row["arm"].as_str() {
            "audit" => assert!((inclusion.expect("a probability") - 6.0 / open).abs() < 1e-6),
            arm => assert_eq!((arm, inclusion), ("chosen", None)),
        }
        assert!(["admit", "restrict", "neutral"].contains(&row["suggestion"].as_str()) && row["label"].is_empty());
    }
}

#[test]
fn each_row_tells_exactly_where_its_sentence_stands() {
    let folder = articles();
    fs::write(
        folder.path().join("north/emoji.txt"),
        "Ça va 🙂 — “Refugees” first.\n\nLet the refugees in, said Zoë 🙂 twice.\n",
    )
    .expect("written");
    for row in rows(&stance(folder.path(), &["sample", "north", "-n", "500"]).out) {
        let text: Vec<char> =
            fs::read_to_string(folder.path().join(&row["doc"])).expect("an article").chars().collect();
        let number = |name: &str| row[name].parse::<usize>().expect("a number");
        assert_eq!(text[number("start")..number("end")].iter().collect::<String>(), row["text"]);
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = articles();
    let with = |more: &[&str]| stance(folder.path(), &[&["sample", "north", "south", "-n", "40"], more].concat()).out;
    let one = with(&["--threads", "1"]);
    assert_eq!(one, with(&["--threads", "3"]));
    assert_ne!(one, with(&["--seed", "2"]));
}

#[test]
fn the_audit_arm_draws_every_sentence_as_often() {
    let folder = articles();
    let mut drawn: BTreeMap<String, usize> = BTreeMap::new();
    let open = rows(&stance(folder.path(), &["sample", "north", "-n", "500"]).out).len();
    for seed in 0..60 {
        let seed = seed.to_string();
        let ran = stance(folder.path(), &["sample", "north", "-n", "30", "--audit", "1", "--seed", &seed]);
        rows(&ran.out).iter().for_each(|row| *drawn.entry(row["text"].clone()).or_default() += 1);
    }
    // 1,800 draws of some 90 sentences, 20 each: a fair draw leaves none out and gives none twice as often.
    assert!(drawn.len() == open && drawn.values().all(|times| (5..=40).contains(times)), "{open} {drawn:?}");
}

#[test]
fn what_is_chosen_is_less_sure_than_what_is_drawn_and_stands_in_more_articles() {
    let folder = articles();
    let mean = |rows: &Rows| {
        rows.iter().map(|row| row["suggestion_score"].parse::<f64>().expect("a score")).sum::<f64>() / rows.len() as f64
    };
    let chosen = rows(&stance(folder.path(), &["sample", "north", "south", "-n", "24", "--audit", "0"]).out);
    let drawn = rows(&stance(folder.path(), &["sample", "north", "south", "-n", "24", "--audit", "100%"]).out);
    assert!(mean(&chosen) < mean(&drawn), "{} {}", mean(&chosen), mean(&drawn));
    let documents: BTreeSet<&String> = chosen.iter().map(|row| &row["doc"]).collect();
    assert_eq!(documents.len(), 6, "{documents:?}");
}

#[test]
fn what_is_done_is_not_asked_about_again() {
    let folder = articles();
    let first = stance(folder.path(), &["sample", "north", "-n", "20", "-o", "first.csv"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    let again = stance(folder.path(), &["sample", "north", "-n", "20", "--done", "first.csv"]);
    let first = rows(&fs::read_to_string(folder.path().join("first.csv")).expect("written"));
    assert!(texts(&first).is_disjoint(&texts(&rows(&again.out))));
    assert!(again.err.contains("20 done"), "{}", again.err);
    // Labels that name their sentences by digest are known too.
    let digests: String =
        first.iter().map(|row| format!("{},{},{},neutral\n", row["doc"], row["n"], row["digest"])).collect();
    fs::write(folder.path().join("done.csv"), format!("doc,n,digest,label\n{digests}")).expect("written");
    let again = stance(folder.path(), &["sample", "north", "-n", "20", "--done", "done.csv"]);
    assert!(again.err.contains("20 done"), "{}", again.err);
}

#[test]
fn reprints_and_sentences_that_say_the_same_are_asked_about_once() {
    let folder = articles();
    fs::copy(folder.path().join("north/01-news-report.txt"), folder.path().join("north/reprint.txt")).expect("copied");
    fs::write(
        folder.path().join("north/short.txt"),
        "Let 3 refugees in today. LET 5 REFUGEES IN TODAY! Nobody came for the refugees.",
    )
    .expect("written");
    let ran = stance(folder.path(), &["sample", "north", "-n", "500"]);
    let found = rows(&ran.out);
    assert!(found.iter().all(|row| row["doc"] != "north/reprint.txt"), "{}", ran.out);
    assert_eq!(found.iter().filter(|row| row["text"].to_lowercase().starts_with("let ")).count(), 1);
}

#[test]
fn blind_samples_say_nothing_of_the_model() {
    let ran = stance(articles().path(), &["sample", "north", "-n", "10", "--blind"]);
    let head = ran.out.lines().next().expect("a header");
    assert!(!head.contains("suggestion") && !head.contains("score"), "{head}");
    assert!(head.ends_with("source,arm,inclusion"), "{head}");
}

#[test]
fn a_sample_goes_into_other_tools_and_beside_the_articles_into_annotate() {
    let folder = articles();
    let ran = stance(folder.path(), &["sample", "north", "-n", "6", "--to", "label-studio", "-o", "tasks.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let tasks: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("tasks.json")).expect("written")).expect("JSON");
    assert_eq!((tasks.as_array().map(Vec::len), tasks[0]["predictions"].as_array().map(Vec::len)), (Some(6), Some(1)));
    assert!(["audit", "chosen"].contains(&tasks[0]["data"]["arm"].as_str().expect("an arm")));
    let ran = stance(folder.path(), &["sample", "north", "-n", "6", "-o", "sample.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let inputs = ["north", "sample.csv"].map(|name| folder.path().join(name));
    let named = stance::dataset::wanted(&inputs[1]).expect("a table of sentences");
    assert_eq!((named.0.len(), named.1.len()), (6, 0));
    let meta: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("sample.csv.meta.json")).expect("written"))
            .expect("JSON");
    assert_eq!(meta["counts"]["audit"], 1);
}

#[test]
fn fewer_sentences_than_asked_for_are_all_given_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), "Let the refugees in. Close the border to the refugees.").expect("written");
    let ran = stance(folder.path(), &["sample", "a.txt", "-n", "50"]);
    assert_eq!((ran.code, rows(&ran.out).len()), (Some(0), 2));
    assert!(ran.err.contains("fewer than the 50 asked for"), "{}", ran.err);
}

#[test]
fn articles_about_something_else_leave_nothing_to_choose_from() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), "The train was late. Rain fell on the market.").expect("written");
    let ran = stance(folder.path(), &["sample", "a.txt", "-n", "5", "-o", "out.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("expected sentences to choose from, found none"), "{}", ran.err);
    assert!(!folder.path().join("out.csv").exists());
}

#[test]
fn an_unreadable_article_stops_nothing_and_is_told() {
    let folder = articles();
    fs::write(folder.path().join("north/broken.txt.gz"), [0x1f, 0x8b, 8, 0, 1, 2, 3]).expect("written");
    let ran = stance(folder.path(), &["sample", "north", "-n", "8"]);
    assert_eq!((ran.code, rows(&ran.out).len()), (Some(1), 8));
    assert!(ran.err.contains("north/broken.txt.gz"), "{}", ran.err);
}

#[test]
fn misuse_is_told_before_anything_is_written() {
    let folder = articles();
    fs::write(folder.path().join("codes.csv"), "text,label\nLasst sie ein.,dafür\n").expect("written");
    for (arguments, why) in [
        (&["sample", "none"][..], "none: expected articles"),
        (&["sample", "north", "-n", "0"], "expected a number from 1 to 100000"),
        (&["sample", "north", "--audit", "120%"], "expected a number from 0 to 1"),
        (&["sample", "north", "--done", "codes.csv"], "\"dafür\" (1): say what they stand for with --map"),
        (&["sample", "north/01-news-report.txt", "-o", "north/01-news-report.txt"], "it would be written over"),
    ] {
        let ran = stance(folder.path(), arguments);
        assert!(ran.code == Some(2) && ran.err.contains(why) && ran.out.is_empty(), "{arguments:?}: {}", ran.err);
    }
}
