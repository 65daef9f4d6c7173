//! The project's own data: the written corpus, and stand-off labels where somebody has the texts.

use super::files::plain_name;
use super::map::LabelMap;
use super::read::{Reading, read_with};
use super::{LabelledDocument, splits};
use crate::base::Reject;
use std::fs;
use std::path::{Path, PathBuf};

/// The project's data, by use. A fact `set` says where a document came from: `corpus`, or the
/// first word of its stand-off file's name (`train`, `news`, `dev_news`, …).
#[derive(Debug, Default)]
pub struct Project {
    /// To train on: the corpus without its test split and, with texts, the real sets; sorted by id.
    pub train: Vec<LabelledDocument>,
    /// The frozen test split of the corpus.
    pub test: Vec<LabelledDocument>,
    /// Sets that are never trained on, by name: `dev_news`, `dev_speech`, `seeds`. Empty without texts.
    pub dev: Vec<(String, Vec<LabelledDocument>)>,
    /// What could not be used: rows, files, labels that found no text.
    pub rejects: Vec<Reject>,
    /// Rows that a correction replaced.
    pub superseded: usize,
    /// Stand-off labels left aside because no texts were given.
    pub unjoined: usize,
}

/// Loads `data/`: `corpus/`, `splits.csv`, and the stand-off labels of `real/` and beside it. Fails
/// when there is no corpus or no split; all else is reported in `rejects`.
pub fn load(data: &Path, texts: Option<&Path>) -> Result<Project, Reject> {
    let corpus = data.join("corpus");
    if !corpus.is_dir() {
        return Err(Reject::file(corpus.display().to_string(), "the folder of the written corpus", "none"));
    }
    let test = splits::read(&data.join("splits.csv"))?;
    let mut project = Project::default();
    let documents = project.take(read_with(&[corpus], &LabelMap::default(), None), "corpus");
    (project.test, project.train) =
        documents.into_iter().partition(|document| test.contains(&document.document.id));
    for (set, files) in standoff(data)? {
        let documents = project.take(read_with(&files, &LabelMap::default(), texts), &set);
        if trains(&set) {
            project.train.extend(documents);
        } else if texts.is_some() {
            project.dev.push((set, documents));
        }
    }
    if texts.is_none() {
        // Labels without texts are what a fresh clone has: counted, no fault.
        project.rejects.retain(|reject| !reject.expected.contains("--texts"));
    }
    project.train.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    Ok(project)
}

/// Only these sets are trained on; a set of another name is kept apart.
fn trains(set: &str) -> bool {
    matches!(set, "train" | "news")
}

impl Project {
    fn take(&mut self, reading: Reading, set: &str) -> Vec<LabelledDocument> {
        self.rejects.extend(reading.rejects);
        self.superseded += reading.superseded;
        self.unjoined += reading.unjoined;
        let mut documents = reading.documents;
        for document in &mut documents {
            document.facts.retain(|(key, _)| key != "set");
            document.facts.push(("set".to_owned(), set.to_owned()));
        }
        documents
    }
}

/// The stand-off files by set, sorted; the corrections of a set stand with it.
fn standoff(data: &Path) -> Result<Vec<(String, Vec<PathBuf>)>, Reject> {
    let mut sets: std::collections::BTreeMap<String, Vec<PathBuf>> = std::collections::BTreeMap::new();
    for folder in [data.to_owned(), data.join("real")] {
        if !folder.is_dir() {
            continue;
        }
        let reject = |e: std::io::Error| Reject::file(folder.display().to_string(), "a readable folder", e.to_string());
        for entry in fs::read_dir(&folder).map_err(reject)? {
            let path = entry.map_err(reject)?.path();
            let name = plain_name(&path);
            if let Some((set, _)) = name.split_once('.').filter(|_| name.ends_with(".standoff.csv")) {
                sets.entry(set.to_owned()).or_default().push(path);
            }
        }
    }
    Ok(sets.into_iter().collect())
}
