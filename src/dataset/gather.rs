use super::LabelledDocument;
use super::documents::{Described, Descriptions};
use super::row::Row;
use crate::article::Meta;
use crate::base::Reject;
use crate::document::{self, from_rows};
use crate::token::Stemmer;
use std::collections::BTreeMap;
use std::path::Path;

/// Rows that became documents.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub documents: Vec<LabelledDocument>,
    pub rejects: Vec<Reject>,
    /// Rows that a later row replaced.
    pub superseded: usize,
}

/// The rows of one document while they are gathered.
#[derive(Debug, Default)]
struct Heap {
    numbered: BTreeMap<u32, Row>,
    /// Rows without `n`, in order; they follow the numbered ones.
    loose: Vec<Row>,
}

impl Heap {
    /// The rows with their numbers; those without one are numbered on.
    fn in_order(self) -> Vec<(u32, Row)> {
        let mut last = self.numbered.last_key_value().map_or(0, |(n, _)| *n);
        let mut rows: Vec<(u32, Row)> = self.numbered.into_iter().collect();
        for row in self.loose {
            last = last.saturating_add(1);
            rows.push((last, row));
        }
        rows
    }
}

/// Makes documents of rows: a later row for the same `(doc, n)` supersedes. Sorted by id.
pub(super) fn gather(mut rows: Vec<Row>, described: &Descriptions) -> Gathered {
    rows.sort_by(|a, b| rank(a).cmp(&rank(b)));
    let mut heaps: BTreeMap<(String, bool), Heap> = BTreeMap::new();
    let mut gathered = Gathered::default();
    for row in rows {
        let key = match &row.doc {
            Some(doc) => (doc.clone(), true),
            None => (format!("{}#{}", row.file, row.row), false),
        };
        let heap = heaps.entry(key).or_default();
        match row.n {
            None => heap.loose.push(row),
            Some(n) => match heap.numbered.get(&n) {
                Some(old) if old.digest != row.digest => gathered.rejects.push(collision(old, &row)),
                old => {
                    gathered.superseded += usize::from(old.is_some());
                    heap.numbered.insert(n, row);
                }
            },
        }
    }
    let mut stemmer = Stemmer::default();
    gathered.documents =
        heaps.into_iter().map(|((id, context), heap)| build(&id, context, heap, described, &mut stemmer)).collect();
    gathered
}

/// What makes a row later than another, whatever the order in which files were named.
fn rank(row: &Row) -> (bool, &str, &str, &str, u64) {
    let name = Path::new(&row.file).file_name().and_then(|name| name.to_str()).unwrap_or(&row.file);
    (name.contains("corrections"), &row.time, name, &row.file, row.row)
}

fn collision(old: &Row, new: &Row) -> Reject {
    let (doc, n) = (new.doc.as_deref().unwrap_or_default(), new.n.unwrap_or_default());
    let expected = format!("for doc {doc:?}, n {n} the same text as at {}:{}, or another doc", old.file, old.line);
    Reject::file(&new.file, expected, "another text").at(new.line)
}

fn build(id: &str, has_context: bool, heap: Heap, described: &Descriptions, stemmer: &mut Stemmer) -> LabelledDocument {
    let rows = heap.in_order();
    let described = described.get(id).filter(|_| has_context);
    let meta = meta(rows.iter().find_map(|(_, row)| row.title.clone()), described);
    let given: Vec<document::Row> = rows
        .iter()
        .map(|(_, row)| document::Row { text: row.text.clone(), kind: row.kind, paragraph: row.paragraph })
        .collect();
    let first = rows.first().map_or(1, |(n, _)| *n);
    LabelledDocument {
        document: from_rows(id, meta, &given, first, has_context, stemmer),
        gold: rows.iter().map(|(n, row)| row.gold(*n)).collect(),
        facts: described.map(|it| it.facts.clone()).unwrap_or_default(),
        teacher: Vec::new(),
    }
}

fn meta(title: Option<String>, described: Option<&Described>) -> Meta {
    let fact = |name: &str| {
        let (_, value) = described?.facts.iter().find(|(key, _)| key == name)?;
        Some(value.clone())
    };
    let title = title.or_else(|| described?.title.clone());
    Meta { title, date: fact("date"), source: fact("source"), ..Meta::default() }
}
