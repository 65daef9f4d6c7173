//! Rows that are sentences.

use super::{column, folder, label, table};
use serde_json::Value;

const ROWS: &str = "note,doc,n,label,text\n\
    x,a,4,mine,We should let the refugees in.\n\
    ,a,5,,\"He said: \"\"No, never.\"\"\"\n\
    y,,,,They fled. They wept.\n\
    z,b,1,,The train was late.\n\
    ,a,6,,They came back.\n";

#[test]
fn every_row_comes_back_in_order_with_its_own_columns_first() {
    let folder = folder(&[("rows.csv", ROWS.as_bytes())]);
    let ran = label(folder.path(), &["rows.csv", "--unit", "sentence"]);
    let (header, rows) = table(&ran.out);
    assert_eq!(header.join(","), "note,doc,n,input_label,text,label,score,p_admit,p_restrict,p_neutral");
    let own: Vec<Vec<String>> = rows.iter().map(|row| row[..5].to_vec()).collect();
    assert_eq!((ran.code, own), (Some(0), table(ROWS).1));
}

#[test]
fn a_doc_that_returns_is_a_new_one_and_counted() {
    let folder = folder(&[("rows.csv", ROWS.as_bytes())]);
    let ran = label(folder.path(), &["rows.csv", "--unit", "sentence"]);
    assert!(ran.err.contains("1 documents returned after other rows"), "{}", ran.err);
    assert!(ran.err.starts_with("4 documents "), "{}", ran.err);
}

#[test]
fn the_rows_of_a_doc_are_read_in_their_context_and_a_lone_row_is_not() {
    let texts = ["Refugees wait at the border.", "Let them all in at once.", "Nothing else would be just."];
    let lone: String = texts.iter().map(|text| format!("{text}\n")).collect();
    let one: String = texts.iter().enumerate().map(|(n, text)| format!("{text},d,{}\n", n + 1)).collect();
    let folder = folder(&[
        ("lone.csv", format!("text\n{lone}").as_bytes()),
        ("one.csv", format!("text,doc,n\n{one}").as_bytes()),
    ]);
    let scores = |name: &str| column(&label(folder.path(), &[name, "--unit", "sentence"]).out, "p_admit");
    assert_ne!(scores("lone.csv"), scores("one.csv"));
}

#[test]
fn tsv_and_json_lines_give_the_labels_of_the_csv() {
    let tsv = "doc\ttext\na\tThey fled.\na\tLet them in.\n";
    let jsonl = "{\"doc\":\"a\",\"text\":\"They fled.\"}\n{\"doc\":\"a\",\"text\":\"Let them in.\"}\n";
    let folder = folder(&[
        ("a.csv", tsv.replace('\t', ",").as_bytes()),
        ("a.tsv", tsv.as_bytes()),
        ("a.jsonl", jsonl.as_bytes()),
    ]);
    let csv = label(folder.path(), &["a.csv", "--unit", "sentence"]).out;
    assert_eq!(table(&csv).1.len(), 2);
    assert_eq!(label(folder.path(), &["a.tsv", "--unit", "sentence"]).out, csv);
    assert_eq!(label(folder.path(), &["a.jsonl", "--unit", "sentence"]).out, csv);
}

#[test]
fn json_lines_come_back_as_they_were_with_the_verdict_added() {
    let lines = "{\"id\": 10000000000000000000001, \"text\":\"They fled.\", \"tags\":[\"a\"] }\n{\"text\":\"Stay.\",\"score\":1.50}\n";
    let folder = folder(&[("a.jsonl", lines.as_bytes())]);
    let out = label(folder.path(), &["a.jsonl", "--unit", "sentence", "--format", "jsonl"]).out;
    let rows: Vec<&str> = out.lines().collect();
    assert!(
        rows[0].starts_with("{\"id\": 10000000000000000000001, \"text\":\"They fled.\", \"tags\":[\"a\"],\"label\":\""),
        "{}",
        rows[0]
    );
    let second: Value = serde_json::from_str(rows[1]).expect("an object");
    assert_eq!(second["input_score"], Value::from(1.5));
    assert!(second["score"].is_number());
}

#[test]
fn columns_of_several_tables_are_united() {
    let folder = folder(&[("a.csv", b"text,x\nThey fled.,1\n"), ("b.jsonl", b"{\"y\":2,\"text\":\"They stayed.\"}\n")]);
    let (header, rows) = table(&label(folder.path(), &["a.csv", "b.jsonl", "--unit", "sentence"]).out);
    assert_eq!(header[..3], ["text", "x", "y"]);
    assert_eq!([&rows[0][..3], &rows[1][..3]], [["They fled.", "1", ""], ["They stayed.", "", "2"]]);
}

#[test]
fn cells_that_make_no_sense_are_told_with_what_was_expected() {
    let rows = b"text,n,kind\nThey fled.,x,\nThey stayed.,1,photo\nThey wept.,3,caption\n";
    let folder = folder(&[("a.csv", rows)]);
    let ran = label(folder.path(), &["a.csv", "--unit", "sentence"]);
    assert!(ran.err.contains("a.csv:2: expected a whole number in `n`, found \"x\"\n"), "{}", ran.err);
    assert!(
        ran.err.contains("a.csv:3: expected `kind` body, heading, caption or boilerplate, found \"photo\"\n"),
        "{}",
        ran.err
    );
    assert_eq!((ran.code, column(&ran.out, "label")), (Some(1), vec!["neutral".to_owned()]));
}

#[test]
fn a_table_of_one_column_is_known_on_standard_input() {
    let ran = super::label_with(folder(&[]).path(), &["-", "--unit", "sentence"], b"text\nThey fled.\n");
    assert_eq!((ran.code, column(&ran.out, "text")), (Some(0), vec!["They fled.".to_owned()]), "{}", ran.err);
}
