//! `stance evaluate` as other programs call it: reports, gates, comparisons, messages, exit codes.

#![allow(clippy::print_stdout)] // a skipped test says so

mod articles;
mod bad_input;
mod behaviour;
mod compare;
mod floors;
mod gates;
#[path = "../program/mod.rs"]
mod program;
mod report;

use program::{Ran, stance};
use stance::model::{Model, TrainSettings};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

pub(crate) const SAMPLES: &str = "seeds/articles/labels.csv";

/// Calls `stance evaluate` in the project's folder with a small model.
pub(crate) fn evaluate(arguments: &[&str]) -> Ran {
    evaluate_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// The same in another folder.
pub(crate) fn evaluate_in(folder: &Path, arguments: &[&str]) -> Ran {
    let model = model().to_str().expect("UTF-8");
    stance(folder, &[&["evaluate"], arguments, &["--model", model]].concat())
}

/// A model of a part of the corpus, trained once a run: how good the committed one is must not matter here.
pub(crate) fn model() -> &'static Path {
    static MODEL: OnceLock<PathBuf> = OnceLock::new();
    MODEL.get_or_init(|| {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let project = stance::dataset::project::load(&data, None).expect("the project's own data");
        let documents = project.train.into_iter().take(40).collect();
        let settings = TrainSettings::from_toml("folds = 3\n[features]\nchars_max = 4").expect("good settings");
        let bytes = Model::train(documents, &settings, 2).expect("trains").0.to_bytes();
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("evaluate.safetensors");
        fs::write(&file, bytes).expect("written");
        file
    })
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

/// A file of such a folder, as an argument.
pub(crate) fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

pub(crate) const ROWS: &str = "doc,n,text,label
a,1,We should grant asylum to every refugee.,admit
a,2,The refugees came by train.,neutral
b,1,Send the asylum seekers back and close the border.,restrict
b,2,It rained on Monday.,neutral
";
