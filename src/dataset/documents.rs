use super::files::{beside, plain_name};
use super::table;
use crate::base::Reject;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a documents file says of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Described {
    pub title: Option<String>,
    pub facts: Vec<(String, String)>,
}

/// Descriptions by document id.
pub(super) type Descriptions = BTreeMap<String, Described>;

/// Columns that are no facts for slices: the key, what goes elsewhere, and mere counts.
const NO_FACTS: [&str; 3] = ["doc", "title", "sentences"];

/// Reads the documents file that stands beside each table, once.
pub(super) fn of_tables<'p>(tables: impl Iterator<Item = &'p Path>) -> (Descriptions, Vec<Reject>) {
    let files: BTreeSet<PathBuf> = tables.map(beside).filter(|path| path.is_file()).collect();
    let (mut all, mut rejects) = (Descriptions::new(), Vec::new());
    for file in &files {
        match load(file) {
            Ok((described, bad)) => {
                all.extend(described);
                rejects.extend(bad);
            }
            Err(reject) => rejects.push(reject),
        }
    }
    (all, rejects)
}

/// One documents file.
pub(super) fn load(path: &Path) -> Result<(Descriptions, Vec<Reject>), Reject> {
    let mut table = table::load(path)?;
    if !table.has("doc") {
        let found = table.columns.join(",");
        return Err(Reject::file(&table.file, "a column doc", found).at(1));
    }
    let mut all = Descriptions::new();
    let mut rejects = std::mem::take(&mut table.rejects);
    for cells in &table.rows {
        let get = |column: &str| table.get(cells, column).map(str::to_owned);
        let Some(doc) = get("doc") else {
            rejects.push(Reject::file(&table.file, "a value in column doc", "none").at(cells.line));
            continue;
        };
        let columns = table.columns.iter().filter(|column| !NO_FACTS.contains(&column.as_str()));
        let facts = columns.filter_map(|column| Some((column.clone(), get(column)?))).collect();
        all.insert(doc, Described { title: get("title"), facts });
    }
    Ok((all, rejects))
}

/// Whether a file is a documents file, by its name.
pub(super) fn is_documents(path: &Path) -> bool {
    plain_name(path).ends_with("documents.csv")
}
