//! Articles in, rows out.

use super::{ARTICLE_COLUMNS, ONE, TWO, column, folder, label, label_with, table};
use serde_json::Value;
use std::fs;
use std::io::{Read, Write};

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

#[test]
fn a_folder_gives_its_articles_in_byte_order_one_row_a_sentence() {
    let folder = folder(&[("b.txt", TWO), ("B/z.md", ONE), ("a.txt", ONE), ("rows.csv", b"text\nx\n")]);
    let ran = label(folder.path(), &["."]);
    assert_eq!((ran.code, ran.out.lines().next()), (Some(0), Some(ARTICLE_COLUMNS)));
    assert_eq!(column(&ran.out, "doc"), ["./B/z.md", "./B/z.md", "./a.txt", "./a.txt", "./b.txt", "./b.txt"]);
    assert_eq!(column(&ran.out, "n"), ["1", "2", "1", "2", "1", "2"]);
}

#[test]
fn offsets_in_code_points_quote_the_text() {
    let text = "“Où?” he asked. Zoë’s café — shut, 😀 as ever — opened.\n\nŁódź let them in. They fled… “Let them in. Now!” she said.\n";
    let folder = folder(&[("a.txt", text.as_bytes())]);
    let (_, rows) = table(&label(folder.path(), &["a.txt"]).out);
    let points: Vec<char> = text.chars().collect();
    assert!(rows.len() >= 5);
    for row in rows {
        let (start, end): (usize, usize) = (row[5].parse().expect("start"), row[6].parse().expect("end"));
        assert_eq!(points[start..end].iter().collect::<String>(), row[9]);
    }
}

#[test]
fn probabilities_have_four_decimals_and_sum_to_one() {
    let folder = folder(&[("rows.csv", b"text\nWe should let refugees in.\nThe train was late.\n")]);
    let (_, rows) = table(&label(folder.path(), &["rows.csv", "--unit", "sentence"]).out);
    for row in rows {
        assert!(row[2..].iter().all(|cell| cell.len() == 6), "{row:?}");
        let sum: f64 = row[3..].iter().map(|cell| cell.parse::<f64>().expect("a number")).sum();
        assert!((sum - 1.0).abs() < 2e-4, "{row:?}");
    }
}

#[test]
fn packed_files_and_standard_input_give_the_same_rows() {
    let packed = (gz(ONE), zstd::encode_all(ONE, 1).expect("memory"));
    let folder = folder(&[("a.txt", ONE), ("b.txt.gz", &packed.0), ("c.txt.zst", &packed.1)]);
    let rows = |ran: super::Ran| table(&ran.out).1.into_iter().map(|row| row[1..].to_vec()).collect::<Vec<_>>();
    let plain = rows(label(folder.path(), &["a.txt"]));
    assert_eq!(plain.len(), 2);
    assert_eq!(rows(label(folder.path(), &["b.txt.gz"])), plain);
    assert_eq!(rows(label(folder.path(), &["c.txt.zst"])), plain);
    assert_eq!(rows(label_with(folder.path(), &["-"], ONE)), plain);
    assert_eq!(rows(label_with(folder.path(), &["-"], &packed.0)), plain);
}

#[test]
fn an_output_is_packed_as_its_name_says() {
    let folder = folder(&[("a.txt", ONE)]);
    let read = |name: &str| fs::read(folder.path().join(name)).expect("written");
    for name in ["out.csv", "out.csv.gz", "out.csv.zst", "out.jsonl", "out.jsonl.zst"] {
        assert_eq!(label(folder.path(), &["a.txt", "-o", name]).code, Some(0));
    }
    let mut unpacked = Vec::new();
    let gz = read("out.csv.gz");
    flate2::read::GzDecoder::new(&gz[..]).read_to_end(&mut unpacked).expect("gzip");
    assert_eq!(unpacked, read("out.csv"));
    assert_eq!(zstd::decode_all(&read("out.csv.zst")[..]).expect("zstd"), read("out.csv"));
    assert_eq!(zstd::decode_all(&read("out.jsonl.zst")[..]).expect("zstd"), read("out.jsonl"));
    assert_eq!(read("out.csv.gz.meta.json"), read("out.csv.meta.json"));
}

#[test]
fn the_column_that_holds_the_text_can_be_named() {
    let csv = b"text,Quote\nx,They fled. They wept.\n";
    let jsonl = b"{\"text\":\"x\",\"Quote\":\"They fled. They wept.\"}\n";
    let folder = folder(&[("a.csv", csv), ("a.jsonl", jsonl)]);
    for name in ["a.csv", "a.jsonl"] {
        let ran = label(folder.path(), &[name, "--text", "quote"]);
        assert_eq!(
            (column(&ran.out, "text"), column(&ran.out, "input_text")),
            (vec!["They fled.".to_owned(), "They wept.".into()], vec!["x".to_owned(), "x".into()])
        );
        let ran = label(folder.path(), &[name, "--text", "quote", "--unit", "sentence"]);
        assert_eq!(
            (ran.code, column(&ran.out, "Quote").len(), column(&ran.out, "text")),
            (Some(0), 1, vec!["x".to_owned()])
        );
        let ran = label(folder.path(), &[name, "--text", "none", "--unit", "sentence"]);
        assert!(ran.err.contains("`none`") && ran.code == Some(1), "{}", ran.err);
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_how_to_get_it() {
    let folder = folder(&[("a.txt", ONE), ("in.parquet", b"PAR1"), ("b.arrow", b"\xff\xff\xff\xff")]);
    for arguments in [&["--format", "parquet"][..], &["--format", "arrow"], &["-o", "out.parquet"]] {
        let ran = label(folder.path(), &[&["a.txt"], arguments].concat());
        assert!(ran.err.contains("cargo install stance-classifier --features parquet"), "{}", ran.err);
        assert_eq!((ran.code, folder.path().join("out.parquet").exists()), (Some(2), false));
    }
    for unit in ["article", "sentence"] {
        let ran = label(folder.path(), &["in.parquet", "b.arrow", "--unit", unit]);
        assert_eq!(
            (ran.code, ran.err.matches("need a build with `--features parquet`").count()),
            (Some(1), 2),
            "{}",
            ran.err
        );
    }
}

#[test]
fn own_columns_of_article_tables_are_carried_and_clashing_names_get_input_before_them() {
    let csv = b"id,text,title,date,label,topic\nx1,They fled. They wept.,Flight,2022-01-02,mine,war\n";
    let folder = folder(&[("a.csv", csv), ("b.jsonl", b"{\"text\":\"They stayed.\",\"topic\":null,\"size\":3}\n")]);
    let ran = label(folder.path(), &["a.csv", "b.jsonl"]);
    let (header, rows) = table(&ran.out);
    assert_eq!(header.join(","), format!("{ARTICLE_COLUMNS},title,input_label,topic,size"));
    let own: Vec<String> = rows.iter().map(|row| format!("{} {} {}", row[0], row[2], row[15..].join(","))).collect();
    assert_eq!(own, ["x1 2022-01-02 Flight,mine,war,", "x1 2022-01-02 Flight,mine,war,", "b.jsonl#1  ,,,3"]);
}

#[test]
fn a_column_that_comes_too_late_for_the_header_is_told() {
    let mut lines = "{\"text\":\"They fled.\"}\n".repeat(250);
    lines.push_str("{\"text\":\"They fled.\",\"late\":1}\n");
    let folder = folder(&[("b.jsonl", lines.as_bytes())]);
    for unit in ["article", "sentence"] {
        let ran = label(folder.path(), &["b.jsonl", "--unit", unit]);
        assert!(ran.err.contains("found a further column `late`"), "{}", ran.err);
        assert_eq!((ran.code, table(&ran.out).1.len()), (Some(1), 250));
        let ran = label(folder.path(), &["b.jsonl", "--unit", unit, "--format", "jsonl"]);
        assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 251));
    }
}

#[test]
fn json_lines_have_the_same_keys_with_numbers_as_numbers() {
    let folder = folder(&[("a.txt", ONE)]);
    label(folder.path(), &["a.txt", "-o", "out.jsonl"]);
    let text = fs::read_to_string(folder.path().join("out.jsonl")).expect("written");
    let row: serde_json::Map<String, Value> =
        serde_json::from_str(text.lines().nth(1).expect("two rows")).expect("an object");
    assert_eq!(row.keys().cloned().collect::<Vec<_>>().join(","), ARTICLE_COLUMNS);
    assert_eq!((&row["n"], &row["start"], &row["source"]), (&Value::from(2), &Value::from(20), &Value::Null));
    assert!(row["p_neutral"].is_f64() && row["on_topic"].is_boolean());
}

#[test]
fn an_article_in_another_language_is_not_guessed_at() {
    let rows = "id,text,language\na,Sie flohen vor dem Krieg.,de\nb,They fled the war.,en\n";
    let folder = folder(&[("rows.csv", rows.as_bytes())]);
    let ran = label(folder.path(), &["rows.csv"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("1 documents not in English, nothing guessed: de 1"), "{}", ran.err);
    assert_eq!(
        table(&ran.out).1[0][8..],
        ["", "Sie flohen vor dem Krieg.", "abstain", "", "", "", ""].map(str::to_owned)
    );
    assert_ne!(column(&ran.out, "label")[1], "abstain");
    let ran = label(folder.path(), &["rows.csv", "--format", "jsonl"]);
    let row: Value = serde_json::from_str(ran.out.lines().next().expect("a row")).expect("an object");
    assert_eq!((&row["label"], &row["score"], &row["p_admit"]), (&Value::from("abstain"), &Value::Null, &Value::Null));
}

#[test]
fn labels_under_the_least_score_become_abstain_and_keep_their_row() {
    let folder = folder(&[("rows.csv", b"text\nWe should let refugees in.\nThe train was late.\n")]);
    let plain = label(folder.path(), &["rows.csv", "--unit", "sentence"]).out;
    let strict = label(folder.path(), &["rows.csv", "--unit", "sentence", "--min-score", "1"]).out;
    assert_eq!(column(&strict, "label"), ["abstain", "abstain"]);
    assert_eq!(column(&strict, "score"), column(&plain, "score"));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let files: Vec<(String, Vec<u8>)> =
        (0..300).map(|n| (format!("d{}/{n}.txt", n % 7), ONE.repeat(1 + n % 40))).collect();
    let mut files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    files.push(("d3/bad.txt", b""));
    let folder = folder(&files);
    for (threads, out) in [("1", "one.csv"), ("4", "four.csv")] {
        let ran = label(folder.path(), &["d0", "d3", "d1", "d2", "d4", "--threads", threads, "-o", out]);
        assert_eq!(ran.code, Some(1));
    }
    let read = |name: &str| fs::read(folder.path().join(name)).expect("written");
    assert!(read("one.csv").len() > 100_000);
    assert!(read("one.csv") == read("four.csv"));
    assert_eq!(read("one.csv.meta.json"), read("four.csv.meta.json"));
}

#[test]
fn a_file_is_accompanied_by_where_it_came_from() {
    let folder = folder(&[("a.txt", ONE), ("b.txt", b"")]);
    let ran = label(folder.path(), &["a.txt", "b.txt", "-o", "out.csv"]);
    let meta: Value =
        serde_json::from_slice(&fs::read(folder.path().join("out.csv.meta.json")).expect("written")).expect("JSON");
    assert_eq!((ran.code, &*ran.out), (Some(1), ""));
    assert_eq!(meta["model"].as_str().map(str::len), Some(64));
    assert_eq!(meta["inputs"], Value::from(vec!["a.txt", "b.txt"]));
    assert_eq!((&meta["counts"]["sentences"], &meta["counts"]["rejected"]), (&Value::from(2), &Value::from(1)));
    let names: Vec<_> =
        fs::read_dir(folder.path()).expect("there").map(|entry| entry.expect("read").file_name()).collect();
    assert_eq!(names.len(), 4, "no part is left behind: {names:?}");
}

#[test]
fn a_table_for_people_shows_each_article_with_its_counts() {
    let folder = folder(&[("a.txt", ONE)]);
    let ran = label(folder.path(), &["a.txt", "--format", "table", "--quiet"]);
    assert!(ran.out.starts_with("a.txt  2 sentences, "), "{}", ran.out);
    assert!(ran.out.contains("The train was late.\n") && !ran.out.contains('\u{1b}'), "{}", ran.out);
    assert_eq!(ran.err, "");
}
