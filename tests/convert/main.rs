//! `stance convert` as other programs call it: files of other tools in and out, messages, exit codes.

mod bad_input;
mod formats;
#[path = "../program/mod.rs"]
mod program;

use program::{Ran, stance};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Calls `stance convert` in a folder.
pub(crate) fn convert(folder: &Path, arguments: &[&str]) -> Ran {
    stance(folder, &[&["convert"], arguments].concat())
}

/// The folder of files of other tools.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exchange")
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

/// `text label annotator` of each row of a CSV, `-` for none.
pub(crate) fn said(csv: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let row = |row: csv::StringRecord| {
        let get = |name: &str| columns.iter().position(|it| it == name).and_then(|at| row.get(at)).unwrap_or_default();
        let or = |name: &str| if get(name).is_empty() { "-".to_owned() } else { get(name).to_owned() };
        format!("{} {} {}", &get("text")[..get("text").find(' ').unwrap_or(0)], or("label"), or("annotator"))
    };
    reader.records().map(|it| row(it.expect("a row"))).collect()
}
