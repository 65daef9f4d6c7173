mod against;
mod data;
mod floors;
mod words;
mod write;

use super::console::{self, Exit, Failure, model, rejected, say, threads};
use super::learning;
use super::rows::{RISKS, Reading, at_risks, by_cues, predicted};
use crate::dataset::LabelMap;
use crate::evaluate::{
    AtRisk, Bound, Evaluation, Gate, Limits, Scored, Settings, TrainingSet, behaviour, behaviour_figures, evaluate,
    risk_figures,
};
use crate::model::{Model, SetCounts};
use data::Data;
use floors::Floors;
use std::path::PathBuf;

/// Measure a model on labelled sentences, gate on the figures, compare it with another.
///
/// Every figure comes with its 95 % interval (bootstrap over documents). Exit code 1: a gate or a limit on a drop
/// failed, or rows could not be used; 2: it could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance evaluate labels.csv --by source --min macro_f1=0.6 --min f1.restrict@source=Reuters=50%
  stance evaluate labels.csv --against old.safetensors --max-drop 0.01 --report report
  stance evaluate seeds/articles/labels.csv --articles seeds/articles
  stance evaluate --behaviour --min behaviour.negation=0.9")]
pub(super) struct EvaluateArgs {
    /// CSV, TSV or JSONL with `text,label` (and `doc,n,paragraph,title,alone,holder,kind`), or folders of them
    #[arg(required_unless_present = "behaviour")]
    data: Vec<PathBuf>,
    /// The model; the one compiled in if not given
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// What other label words stand for: FROM=TO,…
    #[arg(long, value_name = "FROM=TO,…", default_value = "")]
    map: LabelMap,
    /// Folder with the texts that stand-off labels belong to
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// Folder with the articles the rows were labelled in: each is read whole, cut and labelled, its rows found in it
    #[arg(long, value_name = "FOLDER")]
    articles: Option<PathBuf>,
    /// DATA are behaviour tests (`id,text,expected,pair,set`); without DATA those in tests/behaviour
    #[arg(long, conflicts_with_all = ["articles", "texts"])]
    behaviour: bool,
    /// Which reading is measured
    #[arg(long, value_enum, default_value_t = Reading::Label)]
    reading: Reading,
    /// Also measure by the values of these columns: kind, length, context, doc, file, or any of the documents'
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    by: Vec<String>,
    /// A floor for a figure (a ceiling where small is good), may be given again: macro_f1=0.6, f1.admit@kind=body=50%
    #[arg(long, value_name = "KEY=VALUE")]
    min: Vec<Gate>,
    /// What floors look at: the figure, or the unfavourable end of its interval
    #[arg(long, value_enum, default_value_t = MinBound::Point)]
    min_bound: MinBound,
    /// Floors from this file, which says what rows they hold for; see docs/ci.md
    #[arg(long, value_name = "FILE", conflicts_with = "min_bound")]
    floors: Option<PathBuf>,
    /// Raise the floors of these rows in that file to what the model reaches, in hundredths
    #[arg(long, requires = "floors")]
    write_floors: bool,
    /// The same, and lower those that it misses; WHY goes into CHANGELOG.md
    #[arg(long, value_name = "WHY", requires = "floors")]
    lower_floors: Option<String>,
    /// Risks at which sets of stances are measured [default: 5%,10%,20%, with a model that can give any]
    #[arg(long, value_name = "X,…", value_delimiter = ',', value_parser = console::risk)]
    risk: Vec<f64>,
    /// Compare with another model, or with predictions (CSV or JSONL with `doc,n,label`)
    #[arg(long, value_name = "MODEL|PREDICTIONS")]
    against: Option<PathBuf>,
    /// The greatest drop in macro-F1 against the other that passes
    #[arg(long, value_name = "X", requires = "against", value_parser = limit)]
    max_drop: Option<f64>,
    /// The same as a share of the other's macro-F1
    #[arg(long, value_name = "X%", requires = "against", value_parser = limit)]
    max_drop_relative: Option<f64>,
    /// Show this learning curve, written by `stance train --learning-curve`, in the report
    #[arg(long, value_name = "FILE")]
    learning_curve: Option<PathBuf>,
    /// Form of the report on standard output
    #[arg(long, value_enum, default_value_t = write::Format::Text)]
    format: write::Format,
    /// Also write the report in every form, the confusion table, the errors and the predictions into this folder
    #[arg(long, value_name = "FOLDER")]
    report: Option<PathBuf>,
    /// Measure even where the model was trained on these documents
    #[arg(long)]
    allow_leak: bool,
    /// Threads; every core if not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum MinBound {
    Point,
    Lower,
}

impl EvaluateArgs {
    fn writes_floors(&self) -> bool {
        self.write_floors || self.lower_floors.is_some()
    }
}

fn limit(text: &str) -> Result<f64, String> {
    let found = crate::evaluate::number(text).filter(|number| *number >= 0.0);
    found.ok_or_else(|| "expected a number from 0, such as 0.01 or 1%".to_owned())
}

/// Evaluates as asked.
pub(super) fn run(args: &EvaluateArgs) -> Result<Exit, Failure> {
    let model = model(args.model.as_deref())?;
    write::prepare(args)?;
    let data = data::load(args)?;
    if !args.allow_leak {
        data::refuse_leak(&model, "the model", &data.aligned)?;
    }
    let curve = args.learning_curve.as_deref().map(|file| learning::read(file, args.reading)).transpose()?;
    let floors = floors::load(args, &title(args), &data.digest())?;
    let mut rows = predicted(&model, &data.aligned, args.reading, threads(args.threads));
    let gates: Vec<Gate> = args.min.iter().cloned().chain(floors.iter().flat_map(Floors::gates)).collect();
    data::add_columns(args, &gates, &mut rows);
    let (mut evaluation, rejects) = measured(args, &model, data, &rows, gates)?;
    evaluation.learning = curve.unwrap_or_default();
    if let Some(floors) = floors {
        floors.write(args, &mut evaluation, args.min.len())?;
    }
    write::report(args, &evaluation, &rows)?;
    let failures = evaluation.failures();
    if args.format != write::Format::Text {
        failures.iter().for_each(say);
    }
    let exit = rejected(&rejects);
    Ok(if failures.is_empty() { exit } else { Exit::Findings })
}

fn measured(
    args: &EvaluateArgs,
    model: &Model,
    data: Data,
    rows: &[Scored],
    gates: Vec<Gate>,
) -> Result<(Evaluation, Vec<crate::base::Reject>), Failure> {
    let families = if args.behaviour { behaviour(rows) } else { Vec::new() };
    let mut further = behaviour_figures(&families);
    further.extend(data.cut_figures());
    let at_risk = sets(args, model, &data, rows)?;
    further.extend(risk_figures(&at_risk));
    let settings = Settings { at_risk, gates, ..settings(args, further, &data) };
    settings.check(rows).map_err(|error| Failure(error.to_string()))?;
    let mut evaluation = evaluate(rows, &settings);
    evaluation.behaviour = families;
    evaluation.title = title(args);
    evaluation.about = about(args, model, &data);
    evaluation.trained_on = trained_on(model);
    let mut rejects = Vec::new();
    if let Some(other) = &args.against {
        let limits = Limits { max_drop: args.max_drop, max_drop_relative: args.max_drop_relative };
        let other = against::rows(args, other, &data.aligned, rows)?;
        let name = args.against.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        let compared = crate::evaluate::compare(rows, &other.rows, &name, &limits, &settings.resampling);
        evaluation.comparison = Some(compared.map_err(|error| Failure::of(format!("--against {name}"), error))?);
        rejects = other.rejects;
    }
    words::hide_frozen(&mut evaluation, rows);
    let explained = if args.report.is_some() { usize::MAX } else { words::EXPLAINED };
    words::fill(&mut evaluation, model, &data.aligned, explained);
    rejects.splice(0..0, data.rejects);
    Ok((evaluation, rejects))
}

fn trained_on(model: &Model) -> Vec<TrainingSet> {
    let set = |(name, counts): (&String, &SetCounts)| {
        let SetCounts { documents, sentences } = *counts;
        TrainingSet { name: name.clone(), documents, sentences }
    };
    model.info().sets.iter().map(set).collect()
}

/// Sets of stances at each risk; none where the model cannot give any and nobody asked.
fn sets(args: &EvaluateArgs, model: &Model, data: &Data, rows: &[Scored]) -> Result<Vec<AtRisk>, Failure> {
    let risks = if args.risk.is_empty() { &RISKS[..] } else { &args.risk };
    match (console::conformal(model), args.risk.is_empty()) {
        (Ok(conformal), _) => Ok(at_risks(conformal, risks, &data.aligned, args.reading, rows)),
        (Err(_), true) => Ok(Vec::new()),
        (Err(failure), false) => Err(failure),
    }
}

fn settings(args: &EvaluateArgs, further: Vec<crate::evaluate::Measured>, data: &Data) -> Settings {
    Settings {
        by: args.by.clone(),
        bound: if args.min_bound == MinBound::Lower { Bound::Lower } else { Bound::Point },
        baselines: vec![("cues".to_owned(), by_cues(&data.aligned))],
        further,
        ..Settings::default()
    }
}

fn title(args: &EvaluateArgs) -> String {
    let names: Vec<String> = args.data.iter().map(|path| path.display().to_string()).collect();
    let names = if names.is_empty() { data::BEHAVIOUR.to_owned() } else { names.join(", ") };
    match (args.behaviour, &args.articles) {
        (true, _) => format!("{names}, behaviour"),
        (false, Some(_)) => format!("{names}, whole articles, {}", args.reading),
        (false, None) => format!("{names}, {}", args.reading),
    }
}

fn about(args: &EvaluateArgs, model: &Model, data: &Data) -> Vec<(String, String)> {
    let mut about = vec![
        ("program".to_owned(), concat!("stance ", env!("CARGO_PKG_VERSION")).to_owned()),
        ("model".to_owned(), model.digest().to_owned()),
        ("trained on".to_owned(), model.info().data_digest.clone()),
        ("measured on".to_owned(), data.digest()),
    ];
    about.extend(data.about());
    if args.behaviour {
        let hidden = "counted, and left out of the list of mistakes: nobody is to learn from them";
        about.push(("frozen rows".to_owned(), hidden.to_owned()));
    }
    about
}
