use super::*;

fn all(name: &str, bytes: &[u8]) -> Vec<Result<Article, String>> {
    read_from(name, std::io::Cursor::new(bytes.to_vec()))
        .map(|article| article.map_err(|reject| reject.to_string()))
        .collect()
}

fn rejects(name: &str, bytes: &[u8]) -> Vec<String> {
    all(name, bytes).into_iter().filter_map(Result::err).collect()
}

#[test]
fn a_csv_row_with_too_few_fields_is_told_and_the_rest_is_read() {
    let rows = all("-", b"id,text,topic\na,Let them in.,x\nb,Short\n,\"Two\nlines.\",y\n");
    assert_eq!(rows[1], Err("-:3: expected 3 fields, found 2 fields".into()));
    let last = rows[2].as_ref().expect("the third row is good");
    assert_eq!((last.id.as_str(), last.text.as_str()), ("-#3", "Two\nlines."));
    assert_eq!(last.meta.columns, [("topic".to_owned(), "y".to_owned())]);
}

#[test]
fn a_jsonl_line_that_is_no_object_is_told_with_its_line() {
    let found = all(
        "-",
        b"{\"text\":\"One.\",\"id\":7,\"date\":\"2022-10-03\",\"k\":[1]}\n\nnot json\n{\"txt\":1}\n{\"text\":\" \"}\n",
    );
    let first = found[0].as_ref().expect("good");
    assert_eq!((first.id.as_str(), first.meta.date.as_deref()), ("7", Some("2022-10-03")));
    assert_eq!(first.meta.columns, [("k".to_owned(), "[1]".to_owned())]);
    let wrong: Vec<String> = found.into_iter().skip(1).filter_map(Result::err).collect();
    assert!(wrong[0].starts_with("-:3: expected a JSON object, found \"not json\""), "{wrong:?}");
    assert_eq!(wrong[1], "-:4: expected a key `text`, found keys txt");
    assert_eq!(wrong[2], "-:5: expected text in column `text`, found an empty field");
}

#[test]
fn a_table_without_text_names_the_columns_it_has() {
    let bytes = Box::new(std::io::Cursor::new(b"doc,label\n1,admit\n".to_vec()));
    let found: Vec<_> = read_as("t.csv", bytes, Some(Format::Table(b',')), None).collect();
    assert_eq!(found.len(), 1);
    let reject = found[0].as_ref().expect_err("no text column");
    assert_eq!(reject.to_string(), "t.csv:1: expected a column `text`, found columns doc, label");
}

#[test]
fn invalid_utf_8_rejects_its_row_alone() {
    assert_eq!(
        rejects("-", b"id,text\n1,ok\n2,b\xff\n3,ok\n"),
        ["-:3: expected UTF-8, found other bytes in column 2 at offset 1"]
    );
}

#[test]
fn gzip_and_zstd_are_unpacked_and_one_cut_short_is_a_reject() {
    use std::io::Write;
    let text = "They fled. ".repeat(500);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(text.as_bytes()).expect("in memory");
    let packed = [gz.finish().expect("in memory"), zstd::encode_all(text.as_bytes(), 1).expect("in memory")];
    for bytes in packed {
        assert_eq!(all("-", &bytes)[0].as_ref().map(|article| article.text.len()), Ok(text.len()));
        assert_eq!(rejects("-", &bytes[..bytes.len() - 9]), ["-: expected a whole file, found one cut short"]);
    }
}

#[test]
fn an_empty_stream_is_a_reject() {
    assert_eq!(rejects("-", b""), ["-: expected text, found an empty file"]);
}

#[test]
fn a_page_says_its_encoding_in_a_meta_element() {
    let found = all("-", b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1251'></head><body><p>\xcf\xf0\xe8\xe2\xe5\xf2</p></body></html>");
    let article = found[0].as_ref().expect("readable");
    assert_eq!((article.text.as_str(), article.meta.encoding), ("Привет", Some("windows-1251")));
}

proptest::proptest! {
    #[test]
    fn any_bytes_in_any_format_are_articles_or_rejects(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        for name in ["a.txt", "a.md", "a.html", "a.csv", "a.jsonl"] {
            let stream: Bytes = Box::new(std::io::Cursor::new(bytes.clone()));
            let Ok(stream) = bytes::unpack(name, stream) else { continue };
            for article in read_as(name, stream, format_of(Path::new(name)), None).take(400).flatten() {
                proptest::prop_assert!(!article.text.trim().is_empty());
            }
        }
    }
}
