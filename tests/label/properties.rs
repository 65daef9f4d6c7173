//! What holds for any table: rows in = rows out + rows reported, own cells come back, threads change nothing.

use proptest::prelude::*;
use stance::article::Reading;
use stance::model::Model;
use stance::output::{Columns, Format};
use stance::pipeline::{self, Input, Run, Tally};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::default_model().expect("the model compiled in"));

fn run(path: &Path, threads: usize) -> (String, Tally) {
    run_as(Format::Csv, path, threads)
}

fn run_as(format: Format, path: &Path, threads: usize) -> (String, Tally) {
    let (own, readers) = pipeline::row_columns(vec![Input::new(path)], &Reading::default());
    let columns = Columns::rows(own);
    let run = Run { threads, columns: format.has_fixed_columns().then(|| columns.own().to_vec()), ..Run::new(&MODEL) };
    let mut out = format.head(&columns);
    let mut tally = Tally::default();
    pipeline::rows(
        readers,
        &run,
        |rows, out| format.rows(rows, &columns, &mut out.bytes),
        |chunk| {
            out.extend_from_slice(&chunk.bytes);
            tally.add(&chunk.tally);
            ControlFlow::Continue(())
        },
    );
    (String::from_utf8(out).expect("UTF-8"), tally)
}

fn csv_of(rows: &[Vec<String>]) -> Vec<u8> {
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    csv.write_record(["doc", "text", "more"]).expect("memory");
    rows.iter().for_each(|row| csv.write_record(row).expect("memory"));
    csv.into_inner().expect("memory")
}

fn row() -> impl Strategy<Value = Vec<String>> {
    let doc = "[abc]?";
    let text = prop_oneof![4 => "[ -~“”é\n,\"]{0,60}", 1 => Just(String::new()), 1 => any::<String>()];
    let whole = (doc, text, "[a-z\",]{1,5}").prop_map(|(doc, text, more)| vec![doc, text, more]);
    prop_oneof![9 => whole, 1 => Just(vec!["a".to_owned(), "They fled.".to_owned()])]
}

/// Lines that are nearly JSON, with values of any kind and bytes of any kind.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![3 => Just("text"), 1 => Just("doc"), 1 => Just("label"), 1 => Just("n"), 1 => Just("x")];
    let any_string = any::<String>().prop_map(|text| serde_json::to_string(&text).expect("JSON"));
    let value = prop_oneof![3 => Just("\"They fled.\"".to_owned()), 2 => any_string, 1 => "[0-9]{1,3}|1e999|null|\\[1\\]|\"\\\\\\\\ud800\""];
    let pair = (name, value).prop_map(|(name, value)| format!("\"{name}\": {value}"));
    let object =
        proptest::collection::vec(pair, 0..4).prop_map(|pairs| format!("{{{}}}", pairs.join(",")).into_bytes());
    let mut bytes = proptest::collection::vec(any::<u8>().prop_filter("one line", |b| *b != b'\n'), 0..20).boxed();
    bytes = bytes.prop_filter("no byte order mark", |bytes| !bytes.starts_with(b"\xef\xbb\xbf")).boxed();
    prop_oneof![6 => object, 1 => bytes]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_row_comes_back_or_is_reported(rows in proptest::collection::vec(row(), 0..40)) {
        let file = tempfile::Builder::new().suffix(".csv").tempfile().expect("a file for the test");
        std::fs::write(file.path(), csv_of(&rows)).expect("written");
        let (out, tally) = run(file.path(), 1);
        prop_assert_eq!(tally.sentences + tally.rejected, rows.len() as u64);
        let good: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() == 3 && !row[1].trim().is_empty()).collect();
        let mut reader = csv::Reader::from_reader(out.as_bytes());
        let back: Vec<Vec<String>> = reader.records().map(|row| row.expect("a row").iter().take(3).map(str::to_owned).collect()).collect();
        prop_assert_eq!(back.iter().collect::<Vec<_>>(), good);
        prop_assert_eq!(run(file.path(), 3), (out, tally));
    }

    #[test]
    fn every_json_line_comes_back_or_is_reported(lines in proptest::collection::vec(line(), 0..30)) {
        let file = tempfile::Builder::new().suffix(".jsonl").tempfile().expect("a file for the test");
        std::fs::write(file.path(), lines.join(&b'\n')).expect("written");
        let (out, tally) = run_as(Format::Jsonl, file.path(), 1);
        let given = lines.iter().filter(|line| !line.trim_ascii().is_empty()).count();
        prop_assert_eq!(tally.sentences + tally.rejected, given.max(1) as u64);
        prop_assert_eq!(out.lines().count() as u64, tally.sentences);
        for line in out.lines() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{}", line);
        }
        let (csv, in_csv) = run(file.path(), 2);
        prop_assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count() as u64, tally.sentences);
        prop_assert_eq!(in_csv, tally);
    }
}
