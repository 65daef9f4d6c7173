use super::EvaluateArgs;
use crate::base::Stance;
use crate::cli::console::{Failure, answer, write_whole};
use crate::evaluate::{Evaluation, Mistake, Scored};
use crate::report;
use std::collections::BTreeMap;
use std::fs;

/// Forms of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Aligned tables
    Text,
    /// Flat numbers
    Json,
    /// A GitHub step summary
    Markdown,
    /// One page
    Html,
    /// XML: a case for each gate and each wrong sentence
    Junit,
    /// GitHub annotations
    Github,
}

impl Format {
    fn write(self, evaluation: &Evaluation) -> String {
        match self {
            Format::Text => report::text(evaluation),
            Format::Json => report::json(evaluation),
            Format::Markdown => report::markdown(evaluation),
            Format::Html => report::html(evaluation),
            Format::Junit => report::junit(evaluation),
            Format::Github => report::github(evaluation),
        }
    }
}

/// The files of `--report`.
const FILES: [(&str, Format); 5] = [
    ("report.txt", Format::Text),
    ("report.json", Format::Json),
    ("report.md", Format::Markdown),
    ("report.html", Format::Html),
    ("report.junit.xml", Format::Junit),
];

/// Makes the report's folder before the work begins, so that one that cannot be written is known at once.
pub(super) fn prepare(args: &EvaluateArgs) -> Result<(), Failure> {
    let Some(folder) = &args.report else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| Failure::of(format!("--report {}", folder.display()), error))
}

/// The report to standard output, and all its forms into the folder asked for.
pub(super) fn report(args: &EvaluateArgs, evaluation: &Evaluation, rows: &[Scored]) -> Result<(), Failure> {
    if let Some(folder) = &args.report {
        for (name, format) in FILES {
            write_whole(&folder.join(name), format.write(evaluation).as_bytes())?;
        }
        write_whole(&folder.join("confusion.csv"), &confusion(evaluation)?)?;
        write_whole(&folder.join("predictions.csv"), &predictions(rows)?)?;
        write_whole(&folder.join("errors.csv"), &errors(evaluation, rows)?)?;
    }
    answer(&args.format.write(evaluation))
}

fn confusion(evaluation: &Evaluation) -> Result<Vec<u8>, Failure> {
    let row = |stance: Stance| {
        let counts = evaluation.confusion[stance.index()].map(|count| count.to_string());
        [stance.to_string()].into_iter().chain(counts).collect()
    };
    table("gold,admit,restrict,neutral,abstain", Stance::ALL.map(row).into_iter())
}

/// `--against` reads them.
fn predictions(rows: &[Scored]) -> Result<Vec<u8>, Failure> {
    let row = |row: &Scored| {
        let label = row.prediction.map_or("abstain", Stance::name);
        let mut cells = vec![row.doc.clone(), row.n.to_string(), row.gold.to_string(), label.to_owned()];
        cells.extend(row.scores.0.map(|p| if row.has_scores() { format!("{p:.4}") } else { String::new() }));
        cells
    };
    table("doc,n,gold,label,p_admit,p_restrict,p_neutral", rows.iter().map(row))
}

/// Columns that say what kind of sentence an error is; one that no row has is empty.
const KINDS: [&str; 5] = ["genre", "source", "kind", "length", "context"];

/// Every wrong label, the surest first.
fn errors(evaluation: &Evaluation, rows: &[Scored]) -> Result<Vec<u8>, Failure> {
    let places: BTreeMap<(&str, u64), &Scored> = rows.iter().map(|row| ((row.file.as_str(), row.line), row)).collect();
    let row = |mistake: &Mistake| {
        let row = places[&(mistake.file.as_str(), mistake.line)];
        let labels = [mistake.gold.to_string(), mistake.prediction.to_string(), format!("{:.4}", mistake.confidence())];
        let kinds =
            KINDS.map(|column| Some(row.value(column)).filter(|it| it != "(none)").unwrap_or_default().into_owned());
        let place = [mistake.doc.clone(), mistake.n.to_string(), mistake.file.clone(), mistake.line.to_string()];
        let told = [mistake.words.join(", "), mistake.text.clone()];
        labels.into_iter().chain(kinds).chain(place).chain(told).collect()
    };
    let head = format!("gold,label,score,{},doc,n,file,line,words,text", KINDS.join(","));
    table(&head, evaluation.mistakes.iter().map(row))
}

fn table(head: &str, rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, Failure> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let failure = |error: csv::Error| Failure::of("writing the report's tables", error);
    csv.write_record(head.split(',')).map_err(failure)?;
    for row in rows {
        csv.write_record(&row).map_err(failure)?;
    }
    csv.into_inner().map_err(|error| Failure::of("writing the report's tables", error))
}
