use super::files::shown;
use super::row::sentence;
use super::table;
use crate::base::{Kind, Reject};
use std::path::Path;

/// A sentence that a table names, whether labelled or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The document; a row without one is a document of its own, `file#row`.
    pub doc: String,
    /// The sentence's number there; `None` where the row names no document.
    pub n: Option<u32>,
    /// Where it stands in the text of its article, in code points.
    pub place: Option<(usize, usize)>,
    /// Names its text.
    pub digest: String,
    /// The sentence; empty in tables that hold digests only.
    pub text: String,
    /// What part of its article it is.
    pub kind: Kind,
    /// Its paragraph.
    pub paragraph: Option<u32>,
    /// The title of its article.
    pub title: Option<String>,
    /// The file that names it.
    pub file: String,
    /// The line there, from 1.
    pub line: u64,
}

/// The sentences that a table names, if it is one whose rows are sentences: it has a column `n` or `digest`
/// (what `stance label` and `stance sample` write). `None` for any other file.
pub fn wanted(path: &Path) -> Option<(Vec<Wanted>, Vec<Reject>)> {
    super::files::form(path)?;
    let mut table = table::load(path).ok()?;
    if !(table.has("n") || table.has("digest")) || !(table.has("text") || table.has("digest")) {
        return None;
    }
    let mut rejects = std::mem::take(&mut table.rejects);
    let mut found = Vec::with_capacity(table.rows.len());
    for cells in &table.rows {
        match sentence(&table, cells) {
            Ok(row) => found.push(Wanted {
                doc: row.doc.unwrap_or_else(|| format!("{}#{}", shown(path), row.row)),
                n: row.n,
                place: row.cut,
                digest: row.digest,
                text: row.text,
                kind: row.kind,
                paragraph: row.paragraph,
                title: row.title,
                file: row.file,
                line: row.line,
            }),
            Err(reject) => rejects.push(reject),
        }
    }
    Some((found, rejects))
}
