//! Files of each tool: found, read, and given back as they were.

use super::{convert, fixtures, folder, said};
use serde_json::Value;
use std::fs;

#[test]
fn each_tools_file_is_known_by_what_stands_in_it() {
    let all = [
        ("prodigy_choice.jsonl", "prodigy"),
        ("prodigy_binary.jsonl", "prodigy"),
        ("label_studio.json", "label-studio"),
        ("label_studio_min.json", "label-studio-min"),
        ("label_studio.csv", "label-studio-csv"),
        ("doccano.jsonl", "doccano"),
        ("doccano.csv", "doccano-csv"),
        ("argilla.json", "argilla"),
        ("argilla_columns.jsonl", "argilla"),
        ("argilla_v1.jsonl", "argilla"),
        ("inception.json", "inception"),
        ("fasttext.txt", "fasttext"),
        ("potato_items.jsonl", "jsonl"),
    ];
    for (file, format) in all {
        let ran = convert(&fixtures(), &[file, "--to", "csv"]);
        assert_eq!(ran.code, Some(0), "{file}: {}", ran.err);
        assert!(ran.err.contains(&format!("{file}: read as {format}\n")), "{}", ran.err);
    }
}

#[test]
fn what_each_annotator_said_is_read() {
    let csv = |files: &[&str]| {
        let ran = convert(&fixtures(), &[files, &["--to", "csv"]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        said(&ran.out)
    };
    assert_eq!(csv(&["prodigy_choice.jsonl"]), ["We admit anna", "The neutral ben", "Nobody - ben"]);
    assert_eq!(csv(&["prodigy_binary.jsonl"]), ["Send restrict anna", "The - anna"]);
    assert_eq!(csv(&["label_studio.json"]), ["We admit 1", "We neutral ben@example.org", "We - 3", "The - -"]);
    assert_eq!(csv(&["label_studio_min.json"]), ["We admit 1", "The neutral 2"]);
    assert_eq!(csv(&["label_studio.csv"]), ["We admit 1", "The neutral 2"]);
    assert_eq!(csv(&["doccano.jsonl"]), ["We admit -", "The neutral -", "Nobody - -"]);
    assert_eq!(csv(&["inception.json"]), ["Let admit -", "The neutral -"]);
    assert_eq!(csv(&["potato_user_state.json", "potato_items.jsonl"]), ["We admit anna", "The neutral anna"]);
    assert_eq!(csv(&["potato.csv", "potato_items.jsonl"]), ["We admit anna", "The neutral anna"]);
    let of = |last: &str| format!("5b2d1c52-7a3e-4c55-8a77-0e3b5f1c2a0{last}");
    assert_eq!(
        csv(&["argilla.json"]),
        [format!("We admit {}", of("1")), format!("We neutral {}", of("2")), "The - -".into()]
    );
    for file in ["argilla_columns.jsonl", "argilla_v1.jsonl"] {
        assert_eq!(csv(&[file]), [format!("We admit {}", of("1")), format!("We - {}", of("2"))], "{file}");
    }
}

/// The same values, whatever the order of keys.
fn values(text: &str) -> Vec<Value> {
    let sorted = |value: Value| serde_json::from_str(&sort(&value)).expect("JSON");
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(list)) => list.into_iter().map(sorted).collect(),
        _ => text.lines().map(|line| sorted(serde_json::from_str(line).expect("JSON"))).collect(),
    }
}

fn sort(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<String> =
                map.iter().map(|(name, it)| format!("{}:{}", Value::from(name.as_str()), sort(it))).collect();
            pairs.sort();
            format!("{{{}}}", pairs.join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(sort).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

#[test]
fn from_a_tool_to_a_batch_and_back_every_field_is_kept() {
    let all = [
        ("prodigy_choice.jsonl", "prodigy"),
        ("prodigy_binary.jsonl", "prodigy"),
        ("label_studio.json", "label-studio"),
        ("label_studio_min.json", "label-studio-min"),
        ("doccano.jsonl", "doccano"),
        ("argilla.json", "argilla"),
    ];
    let folder = folder(&[]);
    for (file, format) in all {
        let before = fs::read_to_string(fixtures().join(file)).expect("a fixture");
        for batch in ["batch.csv", "batch.jsonl"] {
            let batch = folder.path().join(batch).display().to_string();
            assert_eq!(convert(&fixtures(), &[file, "-o", &batch]).code, Some(0));
            let ran = convert(&fixtures(), &[&batch, "--to", format]);
            assert_eq!(values(&ran.out), values(&before), "{file} by way of {batch}: {}", ran.err);
        }
    }
}

#[test]
fn predictions_travel_as_suggestions_with_score_and_model() {
    let predictions = "doc,n,text,label,score,p_admit,p_restrict,p_neutral\na,1,Let them in.,admit,0.9100,0.9100,0.0500,0.0400\na,2,Lasst sie herein.,abstain,,,,\n";
    let folder = folder(&[("p.csv", predictions), ("p.csv.meta.json", "{\"model\":\"abc123\"}")]);
    let ran = convert(folder.path(), &["p.csv", "--to", "label-studio"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let tasks = values(&ran.out);
    assert_eq!(tasks[0]["annotations"], Value::Array(vec![]));
    let prediction = &tasks[0]["predictions"][0];
    assert_eq!((&prediction["model_version"], &prediction["score"]), (&Value::from("abc123"), &Value::from(0.91)));
    assert_eq!(prediction["result"][0]["value"]["choices"][0], "admit");
    assert_eq!(
        (&tasks[1]["predictions"], &tasks[1]["data"]["abstained"]),
        (&Value::Array(vec![]), &Value::from("abstain"))
    );
}

#[test]
fn a_table_with_other_names_and_words_is_read_with_a_map() {
    let arguments = [
        "columns.csv",
        "--columns",
        "text=Body,label=Code,id=Nr",
        "--map",
        "PRO=admit,NONE=neutral",
        "--annotator",
        "cem",
    ];
    let ran = convert(&fixtures(), &[&arguments[..], &["--to", "csv"]].concat());
    assert_eq!(said(&ran.out), ["We admit cem", "The neutral cem"], "{}", ran.err);
}

#[test]
fn a_stance_towards_another_target_needs_a_map() {
    let ran = convert(&fixtures(), &["semeval.txt", "--to", "csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("found \"FAVOR\" (1), \"NONE\" (1)"), "{}", ran.err);
    let ran = convert(&fixtures(), &["semeval.txt", "--map", "FAVOR=restrict,NONE=neutral", "--to", "csv"]);
    assert_eq!(said(&ran.out), ["\"Shut restrict -", "The neutral -"], "{}", ran.err);
}

#[test]
fn what_has_no_place_is_told() {
    let ran = convert(&fixtures(), &["doccano.jsonl", "--to", "fasttext"]);
    assert_eq!(ran.out.lines().next(), Some("__label__admit We should open the border to those who flee the floods."));
    assert!(
        ran.err.contains("fasttext has no place for: Comments (3 values), id (3 values), source (3 values)"),
        "{}",
        ran.err
    );
    let ran = convert(&fixtures(), &["inception.json", "--to", "csv"]);
    assert!(ran.err.contains("not carried from the files: annotations de.tudarmstadt"), "{}", ran.err);
}

#[test]
fn places_are_code_points_whatever_the_tool_counts() {
    let ran = convert(&fixtures(), &["inception.json", "--to", "jsonl"]);
    let row = &values(&ran.out)[0];
    assert_eq!((&row["doc"], &row["start"], &row["end"]), (&"gazette-12.txt".into(), &11.into(), &27.into()));
}

#[test]
fn a_file_is_accompanied_by_where_it_came_from() {
    let folder = folder(&[]);
    let out = folder.path().join("out.txt").display().to_string();
    assert_eq!(convert(&fixtures(), &["doccano.jsonl", "--to", "fasttext", "-o", &out]).code, Some(0));
    let meta: Value = serde_json::from_slice(&fs::read(format!("{out}.meta.json")).expect("written")).expect("JSON");
    assert_eq!((&meta["inputs"][0]["format"], &meta["lost"]["writing"]["id"]), (&"doccano".into(), &3.into()));
}
