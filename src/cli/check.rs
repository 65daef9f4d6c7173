use super::console::{Exit, Failure, answer, model, rejected};
use crate::base::{Reject, sha256_hex};
use crate::dataset::annotation::{self, Rule};
use crate::dataset::{Holdout, LabelMap, LabelledDocument, digest, project};
use crate::document;
use crate::feature::check_list;
use crate::model::Model;
use crate::token::Stemmer;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Check that data, seeds and model agree with each other.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example (in the project's folder):\n  stance check")]
pub(super) struct CheckArgs {
    /// The model; the one compiled in if not given
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Folder with the texts that stand-off labels belong to
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// The project's folder
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    project: PathBuf,
}

pub(super) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let model = model(args.model.as_deref())?;
    let loaded = project::load(&args.project.join("data"), args.texts.as_deref());
    let project = loaded.map_err(|reject| Failure::of("the project's own data", reject))?;
    let mut found = project.rejects.clone();
    let mut text = format!("model {} written by {}\n", &model.digest()[..16], model.info().program);
    let train = digest(&project.train);
    let whole = args.texts.is_some();
    if whole && train != model.info().data_digest {
        let expected = format!("the model to be trained on data {}; run `stance train` again", &train[..16]);
        found.push(Reject::file("models", expected, format!("data {}", &model.info().data_digest[..16])));
    }
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "training data {} {} documents, digest {}",
        if whole { "whole:" } else { "without real texts:" },
        project.train.len(),
        &train[..16]
    );
    let _ = writeln!(text, "test split {} documents, digest {}", project.test.len(), &digest(&project.test)[..16]);
    for (name, set) in &project.dev {
        let _ = writeln!(text, "{name} {} documents, digest {}", set.len(), &digest(set)[..16]);
    }
    found.extend(leaks(&model, &project));
    found.extend(retrained(&args.project, &model)?);
    found.extend(cue_lists(&args.project.join("seeds/cues"))?);
    found.extend(sample_articles(&args.project.join("seeds/articles"))?);
    let _ = writeln!(text, "{} finding(s)", found.len());
    answer(&text)?;
    Ok(rejected(&found))
}

/// No document of a test or dev set may have been trained on.
fn leaks(model: &Model, project: &project::Project) -> Vec<Reject> {
    let kept_apart = project.test.iter().chain(project.dev.iter().flat_map(|(_, set)| set));
    let leaked = kept_apart.filter(|labelled| model.trained_on(&labelled.document));
    leaked
        .map(|labelled| {
            Reject::file(&labelled.document.id, "a document the model was not trained on", "its digest in the model")
        })
        .collect()
}

/// Kept models are what their names say, the model file is the one compiled in, and nothing was learnt from documents held out.
fn retrained(project: &Path, model: &Model) -> Result<Vec<Reject>, Failure> {
    let mut found = Vec::new();
    let models = project.join("models");
    let previous = models.join("previous");
    let kept = if previous.is_dir() { listed(&previous, "safetensors")? } else { Vec::new() };
    for path in kept {
        let bytes = fs::read(&path).map_err(|error| Failure::of(path.display(), error))?;
        let (name, digest) = (path.file_stem().unwrap_or_default().to_string_lossy(), &sha256_hex(&bytes)[..16]);
        if name != digest {
            found.push(Reject::file(path.display().to_string(), format!("a model of digest {name}"), digest));
        }
    }
    let committed = models.join("stance.safetensors");
    if let (Ok(bytes), Ok(own)) = (fs::read(&committed), Model::default_model())
        && sha256_hex(&bytes) != own.digest()
    {
        let expected = format!("the model compiled in, {} (cargo build --release)", &own.digest()[..16]);
        found.push(Reject::file(committed.display().to_string(), expected, &sha256_hex(&bytes)[..16]));
    }
    found.extend(held_out(&project.join("data/annotations"), model));
    Ok(found)
}

/// Documents held out that the model has learnt from.
fn held_out(batches: &Path, model: &Model) -> Vec<Reject> {
    let file = batches.join("holdout.csv");
    let holdout = match Holdout::read(&file) {
        Ok(holdout) => holdout,
        Err(reject) => return vec![reject],
    };
    if holdout.count() == 0 {
        return Vec::new();
    }
    let read = annotation::read(&[batches.to_owned()], &LabelMap::default());
    let (documents, _) = annotation::documents(annotation::merge(read.annotations, &Rule::Latest).annotations, None);
    let learnt = documents.iter().filter(|labelled| holdout.holds(labelled) && model.learnt_from(labelled));
    let reject = |labelled: &LabelledDocument| {
        let expected = "a document held out that the model has not learnt from";
        Reject::file(file.display().to_string(), expected, labelled.document.id.clone())
    };
    learnt.map(reject).collect()
}

fn cue_lists(folder: &Path) -> Result<Vec<Reject>, Failure> {
    let mut found = Vec::new();
    for path in listed(folder, "csv")? {
        let bytes = fs::read(&path).map_err(|error| Failure::of(path.display(), error))?;
        found.extend(check_list(&path.display().to_string(), &bytes));
    }
    Ok(found)
}

/// Every gold row of the sample articles must be the text of a sentence we find there.
fn sample_articles(folder: &Path) -> Result<Vec<Reject>, Failure> {
    let labels = folder.join("labels.csv");
    let name = labels.display().to_string();
    let mut rows = csv::Reader::from_path(&labels).map_err(|error| Failure::of(&name, error))?;
    let mut stemmer = Stemmer::default();
    let mut texts: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
    let mut found = Vec::new();
    for (index, row) in rows.records().enumerate() {
        let row = row.map_err(|error| Failure::of(&name, error))?;
        let (doc, text) = (row.get(0).unwrap_or_default().to_owned(), row.get(2).unwrap_or_default());
        let article = texts.entry(doc.clone()).or_insert_with(|| {
            let read = crate::article::read(&folder.join(&doc)).next().and_then(Result::ok);
            read.map(|article| document::build(article, &mut stemmer).text).unwrap_or_default()
        });
        if !article.contains(text) {
            found.push(Reject::file(&name, format!("a sentence of {doc}"), format!("{text:?}")).at(index as u64 + 2));
        }
    }
    Ok(found)
}

fn listed(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::of(folder.display(), error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    paths.sort();
    Ok(paths)
}
