//! Files of any annotation tool, as verbs read and write them.

use super::console::{Failure, say};
use crate::article;
use crate::base::Reject;
use crate::dataset::annotation::{self, Annotation};
use crate::dataset::{LabelMap, files};
use crate::exchange::{self, Format, Reading, Record, Settings};
use crate::output::{Destination, Packing};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How files that people labelled are to be read.
#[derive(Debug, clap::Args)]
pub(super) struct FileArgs {
    /// Format of the files [default: found by what stands in each]
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<Format>,
    /// What other label words stand for: FROM=TO,…
    #[arg(long, value_name = "FROM=TO,…", default_value = "")]
    pub map: LabelMap,
    /// Names that columns have in the files: text=Body,label=Code. For tools, label is the name of the control, question,
    /// scheme or feature that holds it
    #[arg(long, value_name = "OURS=THEIRS,…", value_delimiter = ',', value_parser = pair)]
    pub columns: Vec<(String, String)>,
}

fn pair(given: &str) -> Result<(String, String), String> {
    let pair = given.split_once('=').map(|(ours, theirs)| (ours.trim().to_owned(), theirs.trim().to_owned()));
    pair.filter(|(ours, theirs)| !ours.is_empty() && !theirs.is_empty()).ok_or("expected OURS=THEIRS".to_owned())
}

impl FileArgs {
    /// The same for the readers; `annotator` is who answered where a file does not say.
    pub fn settings(&self, annotator: &str) -> Settings {
        Settings {
            map: self.map.clone(),
            columns: self.columns.clone(),
            annotator: annotator.to_owned(),
            model: String::new(),
        }
    }
}

/// What some files hold.
#[derive(Default)]
pub(super) struct Records {
    pub records: Vec<Record>,
    pub rejects: Vec<Reject>,
    /// Label words that nobody has explained.
    pub unknown: BTreeMap<String, usize>,
    /// What the files hold and records do not.
    pub lost: BTreeMap<String, usize>,
    /// Each file and its format.
    pub formats: Vec<(String, Format)>,
}

/// Reads files in the format given, or in that of each.
pub(super) fn read(files: &[PathBuf], format: Option<Format>, settings: &Settings) -> Records {
    let mut all = Records::default();
    for file in files {
        match read_one(file, format, settings) {
            Ok(reading) => {
                all.formats.push((file.display().to_string(), reading.format));
                all.records.extend(reading.records);
                all.rejects.extend(reading.rejects);
                add(&mut all.unknown, reading.unknown);
                add(&mut all.lost, reading.lost);
            }
            Err(reject) => all.rejects.push(reject),
        }
    }
    all
}

fn add(counts: &mut BTreeMap<String, usize>, more: BTreeMap<String, usize>) {
    more.into_iter().for_each(|(name, count)| *counts.entry(name).or_default() += count);
}

fn read_one(file: &Path, format: Option<Format>, settings: &Settings) -> Result<Reading, Reject> {
    let name = file.display().to_string();
    let bytes = match file == Path::new("-") {
        true => standard_input()?,
        false => files::bytes(file)?,
    };
    let (text, _) = article::decode(&name, bytes)?;
    exchange::read(&name, &text, format, &Settings { model: model_of(file), ..settings.clone() })
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

impl Records {
    /// Label words that nobody has explained end the run: half of the labels would be gone.
    pub fn refuse_unknown(&self) -> Result<(), Failure> {
        if self.unknown.is_empty() {
            return Ok(());
        }
        let words: Vec<String> = self.unknown.iter().map(|(word, count)| format!("{word:?} ({count})")).collect();
        let first = self.rejects.iter().find(|reject| reject.expected.contains("--map"));
        let place = first.map(|reject| format!("{reject}\n")).unwrap_or_default();
        Err(Failure(format!(
            "{place}expected labels admit, restrict or neutral, found {}: say what they stand for with --map FROM=TO,…; nothing was written",
            words.join(", ")
        )))
    }
}

/// What annotators said in files of any tool, in our own batches and in folders of these.
#[derive(Default)]
pub(super) struct Said {
    pub annotations: Vec<Annotation>,
    /// Sentences that nobody has answered yet.
    pub open: Vec<Record>,
    pub rejects: Vec<Reject>,
}

/// Reads what annotators said.
///
/// # Errors
/// Label words that nobody has explained.
pub(super) fn said(paths: &[PathBuf], args: &FileArgs) -> Result<Said, Failure> {
    let (own, tools): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|path| is_own(path));
    let mut records = read(&tools, args.from, &args.settings(""));
    let batches = match own.is_empty() {
        true => annotation::Batches::default(),
        false => annotation::read(&own, &args.map),
    };
    for reject in batches.rejects.iter().filter(|reject| reject.expected.contains("--map")) {
        *records.unknown.entry(reject.found.trim_matches('"').to_owned()).or_default() += 1;
    }
    records.rejects.extend(batches.rejects);
    records.refuse_unknown()?;
    let (joined, missing) = exchange::join_texts(records.records);
    let (answered, open): (Vec<Record>, Vec<Record>) = joined.into_iter().partition(|record| record.label.is_some());
    let mut annotations = batches.annotations;
    annotations.extend(answered.into_iter().filter_map(Record::annotation));
    Ok(Said { annotations, open, rejects: [records.rejects, missing].concat() })
}

/// Whether no tool wrote it: a folder of batches, a table between tabs, or labels that name their sentences by digest.
fn is_own(path: &Path) -> bool {
    if path.is_dir() || path.extension().is_some_and(|ending| ending == "tsv") {
        return true;
    }
    let Ok(bytes) = files::bytes(path) else { return false };
    let first = bytes.split(|byte| *byte == b'\n').next().map(String::from_utf8_lossy).unwrap_or_default();
    let names = |name: &str| first.split([',', '"', ':']).any(|word| word.trim() == name);
    names("digest") && !names("text")
}

/// Tells what found no place, by name.
pub(super) fn tell_lost(what: &str, lost: &BTreeMap<String, usize>) {
    if !lost.is_empty() {
        let lost: Vec<String> = lost.iter().map(|(name, count)| format!("{name} ({count} values)")).collect();
        say(format!("{what}: {}", lost.join(", ")));
    }
}

/// The output that is one of the inputs, links followed: it would be written over.
pub(super) fn written_over<'p>(
    outputs: impl IntoIterator<Item = &'p PathBuf>,
    inputs: impl IntoIterator<Item = &'p PathBuf>,
) -> Option<PathBuf> {
    let same = |path: &PathBuf| fs::canonicalize(path).ok();
    let inputs: Vec<PathBuf> = inputs.into_iter().filter_map(same).collect();
    outputs.into_iter().filter_map(same).find(|output| inputs.contains(output))
}

/// Refuses an output that is one of the inputs.
pub(super) fn refuse_input<'p>(
    output: Option<&'p PathBuf>,
    inputs: impl IntoIterator<Item = &'p PathBuf>,
) -> Result<(), Failure> {
    match written_over(output, inputs) {
        Some(_) => {
            Err(Failure("expected an output beside the inputs, found one of them: it would be written over".to_owned()))
        }
        None => Ok(()),
    }
}

/// Opens the file that records go to.
pub(super) fn open(path: &Path) -> Result<Destination, Failure> {
    let opened = Destination::open(path, Packing::of_path(path).0);
    opened.map_err(|error| Failure::of(format!("cannot write {}", path.display()), error))
}

/// Writes all of it, and beside it where it came from.
pub(super) fn save(mut file: Destination, bytes: &[u8], meta: &Value) -> Result<(), Failure> {
    let name = file.path().display().to_string();
    let saved = file.begin().and_then(|()| file.write(bytes));
    let saved = saved.and_then(|()| file.finish(format!("{meta:#}\n").as_bytes()));
    saved.map_err(|error| Failure::of(format!("writing {name}"), error))
}
