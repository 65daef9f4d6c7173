use super::{Annotation, COLUMNS};
use serde_json::{Map, Value};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

const WHY: &str = "memory takes all that is written";

/// Some annotations as CSV, a line of column names first.
pub fn csv(annotations: &[Annotation]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect(WHY);
    for annotation in annotations {
        writer.write_record(cells(annotation)).expect(WHY);
    }
    writer.into_inner().expect(WHY)
}

/// Some annotations as JSON objects, one a line; what is not known is left out.
pub fn jsonl(annotations: &[Annotation]) -> Vec<u8> {
    let mut out = Vec::new();
    for annotation in annotations {
        let cells = COLUMNS.into_iter().zip(cells(annotation)).filter(|(_, cell)| !cell.is_empty());
        let object: Map<String, Value> = cells.map(|(name, cell)| (name.to_owned(), value(name, cell))).collect();
        serde_json::to_writer(&mut out, &object).expect(WHY);
        out.push(b'\n');
    }
    out
}

/// Writes a new batch, CSV or, where the name ends in `.jsonl`, JSON lines.
///
/// # Errors
/// A file of that name: batches are never written over. Whatever the file system says; the file is then not there.
pub fn new_batch(path: &Path, annotations: &[Annotation]) -> io::Result<()> {
    if path.exists() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "a batch of this name is there already"));
    }
    let is_jsonl = path.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson");
    let bytes = if is_jsonl { jsonl(annotations) } else { csv(annotations) };
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let mut file = File::create(&part)?;
    let written = file.write_all(&bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&part, path));
    written.inspect_err(|_| drop(fs::remove_file(&part)))
}

fn value(name: &str, cell: String) -> Value {
    match name {
        "n" | "start" | "end" | "paragraph" => cell.parse::<u64>().map_or(Value::Null, Value::from),
        _ => Value::String(cell),
    }
}

/// The cells in the order of [`COLUMNS`].
fn cells(annotation: &Annotation) -> [String; COLUMNS.len()] {
    let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    let Annotation { n, place, paragraph, .. } = annotation;
    let text = |text: &String| text.clone();
    [
        text(&annotation.doc),
        number(n.map(|n| n as usize)),
        number(place.map(|(start, _)| start)),
        number(place.map(|(_, end)| end)),
        text(&annotation.digest),
        text(&annotation.text),
        annotation.label.to_string(),
        annotation.alone.map(|alone| alone.to_string()).unwrap_or_default(),
        text(&annotation.holder),
        text(&annotation.note),
        text(&annotation.annotator),
        text(&annotation.time),
        text(&annotation.tool),
        text(&annotation.batch),
        annotation.kind.to_string(),
        number(paragraph.map(|paragraph| paragraph as usize)),
    ]
}
