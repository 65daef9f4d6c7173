use super::documents::{is_documents, load as load_documents};
use super::files::tables;
use super::row::Row;
use super::table::{self, Table};
use crate::base::sentence_digest;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A sentence somewhere in the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub doc: String,
    pub n: Option<u32>,
    pub text: String,
}

/// What a folder of texts holds of what stand-off rows ask for.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Sentences by digest.
    pub sentences: BTreeMap<String, Vec<Place>>,
    /// Whole articles by id.
    pub articles: BTreeMap<String, String>,
    /// Titles by document.
    pub titles: BTreeMap<String, String>,
}

/// What is looked for.
struct Wanted<'r> {
    digests: BTreeSet<&'r str>,
    docs: BTreeSet<&'r str>,
    articles: BTreeSet<&'r str>,
}

/// Searches every table below a folder: `doc,n,text` rows, `id,text` articles, `doc,title`
/// descriptions. A table that cannot be read holds no texts: the rows that miss it are reported.
pub(super) fn search(folder: &Path, rows: &[Row]) -> Texts {
    let wanted = Wanted {
        digests: rows.iter().map(|row| row.digest.as_str()).collect(),
        docs: rows.iter().filter_map(|row| row.doc.as_deref()).collect(),
        articles: rows.iter().filter(|row| row.cut.is_some()).filter_map(|row| row.doc.as_deref()).collect(),
    };
    let mut texts = Texts::default();
    for path in tables(folder) {
        if is_documents(&path) {
            let described = load_documents(&path).map(|(described, _)| described).unwrap_or_default();
            let titled = described.into_iter().filter_map(|(doc, described)| Some((doc, described.title?)));
            texts.titles.extend(titled.filter(|(doc, _)| wanted.docs.contains(doc.as_str())));
        } else if let Ok(table) = table::load(&path) {
            take_sentences(&table, &wanted, &mut texts);
            take_articles(&table, &wanted, &mut texts);
        }
    }
    texts
}

fn take_sentences(table: &Table, wanted: &Wanted, texts: &mut Texts) {
    if !(table.has("doc") && table.has("text")) {
        return;
    }
    for cells in &table.rows {
        let Some(text) = table.get(cells, "text") else {
            continue;
        };
        let digest = sentence_digest(text);
        if wanted.digests.contains(digest.as_str()) {
            let place = Place {
                doc: table.get(cells, "doc").unwrap_or_default().to_owned(),
                n: table.get(cells, "n").and_then(|n| n.parse().ok()),
                text: text.to_owned(),
            };
            texts.sentences.entry(digest).or_default().push(place);
        }
    }
}

fn take_articles(table: &Table, wanted: &Wanted, texts: &mut Texts) {
    if !(table.has("id") && table.has("text")) || wanted.articles.is_empty() {
        return;
    }
    for cells in &table.rows {
        let Some(id) = table.get(cells, "id").filter(|id| wanted.articles.contains(id)) else {
            continue;
        };
        if let Some(text) = table.get(cells, "text") {
            texts.articles.insert(id.to_owned(), text.to_owned());
        }
        if let Some(title) = table.get(cells, "title") {
            texts.titles.insert(id.to_owned(), title.to_owned());
        }
    }
}
