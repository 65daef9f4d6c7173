use super::{ROWS, SAMPLES, evaluate, folder, path};

fn of(name: &str, text: &str, more: &[&str]) -> super::Ran {
    let data = folder(&[(name, text)]);
    let file = path(&data, name);
    evaluate(&[&[file.as_str()], more].concat())
}

#[test]
fn gold_without_labels_is_refused() {
    let ran = of("rows.csv", "text\nLet them in.\n", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("rows.csv:1: expected a column label, found columns \"text\""), "{}", ran.err);
    assert!(ran.err.contains("expected rows with a gold label, found none"), "{}", ran.err);
}

#[test]
fn labels_in_other_words_ask_for_a_map_and_are_read_with_one() {
    let rows = ROWS.replace("admit", "FAVOR").replace("restrict", "AGAINST").replace(",neutral", ",NONE");
    let ran = of("tweets.csv", &rows, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("found \"AGAINST\", \"FAVOR\", \"NONE\": say what they stand for with --map"),
        "{}",
        ran.err
    );
    let ran = of("tweets.csv", &rows, &["--map", "FAVOR=admit,AGAINST=restrict,NONE=neutral", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("\"support.admit\": 1"), "{}", ran.out);
}

#[test]
fn a_row_that_cannot_be_used_is_told_and_the_others_are_measured() {
    let ran = of("rows.csv", &ROWS.replace("train.,neutral", "train.,perhaps"), &["--format", "json"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("rows.csv:3: expected in column label admit, restrict or neutral"), "{}", ran.err);
    assert!(ran.out.contains("\"rows\": 3,"), "{}", ran.out);
}

#[test]
fn an_empty_file_and_a_missing_one_are_refused() {
    assert_eq!(of("rows.csv", "", &[]).code, Some(2));
    assert_eq!(of("rows.csv", "text,label\n", &[]).code, Some(2));
    let ran = evaluate(&["no-such-file.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no-such-file.csv: expected a file that can be read"), "{}", ran.err);
}

#[test]
fn stand_off_labels_ask_for_their_texts() {
    let ran = evaluate(&["data/seeds.standoff.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("expected the texts of these labels (--texts FOLDER)"), "{}", ran.err);
}

#[test]
fn a_report_folder_that_cannot_be_made_is_told_before_the_work() {
    let data = folder(&[("file", "")]);
    let ran = evaluate(&[SAMPLES, "--report", &path(&data, "file/report")]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("--report "), "{}", ran.err);
}
