//! Inputs → the documents shown, and which of their sentences are asked about.

use crate::article::{files, read};
use crate::base::{CodePoints, Reject, sentence_digest};
use crate::dataset::{Wanted, wanted};
use crate::document::{self, Document, from_rows};
use crate::token::Stemmer;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A document to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// The document.
    pub document: Document,
    /// One entry a sentence of the document.
    pub sentences: Vec<Asked>,
}

/// What is known of a sentence beside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its number in its article.
    pub n: u32,
    /// Where it stands in the text of its article, in code points.
    pub place: Option<(usize, usize)>,
    /// Names its text.
    pub digest: String,
    /// Whether annotators are asked about it; the others are shown around it.
    pub asked: bool,
}

/// What the inputs hold.
#[derive(Debug, Default)]
pub struct Loaded {
    /// In the order of the inputs.
    pub tasks: Vec<Task>,
    /// What could not be used.
    pub rejects: Vec<Reject>,
}

/// Loads articles, or tables that name sentences ([`wanted`]). Of articles every sentence is asked about; where a
/// table names sentences, only these are, shown in their articles where those are given too.
pub fn load(inputs: &[PathBuf]) -> Loaded {
    let mut loaded = Loaded::default();
    let (mut named, mut articles) = (Vec::new(), Vec::new());
    for input in inputs {
        match wanted(input) {
            Some((sentences, rejects)) => {
                named.extend(sentences);
                loaded.rejects.extend(rejects);
            }
            None => articles.push(input),
        }
    }
    let mut stemmer = Stemmer::default();
    for input in articles {
        for article in files(input).flat_map(|file| match file {
            Ok(file) => read(&file),
            Err(reject) => Box::new(std::iter::once(Err(reject))),
        }) {
            match article {
                Ok(article) => loaded.tasks.push(whole(document::build(article, &mut stemmer))),
                Err(reject) => loaded.rejects.push(reject),
            }
        }
    }
    if !named.is_empty() {
        choose(named, &mut loaded, &mut stemmer);
    }
    loaded
}

/// An article of which everything that may take a side is asked about.
fn whole(document: Document) -> Task {
    let mut points = CodePoints::new(&document.text);
    let asked = |(sentence, n): (&crate::sentence::Sentence, u32)| Asked {
        n,
        place: Some((points.at(sentence.span.start), points.at(sentence.span.end))),
        digest: sentence_digest(sentence.span.of(&document.text)),
        asked: sentence.kind.may_take_side(),
    };
    let sentences = document.sentences.iter().zip(document.first..).map(asked).collect();
    Task { document, sentences }
}

/// Keeps what the tables name: of articles their sentences, of other documents the rows themselves.
fn choose(named: Vec<Wanted>, loaded: &mut Loaded, stemmer: &mut Stemmer) {
    let mut docs: BTreeMap<String, Vec<Wanted>> = BTreeMap::new();
    let mut order = Vec::new();
    for sentence in named {
        if !docs.contains_key(&sentence.doc) {
            order.push(sentence.doc.clone());
        }
        docs.entry(sentence.doc.clone()).or_default().push(sentence);
    }
    let mut articles: BTreeMap<String, Task> =
        loaded.tasks.drain(..).map(|task| (task.document.id.clone(), task)).collect();
    for doc in order {
        let rows = docs.remove(&doc).expect("put there above");
        let task = match articles.remove(&doc) {
            Some(article) => within(article, &rows, &mut loaded.rejects),
            None => rows_alone(doc, rows, &mut loaded.rejects, stemmer),
        };
        loaded.tasks.extend(task);
    }
}

/// An article of which only these sentences are asked about; with none of them found, there is nothing to show.
fn within(mut task: Task, rows: &[Wanted], rejects: &mut Vec<Reject>) -> Option<Task> {
    let mut found = vec![false; task.sentences.len()];
    for row in rows {
        let is_it = |sentence: &Asked| sentence.digest == row.digest;
        let numbered = task.sentences.iter().position(|sentence| is_it(sentence) && Some(sentence.n) == row.n);
        match numbered.or_else(|| task.sentences.iter().position(is_it)) {
            Some(at) => found[at] = true,
            None => {
                let expected = format!("a sentence of {} as this program cuts it", row.doc);
                let text = if row.text.is_empty() { &row.digest } else { &row.text };
                rejects.push(Reject::file(&row.file, expected, format!("{text:?}")).at(row.line));
            }
        }
    }
    for (sentence, found) in task.sentences.iter_mut().zip(&found) {
        sentence.asked &= found;
    }
    found.contains(&true).then_some(task)
}

/// A document made of the rows themselves.
fn rows_alone(doc: String, mut rows: Vec<Wanted>, rejects: &mut Vec<Reject>, stemmer: &mut Stemmer) -> Option<Task> {
    let mut last = rows.iter().filter_map(|row| row.n).max().unwrap_or(0);
    let has_context = rows.len() > 1 || rows[0].n.is_some();
    let mut numbered: BTreeMap<u32, Wanted> = BTreeMap::new();
    for row in rows.drain(..) {
        let n = row.n.unwrap_or(last + 1);
        last = last.max(n);
        let why = match numbered.get(&n) {
            _ if row.text.is_empty() => Some(("a text, or the articles beside this table", "only its digest")),
            Some(other) if other.digest != row.digest => Some(("one text a `doc` and `n`", "another text")),
            _ => None,
        };
        match why {
            Some((expected, found)) => rejects.push(Reject::file(&row.file, expected, found).at(row.line)),
            None => drop(numbered.entry(n).or_insert(row)),
        }
    }
    let first = *numbered.first_key_value()?.0;
    let title = numbered.values().find_map(|row| row.title.clone());
    let meta = crate::article::Meta { title, ..Default::default() };
    let given = given(numbered.values());
    let document = from_rows(&doc, meta, &given, first, has_context, stemmer);
    let sentences = numbered.into_iter().map(|(n, row)| Asked {
        n,
        place: row.place,
        digest: row.digest,
        asked: row.kind.may_take_side(),
    });
    Some(Task { document, sentences: sentences.collect() })
}

/// The rows as sentences. Where they do not name their paragraphs, two characters or more between a sentence and the
/// next begin a new one.
fn given<'r>(rows: impl Iterator<Item = &'r Wanted>) -> Vec<document::Row> {
    let (mut paragraph, mut last) = (1, None);
    let sentence = |row: &Wanted| {
        let gap = last.zip(row.place).is_some_and(|(end, (start, _))| start > end + 1);
        paragraph = row.paragraph.unwrap_or(paragraph + u32::from(gap));
        last = row.place.map(|(_, end)| end);
        document::Row { text: row.text.clone(), kind: row.kind, paragraph: Some(paragraph) }
    };
    rows.map(sentence).collect()
}
