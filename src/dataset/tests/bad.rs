use super::*;
use insta::assert_snapshot;

/// A good row before and behind it, so that each test also shows that the others went on.
fn among_good(name: &str, bytes: &[u8]) -> (String, usize) {
    let folder =
        folder(&[("0.csv", b"text,label\nOne.,admit\n"), (name, bytes), ("z.csv", b"text,label\nTwo.,admit\n")]);
    let reading = reading(&folder, &["0.csv", name, "z.csv"]);
    (told(folder.path(), &reading), labels(&reading.documents).len())
}

#[test]
fn an_unknown_label() {
    let (told, others) = among_good("a.csv", b"text,label\nYes.,FAVOR\nNo.,restrict\n");
    assert_snapshot!(told, @r#"a.csv:2: expected in column label admit, restrict or neutral (other words: --map FROM=TO,…), found "FAVOR""#);
    assert_eq!(others, 3);
}

#[test]
fn no_column_of_texts() {
    let (told, others) = among_good("a.csv", b"tweet,label\nYes.,admit\n");
    assert_snapshot!(told, @r#"a.csv:1: expected a column text, found columns "tweet,label""#);
    assert_eq!(others, 2);
}

#[test]
fn no_column_of_labels() {
    assert_snapshot!(among_good("a.jsonl", b"{\"text\":\"Yes.\",\"stance\":\"admit\"}\n").0, @r#"a.jsonl:1: expected a column label, found columns "text,stance""#);
}

#[test]
fn a_row_with_too_few_fields() {
    let (told, others) = among_good("a.csv", b"text,label,holder\nYes.,admit\nNo.,restrict,author\n");
    assert_snapshot!(told, @"a.csv:2: expected 3 fields, as in the first line, found 2 fields");
    assert_eq!(others, 3);
}

#[test]
fn an_empty_file() {
    let (told, others) = among_good("a.csv", b"\n");
    assert_snapshot!(told, @"a.csv: expected a line of column names, found an empty file");
    assert_eq!(others, 2);
}

#[test]
fn bytes_that_are_not_utf_8() {
    let (told, others) = among_good("a.csv", b"text,label\nYes \xff.,admit\nNo.,restrict\n");
    assert_snapshot!(told, @"a.csv:2: expected UTF-8, found other bytes in field 1, after 4 bytes");
    assert_eq!(others, 3);
    assert_snapshot!(among_good("a.jsonl", b"{\"text\":\"\xff\"}\n").0, @"a.jsonl:1: expected UTF-8, found other bytes after 9 bytes");
}

#[test]
fn a_binary_file() {
    assert_snapshot!(among_good("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").0, @"a.csv:1: expected column names in UTF-8, found other bytes");
}

#[test]
fn values_out_of_their_range() {
    let rows = b"doc,n,text,label,kind\nx,0,One.,admit,\nx,1,,admit,\nx,2,Two.,,\nx,3,Three.,admit,footer\n";
    assert_snapshot!(among_good("a.csv", rows).0, @r#"
    a.csv:2: expected in column n a whole number from 1, found "0"
    a.csv:3: expected in column text a value, found none
    a.csv:4: expected in column label a value, found none
    a.csv:5: expected in column kind body, heading, caption or boilerplate, found "footer"
    "#);
}

#[test]
fn one_number_with_two_texts() {
    let (told, others) = among_good("a.csv", b"doc,n,text,label\nx,1,One.,admit\nx,1,Another.,admit\n");
    assert_snapshot!(told, @r#"a.csv:3: expected for doc "x", n 1 the same text as at a.csv:2, or another doc, found another text"#);
    assert_eq!(others, 3);
}

#[test]
fn a_gzip_file_cut_short() {
    assert_snapshot!(among_good("a.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\xff+I").0, @"a.csv.gz: expected a whole gzip file, found incomplete deflate stream");
}

#[test]
fn files_that_are_no_tables_or_not_there() {
    let folder = folder(&[("a.docx", b"x"), ("empty/note.txt", b"x")]);
    assert_snapshot!(told(folder.path(), &reading(&folder, &["a.docx", "gone.csv", "empty"])), @r#"
    a.docx: expected a .csv, .tsv or .jsonl file (also .gz, .zst), or a folder of them, found "a.docx"
    empty: expected a .csv, .tsv or .jsonl file (also .gz, .zst), or a folder of them, found a folder with none
    gone.csv: expected a file that can be read, found No such file or directory (os error 2)
    "#);
}

#[test]
fn labels_without_text_ask_for_the_texts() {
    let folder = folder(&[("a.standoff.csv", b"doc,n,digest,label\nx,1,0123456789abcdef,admit\n"), ("t/x.txt", b"")]);
    assert_snapshot!(told(folder.path(), &reading(&folder, &["a.standoff.csv"])), @"a.standoff.csv: expected the texts of these labels (--texts FOLDER), found labels without text: 1");
    let map = LabelMap::default();
    let (files, texts) = (paths(&folder, &["a.standoff.csv"]), folder.path().join("t"));
    assert_snapshot!(told(folder.path(), &read_with(&files, &map, Some(&texts))), @r#"a.standoff.csv:2: expected in t a sentence with digest 0123456789abcdef (doc "x", n 1), found none"#);
    let gone = folder.path().join("gone");
    assert_snapshot!(told(folder.path(), &read_with(&files, &map, Some(&gone))), @"gone: expected a folder of texts, found nothing");
}

#[test]
fn a_very_long_value_is_not_repeated_whole() {
    let rows = format!("text,label\nYes.,{}\n", "x".repeat(50_000_000));
    assert_snapshot!(among_good("a.csv", rows.as_bytes()).0, @r#"a.csv:2: expected in column label admit, restrict or neutral (other words: --map FROM=TO,…), found "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" and 49999940 bytes more"#);
}
