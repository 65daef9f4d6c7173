//! Bytes → [`Article`]: one file, row or standard input becomes decoded text with what is known about it.

mod bytes;
mod decode;
mod files;
mod html;
mod jsonl;
mod language;
mod markdown;
mod read;
mod row;
mod table;

pub(crate) use bytes::{Bytes, broken, open, unpack};
pub use decode::decode;
pub use files::files;
pub(crate) use files::{Format, format_of};
pub use language::language;
pub(crate) use read::sniff;
pub use read::{Articles, read, read_from};

use crate::base::{Kind, Span};
use serde::Serialize;

/// One article: decoded text that no later stage changes, and what the file said about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// The path as given or found; in tables `id` where there is one, else `path#row`.
    pub id: String,
    /// Title, date and the like.
    pub meta: Meta,
    /// The decoded text. For HTML and Markdown: all that a reader sees, in order, a blank line between blocks.
    pub text: String,
    /// What the markup said of parts of the text (empty for plain text); ascending, not overlapping.
    pub marks: Vec<Mark>,
}

/// What markup told about a part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Which part.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// The rule that said so, for `stance show blocks`.
    pub rule: &'static str,
}

/// What is known about an article beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// Title, where the file has one.
    pub title: Option<String>,
    /// Author as written.
    pub author: Option<String>,
    /// Date as written in the file (ISO 8601 where the page gives it so).
    pub date: Option<String>,
    /// Outlet or site.
    pub source: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// ISO 639-1 or 639-3 code; `None` where the text is too short to tell.
    pub language: Option<String>,
    /// Character encoding the bytes were in (`UTF-8` for most).
    pub encoding: Option<&'static str>,
    /// Further columns of a table row, carried through in order.
    pub columns: Vec<(String, String)>,
}
