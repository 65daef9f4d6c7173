//! Folders → the files in them that are read as articles.

use crate::base::Reject;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// What a file holds, by the end of its name; `.gz` and `.zst` after it do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Plain text, and whatever no other name claims.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// JSON, one object a line.
    Jsonl,
    /// A table, its fields parted by this byte.
    Table(u8),
    /// Parquet.
    Parquet,
    /// An Arrow stream, or a file that holds one.
    Arrow,
}

/// The format by name; `None` where the ending is none of ours.
pub(crate) fn format_of(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    Some(match name.rsplit_once('.')?.1 {
        "txt" | "text" => Format::Text,
        "md" | "markdown" => Format::Markdown,
        "html" | "htm" | "xhtml" => Format::Html,
        "jsonl" | "ndjson" => Format::Jsonl,
        "csv" => Format::Table(b','),
        "tsv" | "tab" => Format::Table(b'\t'),
        "parquet" => Format::Parquet,
        "arrow" | "arrows" | "feather" => Format::Arrow,
        _ => return None,
    })
}

/// The file itself; of a folder, walked whole in the order of the bytes of its names, the files
/// that end in txt, md, html or htm, also with .gz or .zst. Tables are read only when named.
///
/// # Errors
/// A path that does not exist, and each folder that cannot be read, gives one [`Reject`].
pub fn files(input: &Path) -> Box<dyn Iterator<Item = Result<PathBuf, Reject>> + Send> {
    if !input.is_dir() {
        return Box::new(std::iter::once(Ok(input.to_path_buf())));
    }
    let root = input.to_path_buf();
    let walk = WalkDir::new(input).follow_links(true).sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    Box::new(walk.into_iter().filter_map(move |entry| match entry {
        Ok(entry) => is_article(&entry).then(|| Ok(entry.into_path())),
        Err(error) => Some(Err(unreadable(&root, &error))),
    }))
}

/// Names as bytes, a folder's with its separator, so that the order is that of whole paths.
fn sort_key(entry: &DirEntry) -> Vec<u8> {
    let mut key = entry.file_name().as_encoded_bytes().to_vec();
    if entry.file_type().is_dir() {
        key.push(b'/');
    }
    key
}

fn is_article(entry: &DirEntry) -> bool {
    entry.file_type().is_file()
        && matches!(format_of(entry.path()), Some(Format::Text | Format::Markdown | Format::Html))
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Reject {
    let path = error.path().unwrap_or(root).display().to_string();
    let found = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Reject::file(path, "a folder or file that can be read", found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_yields_its_articles_in_path_order_and_no_tables() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        for name in ["b.txt", "a/z.html.gz", "a.md", "t.csv", "x.jsonl", "Ä.htm", "n.pdf"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("inside the folder")).expect("created");
            fs::write(path, "x").expect("written");
        }
        let found: Vec<String> = files(folder.path())
            .map(|path| path.expect("readable").strip_prefix(folder.path()).expect("inside").display().to_string())
            .collect();
        assert_eq!(found, ["a.md", "a/z.html.gz", "b.txt", "Ä.htm"]);
    }

    #[test]
    fn a_file_is_itself_whatever_its_name() {
        let found: Vec<_> = files(Path::new("rows.csv")).collect();
        assert_eq!(found, [Ok(PathBuf::from("rows.csv"))]);
    }
}
