//! The cells of a row that the program reads, from a table or a JSON line.

use super::batch::{Batch, Form};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// Why a row is none: expected, found.
pub(super) type Wrong = (String, String);

/// The cells that have a meaning.
#[derive(Debug, Default)]
pub(super) struct Fields<'c> {
    pub text: Cow<'c, str>,
    pub has_text: bool,
    pub doc: Option<Cow<'c, str>>,
    pub n: Option<Cow<'c, str>>,
    pub paragraph: Option<Cow<'c, str>>,
    pub title: Option<Cow<'c, str>>,
    pub kind: Option<Cow<'c, str>>,
    pub language: Option<Cow<'c, str>>,
}

/// Where the sentence stands, unless the caller says otherwise.
pub(super) const TEXT: &str = "text";

/// Names with a meaning beside the sentence's, in the order of [`Places`].
const NAMES: [&str; 6] = ["doc", "n", "paragraph", "title", "kind", "language"];

/// The place in [`Places`] of a column, the sentence's being named `text`.
fn field(name: &str, text: &str) -> Option<usize> {
    let is = |want: &str| name.trim().eq_ignore_ascii_case(want);
    if is(text) { Some(0) } else { NAMES.into_iter().position(is).map(|at| at + 1) }
}

impl<'c> Fields<'c> {
    fn set(&mut self, field: usize, value: Cow<'c, str>) {
        if field == 0 {
            (self.text, self.has_text) = (value, true);
            return;
        }
        let slots =
            [&mut self.doc, &mut self.n, &mut self.paragraph, &mut self.title, &mut self.kind, &mut self.language];
        let slot = slots.into_iter().nth(field - 1).expect("one slot a name");
        *slot = Some(value).filter(|value| !value.trim().is_empty());
    }
}

/// Which column holds what.
#[derive(Debug, Clone, Default)]
pub(super) struct Places([Option<usize>; 7]);

impl Places {
    /// By the names of the columns, the first of a name counting; `text` names the sentence's.
    pub fn new(names: &[String], text: &str) -> Self {
        Places(std::array::from_fn(|place| names.iter().position(|name| field(name, text) == Some(place))))
    }

    pub fn text(&self) -> Option<usize> {
        self.0[0]
    }

    pub fn doc(&self) -> Option<usize> {
        self.0[1]
    }

    /// The fields of one row.
    pub fn of<'b>(&self, batch: &'b Batch, row: usize) -> Result<Fields<'b>, Wrong> {
        match batch.head.form {
            Form::Line => json(batch.cell(row, 0), &batch.head.text, |_| ()),
            Form::Cells => self.cells(batch, row),
        }
    }

    fn cells<'b>(&self, batch: &'b Batch, row: usize) -> Result<Fields<'b>, Wrong> {
        let mut fields = Fields::default();
        for column in 0..batch.head.names.len() {
            let cell = std::str::from_utf8(batch.cell(row, column)).map_err(|error| not_utf_8(column, error))?;
            if let Some(field) = self.0.iter().position(|place| *place == Some(column)) {
                fields.set(field, Cow::Borrowed(cell));
            }
        }
        Ok(fields)
    }
}

fn not_utf_8(column: usize, error: std::str::Utf8Error) -> Wrong {
    ("UTF-8".to_owned(), format!("other bytes in column {} at offset {}", column + 1, error.valid_up_to()))
}

/// The fields of a JSON object, the sentence under the key `text`; `key` hears every key.
pub(super) fn json<'c>(line: &'c [u8], text: &str, key: impl FnMut(&str)) -> Result<Fields<'c>, Wrong> {
    let mut source = serde_json::Deserializer::from_slice(line);
    let read = source.deserialize_map(Object { text, key }).and_then(|fields| source.end().map(|()| fields));
    read.map_err(|error| {
        let start: String = String::from_utf8_lossy(&line[..line.len().min(160)]).trim().chars().take(40).collect();
        ("a JSON object".to_owned(), format!("{start:?} ({error})"))
    })
}

struct Object<'t, K> {
    text: &'t str,
    key: K,
}

impl<'c, K: FnMut(&str)> Visitor<'c> for Object<'_, K> {
    type Value = Fields<'c>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'c>>(mut self, mut map: M) -> Result<Fields<'c>, M::Error> {
        let mut fields = Fields::default();
        while let Some(Plain(name)) = map.next_key()? {
            (self.key)(&name);
            match field(&name, self.text) {
                Some(field) => fields.set(field, map.next_value::<Plain>()?.0),
                // Read, not skipped: what comes back must be whole, and skipping checks neither text nor numbers.
                None => drop(map.next_value::<Value>()?),
            }
        }
        Ok(fields)
    }
}

/// A string, or a number as it is written; null is the empty string.
struct Plain<'c>(Cow<'c, str>);

impl<'c> serde::Deserialize<'c> for Plain<'c> {
    fn deserialize<D: Deserializer<'c>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'c> Visitor<'c> for PlainVisitor {
    type Value = Plain<'c>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string or a number")
    }

    fn visit_borrowed_str<E>(self, text: &'c str) -> Result<Plain<'c>, E> {
        Ok(Plain(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Plain<'c>, E> {
        Ok(Plain(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Plain<'c>, E> {
        Ok(Plain(Cow::Borrowed("")))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Plain<'c>, E> {
        Ok(Plain(Cow::Owned(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Plain<'c>, E> {
        Ok(Plain(Cow::Owned(value.to_string())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Plain<'c>, E> {
        Ok(Plain(Cow::Owned(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Plain<'c>, E> {
        Ok(Plain(Cow::Owned(value.to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_json_line_are_borrowed_and_numbers_taken_as_written() {
        let mut keys = Vec::new();
        let line = br#"{"doc":"d","n":7,"text":"They fled.","more":[{"x":1}],"title":null}"#;
        let fields = json(line, TEXT, |key| keys.push(key.to_owned())).expect("an object");
        assert!(matches!(fields.text, Cow::Borrowed("They fled.")));
        assert_eq!((fields.doc.as_deref(), fields.n.as_deref(), fields.title), (Some("d"), Some("7"), None));
        assert_eq!(keys, ["doc", "n", "text", "more", "title"]);
    }

    #[test]
    fn what_is_no_object_is_told_with_its_beginning() {
        let (expected, found) = json(b"[1, 2]", TEXT, |_| ()).expect_err("a list");
        assert_eq!(expected, "a JSON object");
        assert!(found.starts_with("\"[1, 2]\" ("), "{found}");
        assert!(json(b"{\"text\":\"a\"} {}", TEXT, |_| ()).is_err());
    }

    #[test]
    fn what_stands_under_any_key_is_checked() {
        for value in [&b"\"\xff\""[..], b"1e999", b"\"\\ud800\""] {
            let line = [b"{\"text\":\"a\",\"x\":", value, b"}"].concat();
            assert!(json(&line, TEXT, |_| ()).is_err(), "{}", String::from_utf8_lossy(&line));
        }
    }
}
