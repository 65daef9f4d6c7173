//! `stance train --learning-curve` and `--ablate`, and the learning curve in a report.

mod program;

use program::{Ran, stance};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

/// Documents of the written corpus that the tests train on.
const DOCUMENTS: usize = 16;

/// The first documents of the corpus as `rows.csv`.
fn some_documents(folder: &Path) {
    let mut reader = csv::Reader::from_path("data/corpus/sentences.csv").expect("the corpus");
    let mut writer = csv::Writer::from_path(folder.join("rows.csv")).expect("created");
    writer.write_record(reader.headers().expect("a header")).expect("written");
    let mut documents: Vec<String> = Vec::new();
    for row in reader.records() {
        let row = row.expect("a row");
        if documents.last().is_none_or(|last| *last != row[0]) {
            documents.push(row[0].to_owned());
        }
        if documents.len() <= DOCUMENTS {
            writer.write_record(&row).expect("written");
        }
    }
}

fn table(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(folder.join(name)).expect(name);
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// One run of both experiments.
static RAN: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    some_documents(folder.path());
    let experiments = ["--learning-curve", "curve.csv", "--ablate", "ablate.csv", "--config", "folds.toml"];
    fs::write(folder.path().join("folds.toml"), "folds = 3\n").expect("written");
    let Ran { code, err, .. } =
        stance(folder.path(), &[&["train", "rows.csv", "-o", "m.safetensors"], &experiments[..]].concat());
    assert_eq!(code, Some(0), "{err}");
    folder
});

#[test]
fn a_learning_curve_grows_to_all_documents_for_both_readings() {
    let rows = table(RAN.path(), "curve.csv");
    for reading in ["label", "alone"] {
        let own: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == reading).collect();
        let sentences: Vec<usize> = own.iter().map(|row| row[2].parse().expect("a number")).collect();
        assert!(sentences.len() >= 3 && sentences.is_sorted_by(|a, b| a < b), "{sentences:?}");
        // A fold learns from two thirds.
        assert_eq!(own.last().expect("a point")[1], ((DOCUMENTS * 2 + 1) / 3).to_string());
        let [value, low, high] =
            [3, 4, 5].map(|cell| own.last().expect("a point")[cell].parse::<f64>().expect("a figure"));
        assert!(low < value && value < high && (0.2..0.95).contains(&value));
    }
}

#[test]
fn ablations_name_every_family_that_is_on_with_paired_differences() {
    let rows = table(RAN.path(), "ablate.csv");
    let names: Vec<&str> = rows.iter().filter(|row| row[1] == "label").map(|row| row[0].as_str()).collect();
    assert_eq!(names[0], "nothing");
    for family in ["words", "chars", "cues", "masked"] {
        assert!(names.contains(&family), "{names:?}");
    }
    assert!(!names.contains(&"stems") && !names.contains(&"shape"), "a family that is off cannot be switched off");
    for row in &rows {
        let [value, difference, low, high] = [2, 5, 6, 7].map(|cell| row[cell].parse::<f64>().expect("a figure"));
        let whole: f64 =
            rows.iter().find(|all| all[0] == "nothing" && all[1] == row[1]).expect("it")[2].parse().expect("it");
        assert!((value - whole - difference).abs() < 2e-6 && low <= difference && difference <= high, "{row:?}");
    }
}

#[test]
fn both_end_in_the_same_figure_and_are_the_same_on_any_number_of_threads() {
    let (curve, ablations) = (table(RAN.path(), "curve.csv"), table(RAN.path(), "ablate.csv"));
    let last = curve.iter().rfind(|row| row[0] == "label").expect("a point");
    let whole = ablations.iter().find(|row| row[1] == "label").expect("a line");
    assert_eq!(last[3..6], whole[2..5]);
    let again = ["train", "rows.csv", "-o", "n.safetensors", "--learning-curve", "again.csv", "--config", "folds.toml"];
    stance(RAN.path(), &[&again[..], &["--threads", "1"]].concat());
    assert_eq!(table(RAN.path(), "again.csv"), curve);
}

#[test]
fn too_few_documents_for_any_share_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("rows.csv"), "doc,text,label\na,One.,admit\nb,Two.,restrict\nc,Three.,neutral\n")
        .expect("written");
    let Ran { code, err, .. } =
        stance(folder.path(), &["train", "rows.csv", "-o", "m.safetensors", "--learning-curve", "c.csv"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("found none of"), "{err}");
    assert!(!folder.path().join("c.csv").exists());
}

#[test]
fn a_report_shows_the_curve_of_its_own_reading() {
    let evaluate = |reading: &str| {
        let given = ["evaluate", "rows.csv", "--allow-leak", "--learning-curve", "curve.csv", "--report", reading];
        let Ran { code, err, .. } = stance(RAN.path(), &[&given[..], &["--reading", reading]].concat());
        assert_eq!(code, Some(0), "{err}");
        fs::read_to_string(RAN.path().join(reading).join("report.html")).expect("written")
    };
    for reading in ["label", "alone"] {
        let rows = table(RAN.path(), "curve.csv");
        let last = rows.iter().rfind(|row| row[0] == reading).expect("a point");
        let value: f64 = last[3].parse().expect("a figure");
        assert!(evaluate(reading).contains(&format!("{} sentences {value:.3}.\"", last[2])), "{reading}");
    }
}

#[test]
fn a_table_that_is_no_learning_curve_is_refused() {
    let Ran { code, err, .. } =
        stance(RAN.path(), &["evaluate", "rows.csv", "--allow-leak", "--learning-curve", "rows.csv"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("documents,sentences,macro_f1,low,high"), "{err}");
}
