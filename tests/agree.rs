//! `stance agree`: its figures against other people's programs (`tests/reference/agreement.py` made the values), and the
//! program as a user calls it.

mod program;

use program::{Ran, stance};
use serde_json::Value;
use stance::base::{Stance, sentence_digest};
use stance::dataset::annotation::Annotation;
use stance::evaluate::{Agreement, Answers, Resampling, agreement};
use std::fs;
use tempfile::TempDir;

fn fixtures() -> Value {
    serde_json::from_str(include_str!("reference/agreement.json")).expect("the fixtures are JSON")
}

fn said(annotator: usize, sentence: usize, label: Stance) -> Annotation {
    let text = format!("Sentence {sentence}.");
    Annotation {
        doc: format!("doc{}", sentence / 5),
        n: Some(sentence as u32 + 1),
        place: None,
        digest: sentence_digest(&text),
        text,
        label,
        alone: None,
        holder: String::new(),
        note: String::new(),
        annotator: annotator.to_string(),
        time: String::new(),
        tool: String::new(),
        batch: String::new(),
        kind: stance::base::Kind::Body,
        paragraph: None,
        file: String::new(),
        line: 0,
    }
}

fn measured(case: &Value, resamples: usize) -> Agreement {
    let mut annotations = Vec::new();
    for (annotator, answers) in case["answers"].as_array().expect("a list").iter().enumerate() {
        for (sentence, label) in answers.as_array().expect("a list").iter().enumerate() {
            let label = label.as_u64().map(|label| Stance::ALL[label as usize]);
            annotations.extend(label.map(|label| said(annotator, sentence, label)));
        }
    }
    agreement(&Answers::new(annotations, |it| Some(it.label)), &Resampling { seed: 1, resamples })
}

/// Every figure by its key in the fixtures.
fn keyed(found: &Agreement) -> Vec<(String, Option<f64>, &Option<String>)> {
    let groups = std::iter::once((&found.all, String::new()));
    let groups = groups.chain(found.pairs.iter().map(|pair| (pair, format!("@{}", pair.annotators.join("+")))));
    let mut figures = Vec::new();
    for (group, who) in groups {
        for agreed in &group.figures {
            let label = agreed.label.map(|label| format!(".{label}")).unwrap_or_default();
            figures.push((format!("{}{label}{who}", agreed.coefficient.key()), agreed.value, &agreed.why));
        }
    }
    figures
}

#[test]
fn every_coefficient_is_the_reference_value_to_one_in_a_thousand_million() {
    for case in fixtures()["cases"].as_array().expect("a list") {
        let found = measured(case, 0);
        let expected = case["expected"].as_object().expect("an object");
        let figures = keyed(&found);
        assert_eq!(figures.len(), expected.len(), "{}: all figures are compared", case["name"]);
        for (key, ours, _) in figures {
            let theirs = expected.get(&key).unwrap_or_else(|| panic!("{key}")).as_f64();
            let same = match (ours, theirs) {
                (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-9,
                (ours, theirs) => ours == theirs,
            };
            assert!(same, "{}, {key}: {ours:?}, expected {theirs:?}", case["name"]);
        }
    }
}

#[test]
fn whatever_is_undefined_or_without_an_interval_says_why() {
    for case in fixtures()["cases"].as_array().expect("a list") {
        let found = measured(case, 100);
        for agreed in std::iter::once(&found.all).chain(&found.pairs).flat_map(|group| &group.figures) {
            assert_eq!(agreed.why.is_some(), agreed.low.is_none(), "{}: {agreed:?}", case["name"]);
        }
    }
}

#[test]
fn an_interval_holds_its_value_and_rows_in_another_order_give_the_same() {
    let case = &fixtures()["cases"][2];
    let found = measured(case, 500);
    let alpha = &found.all.figures[8];
    assert_eq!((alpha.coefficient.key(), alpha.label), ("alpha", None));
    assert!(alpha.low < alpha.value && alpha.value < alpha.high, "{alpha:?}");
    let mut annotations: Vec<Annotation> = Vec::new();
    for (annotator, answers) in case["answers"].as_array().expect("a list").iter().enumerate().rev() {
        for (sentence, label) in answers.as_array().expect("a list").iter().enumerate().rev() {
            let label = label.as_u64().map(|label| Stance::ALL[label as usize]);
            annotations.extend(label.map(|label| said(annotator, sentence, label)));
        }
    }
    let resampling = Resampling { seed: 1, resamples: 500 };
    assert_eq!(agreement(&Answers::new(annotations, |it| Some(it.label)), &resampling), found);
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

const HEAD: &str = "doc,n,text,label,alone,annotator\n";
const ANNA: &str = "a,1,Let them in.,admit,admit,anna\na,2,They fled.,neutral,neutral,anna\na,3,Close it.,restrict,neutral,anna\nb,1,Open the gate.,admit,,anna\n";
const BEN: &str = "a,1,Let them in.,admit,admit,ben\na,2,They fled.,neutral,neutral,ben\na,3,Close it.,neutral,neutral,ben\nb,1,Open the gate.,admit,,ben\n";

fn two() -> TempDir {
    folder(&[("anna.csv", &format!("{HEAD}{ANNA}")), ("ben.csv", &format!("{HEAD}{BEN}"))])
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err))
}

#[test]
fn figures_come_as_tables_for_readers() {
    let ran = stance(two().path(), &["agree", "anna.csv", "ben.csv"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(ran.out);
}

#[test]
fn figures_come_as_flat_numbers_for_programs() {
    let found = json(&stance(two().path(), &["agree", "anna.csv", "ben.csv", "--format", "json"]));
    // Three of four alike; by chance (2·3 + 3·1... of labels): Cohen's kappa is (0.75 − 0.375) / (1 − 0.375).
    for (key, value) in
        [("agreement", 0.75), ("cohen@anna+ben", 0.6), ("shared", 4.0), ("disagreements", 1.0), ("answers@anna", 4.0)]
    {
        assert_eq!(found[key].as_f64(), Some(value), "{key}");
    }
    assert!(found["alpha.low"].is_number() && found["alpha.why"].is_null());
}

#[test]
fn the_reading_without_context_is_compared_when_asked_for() {
    let folder = two();
    let found =
        json(&stance(folder.path(), &["agree", "anna.csv", "ben.csv", "--column", "alone", "--format", "json"]));
    assert_eq!((found["agreement"].as_f64(), found["shared"].as_f64()), (Some(1.0), Some(3.0)));
    assert_eq!(found["alpha.why"], "no interval: all sentences stand in one document");
    assert_eq!(found["alpha.restrict.why"], "no answer is restrict, so chance alone makes all agree");
}

#[test]
fn the_matrix_has_a_row_a_sentence_and_a_column_an_annotator() {
    let folder = two();
    let ran = stance(folder.path(), &["agree", "anna.csv", "ben.csv", "--matrix", "matrix.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    insta::assert_snapshot!(fs::read_to_string(folder.path().join("matrix.csv")).expect("written"), @r"
    doc,n,digest,text,anna,ben
    a,1,177c9906c1af1673,Let them in.,admit,admit
    a,2,614dc016a6c5974c,They fled.,neutral,neutral
    a,3,2778d35cce0a2b5c,Close it.,restrict,neutral
    b,1,a63129129efe9efe,Open the gate.,admit,admit
    ");
}

#[test]
fn disagreements_are_a_batch_that_convert_and_agree_read_back() {
    let folder = two();
    let ran = stance(folder.path(), &["agree", "anna.csv", "ben.csv", "--disagreements", "disputed.jsonl"]);
    assert!(ran.err.contains("sentences on which answers differ: 1, written to disputed.jsonl"), "{}", ran.err);
    let again = json(&stance(folder.path(), &["agree", "disputed.jsonl", "--format", "json"]));
    assert_eq!((again["sentences"].as_f64(), again["agreement"].as_f64()), (Some(1.0), Some(0.0)));
    let ran = stance(folder.path(), &["convert", "disputed.jsonl", "--to", "prodigy"]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 2), "{}", ran.err);
}

#[test]
fn files_of_other_tools_are_compared_with_our_own() {
    let folder = two();
    let task = |text: &str, n: u32, doc: &str, label: &str| {
        format!(
            "{{\"text\":\"{text}\",\"options\":[{{\"id\":\"admit\"}}],\"accept\":[\"{label}\"],\"answer\":\"accept\",\
             \"_annotator_id\":\"cem\",\"meta\":{{\"doc\":\"{doc}\",\"n\":{n}}}}}\n"
        )
    };
    let tasks = task("Let them in.", 1, "a", "admit") + &task("They fled.", 2, "a", "admit");
    fs::write(folder.path().join("cem.jsonl"), tasks).expect("written");
    let ran = stance(folder.path(), &["agree", "anna.csv", "cem.jsonl", "--format", "json"]);
    let found = json(&ran);
    assert_eq!((found["shared"].as_f64(), found["agreement@anna+cem"].as_f64()), (Some(2.0), Some(0.5)), "{}", ran.out);
}

#[test]
fn a_folder_of_batches_and_labels_without_text_are_read() {
    let digest = sentence_digest("Let them in.");
    let row = |name: &str, label: &str| format!("doc,n,digest,label,annotator\na,1,{digest},{label},{name}\n");
    let files = folder(&[("anna.csv", &row("anna", "admit")), ("ben.csv", &row("ben", "neutral")), ("README.md", "x")]);
    for arguments in [&["agree", ".", "--format", "json"][..], &["agree", "anna.csv", "ben.csv", "--format", "json"]] {
        let ran = stance(files.path(), arguments);
        assert_eq!((ran.code, json(&ran)["agreement"].as_f64()), (Some(0), Some(0.0)), "{}", ran.err);
    }
}

#[test]
fn the_last_answer_of_an_annotator_counts_and_what_cannot_be_told_is_left_out() {
    let corrected = format!("{HEAD}{ANNA}a,3,Close it.,neutral,neutral,anna\n");
    let files = folder(&[("anna.csv", &corrected), ("ben.csv", &format!("{HEAD}{BEN}"))]);
    let ran = stance(files.path(), &["agree", "anna.csv", "ben.csv", "--format", "json"]);
    assert_eq!((ran.code, json(&ran)["agreement"].as_f64()), (Some(0), Some(1.0)));
    assert!(ran.err.contains("answers replaced by later ones of the same annotator: 1"), "{}", ran.err);
    let again = format!("{HEAD}a,3,Close it.,neutral,neutral,anna\n");
    let files =
        folder(&[("anna.csv", &format!("{HEAD}{ANNA}")), ("ben.csv", &format!("{HEAD}{BEN}")), ("z.csv", &again)]);
    let ran = stance(files.path(), &["agree", "anna.csv", "ben.csv", "z.csv", "--format", "json"]);
    assert_eq!((ran.code, json(&ran)["shared"].as_f64()), (Some(1), Some(3.0)));
    assert!(ran.err.contains("anna=restrict (anna.csv:4) anna=neutral (z.csv:2)"), "{}", ran.err);
}

#[test]
fn one_name_in_two_files_is_told_and_may_be_two_people() {
    let (first, second) = (format!("{HEAD}{ANNA}"), format!("{HEAD}{}", BEN.replace("ben", "anna")));
    let files = folder(&[("north.csv", &first), ("south.csv", &second)]);
    let ran = stance(files.path(), &["agree", "north.csv", "south.csv"]);
    assert!(ran.err.contains("\"anna\" in north.csv, south.csv is taken for one annotator (--by-file: for several)"));
    assert!(ran.code == Some(2) && ran.err.contains("found those of \"anna\" alone (3)"), "{}", ran.err);
    let ran = stance(files.path(), &["agree", "north.csv", "south.csv", "--by-file", "--format", "json"]);
    assert_eq!(json(&ran)["cohen@anna (north.csv)+anna (south.csv)"].as_f64(), Some(0.6), "{}", ran.err);
}

#[test]
fn answers_without_a_name_are_those_of_their_file() {
    let plain = |rows: &str| format!("text,label\n{rows}");
    let files = folder(&[("a.csv", &plain("Let them in.,admit\n")), ("b.csv", &plain("Let them in.,neutral\n"))]);
    let ran = stance(files.path(), &["agree", "a.csv", "b.csv", "--format", "json"]);
    assert_eq!(json(&ran)["agreement@a.csv+b.csv"].as_f64(), Some(0.0));
    assert!(ran.err.contains("a.csv: answers without a name (1) are taken for those of one annotator, \"a.csv\""));
}

#[test]
fn what_an_adjudicator_decided_is_nobodys_answer() {
    let files = folder(&[("all.csv", &format!("{HEAD}{ANNA}{BEN}a,3,Close it.,neutral,,ben:adjudicator\n"))]);
    let ran = stance(files.path(), &["agree", "all.csv", "--format", "json"]);
    assert_eq!(json(&ran)["agreement"].as_f64(), Some(0.75));
    assert!(ran.err.contains("decisions of adjudicators, left out: 1"), "{}", ran.err);
}

#[test]
fn labels_in_another_language_ask_for_a_map() {
    let german = "text,label,annotator\nLasst sie ein.,dafür,anna\nLasst sie ein.,dagegen,ben\n";
    let files = folder(&[("codes.csv", german)]);
    let ran = stance(files.path(), &["agree", "codes.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("found \"dafür\" (1), \"dagegen\" (1): say what they stand for with --map"),
        "{}",
        ran.err
    );
    let ran =
        stance(files.path(), &["agree", "codes.csv", "--map", "dafür=admit,dagegen=restrict", "--format", "json"]);
    assert_eq!((ran.code, json(&ran)["agreement"].as_f64()), (Some(0), Some(0.0)));
}

#[test]
fn a_file_that_cannot_be_read_or_an_output_that_is_an_input_harms_nothing() {
    let folder = two();
    let ran = stance(folder.path(), &["agree", "anna.csv", "ben.csv", "none.csv", "--format", "json"]);
    assert_eq!((ran.code, json(&ran)["shared"].as_f64()), (Some(1), Some(4.0)));
    assert!(ran.err.contains("none.csv: expected a file that can be read"), "{}", ran.err);
    let ran = stance(folder.path(), &["agree", "anna.csv", "ben.csv", "--matrix", "ben.csv"]);
    assert!(ran.code == Some(2) && ran.err.contains("it is an input"), "{}", ran.err);
    assert_eq!(fs::read_to_string(folder.path().join("ben.csv")).expect("there"), format!("{HEAD}{BEN}"));
}
