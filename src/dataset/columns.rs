use super::files::expand;
use super::table;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Columns with a meaning of their own; all others say something about their row.
const READ: [&str; 14] = [
    "alone",
    "annotator",
    "batch",
    "digest",
    "doc",
    "end",
    "holder",
    "kind",
    "label",
    "n",
    "paragraph",
    "start",
    "text",
    "title",
];

/// Name and value of a row's further columns.
pub type Columns = Vec<(String, String)>;

/// The further columns of every row of some files, by file and line, for slices. What cannot be read has none: it was
/// told when the labels were read.
pub fn further_columns(paths: &[PathBuf]) -> BTreeMap<(String, u64), Columns> {
    let (found, _) = expand(paths);
    let mut all = BTreeMap::new();
    for table in found.iter().filter_map(|file| table::load(&file.path).ok()) {
        let names: Vec<&String> = table.columns.iter().filter(|name| !READ.contains(&name.as_str())).collect();
        for cells in &table.rows {
            let value = |name: &&String| Some(((*name).clone(), table.get(cells, name)?.to_owned()));
            all.insert((table.file.clone(), cells.line), names.iter().filter_map(value).collect());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_without_a_meaning_are_kept_by_row() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("rows.csv");
        std::fs::write(&file, "text,label,source,year\nHi.,neutral,Reuters,\n").expect("written");
        let name = file.display().to_string();
        let found = further_columns(&[file]);
        assert_eq!(found[&(name, 2)], [("source".to_owned(), "Reuters".to_owned())]);
    }
}
