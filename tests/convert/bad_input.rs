//! What cannot be used is told with file and line, and nothing is written by half.

use super::{Ran, convert, fixtures, folder};
use std::fs;

/// Converts one file to CSV, into `out.csv`, which must not be there where it could not run.
fn of(name: &str, text: &str, more: &[&str]) -> Ran {
    let folder = folder(&[(name, text)]);
    let ran = convert(folder.path(), &[&[name, "-o", "out.csv"], more].concat());
    let files = fs::read_dir(folder.path()).expect("there").count();
    assert_eq!(files, if ran.code == Some(2) { 1 } else { 3 }, "{}", ran.err);
    ran
}

#[test]
fn a_file_of_an_unknown_tool_is_refused() {
    for (name, text) in [("a.json", "{\"nodes\":[1,2]}"), ("a.csv", "x,y\n1,2\n"), ("a.txt", "Dear all,\nsee below.\n")]
    {
        let ran = of(name, text, &[]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(&format!("{name}:1: expected a file of a tool that is known")), "{}", ran.err);
    }
}

#[test]
fn broken_json_is_told_with_its_line() {
    let ran = of("tasks.json", "[\n {\"id\":1,\"data\":{\"text\":\"Yes.\"},\"annotations\":[]},\n {\"id\":2,\n", &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("tasks.json:4: expected JSON, found EOF"), "{}", ran.err);
    let ran = of("tasks.jsonl", "{\"text\":\"Yes.\",\"label\":\"admit\"}\n{\"text\":\n", &[]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("tasks.jsonl:2: expected one JSON object a line"), "{}", ran.err);
}

#[test]
fn labels_in_other_words_are_all_named() {
    let ran = of("a.csv", "text,label\nYes.,Admit\nNo.,ablehnend\nNo!,ablehnend\nSo.,neutral\n", &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("a.csv:2: expected in column label"), "{}", ran.err);
    assert!(
        ran.err.contains("found \"Admit\" (1), \"ablehnend\" (2): say what they stand for with --map"),
        "{}",
        ran.err
    );
}

#[test]
fn a_row_of_another_shape_is_told_and_the_others_are_written() {
    let rows = "{\"text\":\"Yes.\",\"label\":[\"admit\"]}\n{\"data\":{\"text\":\"No.\"}}\n{\"text\":\"No!\",\"label\":[\"admit\",\"restrict\"]}\n";
    let ran = of("a.jsonl", rows, &[]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("a.jsonl:2: expected a text"), "{}", ran.err);
    assert!(ran.err.contains("a.jsonl:3: expected one label, found \"admit, restrict\""), "{}", ran.err);
    assert!(ran.err.contains("1 records written as csv"), "{}", ran.err);
}

#[test]
fn two_answers_to_one_question_are_told() {
    let ran = convert(&fixtures(), &["potato_two_answers.csv", "potato_items.jsonl", "--to", "csv"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("potato_two_answers.csv:2: expected one answer to a question of one choice"),
        "{}",
        ran.err
    );
}

#[test]
fn answers_without_their_texts_ask_for_them() {
    let ran = convert(&fixtures(), &["potato.csv", "--to", "csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("potato.csv:2: expected the text of each answer"), "{}", ran.err);
}

#[test]
fn a_digest_of_another_text_is_refused() {
    let ran = of("a.csv", "text,digest,label\nNo.,38178a20b470cfd1,admit\nNo!,38178a20b470cfd1,admit\n", &[]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("a.csv:3: expected in column digest"), "{}", ran.err);
}

#[test]
fn an_output_without_a_format_is_refused() {
    let folder = folder(&[("a.csv", "text,label\nYes.,admit\n")]);
    let ran = convert(folder.path(), &["a.csv", "-o", "out.json"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("expected the format to write, as --to FORMAT (one of csv, jsonl, prodigy"),
        "{}",
        ran.err
    );
}

#[test]
fn an_input_is_never_written_over() {
    let folder = folder(&[("a.csv", "text,label\nYes.,admit\n")]);
    let ran = convert(folder.path(), &["a.csv", "-o", "./a.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("expected an output beside the inputs"), "{}", ran.err);
}

#[test]
fn files_that_are_not_there_or_empty_are_told() {
    let folder = folder(&[("a.csv", "")]);
    let ran = convert(folder.path(), &["a.csv", "b.csv", "--to", "csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("a.csv: expected text, found an empty file"), "{}", ran.err);
    assert!(ran.err.contains("b.csv: expected a file that can be read"), "{}", ran.err);
}
