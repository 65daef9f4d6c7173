use super::console::{self, Exit, Failure};
use super::progress::Progress;
use super::session::{Session, Writer};
use crate::article;
use crate::model::Model;
use crate::output::{Columns, Format, Meta, Settings};
use crate::pipeline::{self, Input, Labelled, LabelledRows, Reader, Run, Tally};
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// Say the stance of every sentence of some articles.
///
/// INPUT is files, folders or `-`. A folder is searched for txt, md, html and htm (.gz and .zst of them
/// too); tables (csv, tsv, jsonl) are read only when named. One row a sentence comes out, in the order of
/// the inputs. What cannot be used is told on stderr, and the exit code is then 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance label articles/ -o labels.csv
  stance label --unit sentence sentences.csv --format jsonl | head")]
pub struct LabelArgs {
    /// Files, folders, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Write here (and where it came from to FILE.meta.json) instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Form of the output [default: by the name of FILE, else table on a terminal, else csv]
    #[arg(long, value_enum)]
    format: Option<FormatName>,
    /// What is labelled: the sentences of articles, or each row of a table with a column `text`
    #[arg(long, value_enum, default_value_t = Unit::Article)]
    unit: Unit,
    /// Model to use instead of the one compiled in
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Threads [default: every core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Give `abstain` in place of labels whose probability is lower
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = probability)]
    min_score: f32,
    /// Tell nothing but what could not be used
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    Csv,
    Jsonl,
    Table,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Unit {
    Article,
    Sentence,
}

fn probability(given: &str) -> Result<f32, String> {
    match given.parse() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("expected a number from 0 to 1".to_owned()),
    }
}

/// Labels the inputs.
pub(super) fn run(args: &LabelArgs) -> Result<Exit, Failure> {
    let inputs: Vec<Input> = args.inputs.iter().map(|input| Input::new(input)).collect();
    check_inputs(&inputs, args.unit)?;
    let model = console::model(args.model.as_deref())?;
    let format = format(args);
    let writer = Writer::open(args.output.as_deref(), format)?;
    let mut session = Session::new(writer, Progress::new(shows_progress(args)), args.quiet);
    work(args, format, inputs, &model, &mut session);
    session.finish(&meta(args, format, &model))
}

/// Something must be there to read; what is missing beside it is told as it is met.
fn check_inputs(inputs: &[Input], unit: Unit) -> Result<(), Failure> {
    let missing: Vec<String> = inputs.iter().filter_map(|input| missing(input, unit)).collect();
    match missing.len() == inputs.len() {
        true => Err(Failure(missing.join("; "))),
        false => Ok(()),
    }
}

/// Why an input has nothing to read.
fn missing(input: &Input, unit: Unit) -> Option<String> {
    let Input::Path(path) = input else { return None };
    if !input.exists() {
        return Some(format!("{input}: expected a file or folder, found none of this name"));
    }
    if path.is_dir() && unit == Unit::Sentence {
        return Some(format!("{input}: expected a CSV, TSV or JSONL file, found a folder"));
    }
    (path.is_dir() && article::files(path).next().is_none())
        .then(|| format!("{input}: expected {}, found none", pipeline::IN_FOLDERS))
}

fn format(args: &LabelArgs) -> Format {
    let width = || terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
    match args.format {
        Some(FormatName::Csv) => Format::Csv,
        Some(FormatName::Jsonl) => Format::Jsonl,
        Some(FormatName::Table) => Format::Table { width: width() },
        None => match &args.output {
            Some(file) => Format::of_path(file).unwrap_or(Format::Csv),
            None if io::stdout().is_terminal() => Format::Table { width: width() },
            None => Format::Csv,
        },
    }
}

/// A bar would run through a table on the same terminal.
fn shows_progress(args: &LabelArgs) -> bool {
    let free = args.output.is_some() || !io::stdout().is_terminal();
    free && !args.quiet && io::stderr().is_terminal()
}

fn work(args: &LabelArgs, format: Format, inputs: Vec<Input>, model: &Model, session: &mut Session) {
    let threads = console::threads(args.threads.map(usize::from));
    let mut run = Run { model, min_score: args.min_score, threads, columns: None };
    match args.unit {
        Unit::Article => {
            let (own, readers) = known(format, inputs, pipeline::article_columns);
            let columns = Columns::articles(own);
            session.begin(format, &columns, &mut run);
            let render = |labelled: &Labelled, out: &mut Vec<u8>| format.article(labelled, &columns, out);
            pipeline::articles(readers, &run, render, |chunk| session.take(chunk));
        }
        Unit::Sentence => {
            let (own, readers) = known(format, inputs, pipeline::row_columns);
            let columns = Columns::rows(own);
            session.begin(format, &columns, &mut run);
            let render = |rows: &LabelledRows, out: &mut Vec<u8>| format.rows(rows, &columns, out);
            pipeline::rows(readers, &run, render, |chunk| session.take(chunk));
        }
    }
}

/// The inputs' own columns, and the inputs to go on with.
type Known<R> = (Vec<String>, Vec<Reader<R>>);

/// The inputs' own columns, looked up only where the format must know them first.
fn known<R>(format: Format, inputs: Vec<Input>, peek: impl Fn(Vec<Input>) -> Known<R>) -> Known<R> {
    match format.has_fixed_columns() {
        true => peek(inputs),
        false => (Vec::new(), inputs.into_iter().map(Reader::new).collect()),
    }
}

fn meta(args: &LabelArgs, format: Format, model: &Model) -> Meta {
    let unit = if args.unit == Unit::Article { "article" } else { "sentence" };
    Meta {
        program: concat!("stance ", env!("CARGO_PKG_VERSION")).to_owned(),
        model: model.digest().to_owned(),
        settings: Settings { unit: unit.to_owned(), format: format.name().to_owned(), min_score: args.min_score },
        inputs: args.inputs.iter().map(|input| input.display().to_string()).collect(),
        counts: Tally::default(),
    }
}
