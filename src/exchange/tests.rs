use super::*;
use crate::base::{Kind, Stance};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Text that is not all white space. Line breaks are left to the tests of single formats.
fn sentence() -> impl Strategy<Value = String> {
    "[a-zé\"',;#😀\\\\ ]{0,10}[A-Z5.!\"]"
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-z5\",é\n]{0,5}[a-z5]"]
}

fn extra() -> impl Strategy<Value = Map> {
    let value = prop_oneof![
        "[a-z\"5,\\[]{0,4}".prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(json!([1, "a"])),
        Just(json!({"a": 1.5})),
    ];
    let pairs = proptest::collection::vec(("(x|meta\\.|_)[a-f]{2}", value), 0..3);
    pairs.prop_map(|pairs| pairs.into_iter().collect())
}

type Map = serde_json::Map<String, Value>;

fn stance() -> impl Strategy<Value = Option<Stance>> {
    proptest::option::of((0usize..3).prop_map(|at| Stance::ALL[at]))
}

/// A record; `number` makes it another sentence than all others.
fn record(number: u32) -> impl Strategy<Value = Record> {
    let place = proptest::option::of((0usize..9, 9usize..99));
    let sentence = (sentence(), word(), place, 0usize..4, proptest::option::of(1u32..9));
    let said = (stance(), stance(), proptest::collection::vec(word(), 6));
    let suggestion = proptest::option::of((0usize..3, proptest::option::of(0u8..=100), word()));
    (sentence, said, suggestion, extra()).prop_map(
        move |((text, doc, place, kind, paragraph), (label, alone, said), given, extra)| {
            let [holder, note, annotator, time, tool, batch] = <[String; 6]>::try_from(said).expect("six");
            let suggestion = given.map(|(label, score, model)| Suggestion {
                label: Stance::ALL[label],
                score: score.map(|score| f64::from(score) / 100.0),
                model,
            });
            let text = format!("{number} {text}");
            let is_said = label.is_some();
            let of = |text: String| if is_said { text } else { String::new() };
            Record {
                id: format!("s{number}"),
                doc,
                n: Some(number),
                place,
                paragraph,
                kind: Kind::ALL[kind],
                text,
                label,
                alone: alone.filter(|_| is_said),
                holder: of(holder),
                note: of(note),
                annotator: if is_said { format!("anna{annotator}") } else { String::new() },
                time: of(time),
                tool: of(tool),
                batch: of(batch),
                suggestion,
                extra,
                ..Record::default()
            }
        },
    )
}

/// What a format can hold of a record.
fn held(record: Record, format: Format) -> Record {
    let is_held = |name: &str, value: &Value| {
        holds(format, name) && (!matches!(format, Format::Doccano | Format::DoccanoCsv) || value != "")
    };
    let fields = record.to_fields().into_iter().filter(|(name, value)| is_held(name, value)).collect();
    let mut record = Record::from_fields(fields, &LabelMap::default()).expect("a record");
    if format == Format::ProdigyBinary {
        record.extra.insert("_view_id".to_owned(), "classification".into());
    }
    record
}

fn back(bytes: &[u8], format: Option<Format>) -> Reading {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let mut reading = read("f", text, format, &Settings::default()).expect("a file of its format");
    assert_eq!(reading.rejects, [], "{text}");
    for record in &mut reading.records {
        (record.file, record.line) = (String::new(), 0);
    }
    reading
}

proptest! {
    #[test]
    fn what_a_format_can_hold_comes_back(records in (record(1), record(2), record(3)), at in 0usize..Format::ALL.len()) {
        let format = Format::ALL[at];
        let records = [records.0, records.1, records.2];
        let written = write(&records, format);
        let found = back(&written.bytes, Some(format)).records;
        let expected: Vec<Record> = records.into_iter().map(|record| held(record, format)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn what_is_lost_is_told(record in record(1), at in 0usize..Format::ALL.len()) {
        let format = Format::ALL[at];
        let fields = record.to_fields();
        let written = write(&[record], format);
        let here: BTreeMap<String, usize> = fields.keys().filter(|name| !holds(format, name)).map(|name| (name.clone(), 1)).collect();
        prop_assert_eq!(written.lost, here);
    }

    #[test]
    fn two_annotators_of_a_sentence_come_back_as_two(first in record(1), name in "[a-z]{3}", label in 0usize..3, at in 0usize..Format::ALL.len()) {
        let format = Format::ALL[at];
        let first = Record { label: Some(Stance::Admit), annotator: "anna".into(), ..first };
        let second = Record { label: Some(Stance::ALL[label]), annotator: format!("b{name}"), ..first.clone() };
        let expected: Vec<Record> = [&first, &second].map(|record| held(record.clone(), format)).into();
        prop_assert_eq!(back(&write(&[first, second], format).bytes, Some(format)).records, expected);
    }

    #[test]
    fn no_file_breaks_a_reader(text in "[\\[{\"a-c:,}\\]\n\t#%_0]{0,60}", at in 0usize..Format::ALL.len()) {
        let _ = read("f", &text, Some(Format::ALL[at]), &Settings::default());
        let _ = read("f", &text, None, &Settings::default());
    }
}
