//! What reading does with good and bad files, told by whole files on disk.

mod bad;
mod property;
mod reading;

use super::{LabelMap, LabelledDocument, Reading, read_with};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with these files in it.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    folder
}

fn paths(folder: &TempDir, names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(|name| folder.path().join(name)).collect()
}

/// Reads files of a folder, with no map and no texts.
fn reading(folder: &TempDir, names: &[&str]) -> Reading {
    read_with(&paths(folder, names), &LabelMap::default(), None)
}

/// The rejects, a line each, the folder's own name taken out.
fn told(folder: &Path, reading: &Reading) -> String {
    let lines: Vec<String> = reading.rejects.iter().map(ToString::to_string).collect();
    lines.join("\n").replace(&format!("{}/", folder.display()), "").replace(&folder.display().to_string(), "FOLDER")
}

/// `id/n text=label` of every sentence.
fn labels(documents: &[LabelledDocument]) -> Vec<String> {
    let mut out = Vec::new();
    for labelled in documents {
        let document = &labelled.document;
        for (sentence, gold) in document.sentences.iter().zip(&labelled.gold) {
            out.push(format!("{}/{} {}={}", document.id, gold.n, sentence.span.of(&document.text), gold.label));
        }
    }
    out
}
