//! Every command of `docs/retraining.md` works, one after the other, in a copy of the project.

#![allow(clippy::print_stdout)] // a skipped test says so

mod program;

use program::bash;
use stance::dataset::LabelledDocument;
use stance::model::{Model, TrainSettings};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const PAGE: &str = include_str!("../docs/retraining.md");

/// What a checkout has, with a small model: how good the committed one is must not matter here.
fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for name in ["seeds/articles", "docs/examples/retraining", "data/corpus"] {
        copy(name, folder.path());
    }
    for name in ["data/annotations", "models"] {
        fs::create_dir_all(folder.path().join(name)).expect("made");
    }
    fs::copy("data/splits.csv", folder.path().join("data/splits.csv")).expect("copied");
    let project = stance::dataset::project::load(Path::new("data"), None).expect("the project's own data");
    let settings = TrainSettings::from_toml("folds = 2\n[features]\nchars_max = 3").expect("good settings");
    let documents: Vec<LabelledDocument> = project.train.into_iter().take(24).collect();
    let model = Model::train(documents, &settings, 2).expect("trains").0;
    fs::write(folder.path().join("models/stance.safetensors"), model.to_bytes()).expect("written");
    folder
}

fn copy(name: &str, into: &Path) {
    fs::create_dir_all(into.join(name)).expect("made");
    for entry in fs::read_dir(name).expect("a folder of the project") {
        let from = entry.expect("an entry").path();
        fs::copy(&from, into.join(&from)).expect("copied");
    }
}

/// The lines of the page's `sh` blocks.
fn commands() -> Vec<&'static str> {
    let blocks = PAGE.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).collect()
}

/// What a line says on both streams; `None` where there is no bash.
fn fine(script: &str, folder: &Path) -> Option<String> {
    let output = bash(script, folder).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{script}\n{said}");
    Some(said)
}

#[test]
fn every_command_of_the_page_works() {
    let commands = commands();
    assert_eq!(commands.len(), 8, "{commands:?}");
    let project = project();
    let mut said = Vec::new();
    for command in commands {
        match fine(command, project.path()) {
            Some(text) => said.push(text),
            None => return println!("skipped: no bash"),
        }
    }
    assert!(said[4].starts_with("learnt ") && said[4].contains("held out, label: "), "{}", said[4]);
    assert!(said[5].starts_with("nothing new to learn: "), "{}", said[5]);
    assert!(project.path().join("data/annotations/holdout.csv").is_file());
    assert!(project.path().join("mine.safetensors").is_file());
}
