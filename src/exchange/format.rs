use super::fields::Fields;
use crate::base::Reject;
use crate::dataset::table::brief;
use serde_json::Value;
use std::fmt;
use std::str::FromStr;

/// A form of file that annotations come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Our batches, or any table with a text and a label; also what `stance label` writes.
    Csv,
    /// The same as JSON lines.
    Jsonl,
    /// Prodigy's tasks; choices where they did not come as binary tasks.
    Prodigy,
    /// Prodigy's tasks, all binary.
    ProdigyBinary,
    /// Label Studio's JSON.
    LabelStudio,
    /// Label Studio's JSON_MIN.
    LabelStudioMin,
    /// Label Studio's CSV.
    LabelStudioCsv,
    /// doccano's JSON lines.
    Doccano,
    /// doccano's CSV.
    DoccanoCsv,
    /// Argilla's records.
    Argilla,
    /// INCEpTION's UIMA CAS JSON.
    Inception,
    /// Potato's items and answers as JSON lines; its store is read too.
    Potato,
    /// The same as CSV.
    PotatoCsv,
    /// fastText's lines.
    FastText,
    /// SemEval-2016 Task 6.
    SemEval,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 15] = [
        Format::Csv,
        Format::Jsonl,
        Format::Prodigy,
        Format::ProdigyBinary,
        Format::LabelStudio,
        Format::LabelStudioMin,
        Format::LabelStudioCsv,
        Format::Doccano,
        Format::DoccanoCsv,
        Format::Argilla,
        Format::Inception,
        Format::Potato,
        Format::PotatoCsv,
        Format::FastText,
        Format::SemEval,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Prodigy => "prodigy",
            Format::ProdigyBinary => "prodigy-binary",
            Format::LabelStudio => "label-studio",
            Format::LabelStudioMin => "label-studio-min",
            Format::LabelStudioCsv => "label-studio-csv",
            Format::Doccano => "doccano",
            Format::DoccanoCsv => "doccano-csv",
            Format::Argilla => "argilla",
            Format::Inception => "inception",
            Format::Potato => "potato",
            Format::PotatoCsv => "potato-csv",
            Format::FastText => "fasttext",
            Format::SemEval => "semeval",
        }
    }

    /// Whether it is a table whose columns the user may name.
    pub fn is_plain(self) -> bool {
        matches!(self, Format::Csv | Format::Jsonl)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let names = || Format::ALL.map(Format::name).join(", ");
        Format::ALL.into_iter().find(|it| it.name() == word).ok_or_else(|| format!("expected one of {}", names()))
    }
}

/// The format of a file, by what stands in it.
///
/// # Errors
/// A file of none of them.
pub fn detect(name: &str, text: &str) -> Result<Format, Reject> {
    let trimmed = text.trim_start();
    let found = match trimmed.chars().next() {
        Some('[') => of_list(trimmed),
        Some('{') => of_object(trimmed),
        _ if text.lines().any(|line| line.trim_start().starts_with("__label__")) => Some(Format::FastText),
        _ => of_header(text),
    };
    found.ok_or_else(|| {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let expected = "a file of a tool that is known, with a text in each row (--from FORMAT says which; --columns text=NAME, label=NAME which columns)";
        Reject::file(name, expected, brief(first)).at(1)
    })
}

/// A list: what its first element says. One that is broken is known by its beginning.
fn of_list(text: &str) -> Option<Format> {
    let first = match serde_json::from_str::<Vec<Value>>(text) {
        Ok(list) => list.into_iter().next(),
        Err(_) if text.contains("\"annotations\"") => return Some(Format::LabelStudio),
        Err(_) if text.contains("\"responses\"") => return Some(Format::Argilla),
        Err(_) => return Some(Format::LabelStudioMin),
    };
    match first? {
        Value::Object(first) if first.get("data").is_some_and(Value::is_object) => Some(Format::LabelStudio),
        Value::Object(first) if is_flat_label_studio(&first) => Some(Format::LabelStudioMin),
        Value::Object(first) => of_fields(&first),
        _ => None,
    }
}

/// One object, or one a line.
fn of_object(text: &str) -> Option<Format> {
    let first = serde_json::from_str::<Fields>(text.lines().next().unwrap_or_default());
    let first = match first.or_else(|_| serde_json::from_str::<Fields>(text)) {
        Ok(first) => first,
        Err(_) if text.contains("\"%FEATURE_STRUCTURES\"") => return Some(Format::Inception),
        Err(_) if text.contains("\"instance_id_to_label_to_value\"") => return Some(Format::Potato),
        Err(_) => text.lines().skip(1).find_map(|line| serde_json::from_str(line).ok())?,
    };
    of_fields(&first)
}

/// What the names in a row say.
fn of_fields(first: &Fields) -> Option<Format> {
    let has = |name: &str| first.contains_key(name);
    let is_choice = has("options") || first.get("accept").is_some_and(Value::is_array);
    match () {
        // Only our batches have it, whatever they carry of another tool.
        () if has("digest") => Some(Format::Jsonl),
        () if has("%FEATURE_STRUCTURES") => Some(Format::Inception),
        () if has("instance_id_to_label_to_value") || has("instance_id") || has("label_annotations") => {
            Some(Format::Potato)
        }
        () if is_argilla(first) => Some(Format::Argilla),
        () if is_choice || has("_input_hash") || has("_view_id") || has("answer") => Some(Format::Prodigy),
        () if first.get("label").is_some_and(Value::is_array) || has("Comments") => Some(Format::Doccano),
        () if has("text") => Some(Format::Jsonl),
        () => None,
    }
}

fn is_argilla(first: &Fields) -> bool {
    let is_nested = first.get("fields").is_some_and(Value::is_object);
    let is_list =
        |value: &Value| value.as_array().is_some_and(|list| list.iter().any(|it| it.get("user_id").is_some()));
    let is_flat =
        |name: &String| name.ends_with(".responses") || name.ends_with(".suggestion") || name.ends_with("-suggestion");
    is_nested || first.keys().any(is_flat) || first.values().any(is_list)
}

fn is_flat_label_studio(first: &Fields) -> bool {
    first.contains_key("annotation_id") || first.contains_key("lead_time")
}

/// A table: what its columns say.
fn of_header(text: &str) -> Option<Format> {
    let line = text.trim_start_matches('\u{feff}').lines().next()?;
    let is_tabbed = line.contains('\t');
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(if is_tabbed { b'\t' } else { b',' }).from_reader(line.as_bytes());
    let columns: Vec<String> = reader.headers().ok()?.iter().map(|name| name.trim().to_owned()).collect();
    let has = |name: &str| columns.iter().any(|column| column == name);
    match is_tabbed {
        true if has("Tweet") && has("Target") => Some(Format::SemEval),
        true => None,
        false if has("digest") => Some(Format::Csv),
        false if has("annotation_id") || (has("annotator") && has("lead_time")) => Some(Format::LabelStudioCsv),
        false if has("instance_id") => Some(Format::PotatoCsv),
        false if has("text") && has("Comments") => Some(Format::DoccanoCsv),
        false if has("text") => Some(Format::Csv),
        false => None,
    }
}
