//! Sets of stances: do they hold the right one as often as promised, and do the verbs give them as told?

#![allow(clippy::print_stdout)] // a skipped test says so, and the figures of the splits are worth reading

mod file;
#[path = "../program/mod.rs"]
mod program;
mod splits;
mod verbs;

use program::{Ran, stance_with};
use stance::dataset::LabelledDocument;
use stance::model::{Model, OutOfFold, TrainSettings};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub(crate) type Trained = (Model, Vec<LabelledDocument>, Vec<OutOfFold>);

pub(crate) fn train(documents: Vec<LabelledDocument>) -> Trained {
    let settings = TrainSettings::from_toml("folds = 3\n[features]\nchars_max = 4").expect("good settings");
    Model::train(documents, &settings, 2).expect("trains")
}

/// A model of a part of the corpus, trained once a run.
pub(crate) fn trained() -> &'static Trained {
    static TRAINED: OnceLock<Trained> = OnceLock::new();
    TRAINED.get_or_init(|| {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let project = stance::dataset::project::load(&data, None).expect("the project's own data");
        train(project.train.into_iter().take(80).collect())
    })
}

/// That model's file, and one of the same model as written before there were quantiles.
pub(crate) fn models() -> &'static (PathBuf, PathBuf) {
    static MODELS: OnceLock<(PathBuf, PathBuf)> = OnceLock::new();
    MODELS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let (new, old) = (folder.join("conformal.safetensors"), folder.join("no-conformal.safetensors"));
        let bytes = trained().0.to_bytes();
        fs::write(&old, file::changed(&bytes, |part, bytes| (!part.starts_with("conformal")).then(|| bytes.into())))
            .expect("written");
        fs::write(&new, bytes).expect("written");
        (new, old)
    })
}

/// Calls the program in the project's folder.
pub(crate) fn stance(arguments: &[&str], stdin: &str) -> Ran {
    stance_with(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, stdin.as_bytes())
}
