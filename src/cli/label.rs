use super::console::{self, Exit, Failure};
use super::progress::Progress;
use super::resume;
use super::session::{Session, Writer};
use crate::article::{self, Column, Meter, Reading};
use crate::model::Model;
use crate::output::{Columns, Format, Meta, Packing, Settings};
use crate::pipeline::{self, Chunk, Facts, Input, Labelled, LabelledRows, Reader, Run, Tally};
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
  stance label articles/ -o page.html
  stance label archive.jsonl.zst --text body -o labels.csv.gz
  stance label --unit sentence sentences.csv --format jsonl | head
  stance label --risk 10% articles/ -o sets.csv")]
pub struct LabelArgs {
    /// Files, folders, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Write here (and where it came from to FILE.meta.json) instead of to standard output; packed where
    /// the name ends in .gz or .zst
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Form of the output [default: by the name of FILE, else table on a terminal, else csv]
    #[arg(long, value_enum)]
    format: Option<FormatName>,
    /// What is labelled: the sentences of articles, or each row of a table with a column `text`
    #[arg(long, value_enum, default_value_t = Unit::Article)]
    unit: Unit,
    /// Column of tables (key of JSON lines) that holds the text [default: text; of articles also body, content]
    #[arg(long, value_name = "COLUMN")]
    text: Option<String>,
    /// Go on where an interrupted run with the same arguments ended
    #[arg(long)]
    resume: bool,
    /// Model to use instead of the one compiled in
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Threads [default: every core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Give `abstain` in place of labels whose probability is lower
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = probability)]
    min_score: f32,
    /// Add a column `copy_of`: the `doc` of the first article of this run that an article reprints
    #[arg(long)]
    copies: bool,
    /// Give a set of stances with the right one in it but for this share of sentences (0.1, 10%), and `abstain` as the
    /// label wherever it is more than one
    #[arg(long, value_name = "X", value_parser = console::risk)]
    risk: Option<f64>,
    /// Tell nothing but what could not be used
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    Csv,
    Jsonl,
    /// A page: each article in full, its sentences marked
    Html,
    /// For people
    Table,
    /// Needs a build with --features parquet
    Parquet,
    /// An Arrow stream; needs a build with --features parquet
    Arrow,
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
    check_copies(args)?;
    let model = console::model(args.model.as_deref())?;
    let sets = args.risk.map(|risk| console::conformal(&model).map(|conformal| conformal.at(risk))).transpose()?;
    let format = format(args)?;
    let reading = Reading { text: args.text.clone(), meter: Meter::default() };
    let meta = meta(args, format, &model);
    let mut session = session(args, format, &inputs, &reading.meter, &meta)?;
    let threads = console::threads(args.threads.map(usize::from));
    let (copies, words) = (args.copies, format.words());
    let run = Run { min_score: args.min_score, sets, threads, reading, copies, words, ..Run::new(&model) };
    work(args.unit, format, inputs, run, &mut session);
    session.finish(format, &meta)
}

/// Opens the output, and what is kept beside it so that the run can be gone on with.
fn session(args: &LabelArgs, format: Format, inputs: &[Input], meter: &Meter, meta: &Meta) -> Result<Session, Failure> {
    let forgotten = args.copies.then(|| "what an earlier run read is not remembered for --copies".to_owned());
    let obstacle = forgotten.or_else(|| resume::obstacle(args.output.as_deref(), format, inputs));
    if let Some(why) = obstacle.as_ref().filter(|_| args.resume) {
        return Err(Failure(format!("--resume cannot be used here: {why}")));
    }
    let shown = shows_progress(args);
    let facts: Vec<Facts> =
        if shown || obstacle.is_none() { inputs.iter().map(Input::facts).collect() } else { Vec::new() };
    let total = inputs.iter().all(Input::rereadable).then(|| facts.iter().map(|facts| facts.bytes).sum());
    let progress = if shown { Progress::shown(total, meter.clone()) } else { Progress::hidden() };
    let mut session = Session::new(Writer::open(args.output.as_deref(), format)?, progress, args.quiet);
    match obstacle {
        None => session.keep_log(meta, facts, args.resume)?,
        Some(_) => session.begin_without_log()?,
    }
    Ok(session)
}

/// Something must be there to read; what is missing beside it is told as it is met.
fn check_inputs(inputs: &[Input], unit: Unit) -> Result<(), Failure> {
    let missing: Vec<String> = inputs.iter().filter_map(|input| missing(input, unit)).collect();
    match missing.len() == inputs.len() {
        true => Err(Failure(missing.join("; "))),
        false => Ok(()),
    }
}

/// A sentence by itself reprints nothing, and a part of an article says little of the whole.
fn check_copies(args: &LabelArgs) -> Result<(), Failure> {
    match args.copies && args.unit == Unit::Sentence {
        true => Err(Failure(
            "--copies: expected --unit article, since only whole articles are compared, found --unit sentence"
                .to_owned(),
        )),
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

/// The form of the output, which this build must know.
fn format(args: &LabelArgs) -> Result<Format, Failure> {
    let format = asked_format(args);
    if !format.is_built_in() {
        return Err(Failure(format!(
            "this build of stance does not know {}: build it with `cargo install stance-classifier --features parquet`, or give --format csv or jsonl",
            format.name()
        )));
    }
    match args.output.as_deref().map(Packing::of_path) {
        Some((Packing::Gzip | Packing::Zstd, _)) if format == Format::Parquet => {
            Err(Failure("Parquet is packed within: expected a name without .gz or .zst".to_owned()))
        }
        _ => Ok(format),
    }
}

fn asked_format(args: &LabelArgs) -> Format {
    let width = || terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
    match args.format {
        Some(FormatName::Csv) => Format::Csv,
        Some(FormatName::Jsonl) => Format::Jsonl,
        Some(FormatName::Html) => Format::Html,
        Some(FormatName::Table) => Format::Table { width: width() },
        Some(FormatName::Parquet) => Format::Parquet,
        Some(FormatName::Arrow) => Format::Arrow,
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

fn work(unit: Unit, format: Format, inputs: Vec<Input>, mut run: Run, session: &mut Session) {
    // What is looked at first is read again: it is not counted twice.
    let peek = Reading { meter: Meter::default(), ..run.reading.clone() };
    let with_sets = |columns: Columns, run: &Run| if run.sets.is_some() { columns.with_sets() } else { columns };
    match unit {
        Unit::Article => {
            let (own, readers) = known(format, inputs, |inputs| pipeline::article_columns(inputs, &peek));
            let columns = if run.copies { Columns::articles_with_copies(own) } else { Columns::articles(own) };
            let columns = with_sets(columns, &run);
            session.begin(format, &columns, &mut run);
            let render = |labelled: &[Labelled], chunk: &mut Chunk| {
                format.articles(labelled, &columns, &mut chunk.bytes);
                format.after(labelled, &mut chunk.after);
            };
            pipeline::articles(readers, &run, render, |chunk| session.take(chunk));
        }
        Unit::Sentence => {
            let (own, readers) = known(format, inputs, |inputs| pipeline::row_columns(inputs, &peek));
            let columns = with_sets(Columns::rows(own), &run);
            session.begin(format, &columns, &mut run);
            let render = |rows: &LabelledRows, chunk: &mut Chunk| {
                format.rows(rows, &columns, &mut chunk.bytes);
                format.after(rows.documents(), &mut chunk.after);
            };
            pipeline::rows(readers, &run, render, |chunk| session.take(chunk));
        }
    }
}

/// The inputs' own columns, and the inputs to go on with.
type Known<R> = (Vec<Column>, Vec<Reader<R>>);

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
        settings: Settings {
            unit: unit.to_owned(),
            format: format.name().to_owned(),
            min_score: args.min_score,
            text: args.text.clone(),
            copies: args.copies,
            risk: args.risk,
        },
        inputs: args.inputs.iter().map(|input| input.display().to_string()).collect(),
        counts: Tally::default(),
    }
}
