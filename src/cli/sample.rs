use super::console::{self, Exit, Failure, answer_bytes, rejected, say};
use super::records::{self, FileArgs};
use crate::article;
use crate::evaluate::number;
use crate::exchange::{self, Format, Record, Suggestion};
use crate::model::Model;
use crate::output::Packing;
use crate::pipeline::{self, Arm, Done, Input, Note, Reader, Run, SampleCounts, SampleSettings, Sampled};
use crate::report::unsigned;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// Say which sentences of some articles are worth labelling next.
///
/// A part of them, the audit arm, is drawn at random: figures on it alone hold for all sentences of these articles. The
/// rest are those that the model is least sure of (first those that its two stages see differently), some of each class that
/// it gives them, spread over sources and documents. Reprints, sentences that say the same, those of --done and those that
/// the model has learnt from are left out. What comes out goes into any tool, or beside the articles into `annotate`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance sample articles/ -n 200 --done data/annotations -o sample.csv
  stance annotate articles/ sample.csv --db spring.db
  stance sample articles/ -n 500 --blind --to label-studio -o tasks.json")]
pub(super) struct SampleArgs {
    /// Articles: files or folders of them, as for `label`
    #[arg(required = true, value_name = "ARTICLES")]
    inputs: Vec<PathBuf>,
    /// How many sentences
    #[arg(short = 'n', long, value_name = "N", default_value_t = 200, value_parser = count)]
    count: usize,
    /// The share of them that is drawn at random
    #[arg(long, value_name = "SHARE", default_value = "20%", value_parser = share)]
    audit: f64,
    /// Files of any tool, or folders of batches, with sentences that are labelled or handed out already
    #[arg(long, value_name = "FILE", num_args = 1..)]
    done: Vec<PathBuf>,
    #[command(flatten)]
    source: FileArgs,
    /// Without what the model says
    #[arg(long)]
    blind: bool,
    /// Format to write, as for `convert` [default: csv, or jsonl by the name of the output]
    #[arg(long, value_name = "FORMAT")]
    to: Option<Format>,
    /// Write here (and where it came from to FILE.meta.json) instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Model to use instead of the one compiled in
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Seed of the draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Threads [default: every core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

/// More would not fit into memory.
const MOST: usize = 100_000;

fn count(text: &str) -> Result<usize, String> {
    let found = text.parse().ok().filter(|count| (1..=MOST).contains(count));
    found.ok_or_else(|| format!("expected a number from 1 to {MOST}"))
}

fn share(text: &str) -> Result<f64, String> {
    let found = number(text).filter(|share| (0.0..=1.0).contains(share));
    found.ok_or_else(|| "expected a number from 0 to 1, such as 0.2 or 20%".to_owned())
}

pub(super) fn run(args: &SampleArgs) -> Result<Exit, Failure> {
    let inputs: Vec<Input> = args.inputs.iter().map(|input| Input::new(input)).collect();
    refuse_nothing(&inputs)?;
    records::refuse_input(args.output.as_ref(), args.inputs.iter().chain(&args.done))?;
    let file = args.output.as_deref().map(records::open).transpose()?;
    let (done, mut exit) = done(args)?;
    let model = console::model(args.model.as_deref())?;
    let threads = console::threads(args.threads.map(usize::from));
    let run = Run { threads, copies: true, ..Run::new(&model) };
    let settings = SampleSettings { count: args.count, audit: args.audit, seed: args.seed };
    let readers = inputs.into_iter().map(Reader::new).collect();
    let (sample, counts) = pipeline::sample(readers, &run, settings, &done, |note| {
        say(note);
        if matches!(note, Note::Reject(_)) {
            exit = Exit::Findings;
        }
    });
    tell(&counts, args.count);
    if sample.is_empty() {
        return Err(Failure("expected sentences to choose from, found none; nothing was written".to_owned()));
    }
    let to = format(args);
    let records: Vec<Record> = sample.into_iter().map(|it| record(it, &model, &counts, args.blind)).collect();
    let written = exchange::write(&records, to);
    records::tell_lost(&format!("{to} has no place for"), &written.lost);
    match file {
        None => answer_bytes(&written.bytes)?,
        Some(file) => records::save(file, &written.bytes, &meta(args, to, &model, &counts))?,
    }
    Ok(exit)
}

/// Some input must be there; one that is missing beside others is told as it is met.
fn refuse_nothing(inputs: &[Input]) -> Result<(), Failure> {
    let is_empty = |input: &Input| match input {
        Input::Path(path) => !path.exists() || path.is_dir() && article::files(path).next().is_none(),
        Input::Stdin => false,
    };
    match inputs.iter().all(is_empty) {
        true => {
            let names: Vec<String> = inputs.iter().map(Input::to_string).collect();
            Err(Failure(format!("{}: expected articles ({}), found none", names.join(", "), pipeline::IN_FOLDERS)))
        }
        false => Ok(()),
    }
}

/// What need not be labelled any more.
fn done(args: &SampleArgs) -> Result<(Done, Exit), Failure> {
    let mut done = Done::default();
    if args.done.is_empty() {
        return Ok((done, Exit::Fine));
    }
    let said = records::said(&args.done, &args.source)?;
    said.annotations.iter().for_each(|it| done.add(&it.text, &it.digest));
    said.open.iter().for_each(|it| done.add(&it.text, ""));
    Ok((done, rejected(&said.rejects)))
}

/// The format asked for, else that of the output's name, else CSV.
fn format(args: &SampleArgs) -> Format {
    let name = args.output.as_ref().map(|path| Packing::of_path(path).1);
    let is_jsonl = name.is_some_and(|name| name.extension().is_some_and(|end| end == "jsonl" || end == "ndjson"));
    args.to.unwrap_or(if is_jsonl { Format::Jsonl } else { Format::Csv })
}

fn record(sampled: Sampled, model: &Model, counts: &SampleCounts, blind: bool) -> Record {
    let Sampled { candidate, arm } = sampled;
    let mut extra = Map::new();
    extra.insert("source".to_owned(), candidate.source.into());
    extra.insert("arm".to_owned(), json!(arm));
    if arm == Arm::Audit {
        extra.insert("inclusion".to_owned(), json!(inclusion(counts)));
    }
    let label = candidate.label;
    // As in the outputs of `label`: four decimals.
    let score = unsigned(f64::from(candidate.scores.of(label)), 4);
    let suggestion = Suggestion { label, score: Some(score), model: model.digest().to_owned() };
    Record {
        doc: candidate.doc,
        n: Some(candidate.n),
        place: Some(candidate.place),
        paragraph: Some(candidate.paragraph),
        kind: candidate.kind,
        text: candidate.text,
        suggestion: Some(suggestion).filter(|_| !blind),
        extra,
        ..Record::default()
    }
}

/// The probability with which each candidate came into the audit arm.
fn inclusion(counts: &SampleCounts) -> f64 {
    unsigned(counts.audit as f64 / counts.open.max(1) as f64, 6)
}

fn meta(args: &SampleArgs, to: Format, model: &Model, counts: &SampleCounts) -> Value {
    let names = |paths: &[PathBuf]| paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
    let SampleArgs { count, audit, seed, blind, .. } = args;
    json!({
        "program": concat!("stance ", env!("CARGO_PKG_VERSION")),
        "model": model.digest(),
        "settings": {"to": to.name(), "count": count, "audit": audit, "seed": seed, "blind": blind},
        "inputs": names(&args.inputs),
        "done": names(&args.done),
        "counts": counts,
        "inclusion": inclusion(counts),
    })
}

fn tell(counts: &SampleCounts, asked: usize) {
    let SampleCounts { articles, sentences, done, learnt, repeated, open, audit, chosen } = counts;
    say(format!(
        "{articles} articles about people who flee, {sentences} sentences: {done} done, {learnt} learnt from, {repeated} said before, {open} to choose from"
    ));
    say(format!(
        "{audit} drawn at random (each of the {open} with probability {}), {chosen} chosen",
        inclusion(counts)
    ));
    if audit + chosen < asked as u64 {
        say(format!("fewer than the {asked} asked for: give more articles"));
    }
}
