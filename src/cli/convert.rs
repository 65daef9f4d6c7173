use super::console::{Exit, Failure, answer_bytes, rejected, say};
use crate::article;
use crate::base::Reject;
use crate::dataset::{LabelMap, files};
use crate::exchange::{self, Format, Reading, Record, Settings, Written};
use crate::output::{Destination, Packing};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Turn annotations of one tool into those of another, or into our own batches.
///
/// Formats: csv, jsonl (our own batches, or any table with a text and a label; predictions of `stance label` become
/// suggestions), prodigy, prodigy-binary, label-studio, label-studio-min, label-studio-csv, doccano, doccano-csv, argilla,
/// inception, potato, potato-csv, fasttext, semeval. What a format has no place for is told on stderr.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance convert labels.csv --to label-studio -o tasks.json
  stance convert export.json -o data/annotations/2026-11.csv
  stance convert codes.csv --columns text=Body,label=Code --map PRO=admit,CON=restrict,NONE=neutral --to prodigy")]
pub(super) struct ConvertArgs {
    /// Files (also .gz, .zst), or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Format to write [default: csv or jsonl, by the name of the output]
    #[arg(long, value_name = "FORMAT")]
    to: Option<Format>,
    /// Format of the files [default: found by what stands in each]
    #[arg(long, value_name = "FORMAT")]
    from: Option<Format>,
    /// Write here (and where it came from to FILE.meta.json) instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What other label words stand for: FROM=TO,…
    #[arg(long, value_name = "FROM=TO,…", default_value = "")]
    map: LabelMap,
    /// Names that columns have in the files: text=Body,label=Code. For tools, label is the name of the control, question,
    /// scheme or feature that holds it
    #[arg(long, value_name = "OURS=THEIRS,…", value_delimiter = ',', value_parser = pair)]
    columns: Vec<(String, String)>,
    /// Who annotated, where a file does not say
    #[arg(long, value_name = "NAME", default_value = "")]
    annotator: String,
}

fn pair(given: &str) -> Result<(String, String), String> {
    let pair = given.split_once('=').map(|(ours, theirs)| (ours.trim().to_owned(), theirs.trim().to_owned()));
    pair.filter(|(ours, theirs)| !ours.is_empty() && !theirs.is_empty()).ok_or("expected OURS=THEIRS".to_owned())
}

/// What all files hold.
#[derive(Default)]
struct Input {
    records: Vec<Record>,
    rejects: Vec<Reject>,
    unknown: BTreeMap<String, usize>,
    lost: BTreeMap<String, usize>,
    /// Each file and its format.
    formats: Vec<(String, Format)>,
}

pub(super) fn run(args: &ConvertArgs) -> Result<Exit, Failure> {
    let to = format(args)?;
    let input = read(args);
    refuse(&input)?;
    let (records, missing) = exchange::join_texts(input.records);
    let rejects = [input.rejects, missing].concat();
    let exit = rejected(&rejects);
    if records.is_empty() {
        return Err(Failure("expected rows with a text, found none that can be used; nothing was written".to_owned()));
    }
    let written = exchange::write(&records, to);
    for (name, format) in &input.formats {
        say(format!("{name}: read as {format}"));
    }
    tell_lost("not carried from the files", &input.lost);
    tell_lost(&format!("{to} has no place for"), &written.lost);
    let meta = json!({
        "program": concat!("stance ", env!("CARGO_PKG_VERSION")),
        "settings": {"from": args.from.map(Format::name), "to": to.name(), "columns": args.columns, "annotator": args.annotator},
        "inputs": input.formats.iter().map(|(name, format)| json!({"file": name, "format": format.name()})).collect::<Vec<_>>(),
        "counts": {"records": records.len(), "rejected": rejects.len()},
        "lost": {"reading": input.lost, "writing": written.lost},
    });
    save(args, &written, &meta)?;
    say(format!("{} records written as {to}", records.len()));
    Ok(exit)
}

/// The format asked for, or that of the output's name.
fn format(args: &ConvertArgs) -> Result<Format, Failure> {
    let of_name = |path: &Path| match path.extension()?.to_str()? {
        "csv" => Some(Format::Csv),
        "jsonl" | "ndjson" => Some(Format::Jsonl),
        _ => None,
    };
    let found = args.to.or_else(|| args.output.as_deref().and_then(of_name));
    let names = Format::ALL.map(Format::name).join(", ");
    let format =
        found.ok_or_else(|| Failure(format!("expected the format to write, as --to FORMAT (one of {names})")))?;
    let same = |path: &PathBuf| fs::canonicalize(path).ok();
    let output = args.output.as_ref().and_then(same);
    match output.is_some() && args.files.iter().any(|file| same(file) == output) {
        true => {
            Err(Failure("expected an output beside the inputs, found one of them: it would be written over".to_owned()))
        }
        false => Ok(format),
    }
}

fn read(args: &ConvertArgs) -> Input {
    let mut input = Input::default();
    for file in &args.files {
        match read_one(file, args) {
            Ok(reading) => {
                input.formats.push((file.display().to_string(), reading.format));
                input.records.extend(reading.records);
                input.rejects.extend(reading.rejects);
                add(&mut input.unknown, reading.unknown);
                add(&mut input.lost, reading.lost);
            }
            Err(reject) => input.rejects.push(reject),
        }
    }
    input
}

fn add(counts: &mut BTreeMap<String, usize>, more: BTreeMap<String, usize>) {
    more.into_iter().for_each(|(name, count)| *counts.entry(name).or_default() += count);
}

fn read_one(file: &Path, args: &ConvertArgs) -> Result<Reading, Reject> {
    let name = file.display().to_string();
    let bytes = match file == Path::new("-") {
        true => standard_input()?,
        false => files::bytes(file)?,
    };
    let (text, _) = article::decode(&name, bytes)?;
    let settings = Settings {
        map: args.map.clone(),
        columns: args.columns.clone(),
        annotator: args.annotator.clone(),
        model: model_of(file),
    };
    exchange::read(&name, &text, args.from, &settings)
}

fn standard_input() -> Result<Vec<u8>, Reject> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| Reject::file("-", "standard input that can be read", error.to_string()))
}

/// The digest of the model that predictions come from, where `FILE.meta.json` tells it.
fn model_of(file: &Path) -> String {
    let mut name = file.as_os_str().to_owned();
    name.push(".meta.json");
    let meta: Option<Value> = fs::read(name).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    meta.and_then(|meta| meta.get("model")?.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Label words that nobody has explained end the run: half of the labels would be gone.
fn refuse(input: &Input) -> Result<(), Failure> {
    if input.unknown.is_empty() {
        return Ok(());
    }
    let words: Vec<String> = input.unknown.iter().map(|(word, count)| format!("{word:?} ({count})")).collect();
    let first = input.rejects.iter().find(|reject| reject.expected.contains("--map"));
    let place = first.map(|reject| format!("{reject}\n")).unwrap_or_default();
    Err(Failure(format!(
        "{place}expected labels admit, restrict or neutral, found {}: say what they stand for with --map FROM=TO,…; nothing was written",
        words.join(", ")
    )))
}

fn tell_lost(what: &str, lost: &BTreeMap<String, usize>) {
    if !lost.is_empty() {
        let lost: Vec<String> = lost.iter().map(|(name, count)| format!("{name} ({count} values)")).collect();
        say(format!("{what}: {}", lost.join(", ")));
    }
}

fn save(args: &ConvertArgs, written: &Written, meta: &Value) -> Result<(), Failure> {
    let Some(path) = &args.output else { return answer_bytes(&written.bytes) };
    let packing = Packing::of_path(path).0;
    let mut file = Destination::open(path, packing)
        .map_err(|error| Failure::of(format!("cannot write {}", path.display()), error))?;
    let saved = file.begin().and_then(|()| file.write(&written.bytes));
    let saved = saved.and_then(|()| file.finish(format!("{meta:#}\n").as_bytes()));
    saved.map_err(|error| Failure::of(format!("writing {}", path.display()), error))
}
