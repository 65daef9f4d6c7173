//! Other tools' files ↔ [`Record`]s, and by them our batches.
//!
//! Method: one small file a format. A reader takes a file apart into rows and gives their values our names (`text`,
//! `label`, `annotator`, `suggestion` …); [`Record`] checks them, and keeps what has no name of ours as it is, so that it
//! stands in the next file and finds back to its place in a file of the tool it came from. A writer does the reverse; what
//! its format has no place for is counted, by name ([`Written::lost`]). The format of a file is told by what stands in it
//! ([`detect`]). A model's label is a suggestion, never an annotation.
//!
//! ```
//! use stance::exchange::{Format, Settings, read, write};
//! let file = r#"{"text":"Let them in.","options":[],"accept":["admit"],"answer":"accept","_annotator_id":"anna"}"#;
//! let reading = read("tasks.jsonl", file, None, &Settings::default())?;
//! let written = write(&reading.records, Format::FastText);
//! assert_eq!(written.bytes, b"__label__admit Let them in.\n");
//! assert_eq!(written.lost["annotator"], 1);
//! # Ok::<(), stance::base::Reject>(())
//! ```
//!
//! What it gets wrong: a column of another tool that bears one of our names and fits is taken for ours; a table of
//! doccano's CSV without `Comments` is taken for a plain one, which reads the same unless it has several labels.

mod argilla;
mod argilla_columns;
mod cell;
mod doccano;
mod fasttext;
mod fields;
mod format;
mod inception;
mod label_studio;
mod label_studio_min;
mod plain;
mod potato;
mod prodigy;
mod record;
mod semeval;
mod source;
#[cfg(test)]
mod tests;
mod texts;
mod time;

pub use format::{Format, detect};
pub use record::{Record, Suggestion};
pub use texts::join_texts;

use crate::base::Reject;
use crate::dataset::LabelMap;
use fields::{Fields, Misfit, rename};
use source::{Entries, Entry};
use std::collections::BTreeMap;

/// What a file does not say itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Other words for the labels.
    pub map: LabelMap,
    /// Our names of columns and theirs; `label` also names the control, question, scheme or feature of a tool.
    pub columns: Vec<(String, String)>,
    /// Who annotated, where the file does not say.
    pub annotator: String,
    /// The model that predictions come from, where they do not say.
    pub model: String,
}

impl Settings {
    fn column(&self, ours: &str) -> Option<&str> {
        self.columns.iter().find(|(name, _)| name == ours).map(|(_, theirs)| theirs.as_str())
    }
}

/// What was read of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The format it was read as.
    pub format: Format,
    /// In the order of the file.
    pub records: Vec<Record>,
    /// Rows that could not be used.
    pub rejects: Vec<Reject>,
    /// Label words that are not known, and how many rows have each.
    pub unknown: BTreeMap<String, usize>,
    /// What the file holds and records do not, by name, and how many values there were.
    pub lost: BTreeMap<String, usize>,
}

/// A file in another format.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the format has no place for, by name, and how many values there were.
    pub lost: BTreeMap<String, usize>,
}

/// Reads a file; its format is found where none is given.
///
/// # Errors
/// A file that is none of its format, or of no known one.
pub fn read(name: &str, text: &str, format: Option<Format>, settings: &Settings) -> Result<Reading, Reject> {
    let text = text.trim_start_matches('\u{feff}');
    let format = match format {
        Some(format) => format,
        None => detect(name, &named(text, settings))?,
    };
    let Entries { good, rejects, left } = entries(name, text, format, settings)?;
    let mut reading = Reading { format, records: Vec::new(), rejects, unknown: BTreeMap::new(), lost: left };
    for entry in good {
        let line = entry.line;
        if let Err(misfit) = take(entry, name, settings, &mut reading) {
            if let Some(word) = misfit.word {
                *reading.unknown.entry(word).or_default() += 1;
            }
            reading.rejects.push(Reject::file(name, misfit.expected, misfit.found).at(line));
        }
    }
    reading.rejects.sort_by_key(|reject| reject.line);
    Ok(reading)
}

/// A header with the user's names of columns replaced by ours, for telling its format.
fn named(text: &str, settings: &Settings) -> String {
    let Some(theirs) = settings.column("text") else { return text.to_owned() };
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let cells: Vec<&str> =
        first.split(',').map(|cell| if cell.trim().trim_matches('"') == theirs { "text" } else { cell }).collect();
    let first =
        if first.starts_with('{') { first.replace(&format!("\"{theirs}\""), "\"text\"") } else { cells.join(",") };
    format!("{first}\n{rest}")
}

fn entries(name: &str, text: &str, format: Format, settings: &Settings) -> Result<Entries, Reject> {
    let is_list = text.trim_start().starts_with('[');
    match format {
        Format::Csv | Format::LabelStudioCsv | Format::DoccanoCsv | Format::PotatoCsv => {
            source::table(name, text, b',')
        }
        Format::SemEval => source::table(name, text, b'\t'),
        Format::FastText => Ok(fasttext::entries(name, text)),
        Format::Inception => inception::entries(name, text, settings.column("label")),
        Format::Potato if text.contains("\"instance_id_to_label_to_value\"") => potato::state(name, text),
        Format::LabelStudio | Format::LabelStudioMin => source::json_list(name, text),
        _ if is_list => source::json_list(name, text),
        _ => Ok(source::json_lines(name, text)),
    }
}

/// Makes records of an entry: one, or one for each annotator. All of it or nothing is used.
fn take(entry: Entry, name: &str, settings: &Settings, reading: &mut Reading) -> Result<(), Misfit> {
    let is_potato = matches!(reading.format, Format::Potato | Format::PotatoCsv);
    let mut records = Vec::new();
    for mut fields in translated(entry.fields, reading.format, settings)? {
        fields.retain(|name, value| !(value.is_null() && fields::is_ours(name)));
        let mut record = Record::from_fields(fields, &settings.map)?;
        if record.text.trim().is_empty() && !is_potato {
            return Err(Misfit {
                found: "none".to_owned(),
                ..Misfit::new("a text (in a column of another name: --columns text=NAME)", "")
            });
        }
        if record.annotator.is_empty() && record.label.is_some() {
            record.annotator.clone_from(&settings.annotator);
        }
        records.push(Record { file: name.to_owned(), line: entry.line, ..record });
    }
    reading.records.append(&mut records);
    Ok(())
}

/// An entry's values under our names.
fn translated(mut fields: Fields, format: Format, settings: &Settings) -> Result<Vec<Fields>, Misfit> {
    let label = settings.column("label");
    if format == Format::LabelStudio {
        if let Some(serde_json::Value::Object(data)) = fields.get_mut("data") {
            rename_columns(data, settings);
        }
        return label_studio::fields(fields, label);
    }
    if format == Format::Argilla {
        if let Some(serde_json::Value::Object(texts)) = fields.get_mut("fields") {
            rename_columns(texts, settings);
        }
        return argilla::fields(fields, label);
    }
    rename_columns(&mut fields, settings);
    match format {
        Format::Csv | Format::Jsonl => plain::fields(fields, &settings.model),
        Format::Prodigy | Format::ProdigyBinary => prodigy::fields(fields),
        Format::LabelStudioMin | Format::LabelStudioCsv => label_studio_min::fields(fields),
        Format::Doccano | Format::DoccanoCsv => doccano::fields(fields),
        Format::Potato | Format::PotatoCsv => potato::fields(fields, label),
        Format::SemEval => semeval::fields(fields),
        _ => Ok(vec![fields]),
    }
}

/// Gives columns our names; what bore one of these names before gets `input_` before it.
fn rename_columns(fields: &mut Fields, settings: &Settings) {
    for (ours, theirs) in settings.columns.iter().filter(|(_, theirs)| fields_has(fields, theirs)).collect::<Vec<_>>() {
        rename(fields, ours, &format!("input_{ours}"));
        rename(fields, theirs, ours);
    }
}

fn fields_has(fields: &Fields, name: &str) -> bool {
    fields.contains_key(name)
}

/// Writes records in a format.
pub fn write(records: &[Record], format: Format) -> Written {
    let mut rows: Vec<Fields> = records.iter().map(Record::to_fields).collect();
    let mut lost: BTreeMap<String, usize> = BTreeMap::new();
    for row in &mut rows {
        row.retain(|name, _| {
            let is_held = holds(format, name);
            if !is_held {
                *lost.entry(name.to_owned()).or_default() += 1;
            }
            is_held
        });
    }
    if matches!(format, Format::FastText | Format::SemEval) {
        let is_broken = |record: &&Record| record.text.contains(['\n', '\r', '\t']);
        let count = records.iter().filter(is_broken).count();
        if count > 0 {
            lost.insert("line breaks and tabs in text".to_owned(), count);
        }
    }
    Written { bytes: bytes(rows, format), lost }
}

/// Whether a format has a place for a field.
fn holds(format: Format, name: &str) -> bool {
    match format {
        Format::FastText => ["text", "label"].contains(&name),
        Format::SemEval => semeval::holds(name),
        Format::Argilla => argilla::holds(name),
        _ => true,
    }
}

fn bytes(rows: Vec<Fields>, format: Format) -> Vec<u8> {
    match format {
        Format::Csv => {
            let rows: Vec<Fields> = rows.into_iter().map(plain::row).collect();
            source::to_table(&rows, &crate::dataset::annotation::COLUMNS)
        }
        Format::Jsonl => source::to_lines(&rows.into_iter().map(plain::row).collect::<Vec<_>>()),
        Format::Prodigy => source::to_lines(&prodigy::write(rows, false)),
        Format::ProdigyBinary => source::to_lines(&prodigy::write(rows, true)),
        Format::LabelStudio => source::to_list(&label_studio::write(rows)),
        Format::LabelStudioMin => source::to_list(&label_studio_min::write(rows)),
        Format::LabelStudioCsv => label_studio_min::to_table(&label_studio_min::write(rows)),
        Format::Doccano => source::to_lines(&doccano::lines(rows)),
        Format::DoccanoCsv => source::to_table(&rows, &["text", "label"]),
        Format::Argilla => source::to_list(&argilla::write(rows)),
        Format::Inception => inception::write(rows),
        Format::Potato => source::to_lines(&potato::lines(rows)),
        Format::PotatoCsv => source::to_table(&potato::rows(rows), &[]),
        Format::FastText => rows.iter().map(fasttext::line).collect::<String>().into_bytes(),
        Format::SemEval => semeval::write(&rows),
    }
}
