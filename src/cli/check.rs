use super::console::{Exit, Failure, answer, model, rejected};
use crate::base::Reject;
use crate::dataset::{digest, project};
use crate::document;
use crate::feature::check_list;
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
    found.extend(cue_lists(&args.project.join("seeds/cues"))?);
    found.extend(sample_articles(&args.project.join("seeds/articles"))?);
    let _ = writeln!(text, "{} finding(s)", found.len());
    answer(&text)?;
    Ok(rejected(&found))
}

/// No document of a test or dev set may have been trained on.
fn leaks(model: &crate::model::Model, project: &project::Project) -> Vec<Reject> {
    let kept_apart = project.test.iter().chain(project.dev.iter().flat_map(|(_, set)| set));
    let leaked = kept_apart.filter(|labelled| model.trained_on(&labelled.document));
    leaked
        .map(|labelled| {
            Reject::file(&labelled.document.id, "a document the model was not trained on", "its digest in the model")
        })
        .collect()
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
