use super::files::{expand, plain_name};
use super::map::LabelMap;
use super::row::parse;
use super::table::{self, Cells, Table};
use super::{Gold, LabelledDocument};
use crate::base::Reject;
use crate::document::{Row, from_rows};
use crate::token::Stemmer;
use std::path::{Path, PathBuf};

/// Reads behaviour tests (`id,text,expected,pair,note,set`): every row a document of one sentence without
/// context. Its facts are `family` (the file's name without its ending), `set`, `note`, `test` (the row's
/// id). The two rows of a pair share the document id, so that they are resampled together.
pub fn behaviour(paths: &[PathBuf]) -> (Vec<LabelledDocument>, Vec<Reject>) {
    let (found, mut rejects) = expand(paths);
    let mut stemmer = Stemmer::default();
    let mut all = Vec::new();
    for file in found {
        let table = match table::load(&file.path) {
            Ok(table) if table.has("expected") && table.has("id") => renamed(table),
            Ok(table) => {
                let columns = super::table::brief(&table.columns.join(","));
                rejects.push(Reject::file(&table.file, "columns id,text,expected", columns).at(1));
                continue;
            }
            Err(reject) => {
                rejects.push(reject);
                continue;
            }
        };
        rejects.extend(table.rejects.iter().cloned());
        for cells in &table.rows {
            match test(&table, cells, &family(&file.path), &mut stemmer) {
                Ok(test) => all.push(test),
                Err(reject) => rejects.push(reject),
            }
        }
    }
    (all, rejects)
}

fn family(path: &Path) -> String {
    let name = plain_name(path);
    name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned()
}

/// The expected label is read where labels are.
fn renamed(mut table: Table) -> Table {
    for column in &mut table.columns {
        if column == "expected" {
            "label".clone_into(column);
        }
    }
    table
}

fn test(table: &Table, cells: &Cells, family: &str, stemmer: &mut Stemmer) -> Result<LabelledDocument, Reject> {
    let row = parse(table, cells, &LabelMap::default())?;
    let get = |column: &str| table.get(cells, column).unwrap_or_default();
    let (id, pair) = (get("id"), get("pair"));
    let first = if pair.is_empty() || id < pair { id } else { pair };
    let facts = [("family", family), ("set", get("set")), ("note", get("note")), ("test", id), ("pair", pair)];
    let given = Row { text: row.text.clone(), kind: row.kind, paragraph: None };
    Ok(LabelledDocument {
        document: from_rows(first, Default::default(), &[given], 1, false, stemmer),
        gold: vec![Gold { alone: Some(row.label), ..row.gold(if first == id { 1 } else { 2 }) }],
        facts: facts.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        teacher: Vec::new(),
    })
}
