//! `stance label` as other programs call it: files, columns, messages, exit codes.

mod bad_input;
mod copies;
mod formats;
mod page;
#[path = "../program/mod.rs"]
mod program;
mod properties;
mod resume;
mod sentences;

use program::{Ran, stance_with};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) const ARTICLE_COLUMNS: &str =
    "doc,source,date,language,n,start,end,kind,on_topic,text,label,score,p_admit,p_restrict,p_neutral";

/// Calls `stance label` with these arguments, in a folder of its own.
pub(crate) fn label_with(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Ran {
    stance_with(folder, &[&["label"], arguments].concat(), stdin)
}

pub(crate) fn label(folder: &Path, arguments: &[&str]) -> Ran {
    label_with(folder, arguments, b"")
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, bytes) in files {
        let path: PathBuf = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("created");
        fs::write(path, bytes).expect("written");
    }
    folder
}

/// Header and rows of a CSV.
pub(crate) fn table(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    (header, rows.collect())
}

/// One column of a CSV.
pub(crate) fn column(csv: &str, name: &str) -> Vec<String> {
    let (header, rows) = table(csv);
    let at = header.iter().position(|column| column == name).expect("such a column");
    rows.into_iter().map(|mut row| row.swap_remove(at)).collect()
}

pub(crate) const ONE: &[u8] = b"The train was late. We should let the refugees in.\n";
pub(crate) const TWO: &[u8] = b"The minister spoke at noon. Nobody listened to him.\n";
