//! Batches → what is learnt, what is held out, what is refused.

use super::gate::Outcome;
use super::{BATCHES, Place, RetrainArgs, store};
use crate::base::{Reject, sha256_hex};
use crate::cli::console::Failure;
use crate::dataset::annotation::{self, Conflict};
use crate::dataset::lint::{self, Fault, Part};
use crate::dataset::{self, Aligned, Holdout, LabelledDocument, project};
use crate::model::{Batch, Lesson, Model, Retraining, SetCounts};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a retraining works on.
pub(super) struct Data {
    pub lessons: Vec<Lesson>,
    pub held_out: Vec<Aligned>,
    /// The frozen test split of the project, where it is.
    pub test: Vec<Aligned>,
    /// Rows that the model has learnt already.
    pub known: usize,
    pub rejects: Vec<Reject>,
}

pub(super) fn load(args: &RetrainArgs, model: &Model, place: &Place) -> Result<Data, Failure> {
    let (documents, mut rejects) = read(args)?;
    let test = test()?;
    let documents = refuse_copies("the frozen test split", &test, documents, &mut rejects);
    let mut holdout = Holdout::read(&place.holdout).map_err(|reject| Failure(reject.to_string()))?;
    if let Some(share) = args.holdout {
        holdout.draw(&documents, |labelled| model.learnt_from(labelled), share);
    }
    let (held_out, documents): (Vec<_>, Vec<_>) = documents.into_iter().partition(|labelled| holdout.holds(labelled));
    if let Some(labelled) = held_out.iter().find(|labelled| model.learnt_from(labelled)) {
        let expected = "expected held-out documents that the model has not learnt from, found";
        return Err(Failure(format!("{}: {expected} {}", place.holdout.display(), labelled.document.id)));
    }
    let documents = refuse_copies("the documents held out", &held_out, documents, &mut rejects);
    if args.holdout.is_some() {
        store::write(&place.holdout, &holdout.to_csv())?;
    }
    let rows: usize = documents.iter().map(|labelled| labelled.gold.len()).sum();
    let lesson = |aligned: Aligned| Lesson { rows: model.unlearnt(&aligned.labelled), aligned };
    let lessons: Vec<Lesson> = placed(documents, args, &mut rejects).into_iter().map(lesson).collect();
    let new: usize = lessons.iter().map(|lesson| lesson.rows.len()).sum();
    let held_out = placed(held_out, args, &mut rejects);
    let test = test.into_iter().map(Aligned::rows).collect();
    Ok(Data { lessons, held_out, test, known: rows - new, rejects })
}

/// One label a sentence, by the rule of `--merge`.
fn read(args: &RetrainArgs) -> Result<(Vec<LabelledDocument>, Vec<Reject>), Failure> {
    let own = vec![PathBuf::from(BATCHES)];
    let paths = if args.data.is_empty() { &own } else { &args.data };
    if let Some(path) = paths.iter().find(|path| !path.exists()) {
        return Err(Failure(format!("{}: expected a file or folder, found none of this name", path.display())));
    }
    let batches = annotation::read(paths, &args.map);
    let mut rejects = batches.rejects;
    let merged = annotation::merge(batches.annotations, &args.merge);
    rejects.extend(merged.conflicts.iter().map(undecided));
    let (documents, bad) = annotation::documents(merged.annotations, args.texts.as_deref());
    rejects.extend(bad);
    if documents.is_empty() {
        crate::cli::console::rejected(&rejects);
        return Err(Failure("expected labelled rows to learn from, found none".to_owned()));
    }
    Ok((documents, rejects))
}

fn undecided(conflict: &Conflict) -> Reject {
    let (file, line) = conflict.annotations.first().map_or(("", 1), |first| (&first.file, first.line));
    Reject::file(file, "labels that the rule of --merge decides", conflict.to_string()).at(line)
}

/// The project's frozen test split; empty elsewhere.
fn test() -> Result<Vec<LabelledDocument>, Failure> {
    if !Path::new("data/corpus").is_dir() {
        return Ok(Vec::new());
    }
    let project = project::load(Path::new("data"), None);
    Ok(project.map_err(|reject| Failure::of("the project's own data", reject))?.test)
}

/// Leaves out documents that stand in a test set, reprint one of its documents, or share half of their sentences with it.
fn refuse_copies(
    name: &str,
    test: &[LabelledDocument],
    documents: Vec<LabelledDocument>,
    rejects: &mut Vec<Reject>,
) -> Vec<LabelledDocument> {
    let part = |name: &str, documents: &[LabelledDocument]| Part {
        name: name.to_owned(),
        documents: documents.to_vec(),
        rejects: Vec::new(),
    };
    let found = lint::copies(&[part(name, test), part("DATA", &documents)]);
    let leaks = found.into_iter().filter(|finding| finding.fault == Fault::Leak);
    let mut leaks: BTreeMap<(String, Option<u64>), String> =
        leaks.map(|finding| ((finding.file, finding.line), finding.message)).collect();
    let sentences = dataset::Sentences::of(test);
    documents
        .into_iter()
        .filter(|labelled| {
            let Some(gold) = labelled.gold.first() else { return false };
            let leak = leaks.remove(&(gold.file.clone(), Some(gold.line)));
            let shared = || sentences.hold_half(&labelled.document).then(|| "half of its sentences there".to_owned());
            let Some(found) = leak.or_else(shared) else { return true };
            let expected = format!("a document that is no copy of one of {name}");
            let found = format!("{} ({} row(s) left out): {found}", labelled.document.id, labelled.gold.len());
            rejects.push(Reject::file(&gold.file, expected, found).at(gold.line));
            false
        })
        .collect()
}

/// Documents in their articles, where these are given; those without one as they are.
fn placed(documents: Vec<LabelledDocument>, args: &RetrainArgs, rejects: &mut Vec<Reject>) -> Vec<Aligned> {
    let Some(folder) = &args.articles else {
        return documents.into_iter().map(Aligned::rows).collect();
    };
    let (mut placed, missing) = dataset::align(documents.clone(), folder);
    rejects.extend(missing);
    let found: BTreeSet<String> = placed.iter().map(|aligned| aligned.labelled.document.id.clone()).collect();
    let without = documents.into_iter().filter(|labelled| !found.contains(&labelled.document.id));
    placed.extend(without.map(Aligned::rows));
    placed.sort_by(|a, b| a.labelled.document.id.cmp(&b.labelled.document.id));
    placed
}

impl Data {
    /// What the model's card says of this retraining.
    pub fn retraining(&self, old: &Model, outcome: &Outcome, forced: bool) -> Retraining {
        let taught = || self.lessons.iter().filter(|lesson| !lesson.rows.is_empty());
        let mut learnt = SetCounts { documents: taught().count(), ..SetCounts::default() };
        let mut files = BTreeSet::new();
        for Lesson { aligned, rows } in taught() {
            for gold in rows.iter().map(|row| &aligned.labelled.gold[*row]) {
                learnt.sentences[gold.label.index()] += 1;
                files.insert(gold.file.as_str());
            }
        }
        let documents: Vec<LabelledDocument> = taught().map(|lesson| lesson.aligned.labelled.clone()).collect();
        Retraining {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            from: old.digest().to_owned(),
            batches: files.into_iter().filter_map(batch).collect(),
            data_digest: dataset::digest(&documents),
            learnt,
            compared: outcome.figures(),
            forced,
        }
    }
}

/// A file that rows came from; what it was called where it lay says too much.
fn batch(file: &str) -> Option<Batch> {
    let path = Path::new(file);
    let name = path.file_name()?.to_string_lossy().into_owned();
    Some(Batch { name, digest: sha256_hex(&fs::read(path).ok()?) })
}
