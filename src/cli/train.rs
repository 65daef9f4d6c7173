mod laboratory;
mod measure;

use super::console::{Exit, Failure, rejected, say, threads, write_whole};
use crate::base::Reject;
use crate::dataset::{self, LabelMap, LabelledDocument, project};
use crate::evaluate::Evaluation;
use crate::model::{Model, OutOfFold, TrainSettings};
use crate::report::{self, Card, Reference};
use laboratory::Laboratory;
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
    /// Where the model goes; its card is written as README.md beside it (NAME.card.md where that is something else)
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
    /// Write macro-F1 of held-out rows after training on growing shares of the documents here, as CSV; `stance evaluate
    /// --learning-curve` shows it
    #[arg(long, value_name = "FILE")]
    learning_curve: Option<PathBuf>,
    /// Switch each family of features off in turn and write what that does to macro-F1 of held-out rows here, as CSV
    #[arg(long, value_name = "FILE")]
    ablate: Option<PathBuf>,
    /// Also measure on the sets that are never trained on and on the behaviour tests, and put the figures into the card
    #[arg(long)]
    measure: bool,
    /// CSV with `doc,n,p_admit,p_restrict,p_neutral,alone_admit,alone_restrict,alone_neutral`: what a larger model says
    /// of training sentences, learnt beside their labels
    #[arg(long, value_name = "FILE")]
    teacher: Option<PathBuf>,
    /// Markdown to stand in the card: figures of other programs, or measured by other commands
    #[arg(long, value_name = "FILE")]
    notes: Option<PathBuf>,
    /// Threads; every core if not given
    #[arg(long)]
    threads: Option<usize>,
}

/// What other programs reached on the project's own sets.
const REFERENCES: &str = "tests/reference/results.json";

/// What a run works on.
struct Data {
    train: Vec<LabelledDocument>,
    held_out: Vec<(String, Vec<LabelledDocument>)>,
    rejects: Vec<Reject>,
}

pub(super) fn run(args: &TrainArgs) -> Result<Exit, Failure> {
    let settings = settings(args)?;
    if let Some(folder) = args.output.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::of(folder.display(), error))?;
    }
    let mut data = data(args)?;
    if data.train.is_empty() {
        rejected(&data.rejects);
        return Err(Failure("expected labelled rows to train on, found none".to_owned()));
    }
    say(format!("training on {} documents", data.train.len()));
    if let Some(file) = &args.teacher {
        let (taught, rejects) =
            dataset::teach(&mut data.train, file).map_err(|reject| Failure::of("the teacher", reject))?;
        data.rejects.extend(rejects);
        if taught == 0 {
            let expected = "expected probabilities of sentences learnt from (same doc and n), found none";
            return Err(Failure::of(file.display(), expected));
        }
        say(format!("{taught} sentences have the probabilities of {}", file.display()));
    }
    let threads = threads(args.threads);
    let trained = Model::train(data.train, &settings, threads);
    let (model, documents, out_of_fold) = trained.map_err(|error| Failure::of("training", error))?;
    write_whole(&args.output, &model.to_bytes())?;
    if let Some(file) = &args.cross_validate {
        write_whole(file, &out_of_fold_csv(&documents, &out_of_fold)?)?;
    }
    experiment(args, Laboratory { documents: &documents, settings: &settings, whole: &out_of_fold, threads })?;
    let mut evaluations = measure::out_of_fold(&documents, &out_of_fold);
    if args.measure {
        evaluations.extend(measure::held_out(&model, &data.held_out, threads));
        evaluations.extend(measure::behaviour_tests(&model, threads));
    }
    for evaluation in &evaluations {
        say(format!("{}: {}", evaluation.title, report::headline(evaluation)));
    }
    write_card(args, &model, &evaluations)?;
    Ok(rejected(&data.rejects))
}

/// The experiments asked for.
fn experiment(args: &TrainArgs, laboratory: Laboratory) -> Result<(), Failure> {
    args.learning_curve.iter().try_for_each(|file| laboratory.learning_curve(file))?;
    args.ablate.iter().try_for_each(|file| laboratory.ablations(file))
}

fn write_card(args: &TrainArgs, model: &Model, evaluations: &[Evaluation]) -> Result<(), Failure> {
    let own = args.data.is_empty();
    let notes = args.notes.as_deref().map(read).transpose()?;
    let references = if own { references()? } else { Vec::new() };
    let name = args.output.file_stem().unwrap_or_default().to_string_lossy();
    let card = Card {
        name: &name,
        info: model.info(),
        digest: model.digest(),
        own,
        evaluations,
        references: &references,
        notes: notes.as_deref(),
    };
    write_whole(&card_path(&args.output), report::card(&card).as_bytes())
}

/// `README.md` beside the model; `NAME.card.md` where a `README.md` of another kind stands there already.
pub(super) fn card_path(model: &Path) -> PathBuf {
    let readme = model.with_file_name("README.md");
    match fs::read_to_string(&readme) {
        Ok(text) if !text.contains("# Model card") => model.with_extension("card.md"),
        _ => readme,
    }
}

/// What other programs reached on the project's sets, where that was measured.
fn references() -> Result<Vec<Reference>, Failure> {
    let path = Path::new(REFERENCES);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    report::references(&read(path)?).map_err(|error| Failure::of(REFERENCES, error))
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
