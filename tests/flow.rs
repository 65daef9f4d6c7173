//! The structure the design promises, read from the sources: each stage knows only the stages before it,
//! and what belongs in one place stays there.

use std::fs;
use std::path::{Path, PathBuf};

/// The stages in the order data flows through them.
const FLOW: [&str; 16] = [
    "base", "article", "clean", "sentence", "token", "document", "feature", "dataset", "exchange", "model", "pipeline",
    "output", "evaluate", "report", "annotate", "cli",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    let mut files: Vec<PathBuf> = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Every `crate::STAGE` that a file names outside its comments.
fn named(text: &str) -> Vec<&str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect()
}

#[test]
fn each_stage_knows_only_the_stages_before_it() {
    let mut wrong = Vec::new();
    for (place, stage) in FLOW.iter().enumerate() {
        for file in sources(&Path::new("src").join(stage)) {
            let text = fs::read_to_string(&file).expect("a source file");
            // Tests may look ahead: they are no part of the road.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let is_tests = file.to_string_lossy().contains("test");
            let later = named(code).into_iter().filter(|name| FLOW[place + 1..].contains(name));
            wrong.extend(later.filter(|_| !is_tests).map(|name| format!("{} names {name}", file.display())));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_folder_of_the_library_is_a_stage() {
    let mut folders: Vec<String> = fs::read_dir("src")
        .expect("the sources")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    folders.sort();
    let mut stages = FLOW.map(str::to_owned);
    stages.sort();
    assert_eq!(folders, stages);
}

fn files_naming(word: &str) -> Vec<String> {
    let naming = |file: &PathBuf| {
        let text = fs::read_to_string(file).expect("a source file");
        text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word))
    };
    sources(Path::new("src")).into_iter().filter(naming).map(|file| file.display().to_string()).collect()
}

#[test]
fn rayon_is_named_in_one_file() {
    assert_eq!(files_naming("rayon"), ["src/base/parallel.rs"]);
}

#[test]
fn linfa_is_named_by_the_learners_only() {
    let files = files_naming("linfa");
    assert!(files.iter().all(|file| file.starts_with("src/model/")), "{files:?}");
}

#[test]
fn sqlite_is_named_by_the_store_only() {
    let files = files_naming("rusqlite");
    assert!(files.iter().all(|file| file.starts_with("src/annotate/store/")), "{files:?}");
}

#[test]
fn files_stay_short() {
    let long = |file: &PathBuf| fs::read_to_string(file).expect("a source file").lines().count() > 300;
    let long: Vec<PathBuf> = sources(Path::new("src")).into_iter().filter(long).collect();
    assert_eq!(long, Vec::<PathBuf>::new());
}
