//! Parquet and Arrow, in and out, as other programs call `stance label`. Needs `--features parquet`.

use arrow_array::builder::{Int64Builder, ListBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, UInt64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::DataType;
use arrow_select::concat::concat_batches;
use assert_cmd::Command;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

const ONE: &str = "The train was late. We should let the refugees in.\n";

fn run(folder: &Path, arguments: &[&str], stdin: &[u8]) -> std::process::Output {
    let mut command = Command::cargo_bin("stance").expect("the program is built");
    command.current_dir(folder).arg("label").args(arguments).write_stdin(stdin).output().expect("it runs")
}

fn label(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    files.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).expect("written"));
    folder
}

fn read(path: &Path) -> RecordBatch {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).expect("written")).expect("Parquet");
    let schema = Arc::clone(builder.schema());
    let batches: Vec<RecordBatch> = builder.build().expect("readable").map(|batch| batch.expect("whole")).collect();
    concat_batches(&schema, &batches).expect("one schema")
}

fn read_stream(bytes: &[u8]) -> RecordBatch {
    let reader = StreamReader::try_new(bytes, None).expect("an Arrow stream");
    let schema = reader.schema();
    let batches: Vec<RecordBatch> = reader.map(|batch| batch.expect("whole")).collect();
    concat_batches(&schema, &batches).expect("one schema")
}

/// Rows with a column of every kind, some of them null.
fn rows(count: i64) -> RecordBatch {
    let mut lists = ListBuilder::new(Int64Builder::new());
    (0..count).for_each(|n| lists.append_value([Some(n), None]));
    let some = |n: i64| (n % 3 != 0).then_some(n);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("Quote", Arc::new(StringArray::from_iter_values((0..count).map(|n| format!("They fled war number {n}."))))),
        ("doc", Arc::new(StringArray::from_iter_values((0..count).map(|n| format!("d{}", n / 20))))),
        ("whole", Arc::new((0..count).map(some).collect::<Int64Array>())),
        ("real", Arc::new(Float64Array::from_iter_values((0..count).map(|n| n as f64 / 3.0)))),
        ("yes", Arc::new((0..count).map(|n| some(n).map(|n| n % 2 == 0)).collect::<BooleanArray>())),
        ("day", Arc::new(Date32Array::from_iter_values((0..count).map(|n| n as i32)))),
        ("at", Arc::new(TimestampMicrosecondArray::from_iter_values(0..count).with_timezone("UTC"))),
        ("list", Arc::new(lists.finish())),
        (
            "label",
            Arc::new(
                (0..count).map(|n| some(n).map(|n| if n % 2 == 0 { "" } else { "mine" })).collect::<StringArray>(),
            ),
        ),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .expect("columns")
}

fn write_parquet(path: &Path, batch: &RecordBatch) {
    let mut writer = ArrowWriter::try_new(File::create(path).expect("created"), batch.schema(), None).expect("begun");
    writer.write(batch).expect("written");
    writer.close().expect("closed");
}

fn stream_of(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).expect("memory");
    writer.write(batch).expect("memory");
    writer.into_inner().expect("memory")
}

/// The own columns of an input, found again in an output.
fn own_columns_are_kept(input: &RecordBatch, output: &RecordBatch) {
    assert_eq!(output.num_rows(), input.num_rows());
    for (field, column) in input.schema().fields().iter().zip(input.columns()) {
        let name = if field.name() == "label" { "input_label" } else { field.name() };
        assert_eq!(output.column_by_name(name).expect("kept"), column, "{name}");
    }
}

#[test]
fn articles_in_parquet_are_those_of_the_csv_with_types() {
    let folder = folder(&[("a.txt", ONE), ("b.txt", "“Où?” he asked. Nobody knew.\n")]);
    label(folder.path(), &["a.txt", "b.txt", "-o", "out.parquet"]);
    let batch = read(&folder.path().join("out.parquet"));
    let csv = label(folder.path(), &["a.txt", "b.txt"]);
    let mut csv = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<String> = csv.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(batch.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>(), header);
    let rows: Vec<csv::StringRecord> = csv.records().map(|row| row.expect("a row")).collect();
    let (starts, scores) =
        (batch["start"].as_primitive::<UInt64Type>(), batch["p_admit"].as_primitive::<Float32Type>());
    assert_eq!(batch.num_rows(), rows.len());
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(row[5], starts.value(at).to_string());
        assert_eq!(&row[9], batch["text"].as_string::<i32>().value(at));
        assert_eq!(row[12], format!("{:.4}", scores.value(at)));
    }
    assert_eq!(batch["on_topic"].data_type(), &DataType::Boolean);
    assert!(folder.path().join("out.parquet.meta.json").exists());
}

#[test]
fn sets_and_copies_are_the_columns_of_the_csv() {
    let words = "The border town took in nine hundred people that night and nobody asked them for a paper or a name. ";
    let article = format!("{words}We should let the refugees in. {}", words.replace("nine", "eight"));
    let folder = folder(&[("a.txt", &article), ("b.txt", &article)]);
    let arguments = ["a.txt", "b.txt", "--copies", "--risk", "0.1"];
    label(folder.path(), &[&arguments[..], &["-o", "out.parquet"]].concat());
    let batch = read(&folder.path().join("out.parquet"));
    let csv = label(folder.path(), &arguments);
    let mut csv = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<String> = csv.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header[14..], ["p_neutral", "set", "copy_of"]);
    assert_eq!(batch.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>(), header);
    let rows: Vec<csv::StringRecord> = csv.records().map(|row| row.expect("a row")).collect();
    assert_eq!(batch.num_rows(), rows.len());
    for (at, row) in rows.iter().enumerate() {
        for column in [15, 16] {
            let cells = batch.column(column).as_string::<i32>();
            assert_eq!(&row[column], if cells.is_null(at) { "" } else { cells.value(at) });
        }
    }
    assert_eq!(rows.last().map(|row| &row[16]), Some("a.txt"));
}

#[test]
fn rows_of_parquet_come_back_with_their_types_on_any_number_of_threads() {
    let (folder, input) = (folder(&[]), rows(3000));
    write_parquet(&folder.path().join("in.parquet"), &input);
    let arguments = ["in.parquet", "--unit", "sentence", "--text", "quote", "-o"];
    label(folder.path(), &[&arguments[..], &["one.parquet", "--threads", "1"]].concat());
    label(folder.path(), &[&arguments[..], &["four.parquet", "--threads", "4"]].concat());
    own_columns_are_kept(&input, &read(&folder.path().join("one.parquet")));
    assert!(fs::read(folder.path().join("one.parquet")).ok() == fs::read(folder.path().join("four.parquet")).ok());
}

#[test]
fn numbers_truth_values_and_nulls_are_so_in_json_lines() {
    let folder = folder(&[]);
    write_parquet(&folder.path().join("in.parquet"), &rows(2));
    let out = label(folder.path(), &["in.parquet", "--unit", "sentence", "--text", "Quote", "--format", "jsonl"]);
    let second = out.lines().nth(1).expect("two rows");
    assert!(second.contains(r#""whole":1,"real":0.3333333333333333,"yes":false,"day":"1970-01-02","at":"#), "{second}");
    assert!(out.contains(r#""whole":null,"real":0.0,"yes":null"#) && out.contains(r#""input_label":null"#), "{out}");
}

#[test]
fn arrow_on_standard_input_is_known_by_its_content_and_goes_out_as_arrow() {
    let (folder, input) = (folder(&[]), rows(1500));
    let arguments = ["-", "--unit", "sentence", "--text", "Quote", "--format", "arrow"];
    let output = run(folder.path(), &arguments, &stream_of(&input));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let batch = read_stream(&output.stdout);
    own_columns_are_kept(&input, &batch);
    assert_eq!(batch["p_neutral"].data_type(), &DataType::Float32);
}

#[test]
fn a_parquet_table_of_articles_gives_their_sentences_with_its_columns() {
    let folder = folder(&[]);
    let ids: ArrayRef = Arc::new(StringArray::from(vec!["x", "y"]));
    let texts: ArrayRef = Arc::new(StringArray::from(vec![ONE, "They wept."]));
    let sizes: ArrayRef = Arc::new(Int64Array::from(vec![Some(7), None]));
    let input = RecordBatch::try_from_iter([("id", ids), ("body", texts), ("size", sizes)]).expect("columns");
    write_parquet(&folder.path().join("in.parquet"), &input);
    label(folder.path(), &["in.parquet", "-o", "out.parquet"]);
    let batch = read(&folder.path().join("out.parquet"));
    let docs: Vec<&str> = batch["doc"].as_string::<i32>().iter().flatten().collect();
    assert_eq!(docs, ["x", "x", "y"]);
    let expected: ArrayRef = Arc::new(Int64Array::from(vec![Some(7), Some(7), None]));
    assert_eq!(&batch["size"], &expected);
    let csv = label(folder.path(), &["in.parquet"]);
    assert!(csv.lines().nth(1).is_some_and(|row| row.starts_with("x,") && row.ends_with(",7")), "{csv}");
}

#[test]
fn tables_of_different_types_are_united_as_text() {
    let folder = folder(&[("b.csv", "text,size\nThey fled.,big\n")]);
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["They wept."]));
    let sizes: ArrayRef = Arc::new(Int64Array::from(vec![7]));
    let input = RecordBatch::try_from_iter([("text", texts), ("size", sizes)]).expect("columns");
    write_parquet(&folder.path().join("a.parquet"), &input);
    label(folder.path(), &["a.parquet", "b.csv", "--unit", "sentence", "-o", "out.parquet"]);
    let batch = read(&folder.path().join("out.parquet"));
    assert_eq!(batch["size"].as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["7", "big"]);
}

#[test]
fn a_broken_table_is_told_and_the_others_are_labelled() {
    let (folder, input) = (folder(&[("a.txt", ONE)]), rows(2000));
    write_parquet(&folder.path().join("in.parquet"), &input);
    let whole = fs::read(folder.path().join("in.parquet")).expect("written");
    fs::write(folder.path().join("short.parquet"), &whole[..whole.len() / 2]).expect("written");
    let stream = stream_of(&input);
    fs::write(folder.path().join("short.arrow"), &stream[..stream.len() / 2]).expect("written");
    let output = run(folder.path(), &["short.parquet", "short.arrow", "a.txt", "--text", "Quote"], b"");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("short.parquet: expected a Parquet file, found "), "{told}");
    assert!(told.contains("short.arrow:1: expected a table that can be read to its end, found "), "{told}");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stdout).lines().count()), (Some(1), 3));
    let output = run(folder.path(), &["-"], &whole);
    assert!(String::from_utf8_lossy(&output.stderr).contains("a Parquet file whose name ends in .parquet"));
}

#[test]
fn parquet_cannot_be_gone_on_with() {
    let folder = folder(&[("a.txt", ONE)]);
    let output = run(folder.path(), &["a.txt", "-o", "out.parquet", "--resume"], b"");
    assert!(String::from_utf8_lossy(&output.stderr).contains("not with parquet"));
    assert_eq!((output.status.code(), folder.path().join("out.parquet").exists()), (Some(2), false));
}
