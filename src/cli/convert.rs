use super::console::{Exit, Failure, answer_bytes, rejected, say};
use super::records::{self, FileArgs};
use crate::exchange::{self, Format};
use serde_json::json;
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
    #[command(flatten)]
    source: FileArgs,
    /// Write here (and where it came from to FILE.meta.json) instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Who annotated, where a file does not say
    #[arg(long, value_name = "NAME", default_value = "")]
    annotator: String,
}

pub(super) fn run(args: &ConvertArgs) -> Result<Exit, Failure> {
    let to = format(args)?;
    records::refuse_input(args.output.as_ref(), &args.files)?;
    let input = records::read(&args.files, args.source.from, &args.source.settings(&args.annotator));
    input.refuse_unknown()?;
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
    records::tell_lost("not carried from the files", &input.lost);
    records::tell_lost(&format!("{to} has no place for"), &written.lost);
    let meta = json!({
        "program": concat!("stance ", env!("CARGO_PKG_VERSION")),
        "settings": {"from": args.source.from.map(Format::name), "to": to.name(), "columns": args.source.columns, "annotator": args.annotator},
        "inputs": input.formats.iter().map(|(name, format)| json!({"file": name, "format": format.name()})).collect::<Vec<_>>(),
        "counts": {"records": records.len(), "rejected": rejects.len()},
        "lost": {"reading": input.lost, "writing": written.lost},
    });
    match &args.output {
        None => answer_bytes(&written.bytes)?,
        Some(path) => records::save(records::open(path)?, &written.bytes, &meta)?,
    }
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
    found.ok_or_else(|| Failure(format!("expected the format to write, as --to FORMAT (one of {names})")))
}
