use super::LabelledDocument;
use super::files::shown;
use super::map::LabelMap;
use super::read::read_with;
use super::row::Row;
use super::texts::{Texts, search};
use crate::base::{Reject, sentence_digest};
use std::path::{Path, PathBuf};

/// Joins stand-off files (`doc,origin,n,paragraph,digest,label,alone,holder,kind` and, for sentences cut
/// from whole articles, `start,end` in code points) to the texts in a folder, by the digest of the
/// sentence. Every row that finds none is a reject.
pub fn join(files: &[PathBuf], texts: &Path) -> (Vec<LabelledDocument>, Vec<Reject>) {
    let reading = read_with(files, &LabelMap::default(), Some(texts));
    (reading.documents, reading.rejects)
}

/// Gives stand-off rows their sentences.
pub(super) fn fill(rows: Vec<Row>, folder: &Path) -> (Vec<Row>, Vec<Reject>) {
    if rows.is_empty() {
        return (rows, Vec::new());
    }
    if !folder.is_dir() {
        let found = if folder.exists() { "a file" } else { "nothing" };
        return (Vec::new(), vec![Reject::file(shown(folder), "a folder of texts", found)]);
    }
    let texts = search(folder, &rows);
    let (mut filled, mut rejects) = (Vec::with_capacity(rows.len()), Vec::new());
    for mut row in rows {
        match text_of(&row, &texts) {
            Some(text) => {
                row.text = text;
                row.title = row.doc.as_ref().and_then(|doc| texts.titles.get(doc)).cloned();
                filled.push(row);
            }
            None => rejects.push(missing(&row, &texts, folder)),
        }
    }
    (filled, rejects)
}

/// The sentence of a row: cut from its article where that gives the digest, else the sentence of
/// that digest with the same document and number, else the same document, else any.
fn text_of(row: &Row, texts: &Texts) -> Option<String> {
    let whole = row.doc.as_ref().and_then(|doc| texts.articles.get(doc));
    let cut = whole.zip(row.cut).and_then(|(text, (start, end))| slice(text, start, end));
    if let Some(cut) = cut.filter(|cut| sentence_digest(cut) == row.digest) {
        return Some(cut.to_owned());
    }
    let places = texts.sentences.get(&row.digest)?;
    let doc = row.doc.as_deref().unwrap_or_default();
    let best = places.iter().max_by_key(|place| {
        let same = place.doc == doc;
        // Of equals the first: `max_by_key` alone would take the last.
        (same && place.n == row.n, same, std::cmp::Reverse(&place.text))
    })?;
    Some(best.text.clone())
}

fn missing(row: &Row, texts: &Texts, folder: &Path) -> Reject {
    let (doc, n) = (row.doc.as_deref().unwrap_or_default(), row.n.map(|n| n.to_string()).unwrap_or_default());
    let expected = format!("in {} a sentence with digest {} (doc {doc:?}, n {n})", shown(folder), row.digest);
    let found = match (row.cut, texts.articles.contains_key(doc)) {
        (Some((start, end)), true) => format!("another text at {start}..{end} of its article"),
        _ => "none".to_owned(),
    };
    Reject::file(&row.file, expected, found).at(row.line)
}

/// The code points `start..end` of a text.
fn slice(text: &str, start: usize, end: usize) -> Option<&str> {
    let length = end.checked_sub(start)?;
    let mut bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).skip(start);
    let from = bytes.next()?;
    let to = if length == 0 { from } else { bytes.nth(length - 1)? };
    Some(&text[from..to])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_are_by_code_point_and_never_outside() {
        assert_eq!(slice("äöü", 1, 3), Some("öü"));
        assert_eq!(slice("äöü", 3, 3), Some(""));
        assert_eq!(slice("äöü", 2, 4), None);
        assert_eq!(slice("äöü", 2, 1), None);
    }
}
