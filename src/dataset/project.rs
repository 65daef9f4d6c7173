//! The project's own data: the written corpus, and stand-off labels where somebody has the texts.

use super::files::{Found, plain_name, shown};
use super::map::LabelMap;
use super::read::{Reading, read_found, read_with};
use super::{LabelledDocument, off_topic, splits};
use crate::base::Reject;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

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
        return Err(Reject::file(shown(&corpus), "the folder of the written corpus", "none"));
    }
    let test = splits::read(&data.join("splits.csv"))?;
    let mut project = Project::default();
    let documents = project.take(read_with(&[corpus], &LabelMap::default(), None), "corpus");
    (project.test, project.train) = documents.into_iter().partition(|document| test.contains(&document.document.id));
    for (set, files) in standoff(data)? {
        let documents = project.take(read_found(&files, &LabelMap::default(), texts), &set);
        if trains(&set) {
            project.train.extend(documents);
        } else if texts.is_some() {
            project.dev.push((set, documents));
        }
    }
    project.off_topic(data, texts)?;
    project.train.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    Ok(project)
}

/// Only these sets are trained on; a set of another name is kept apart.
fn trains(set: &str) -> bool {
    matches!(set, "train" | "news")
}

impl Project {
    /// Adds the articles about something else: half to train on, half as the set `off_topic` to measure.
    fn off_topic(&mut self, data: &Path, texts: Option<&Path>) -> Result<(), Reject> {
        let list = data.join("real/off_topic.csv");
        let Some(texts) = texts.filter(|_| list.is_file()) else {
            return Ok(());
        };
        let ((mut train, measure), rejects) = off_topic::load(&list, texts)?;
        for document in &mut train {
            document.facts.push(("set".to_owned(), "off_topic".to_owned()));
        }
        self.train.extend(train);
        self.dev.push(("off_topic".to_owned(), measure));
        self.rejects.extend(rejects);
        Ok(())
    }

    fn take(&mut self, reading: Reading, set: &str) -> Vec<LabelledDocument> {
        self.rejects.extend(reading.rejects);
        self.superseded += reading.superseded;
        self.unjoined += reading.unjoined.values().sum::<usize>();
        let mut documents = reading.documents;
        for document in &mut documents {
            document.facts.retain(|(key, _)| key != "set");
            document.facts.push(("set".to_owned(), set.to_owned()));
        }
        documents
    }
}

/// The stand-off files by set, sorted; the corrections of a set stand with it. As files found in a folder
/// they may lack their texts: that is what a fresh clone has, counted and no fault.
fn standoff(data: &Path) -> Result<BTreeMap<String, Vec<Found>>, Reject> {
    let mut sets: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for folder in [data.to_owned(), data.join("real")] {
        if !folder.is_dir() {
            continue;
        }
        let reject = |e: std::io::Error| Reject::file(shown(&folder), "a readable folder", e.to_string());
        for entry in fs::read_dir(&folder).map_err(reject)? {
            let path = entry.map_err(reject)?.path();
            let name = plain_name(&path);
            if let Some((set, _)) = name.split_once('.').filter(|_| name.ends_with(".standoff.csv")) {
                sets.entry(set.to_owned()).or_default().push(Found { path, named: false });
            }
        }
    }
    // The file system gives files in no order.
    sets.values_mut().for_each(|files| files.sort());
    Ok(sets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, files: &[(&str, &str)]) {
        for (name, text) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, text).expect("written");
        }
    }

    #[test]
    fn sets_are_kept_apart_and_dev_never_trains() {
        let folder = tempfile::tempdir().expect("a folder");
        let digest = crate::base::sentence_digest("No.");
        let rows = |doc: &str| format!("doc,n,digest,label\n{doc},1,{digest},restrict\n");
        write(
            folder.path(),
            &[
                ("data/corpus/sentences.csv", "doc,n,text,label\na,1,One.,admit\nb,1,Two.,neutral\n"),
                ("data/splits.csv", "doc,split\na,train\nb,test\n"),
                ("data/real/train.standoff.csv", &rows("r1")),
                ("data/real/train.corrections.standoff.csv", &rows("r1")),
                ("data/real/dev_x.standoff.csv", &rows("r2")),
                ("data/seeds.standoff.csv", &rows("s")),
                ("texts/all.csv", "doc,n,text\nr1,1,No.\nr2,1,No.\ns,1,No.\n"),
            ],
        );
        let data = folder.path().join("data");
        let without = load(&data, None).expect("data");
        assert_eq!((without.train.len(), without.unjoined, without.rejects.len()), (1, 4, 0));
        let project = load(&data, Some(&folder.path().join("texts"))).expect("data");
        let sets: Vec<_> = project.train.iter().map(|d| (d.document.id.as_str(), d.fact("set"))).collect();
        assert_eq!(sets, [("a", Some("corpus")), ("r1", Some("train"))]);
        let dev: Vec<_> = project.dev.iter().map(|(set, documents)| (set.as_str(), documents.len())).collect();
        assert_eq!(dev, [("dev_x", 1), ("seeds", 1)]);
        assert_eq!((project.test.len(), project.superseded, project.rejects.len()), (1, 1, 0));
    }

    #[test]
    fn a_folder_without_a_corpus_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let reject = load(folder.path(), None).expect_err("no corpus");
        assert_eq!(reject.expected, "the folder of the written corpus");
    }
}
