use super::{ROWS, SAMPLES, evaluate, folder, path};
use std::fs;

#[test]
fn the_text_report_shows_every_table_and_both_baselines() {
    let ran = evaluate(&[SAMPLES, "--by", "kind,context"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let parts =
        ["Overall", "By label", "Confusion", "always neutral", "\n  cues ", "By kind", "By context", "Reliability"];
    for part in parts.iter().chain(&["macro-F1", "measured on: ", "differs alone", "seed 1"]) {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    assert!(!ran.out.contains("NaN"));
}

#[test]
fn json_has_these_keys() {
    let ran = evaluate(&[SAMPLES, "--articles", "seeds/articles", "--format", "json"]);
    let report: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&ran.out).expect("flat JSON");
    assert!(report.values().all(|value| value.is_number() || value.is_null()));
    let ends = |key: &String| key.contains(".low") || key.contains(".high");
    let keys: Vec<&str> = report.keys().filter(|key| !ends(key)).map(String::as_str).collect();
    insta::assert_snapshot!(keys.join("\n"));
}

#[test]
fn json_has_the_figures_of_slices() {
    let ran = evaluate(&[SAMPLES, "--format", "json", "--by", "kind"]);
    for key in ["f1.admit@kind=body", "f1.admit.low@kind=body", "rows@kind=heading", "support.neutral@kind=caption"] {
        assert!(ran.out.contains(&format!("\"{key}\": ")), "{key}\n{}", ran.out);
    }
}

#[test]
fn the_report_folder_holds_every_form_and_the_tables() {
    let reports = folder(&[]);
    let there = path(&reports, "deep/er");
    let ran = evaluate(&[SAMPLES, "--report", &there]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let read = |name: &str| fs::read_to_string(format!("{there}/{name}")).expect(name);
    assert_eq!(read("report.txt"), ran.out);
    assert!(read("report.html").contains("words: "), "mistakes tell the words that led there");
    assert!(read("report.junit.xml").starts_with("<?xml") && read("report.md").starts_with("## "));
    assert_eq!(read("confusion.csv").lines().count(), 4);
    assert_eq!(read("predictions.csv").lines().count(), 454);
    assert!(serde_json::from_str::<serde_json::Value>(&read("report.json")).is_ok());
}

#[test]
fn github_annotations_point_at_file_and_line() {
    let ran = evaluate(&[SAMPLES, "--format", "github"]);
    assert!(ran.out.starts_with("::warning file=seeds/articles/labels.csv,line="), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 10);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let [one, three] = ["1", "3"].map(|threads| evaluate(&[SAMPLES, "--format", "json", "--threads", threads]));
    assert_eq!(one.out, three.out);
}

#[test]
fn the_reading_alone_is_measured_on_sentences_by_themselves() {
    let [label, alone] =
        ["label", "alone"].map(|reading| evaluate(&[SAMPLES, "--format", "json", "--reading", reading]));
    let support = |out: &str| serde_json::from_str::<serde_json::Value>(out).expect("JSON")["support.neutral"].clone();
    assert_eq!((support(&label.out), alone.code), (313.into(), Some(0)));
    assert!(support(&alone.out).as_i64() > Some(313), "what needs its context is neutral by itself");
}

#[test]
fn holders_are_a_column_to_slice_by() {
    let rows = ROWS.replace("label\n", "label,holder\n").replace("admit\n", "admit,the mayor\n");
    let rows = rows.replace("restrict\n", "restrict,\n").replace("neutral\n", "neutral,\n");
    let data = folder(&[("rows.csv", &rows)]);
    let ran = evaluate(&[&path(&data, "rows.csv"), "--by", "holder"]);
    assert!(ran.out.contains("By holder") && ran.out.contains("the mayor"), "{}{}", ran.out, ran.err);
}

#[test]
fn the_dev_sets_are_read_where_their_texts_are() {
    if !std::path::Path::new("../shared/data/real").is_dir() {
        return println!("skipped: no texts at ../shared/data");
    }
    let sets = ["data/real/dev_news.standoff.csv", "data/real/dev_speech.standoff.csv"];
    let ran = evaluate(&[sets[0], sets[1], "--texts", "../shared/data", "--by", "source,genre", "--format", "json"]);
    // Their figures are nobody's business here: looks at dev are counted.
    assert!(ran.code == Some(0) && ran.err.is_empty(), "it did not run without a word");
}

#[test]
fn the_errors_are_listed_with_what_kind_of_sentence_they_are() {
    let reports = folder(&[]);
    let there = path(&reports, "r");
    evaluate(&[SAMPLES, "--report", &there]);
    let read = |name: &str| {
        let mut table = csv::Reader::from_path(format!("{there}/{name}")).expect(name);
        let head = table.headers().expect("a header").iter().collect::<Vec<_>>().join(",");
        (head, table.records().map(|row| row.expect("a row")).collect::<Vec<_>>())
    };
    let (head, errors) = read("errors.csv");
    assert_eq!(head, "gold,label,score,genre,source,kind,length,context,doc,n,file,line,words,text");
    let (_, predictions) = read("predictions.csv");
    let wrong = predictions.iter().filter(|row| row[2] != row[3] && &row[3] != "abstain").count();
    assert_eq!(errors.len(), wrong);
    assert!(errors.iter().all(|row| row[0] != row[1] && !row[13].is_empty() && row[6].ends_with(" words")));
    assert!(errors.is_sorted_by(|a, b| a[2] >= b[2]), "the surest come first");
    assert!(errors.iter().filter(|row| !row[12].is_empty()).count() * 10 > errors.len() * 9);
}

#[test]
fn frozen_behaviour_tests_are_in_no_list_of_errors() {
    let reports = folder(&[]);
    let there = path(&reports, "r");
    let rows = "id,text,expected,pair,set\na,We must let the refugees in.,restrict,,frozen\nb,We must let the refugees in.,restrict,,open\n";
    let data = folder(&[("negation.csv", rows)]);
    let ran = evaluate(&["--behaviour", &path(&data, "negation.csv"), "--report", &there]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let errors = fs::read_to_string(format!("{there}/errors.csv")).expect("written");
    assert_eq!(errors.lines().count(), 2, "{errors}");
}
