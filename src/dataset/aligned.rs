use super::LabelledDocument;
use super::locate::{locate, most_overlapping};
use crate::article;
use crate::base::{Reject, Span};
use crate::document::{self, Document};
use crate::token::Stemmer;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A labelled document, and the document that is predicted on: itself, or the whole article it was labelled in.
#[derive(Debug, Clone)]
pub struct Aligned {
    /// The rows with their labels.
    pub labelled: LabelledDocument,
    article: Option<Article>,
}

#[derive(Debug, Clone)]
struct Article {
    document: Document,
    places: Vec<Option<Span>>,
}

impl Aligned {
    /// Rows that are predicted on as they are given.
    pub fn rows(labelled: LabelledDocument) -> Self {
        Aligned { labelled, article: None }
    }

    /// Rows and the article they stand in.
    pub fn article(labelled: LabelledDocument, document: Document) -> Self {
        let rows = labelled.document.sentences.iter().map(|row| row.span.of(&labelled.document.text));
        let places = locate(&document.text, rows);
        Aligned { labelled, article: Some(Article { document, places }) }
    }

    /// The document to predict on.
    pub fn document(&self) -> &Document {
        self.article.as_ref().map_or(&self.labelled.document, |article| &article.document)
    }

    /// Whether the surroundings of the rows are known: their article, or every sentence between the first and the last.
    pub fn in_context(&self) -> bool {
        let gold = &self.labelled.gold;
        let whole = gold.windows(2).all(|pair| pair[0].n + 1 == pair[1].n);
        self.article.is_some() || self.labelled.document.has_context && whole
    }

    /// Where a row stands in an article; `None` where it was not found, or where the rows are the document.
    pub fn place(&self, row: usize) -> Option<Span> {
        self.article.as_ref()?.places[row]
    }

    /// Whether a row stands in the document.
    pub fn has(&self, row: usize) -> bool {
        self.article.is_none() || self.place(row).is_some()
    }

    /// The sentence of [`Aligned::document`] that holds most of a row.
    pub fn sentence_of(&self, row: usize) -> Option<usize> {
        match &self.article {
            None => Some(row),
            Some(article) => most_overlapping(&article.document.sentences, article.places[row]?),
        }
    }
}

/// Finds the article of each labelled document in a folder (doc `000` is `000`, `000.txt`, `000.html` …, or the path as
/// `stance label` writes it), reads it through
/// all stages and looks for its rows there. Documents without an article and rows that are not found in it are rejects.
pub fn align(labelled: Vec<LabelledDocument>, folder: &Path) -> (Vec<Aligned>, Vec<Reject>) {
    let files = by_name(folder);
    let mut stemmer = Stemmer::default();
    let (mut all, mut rejects) = (Vec::new(), Vec::new());
    for labelled in labelled {
        match read(&labelled, &files, folder) {
            Err(reject) => rejects.push(reject),
            Ok(article) => {
                let aligned = Aligned::article(labelled, document::build(article, &mut stemmer));
                rejects.extend(not_found(&aligned));
                all.push(aligned);
            }
        }
    }
    (all, rejects)
}

/// The articles of a folder by their names with and without their endings; of two with one name the first counts.
fn by_name(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut files = BTreeMap::new();
    for path in article::files(folder).flatten() {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        let stem = plain.rsplit_once('.').map_or(plain, |(stem, _)| stem);
        for name in [&name, plain, stem, &path.display().to_string()] {
            files.entry(name.to_owned()).or_insert_with(|| path.clone());
        }
    }
    files
}

fn read(
    labelled: &LabelledDocument,
    files: &BTreeMap<String, PathBuf>,
    folder: &Path,
) -> Result<article::Article, Reject> {
    let id = &labelled.document.id;
    let Some(path) = files.get(id) else {
        let gold = labelled.gold.first();
        let expected = format!("an article {id:?} in {} (txt, md, html, also .gz, .zst)", folder.display());
        let found = format!("none for {} row(s)", labelled.gold.len());
        let reject = Reject::file(gold.map_or("", |gold| &gold.file), expected, found);
        return Err(reject.at(gold.map_or(1, |gold| gold.line)));
    };
    let empty = || Err(Reject::file(path.display().to_string(), "an article", "none"));
    let article = article::read(path).next().unwrap_or_else(empty)?;
    Ok(article::Article { id: id.clone(), ..article })
}

fn not_found(aligned: &Aligned) -> impl Iterator<Item = Reject> + '_ {
    let LabelledDocument { document, gold, .. } = &aligned.labelled;
    let rows = document.sentences.iter().zip(gold).enumerate().filter(|(row, _)| !aligned.has(*row));
    rows.map(|(_, (sentence, gold))| {
        let expected = format!("a sentence of article {:?}, after the row before", document.id);
        let found = super::table::brief(sentence.span.of(&document.text));
        Reject::file(&gold.file, expected, found).at(gold.line)
    })
}
