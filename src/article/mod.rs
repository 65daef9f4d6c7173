//! Bytes → [`Article`]: one file, row or standard input becomes decoded text with what is known about it.
//!
//! [`files`] walks folders, [`read`] opens one file and tells by its name what it holds: text,
//! Markdown and HTML are one article, CSV, TSV and JSON lines one a row, read as they are asked
//! for. Parquet and Arrow too, in a build that has them. Gzip and zstd are unpacked by their first bytes. [`decode`] finds the encoding, `language`
//! the language. HTML becomes all that a reader sees, in order; elements, roles and classes are
//! turned into [`Mark`]s, and an extractor says what the article is. It never takes text away.
//!
//! ```
//! use stance::article;
//! let page = "<html><title>T</title><nav><a href=/>Home</a></nav><h1>Open the school</h1><p>They came by sea.</p>";
//! let article = article::read_from("-", page.as_bytes()).next().expect("one article")?;
//! assert_eq!(article.text, "Home\n\nOpen the school\n\nThey came by sea.");
//! assert_eq!(article.marks[0].kind, stance::base::Kind::Boilerplate);
//! # Ok::<(), stance::base::Reject>(())
//! ```
//!
//! What it gets wrong: text that only a style sheet hides is read; a pull quote in a box whose
//! class says `related` is boilerplate; UTF-8 tables with a row in another encoding lose that row
//! (it is rejected); a page in an encoding that it does not declare is a guess.

mod bytes;
#[cfg(feature = "parquet")]
mod columnar;
#[cfg(not(feature = "parquet"))]
#[path = "columnar_off.rs"]
mod columnar;
mod decode;
mod files;
mod html;
mod jsonl;
mod language;
mod markdown;
mod read;
mod row;
mod table;
mod typed;

pub use bytes::Meter;
pub(crate) use bytes::{Bytes, broken, open, unpack};
pub use columnar::{ColumnType, TypedRow};
pub(crate) use columnar::{Rows, TEXT, arrow, is_bare, parquet};
pub use decode::decode;
pub use files::files;
pub(crate) use files::{Format, format_of};
pub use language::language;
pub use read::{Articles, Reading, read, read_from};
pub(crate) use read::{sniff, unnamed_parquet};
pub(crate) use table::unread;

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

/// An own column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ColumnType,
}

impl Column {
    /// A column of text.
    pub fn text(name: impl Into<String>) -> Self {
        Column { name: name.into(), kind: TEXT }
    }
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
    /// As the file says; in a document the ISO 639-1 or 639-3 code found by [`language`] where the text tells.
    pub language: Option<String>,
    /// Character encoding the bytes were in (`UTF-8` for most).
    pub encoding: Option<&'static str>,
    /// Further columns of a table row, carried through in order.
    pub columns: Vec<(String, String)>,
    /// The row with its types, where the table had any.
    #[serde(skip)]
    pub typed: Option<TypedRow>,
}
