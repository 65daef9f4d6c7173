//! The model as a whole: same in, same out; the fast way equals the plain way; files that cannot be used are refused.

#![allow(clippy::print_stdout)] // a skipped test says so

use stance::base::Stance;
use stance::dataset::LabelledDocument;
use stance::document::{self, Document};
use stance::model::{Model, TrainSettings, Worker};
use std::path::Path;

fn corpus(documents: usize) -> Vec<LabelledDocument> {
    let project = stance::dataset::project::load(Path::new("data"), None).expect("the project's own data");
    project.train.into_iter().take(documents).collect()
}

fn settings() -> TrainSettings {
    TrainSettings::from_toml("folds = 3\n[features]\nchars_max = 4").expect("good settings")
}

fn small_model() -> Model {
    Model::train(corpus(24), &settings(), 1).expect("trains").0
}

#[test]
fn training_gives_the_same_bytes_whatever_the_order_and_the_threads() {
    let forward = Model::train(corpus(24), &settings(), 1).expect("trains").0;
    let mut backward: Vec<LabelledDocument> = corpus(24);
    backward.reverse();
    let backward = Model::train(backward, &settings(), 2).expect("trains").0;
    assert_eq!(forward.to_bytes(), backward.to_bytes());
}

#[test]
fn a_model_file_reads_back_as_it_was() {
    let model = small_model();
    let read = Model::from_bytes(&model.to_bytes()).expect("its own file");
    assert_eq!(model.to_bytes(), read.to_bytes());
    assert_eq!(model.digest(), read.digest());
}

#[test]
fn the_committed_model_is_written_as_it_was_read() {
    let bytes = std::fs::read("models/stance.safetensors").expect("the committed model");
    assert!(Model::from_bytes(&bytes).expect("a model").to_bytes() == bytes);
}

#[test]
fn a_file_cut_short_or_of_another_version_is_refused_with_what_was_found() {
    let bytes = small_model().to_bytes();
    for length in [0, 7, 100, bytes.len() / 2, bytes.len() - 1] {
        let error = Model::from_bytes(&bytes[..length]).expect_err("cut short").to_string();
        assert!(error.contains("expected a whole safetensors file"), "{error}");
    }
    let at = bytes.windows(14).position(|window| window == b"stance-model-5").expect("the version");
    let mut other = bytes.clone();
    other[at + 13] = b'9';
    let error = Model::from_bytes(&other).expect_err("another version").to_string();
    assert!(error.contains("expected model format stance-model-5, found stance-model-9"), "{error}");
}

#[test]
fn a_worker_that_has_seen_other_documents_gives_the_same_answers() {
    let model = Model::default_model().expect("the committed model");
    let documents: Vec<Document> = corpus(30).into_iter().map(|labelled| labelled.document).collect();
    let mut shared = Worker::default();
    for document in documents.iter().chain(documents.iter().rev()) {
        assert_eq!(model.predict(document, &mut shared), model.predict(document, &mut Worker::default()));
    }
}

#[test]
fn an_article_about_something_else_takes_no_side() {
    let model = Model::default_model().expect("the committed model");
    let text = "The council closed the old bridge. It must be repaired, the engineer said. Nobody was let in.";
    let document = document::from_text("bridge", text);
    assert!(!model.on_topic(&document));
    let predictions = model.predict(&document, &mut Worker::default());
    assert!(predictions.iter().all(|prediction| prediction.label == Some(Stance::Neutral)));
}

#[test]
#[ignore = "trains the committed model anew: minutes; needs ../shared/data"]
fn the_committed_model_can_be_rebuilt_byte_for_byte() {
    let texts = Path::new("../shared/data");
    if !texts.is_dir() {
        println!("skipped: no texts at ../shared/data");
        return;
    }
    let committed = Model::default_model().expect("the committed model");
    let project = stance::dataset::project::load(Path::new("data"), Some(texts)).expect("data");
    let rebuilt = Model::train(project.train, &committed.info().settings, 2).expect("trains").0;
    assert!(committed.to_bytes() == rebuilt.to_bytes(), "{} {}", committed.digest(), rebuilt.digest());
}
