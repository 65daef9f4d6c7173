//! A file or stream → its articles.

use super::bytes::{self, Bytes, Meter, broken};
use super::decode::decode_as;
use super::files::{Format, format_of};
use super::{Article, columnar, html, jsonl, markdown, table, typed};
use crate::base::Reject;
use encoding_rs::Encoding;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The articles of one file or stream, in order; a bad row is a [`Reject`] and the rest goes on.
pub type Articles = Box<dyn Iterator<Item = Result<Article, Reject>> + Send>;

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The column of tables that holds the text, where it is not one of the usual.
    pub text: Option<String>,
    /// Counts what is read of files.
    pub meter: Meter,
}

impl Reading {
    /// Reads one file, by the end of its name: txt, md and html hold one article, csv, tsv and jsonl
    /// one a row, read as they are asked for. Gzip and zstd are unpacked. A name that says nothing
    /// is sniffed like standard input.
    pub fn file(&self, path: &Path) -> Articles {
        let name = path.display().to_string();
        if format_of(path) == Some(Format::Parquet) {
            return rows(columnar::parquet(path, &self.meter), &name, self.text.as_deref());
        }
        match bytes::open(path, &self.meter) {
            Ok(bytes) => read_as(&name, bytes, format_of(path), self.text.as_deref()),
            Err(reject) => one(Err(reject)),
        }
    }

    /// Reads a stream, for standard input named `-`; what it holds is told by how it begins: HTML,
    /// JSON lines, a table whose header names a text column, else plain text.
    pub fn stream(&self, name: &str, stream: impl Read + Send + 'static) -> Articles {
        match bytes::unpack(name, Box::new(BufReader::with_capacity(64 * 1024, stream))) {
            Ok(bytes) => read_as(name, bytes, None, self.text.as_deref()),
            Err(reject) => one(Err(reject)),
        }
    }
}

/// Reads one file as [`Reading::file`] does, the text of a table in one of the usual columns.
pub fn read(path: &Path) -> Articles {
    Reading::default().file(path)
}

/// Reads a stream as [`Reading::stream`] does, the text of a table in one of the usual columns.
pub fn read_from(name: &str, stream: impl Read + Send + 'static) -> Articles {
    Reading::default().stream(name, stream)
}

fn read_as(name: &str, mut bytes: Bytes, format: Option<Format>, text: Option<&str>) -> Articles {
    let start = match bytes.fill_buf() {
        Ok(start) => start,
        Err(error) => return one(Err(broken(name, &error))),
    };
    let format = format.unwrap_or_else(|| sniff(start, text));
    if start.starts_with(b"\xef\xbb\xbf") && matches!(format, Format::Jsonl | Format::Table(_)) {
        bytes.consume(3);
    }
    match format {
        Format::Jsonl => Box::new(jsonl::jsonl(name, bytes, text)),
        Format::Arrow => rows(columnar::arrow(name, bytes), name, text),
        Format::Parquet => one(Err(unnamed_parquet(name))),
        Format::Table(delimiter) => match table::table(name, bytes, delimiter, text) {
            Ok(rows) => Box::new(rows),
            Err(reject) => one(Err(reject)),
        },
        format => one(bytes::whole(name, bytes).and_then(|bytes| article(name, bytes, format))),
    }
}

fn rows(opened: Result<columnar::Rows, Reject>, name: &str, text: Option<&str>) -> Articles {
    match opened.and_then(|rows| typed::typed(name, rows, text)) {
        Ok(rows) => Box::new(rows),
        Err(reject) => one(Err(reject)),
    }
}

/// Parquet cannot be read from front to end, and is known by its name.
pub(crate) fn unnamed_parquet(name: &str) -> Reject {
    Reject::file(name, "a Parquet file whose name ends in .parquet (a stream can be Arrow)", "Parquet")
}

fn one(article: Result<Article, Reject>) -> Articles {
    Box::new(std::iter::once(article))
}

fn article(name: &str, bytes: Vec<u8>, format: Format) -> Result<Article, Reject> {
    let declared = (format == Format::Html).then(|| declared_charset(&bytes)).flatten();
    let (text, encoding) = decode_as(name, bytes, declared)?;
    let mut article = match format {
        Format::Html => {
            let page = html::page(&text);
            Article { text: page.text, marks: page.marks, meta: page.meta, ..Article::default() }
        }
        Format::Markdown => {
            let read = markdown::markdown(&text);
            Article { text: read.text, marks: read.marks, meta: read.meta, ..Article::default() }
        }
        _ => Article { text, ..Article::default() },
    };
    if article.text.trim().is_empty() {
        return Err(Reject::file(name, "text", "a file without any that a reader sees"));
    }
    article.id = name.to_owned();
    article.meta.encoding = Some(encoding);
    Ok(article)
}

/// The encoding that a page names in its first kilobyte: `charset=` of a `meta` element.
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let after = &head[head.find("charset")? + "charset".len()..];
    let label = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}

/// What a stream holds, by its first bytes; a table's header names the column `text`, or the one given.
pub(crate) fn sniff(start: &[u8], text: Option<&str>) -> Format {
    match start {
        [b'P', b'A', b'R', b'1', ..] => return Format::Parquet,
        [0xff, 0xff, 0xff, 0xff, ..] | [b'A', b'R', b'R', b'O', b'W', b'1', ..] => return Format::Arrow,
        _ => {}
    }
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let head = String::from_utf8_lossy(&start[..start.len().min(4096)]);
    let head = head.trim_start();
    let lower = head.to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body", "<?xml"].iter().any(|tag| lower.starts_with(tag)) {
        return Format::Html;
    }
    if head.starts_with('{') && head.contains('"') {
        return Format::Jsonl;
    }
    let header = lower.lines().next().unwrap_or("");
    let text = text.unwrap_or("text").to_ascii_lowercase();
    let names = |delimiter: char| {
        header.contains(delimiter) && header.split(delimiter).any(|name| name.trim().trim_matches('"') == text)
    };
    match (names(','), names('\t')) {
        (true, _) => Format::Table(b','),
        (_, true) => Format::Table(b'\t'),
        _ => Format::Text,
    }
}

#[cfg(test)]
mod tests;
