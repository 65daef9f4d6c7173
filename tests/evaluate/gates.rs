use super::{ROWS, SAMPLES, evaluate, folder, path};
use std::fs;

#[test]
fn a_floor_that_is_reached_passes_and_says_so() {
    let ran = evaluate(&[SAMPLES, "--min", "accuracy=10%"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("\npass accuracy is 0."), "{}", ran.out);
}

#[test]
fn every_floor_that_is_missed_is_told_and_the_exit_code_is_1() {
    let ran =
        evaluate(&[SAMPLES, "--min", "macro_f1=0.99", "--min", "accuracy=0.1", "--min", "f1.admit@kind=body=0.99"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.out.contains("\nFAIL macro_f1 is 0.") && ran.out.contains("\nFAIL f1.admit@kind=body is 0."),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("at least 0.9900 asked for; its lower 95 % bound"), "{}", ran.out);
}

#[test]
fn other_formats_tell_what_failed_on_stderr() {
    let ran = evaluate(&[SAMPLES, "--min", "macro_f1=0.99", "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.starts_with("macro_f1 is 0.") && ran.out.contains("\"failures\": 1"), "{}", ran.err);
}

#[test]
fn the_lower_bound_can_be_what_counts() {
    let floor = {
        let ran = evaluate(&[SAMPLES, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        format!("accuracy={:.4}", report["accuracy"].as_f64().expect("a number") - 0.001)
    };
    assert_eq!(evaluate(&[SAMPLES, "--min", &floor]).code, Some(0));
    assert_eq!(evaluate(&[SAMPLES, "--min", &floor, "--min-bound", "lower"]).code, Some(1));
}

#[test]
fn an_unknown_key_is_misuse_and_lists_the_keys() {
    let ran = evaluate(&[SAMPLES, "--min", "f1=0.5"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("macro_f1, f_avg, accuracy") && ran.err.contains("found \"f1\""), "{}", ran.err);
    let ran = evaluate(&[SAMPLES, "--min", "behaviour.negation=0.5"]);
    assert_eq!(ran.code, Some(2), "no behaviour test was run");
    assert!(ran.err.contains("found \"behaviour.negation\""), "{}", ran.err);
}

#[test]
fn an_empty_slice_and_an_unknown_column_are_refused_with_what_there_is() {
    let ran = evaluate(&[SAMPLES, "--min", "f1.admit@kind=advert=0.5"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("one of body, boilerplate, caption, heading, found \"advert\": the slice is empty"),
        "{}",
        ran.err
    );
    let ran = evaluate(&[SAMPLES, "--by", "outlet"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("context, doc, file, holder, kind, length, found \"outlet\""), "{}", ran.err);
}

#[test]
fn documents_trained_on_are_refused_unless_that_is_allowed() {
    let ran = evaluate(&["data/corpus/sentences.csv"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err.contains("found 40 of 780 that it was: p1-01, ") && ran.err.contains("--allow-leak"),
        "{}",
        ran.err
    );
    assert_eq!(evaluate(&["data/corpus/sentences.csv", "--allow-leak", "--format", "json"]).code, Some(0));
}

#[test]
fn a_floor_for_a_source_looks_at_its_rows_wherever_the_source_is_told() {
    let rows = ROWS.replace("label\n", "label,source\n").replace("restrict\n", "restrict,Reuters\n");
    let rows = rows.replace("admit\n", "admit,Reuters\n").replace("neutral\n", "neutral,The Herald\n");
    let documents = "doc,source\na,Reuters\nb,The Herald\n";
    let own = folder(&[("gold.csv", &rows)]);
    let beside = folder(&[("gold.csv", ROWS), ("gold_documents.csv", documents)]);
    for (data, support) in [(&own, 1), (&beside, 0)] {
        let ran = evaluate(&[&path(data, "gold.csv"), "--format", "json", "--min", "accuracy@source=Reuters=0"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(report["rows@source=Reuters"], 2);
        assert_eq!(report["support.restrict@source=Reuters"], support);
    }
    let ran = evaluate(&[&path(&own, "gold.csv"), "--min", "f1.restrict@source=Reuters=101%"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.contains("FAIL f1.restrict@source=Reuters is "), "{}", ran.out);
}

#[test]
fn some_rows_of_documents_trained_on_are_found_without_their_documents() {
    let corpus = fs::read_to_string("data/corpus/sentences.csv").expect("the corpus");
    let mut rows = csv::Reader::from_reader(corpus.as_bytes());
    let header = rows.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("a column");
    let (text, label) = (at("text"), at("label"));
    let mut some = csv::Writer::from_writer(Vec::new());
    some.write_record(["text", "label"]).expect("memory");
    let learnt = |row: &csv::StringRecord| row[0].starts_with("p1-");
    for row in rows.records().map(|row| row.expect("a row")).filter(learnt).step_by(7) {
        some.write_record([&row[text], &row[label]]).expect("memory");
    }
    let some = String::from_utf8(some.into_inner().expect("memory")).expect("UTF-8");
    let data = folder(&[("some.csv", &some)]);
    let ran = evaluate(&[&path(&data, "some.csv")]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("expected documents that the model was not trained on"), "{}", ran.err);
}
