//! One bad article or row never stops a batch.

use super::{ONE, TWO, column, folder, label, label_with, table};
use std::fs;
use std::process::Stdio;

/// Labels a bad file between two good ones: message, exit code 1, and the good ones labelled.
fn between_good_ones(name: &str, bytes: &[u8], message: &str) {
    let folder = folder(&[("a.txt", ONE), (name, bytes), ("z.txt", TWO)]);
    let ran = label(folder.path(), &["a.txt", name, "z.txt"]);
    assert!(ran.err.lines().any(|line| line == message), "{}", ran.err);
    assert!(ran.err.contains("1 articles or rows could not be used"), "{}", ran.err);
    assert_eq!(ran.code, Some(1));
    assert_eq!(column(&ran.out, "doc"), ["a.txt", "a.txt", "z.txt", "z.txt"]);
}

#[test]
fn an_empty_file() {
    between_good_ones("b.txt", b"", "b.txt: expected text, found an empty file");
}

#[test]
fn a_binary_file() {
    between_good_ones("b.txt", b"\x7fELF\x02\0\0", "b.txt: expected text, found binary data (a zero byte at offset 5)");
}

#[test]
fn a_table_without_text() {
    between_good_ones(
        "b.csv",
        b"id,body_text\n1,They fled.\n",
        "b.csv:1: expected a column `text`, found columns id, body_text",
    );
}

#[test]
fn a_row_with_too_few_fields_and_the_rows_around_it() {
    let folder = folder(&[("b.csv", b"id,text\n1,They fled.\n2\n3,They stayed.\n")]);
    for unit in ["article", "sentence"] {
        let ran = label(folder.path(), &["b.csv", "--unit", unit]);
        assert!(ran.err.contains("b.csv:3: expected 2 fields, found 1 field\n"), "{}", ran.err);
        assert_eq!(
            (ran.code, column(&ran.out, "text")),
            (Some(1), vec!["They fled.".to_owned(), "They stayed.".into()])
        );
    }
}

#[test]
fn a_row_that_is_not_utf_8() {
    let folder = folder(&[("b.csv", b"id,text\n1,They fled.\n2,caf\xe9\n3,They stayed.\n")]);
    for unit in ["article", "sentence"] {
        let ran = label(folder.path(), &["b.csv", "--unit", unit]);
        assert!(
            ran.err.contains("b.csv:3: expected UTF-8, found other bytes in column 2 at offset 3\n"),
            "{}",
            ran.err
        );
        assert_eq!((ran.code, column(&ran.out, "text").len()), (Some(1), 2));
    }
}

#[test]
fn an_article_in_an_older_encoding_is_read_and_told() {
    let folder = folder(&[("b.txt", b"The caf\xe9 in the na\xefve town closed its doors at noon.\n")]);
    let ran = label(folder.path(), &["b.txt"]);
    assert!(ran.err.contains("b.txt: read as windows-1252\n"), "{}", ran.err);
    assert_eq!(
        (ran.code, &*column(&ran.out, "text")[0]),
        (Some(0), "The café in the naïve town closed its doors at noon.")
    );
}

#[test]
fn a_line_of_50_megabytes() {
    let long = b"They fled the war in the middle of the night. ".repeat((50 << 20) / 46);
    let folder = folder(&[("a.txt", ONE), ("long.txt", &long), ("z.txt", TWO)]);
    let ran = label(folder.path(), &["a.txt", "long.txt", "z.txt"]);
    assert_eq!((ran.code, table(&ran.out).1.len()), (Some(0), (50 << 20) / 46 + 4), "{}", ran.err);
}

#[test]
fn a_row_of_50_megabytes_is_one_sentence() {
    let mut rows = b"text\nThey fled.\n".to_vec();
    rows.extend(b"They fled the war in the middle of the night. ".repeat((50 << 20) / 46));
    rows.extend(b"\nThey stayed.\n");
    let folder = folder(&[("long.csv", &rows)]);
    let ran = label(folder.path(), &["long.csv", "--unit", "sentence"]);
    assert_eq!((ran.code, column(&ran.out, "label").len()), (Some(0), 3), "{}", ran.err);
}

#[test]
fn bad_json_lines_are_told_with_their_lines() {
    let lines = b"{\"text\":\"They fled.\"}\n{\"text\":\n\n[1]\n{\"body_text\":\"x\"}\n{\"text\":\"They stayed.\"}\n";
    let folder = folder(&[("b.jsonl", lines)]);
    for unit in ["article", "sentence"] {
        let ran = label(folder.path(), &["b.jsonl", "--unit", unit, "--format", "jsonl"]);
        let bad: Vec<&str> =
            ran.err.lines().filter_map(|line| line.strip_prefix("b.jsonl:")?.split(':').next()).collect();
        assert_eq!((ran.code, bad, ran.out.lines().count()), (Some(1), vec!["2", "4", "5"], 2), "{}", ran.err);
    }
}

#[test]
fn a_model_cut_short_or_of_another_version_is_refused_before_anything_is_read() {
    let model = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/models/stance.safetensors")).expect("the model");
    let at = model.windows(13).position(|part| part == b"stance-model-").expect("a version");
    let mut other = model.clone();
    other[at + 13] = b'9';
    let folder = folder(&[("a.txt", ONE), ("short", &model[..10_000]), ("other", &other)]);
    for (model, expected) in [
        ("short", "stance: model short: expected a whole safetensors file"),
        ("other", "stance: model other: expected model format stance-model-5, found stance-model-9"),
        ("none", "stance: model none: "),
    ] {
        let ran = label(folder.path(), &["a.txt", "--model", model, "-o", "out.csv"]);
        assert!(ran.err.starts_with(expected), "{}", ran.err);
        assert_eq!((ran.code, folder.path().join("out.csv").exists()), (Some(2), false));
    }
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_the_run() {
    let folder = folder(&[("a.txt", ONE), ("sub/b.txt", ONE)]);
    for output in ["none/out.csv", "a.txt/out.csv", "sub"] {
        let ran = label(folder.path(), &["a.txt", "-o", output]);
        assert!(ran.err.starts_with(&format!("stance: cannot write {output}: ")), "{}", ran.err);
        assert_eq!(ran.code, Some(2));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_nothing_panics() {
    let folder = folder(&[("a.txt", ONE)]);
    let ran = label(folder.path(), &["a.txt", "-o", "/dev/full"]);
    assert_eq!((ran.code, &*ran.err), (Some(2), "stance: writing /dev/full: No space left on device (os error 28)\n"));
    for format in ["csv", "jsonl", "table"] {
        let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stance"));
        let command = command.current_dir(folder.path()).args(["label", "a.txt", "--format", format]);
        let output = command.stdout(full).stderr(Stdio::piped()).output().expect("it runs");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            (output.status.code(), &*err),
            (Some(2), "stance: writing standard output: No space left on device (os error 28)\n")
        );
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let rows: String = (0..30_000).map(|n| format!("{n},They fled the war number {n}.\n")).collect();
    let folder = folder(&[("rows.csv", format!("id,text\n{rows}").as_bytes())]);
    for threads in ["1", "3"] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stance"));
        command.current_dir(folder.path()).args(["label", "rows.csv", "--unit", "sentence", "--threads", threads]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr), (Some(0), vec![]));
    }
}

#[test]
fn no_input_at_all_says_what_was_looked_for() {
    let folder = folder(&[("tables/rows.csv", b"text\nThey fled.\n")]);
    let ran = label(folder.path(), &["none.txt", "tables"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("none.txt: expected a file or folder, found none of this name"), "{}", ran.err);
    assert!(ran.err.contains("tables: expected files ending in txt, md, html or htm"), "{}", ran.err);
}

#[test]
fn an_input_that_is_missing_beside_others_is_told_and_counted() {
    let folder = folder(&[("a.txt", ONE)]);
    let ran = label(folder.path(), &["none.txt", "a.txt"]);
    assert!(ran.err.starts_with("none.txt: expected a file that can be read, found "), "{}", ran.err);
    assert_eq!((ran.code, column(&ran.out, "doc").len()), (Some(1), 2));
}

#[test]
fn rejects_on_standard_input_name_it() {
    let folder = folder(&[]);
    let ran = label_with(folder.path(), &["-", "--unit", "sentence"], b"doc,text\na,They fled.\na,\n");
    assert!(ran.err.contains("-:3: expected a sentence in `text`, found an empty field\n"), "{}", ran.err);
    assert_eq!((ran.code, column(&ran.out, "text").len()), (Some(1), 1));
}
