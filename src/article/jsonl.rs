//! JSON lines → one [`Article`] a line, in bounded memory.

use super::Article;
use super::bytes::{Bytes, broken};
use super::row::Columns;
use crate::base::Reject;
use serde_json::{Map, Value};
use std::io::BufRead;

/// Lines of an open file.
pub(super) struct Jsonl {
    file: String,
    /// Key of the text, where it is not one of the usual.
    text: Option<String>,
    bytes: Bytes,
    line: u64,
    row: u64,
    buffer: Vec<u8>,
    over: bool,
}

/// Starts to read; what is wrong is told line by line.
pub(super) fn jsonl(file: &str, bytes: Bytes, text: Option<&str>) -> Jsonl {
    let (file, text) = (file.to_owned(), text.map(str::to_owned));
    Jsonl { file, text, bytes, line: 0, row: 0, buffer: Vec::new(), over: false }
}

impl Iterator for Jsonl {
    type Item = Result<Article, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            self.buffer.clear();
            self.line += 1;
            match self.bytes.read_until(b'\n', &mut self.buffer) {
                Ok(0) => self.over = true,
                Ok(_) if self.buffer.trim_ascii().is_empty() => {}
                Ok(_) => {
                    self.row += 1;
                    return Some(self.article().map_err(|reject| reject.at(self.line)));
                }
                Err(error) => {
                    self.over = true;
                    return Some(Err(broken(&self.file, &error).at(self.line)));
                }
            }
        }
        (self.row == 0).then(|| {
            self.row = 1;
            Err(Reject::file(&self.file, "text", "an empty file"))
        })
    }
}

impl Jsonl {
    fn article(&self) -> Result<Article, Reject> {
        let object: Map<String, Value> = serde_json::from_slice(&self.buffer)
            .map_err(|error| Reject::file(&self.file, "a JSON object", self.seen(&error)))?;
        let (names, values): (Vec<String>, Vec<Value>) = object.into_iter().unzip();
        let keys = names.join(", ");
        let text = self.text.as_deref();
        let expected = || format!("a key `{}`", text.unwrap_or("text"));
        let columns =
            Columns::new(names, text).ok_or_else(|| Reject::file(&self.file, expected(), format!("keys {keys}")))?;
        columns.article(&self.file, self.row, values.into_iter().map(plain).collect())
    }

    fn seen(&self, error: &serde_json::Error) -> String {
        let start: String =
            String::from_utf8_lossy(&self.buffer[..self.buffer.len().min(160)]).trim().chars().take(40).collect();
        format!("{start:?} ({error})")
    }
}

/// A value as a field: strings as they are, null as nothing, the rest as JSON.
fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
