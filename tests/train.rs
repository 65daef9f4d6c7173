//! `stance train` as a user calls it: the model, its card, what neither may touch.

mod program;

use program::stance;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const CARD: &str = "# Model card: mine";

/// A folder with the rows of a dozen documents of the corpus and settings that take no time.
fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let corpus = fs::read_to_string("data/corpus/sentences.csv").expect("the corpus");
    let rows: Vec<&str> = corpus.lines().take(300).collect();
    fs::write(folder.path().join("labels.csv"), rows.join("\n")).expect("written");
    let settings = "folds = 2\n[features]\nwords = 1\nmasked = 1\nchars_max = 3\n";
    fs::write(folder.path().join("fast.toml"), settings).expect("written");
    folder
}

fn train(folder: &Path, output: &str) {
    let ran = stance(folder, &["train", "labels.csv", "--config", "fast.toml", "--measure", "-o", output]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[test]
fn a_model_and_its_card_are_written_into_a_folder_that_is_made_for_them() {
    let project = project();
    train(project.path(), "models/new/mine.safetensors");
    let folder = project.path().join("models/new");
    assert!(stance::model::Model::from_bytes(&fs::read(folder.join("mine.safetensors")).expect("a model")).is_ok());
    let card = fs::read_to_string(folder.join("README.md")).expect("a card");
    for part in
        [CARD, "given, out of fold, label", "### By length", "### Reliability", "### Label only what is sure enough"]
    {
        assert!(card.contains(part), "{part}\n{card}");
    }
    assert!(!card.contains("language-model annotators"), "who labelled these rows is not known");
}

#[test]
fn a_readme_that_is_no_card_is_left_alone() {
    let project = project();
    let readme = project.path().join("README.md");
    fs::write(&readme, "# My project\n").expect("written");
    train(project.path(), "mine.safetensors");
    assert_eq!(fs::read_to_string(&readme).expect("there"), "# My project\n");
    let card = fs::read_to_string(project.path().join("mine.card.md")).expect("a card");
    assert!(card.contains(CARD));
    fs::write(&readme, card).expect("written");
    train(project.path(), "mine.safetensors");
    assert!(fs::read_to_string(&readme).expect("there").contains(CARD));
}
