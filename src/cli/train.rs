use super::console::{Exit, Failure, rejected, say, threads, write_whole};
use super::rows::{Reading, predicted, scored};
use crate::base::Reject;
use crate::dataset::{self, Aligned, LabelMap, LabelledDocument, project};
use crate::evaluate::{Evaluation, Scored, Settings, evaluate};
use crate::model::{Model, OutOfFold, TrainSettings};
use crate::report;
use std::fs;
use std::path::{Path, PathBuf};

/// Learn a model from labelled sentences, and write its card beside it.
///
/// Without DATA: from the project's own set in `data/`. The same data, settings and seed give the same
/// file, byte for byte, whatever the order of the data files and the number of threads.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  stance train more-labels.csv data/corpus -o models/mine.safetensors --cross-validate oof.csv"
)]
pub(super) struct TrainArgs {
    /// CSV, TSV or JSONL with `text,label` (and `doc,n,paragraph,title,alone,holder,kind,annotator`), or folders of them
    data: Vec<PathBuf>,
    /// Where the model goes; its card is written as README.md beside it
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
    /// What other label words stand for: FROM=TO,…
    #[arg(long, value_name = "FROM=TO,…", default_value = "")]
    map: LabelMap,
    /// Draws the folds
    #[arg(long)]
    seed: Option<u64>,
    /// Settings as TOML; they are stored in the model
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder with the texts that stand-off labels belong to
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// Write the out-of-fold predictions of every training row here, as CSV
    #[arg(long, value_name = "FILE")]
    cross_validate: Option<PathBuf>,
    /// Also measure on the sets that are never trained on, and put the figures into the card
    #[arg(long)]
    measure: bool,
    /// Markdown to stand in the card: figures of other programs, or measured by other commands
    #[arg(long, value_name = "FILE")]
    notes: Option<PathBuf>,
    /// Threads; every core if not given
    #[arg(long)]
    threads: Option<usize>,
}

/// What a run works on.
struct Data {
    train: Vec<LabelledDocument>,
    held_out: Vec<(String, Vec<LabelledDocument>)>,
    rejects: Vec<Reject>,
}

pub(super) fn run(args: &TrainArgs) -> Result<Exit, Failure> {
    let settings = settings(args)?;
    let data = data(args)?;
    if data.train.is_empty() {
        rejected(&data.rejects);
        return Err(Failure("expected labelled rows to train on, found none".to_owned()));
    }
    say(format!("training on {} documents", data.train.len()));
    let threads = threads(args.threads);
    let trained = Model::train(data.train, &settings, threads);
    let (model, documents, out_of_fold) = trained.map_err(|error| Failure::of("training", error))?;
    write_whole(&args.output, &model.to_bytes())?;
    if let Some(file) = &args.cross_validate {
        write_whole(file, &out_of_fold_csv(&documents, &out_of_fold)?)?;
    }
    let mut measured = cross_validated(&documents, &out_of_fold);
    if args.measure {
        measured.extend(data.held_out.iter().flat_map(|(name, set)| held_out(&model, name, set)));
    }
    for evaluation in &measured {
        say(format!("{}: {}", evaluation.title, report::headline(evaluation)));
    }
    let notes = args.notes.as_deref().map(read).transpose()?;
    let card = report::card(model.info(), model.digest(), &measured, notes.as_deref());
    write_whole(&args.output.with_file_name("README.md"), card.as_bytes())?;
    Ok(rejected(&data.rejects))
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::of(path.display(), error))
}

fn settings(args: &TrainArgs) -> Result<TrainSettings, Failure> {
    let mut settings = match &args.config {
        None => TrainSettings::default(),
        Some(file) => TrainSettings::from_toml(&read(file)?).map_err(|error| Failure::of(file.display(), error))?,
    };
    settings.seed = args.seed.unwrap_or(settings.seed);
    Ok(settings)
}

fn data(args: &TrainArgs) -> Result<Data, Failure> {
    if args.data.is_empty() {
        let loaded = project::load(Path::new("data"), args.texts.as_deref());
        let project = loaded.map_err(|reject| Failure::of("the project's own data", reject))?;
        let mut held_out = vec![("corpus_test".to_owned(), project.test)];
        held_out.extend(project.dev);
        return Ok(Data { train: project.train, held_out, rejects: project.rejects });
    }
    let reading = dataset::read_with(&args.data, &args.map, args.texts.as_deref());
    Ok(Data { train: reading.documents, held_out: Vec::new(), rejects: reading.rejects })
}

/// One evaluation a training set and reading, of rows held out in cross-validation.
fn cross_validated(documents: &[LabelledDocument], rows: &[OutOfFold]) -> Vec<Evaluation> {
    let mut sets: Vec<&str> = documents.iter().map(|document| document.fact("set").unwrap_or("given")).collect();
    sets.sort_unstable();
    sets.dedup();
    let mut evaluations = Vec::new();
    for set in sets {
        let of_set = |row: &&OutOfFold| documents[row.document].fact("set").unwrap_or("given") == set;
        for reading in Reading::ALL {
            let scored = rows.iter().filter(of_set).map(|row| {
                let (scores, label) = if reading == Reading::Label { row.label } else { row.alone };
                scored(&documents[row.document], row.sentence, reading, Some(label), scores)
            });
            evaluations.push(titled(format!("{set}, out of fold, {reading}"), scored.collect()));
        }
    }
    evaluations
}

/// Both readings of a set the model never saw.
fn held_out(model: &Model, name: &str, set: &[LabelledDocument]) -> Vec<Evaluation> {
    let set: Vec<Aligned> = set.iter().cloned().map(Aligned::rows).collect();
    let evaluation = |reading: Reading| titled(format!("{name}, {reading}"), predicted(model, &set, reading, 1));
    Reading::ALL.into_iter().map(evaluation).collect()
}

fn titled(title: String, rows: Vec<Scored>) -> Evaluation {
    Evaluation { title, ..evaluate(&rows, &Settings::default()) }
}

fn out_of_fold_csv(documents: &[LabelledDocument], rows: &[OutOfFold]) -> Result<Vec<u8>, Failure> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let failure = |error: csv::Error| Failure::of("writing the out-of-fold predictions", error);
    let header = "set,doc,n,fold,kind,gold,gold_alone,label,p_admit,p_restrict,p_neutral,label_alone,alone_admit,alone_restrict,alone_neutral";
    csv.write_record(header.split(',')).map_err(failure)?;
    for row in rows {
        let labelled = &documents[row.document];
        let gold = &labelled.gold[row.sentence];
        let mut cells = vec![
            labelled.fact("set").unwrap_or("given").to_owned(),
            labelled.document.id.clone(),
            gold.n.to_string(),
            row.fold.to_string(),
            labelled.document.sentences[row.sentence].kind.to_string(),
            gold.label.to_string(),
            gold.alone.unwrap_or(gold.label).to_string(),
        ];
        for (scores, label) in [row.label, row.alone] {
            cells.push(label.to_string());
            cells.extend(scores.0.map(|p| format!("{p:.4}")));
        }
        csv.write_record(&cells).map_err(failure)?;
    }
    csv.into_inner().map_err(|error| Failure::of("writing the out-of-fold predictions", error))
}
