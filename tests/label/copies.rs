//! `--copies`: which article of the run an article reprints.

use super::{ARTICLE_COLUMNS, ONE, column, folder, label, table};
use serde_json::Value;
use std::fs;

const STORY: &str = "Eleven families crossed the river on Tuesday night. The governor said that the shelters were full. \
    Volunteers had opened the school hall and laid out blankets. We should let every one of them stay, the mayor said.\n";

/// A story of its own, whatever the number.
fn other(number: usize) -> String {
    let words = ["bridge", "harvest", "museum", "ferry", "market", "choir", "orchard", "stadium", "quarry", "library"];
    let word = |at: usize| words[(number / 10_usize.pow(at as u32 % 3) + at * 7) % 10];
    (0..40).map(|at| format!("{}{} ", word(at), (number * 31 + at * at) % 97)).collect::<String>() + ".\n"
}

fn reprint() -> String {
    STORY.replace("Tuesday", "Monday").replace("Eleven", "Twelve")
}

#[test]
fn a_reprint_names_the_first_of_its_kind_and_nothing_else_has_one() {
    let folder =
        folder(&[("a,1.txt", STORY.as_bytes()), ("b.txt", other(5).as_bytes()), ("c.txt", reprint().as_bytes())]);
    fs::write(folder.path().join("d.txt"), STORY.replace("governor", "minister")).expect("written");
    let ran = label(folder.path(), &["a,1.txt", "b.txt", "c.txt", "d.txt", "--copies"]);
    let (header, _) = table(&ran.out);
    assert_eq!((ran.code, header.join(",")), (Some(0), format!("{ARTICLE_COLUMNS},copy_of")));
    let mut said: Vec<(String, String)> =
        column(&ran.out, "doc").into_iter().zip(column(&ran.out, "copy_of")).collect();
    said.dedup();
    let said: Vec<(&str, &str)> = said.iter().map(|(doc, original)| (doc.as_str(), original.as_str())).collect();
    assert_eq!(said, [("a,1.txt", ""), ("b.txt", ""), ("c.txt", "a,1.txt"), ("d.txt", "a,1.txt")]);
    assert!(ran.err.contains("2 documents reprint an earlier one (column copy_of)"), "{}", ran.err);
}

#[test]
fn every_format_says_it() {
    let folder = folder(&[("a.txt", STORY.as_bytes()), ("b.txt", reprint().as_bytes())]);
    let ran = label(folder.path(), &["a.txt", "b.txt", "--copies", "--format", "jsonl"]);
    let rows: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!((&rows[0]["copy_of"], &rows[7]["copy_of"]), (&Value::Null, &Value::from("a.txt")));
    let ran = label(folder.path(), &["a.txt", "b.txt", "--copies", "--format", "table"]);
    assert!(ran.out.contains("copy of a.txt"), "{}", ran.out);
    let ran = label(folder.path(), &["a.txt", "b.txt", "--copies", "--format", "html"]);
    assert!(ran.out.contains(", copy of a.txt</p>"), "{}", ran.out);
}

#[test]
fn a_column_of_that_name_is_renamed_only_where_ours_is_there() {
    let folder = folder(&[("a.csv", b"text,copy_of\nThey fled.,mine\n")]);
    let header = |arguments: &[&str]| table(&label(folder.path(), arguments).out).0.split_off(15).join(",");
    assert_eq!(header(&["a.csv"]), "copy_of");
    assert_eq!(header(&["a.csv", "--copies"]), "copy_of,input_copy_of");
    let ran = label(folder.path(), &["a.csv", "--copies", "--format", "jsonl"]);
    assert!(ran.out.contains(r#""copy_of":null,"input_copy_of":"mine""#), "{}", ran.out);
}

#[test]
fn any_number_of_threads_finds_the_same_copies() {
    let text = |at: usize| if at % 3 == 2 { other(at / 9).replace(" bridge", " tower") } else { other(at) };
    let files: Vec<(String, String)> =
        (0..900).map(|at| (format!("{at:03}.txt"), text(at).repeat(1 + at % 4))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let folder = folder(&files);
    let run = |threads: &str| label(folder.path(), &[".", "--copies", "--threads", threads]);
    let one = run("1");
    assert!(column(&one.out, "copy_of").iter().filter(|original| !original.is_empty()).count() > 100);
    assert!(one.out == run("5").out);
}

#[test]
fn rows_that_are_sentences_are_refused() {
    let folder = folder(&[("a.csv", ONE)]);
    let ran = label(folder.path(), &["a.csv", "--copies", "--unit", "sentence"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("expected --unit article"), "{}", ran.err);
}

#[test]
fn a_run_that_looks_for_copies_cannot_be_gone_on_with() {
    let folder = folder(&[("a.txt", ONE)]);
    let ran = label(folder.path(), &["a.txt", "--copies", "--resume", "-o", "out.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("what an earlier run read is not remembered for --copies"), "{}", ran.err);
}
