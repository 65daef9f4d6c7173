mod data;
mod gate;
mod store;

use super::console::{self, Exit, Failure, answer, rejected, threads};
use crate::dataset::LabelMap;
use crate::dataset::annotation::Rule;
use crate::evaluate::number;
use crate::model::{Lesson, Model, RetrainError, RetrainSettings};
use data::Data;
use gate::Outcome;
use std::path::{Path, PathBuf};

/// Learn further labelled sentences on top of a model, without the rows it was trained on.
///
/// Without DATA: from the batches in `data/annotations`. What the model has learnt already is left out, so that all
/// batches may be named each time; nothing new gives the same model. The new model is compared with the old one on the
/// frozen test split of `data/`, where that is, and on the documents held out, and is written only if it is not worse
/// there: if its macro-F1 does not fall by more than --max-drop, or the fall is not more than chance (95 % interval).
/// The old one is kept in `previous/` beside it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance retrain --holdout 20%
  stance retrain spring.csv --articles articles/ --model mine.safetensors --holdout 20%")]
pub(super) struct RetrainArgs {
    /// CSV, TSV or JSONL with `text,label` (and `doc,n,alone,annotator,time,…`), or folders of them
    data: Vec<PathBuf>,
    /// The model to start from [default: models/stance.safetensors here, else the one compiled in]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Where the new model goes [default: in the place of the one it starts from]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Hold out this share of the new documents, for good: to be measured on, never learnt
    #[arg(long, value_name = "SHARE", value_parser = share)]
    holdout: Option<f64>,
    /// Write the new model even if it is worse or there is nothing to compare on
    #[arg(long)]
    force: bool,
    /// The greatest drop in macro-F1 that passes whatever its interval
    #[arg(long, value_name = "X", default_value = "0.01", value_parser = drop)]
    max_drop: f64,
    /// Folder of the articles that the rows stand in: rows are then learnt in their surroundings
    #[arg(long, value_name = "FOLDER")]
    articles: Option<PathBuf>,
    /// How several annotators of a sentence are made one: majority, adjudicator=NAME or latest
    #[arg(long, value_name = "RULE", default_value = "majority")]
    merge: Rule,
    /// What other label words stand for: FROM=TO,…
    #[arg(long, value_name = "FROM=TO,…", default_value = "")]
    map: LabelMap,
    /// Folder with the texts that labels without text belong to
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// Threads; every core if not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// The project's own model and batches.
const MODEL: &str = "models/stance.safetensors";
const BATCHES: &str = "data/annotations";

fn share(text: &str) -> Result<f64, String> {
    let found = number(text).filter(|share| *share > 0.0 && *share < 1.0);
    found.ok_or_else(|| "expected a share above 0 and below 1, such as 20%".to_owned())
}

fn drop(text: &str) -> Result<f64, String> {
    let found = number(text).filter(|number| *number >= 0.0);
    found.ok_or_else(|| "expected a number from 0, such as 0.01".to_owned())
}

pub(super) fn run(args: &RetrainArgs) -> Result<Exit, Failure> {
    let place = Place::of(args)?;
    let old = console::model(place.input.as_deref())?;
    let data = data::load(args, &old, &place)?;
    let rows: usize = data.lessons.iter().map(|lesson| lesson.rows.len()).sum();
    if rows == 0 {
        return nothing_new(&place, &old, &data);
    }
    let new = old.retrain(&data.lessons, &RetrainSettings::default()).map_err(|error| refused(&place, error))?;
    let outcome = gate::compare(&old, &new, &data, args.max_drop, threads(args.threads))?;
    let mut text = learnt(&data, rows) + &outcome.text();
    let passed = outcome.passed() || args.force;
    if passed {
        let new = new.recorded(data.retraining(&old, &outcome, args.force && !outcome.passed()));
        text += &store::store(&place, &old, &new, &outcome)?;
    } else {
        text += &outcome.refusal(&place.output);
    }
    answer(&text)?;
    let exit = rejected(&data.rejects);
    Ok(if passed { exit } else { Exit::Findings })
}

/// Where the model comes from and goes to.
struct Place {
    /// `None`: the one compiled in.
    input: Option<PathBuf>,
    output: PathBuf,
    /// Which documents are held out.
    holdout: PathBuf,
}

impl Place {
    fn of(args: &RetrainArgs) -> Result<Place, Failure> {
        let own = Some(PathBuf::from(MODEL)).filter(|path| path.is_file());
        let input = args.model.clone().or(own);
        let missing = || Failure(format!("expected -o FILE: there is no {MODEL} here to take the place of"));
        let output = args.output.clone().or(input.clone()).ok_or_else(missing)?;
        let holdout = match Path::new(BATCHES).is_dir() {
            true => Path::new(BATCHES).join("holdout.csv"),
            false => output.with_file_name("holdout.csv"),
        };
        Ok(Place { input, output, holdout })
    }
}

fn refused(place: &Place, error: RetrainError) -> Failure {
    let name = place.input.as_ref().map_or("compiled in".to_owned(), |path| path.display().to_string());
    Failure::of(format!("model {name}"), error)
}

/// The same model: there is nothing to write unless it is wanted elsewhere.
fn nothing_new(place: &Place, old: &Model, data: &Data) -> Result<Exit, Failure> {
    if place.input.as_ref() != Some(&place.output) {
        store::write(&place.output, &old.to_bytes())?;
    }
    let Data { known, held_out, .. } = data;
    answer(&format!(
        "nothing new to learn: {known} row(s) that the model has learnt already, {} document(s) held out; {} is the \
         model as it was\n",
        held_out.len(),
        place.output.display()
    ))?;
    Ok(rejected(&data.rejects))
}

fn learnt(data: &Data, rows: usize) -> String {
    let count = |lessons: &[Lesson]| lessons.iter().filter(|lesson| !lesson.rows.is_empty()).count();
    let held: usize = data.held_out.iter().map(|aligned| aligned.labelled.gold.len()).sum();
    format!(
        "learnt {rows} row(s) of {} document(s); {} row(s) known already; {held} row(s) of {} document(s) held out\n",
        count(&data.lessons),
        data.known,
        data.held_out.len()
    )
}

impl Outcome {
    fn refusal(&self, output: &Path) -> String {
        format!(
            "the gate does not hold: {} is as it was; --force writes the new model all the same\n",
            output.display()
        )
    }
}
