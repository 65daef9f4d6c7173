use crate::base::Reject;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The forms of table that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    Tsv,
    Jsonl,
}

/// A file to read, and whether it was named itself or found in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub path: PathBuf,
    pub named: bool,
}

/// A path as written in rejects and ids.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The file's name without `.gz` or `.zst`.
pub(super) fn plain_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let cut = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).map(str::to_owned);
    cut.unwrap_or(name)
}

/// The form of a file, by its name.
pub(super) fn form(path: &Path) -> Option<Form> {
    let name = plain_name(path);
    match name.rsplit_once('.')?.1 {
        "csv" => Some(Form::Csv),
        "tsv" => Some(Form::Tsv),
        "jsonl" | "ndjson" => Some(Form::Jsonl),
        _ => None,
    }
}

/// The bytes of a file, decompressed where its name says so.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Reject> {
    let reject = |expected: &str, e: std::io::Error| Reject::file(shown(path), expected, e.to_string());
    let raw = fs::read(path).map_err(|e| reject("a file that can be read", e))?;
    let mut out = Vec::new();
    match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => flate2::read::MultiGzDecoder::new(&raw[..])
            .read_to_end(&mut out)
            .map_err(|e| reject("a whole gzip file", e))?,
        Some("zst") => zstd::stream::read::Decoder::new(&raw[..])
            .and_then(|mut decoder| decoder.read_to_end(&mut out))
            .map_err(|e| reject("a whole zstd file", e))?,
        _ => return Ok(raw),
    };
    Ok(out)
}

/// All tables below a folder, sorted by bytes.
pub(super) fn tables(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && form(entry.path()).is_some())
        .map(walkdir::DirEntry::into_path)
        .collect();
    found.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    found
}

/// What a path should lead to.
const TABLES: &str = "a .csv, .tsv or .jsonl file (also .gz, .zst), or a folder of them";

/// Files as named and as found in the folders named, each once, sorted by path.
pub(super) fn expand(paths: &[PathBuf]) -> (Vec<Found>, Vec<Reject>) {
    let (mut found, mut rejects, mut seen) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    let mut paths = paths.to_vec();
    paths.sort();
    // Files named come first: one that is also found in a folder counts as named.
    let (folders, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
    for path in files {
        if form(&path).is_none() && path.exists() {
            let name = format!("{:?}", plain_name(&path));
            rejects.push(Reject::file(shown(&path), TABLES, name));
        } else if seen.insert(whole(&path)) {
            found.insert(Found { path, named: true });
        }
    }
    for folder in folders {
        let tables = tables(&folder);
        if tables.is_empty() {
            rejects.push(Reject::file(shown(&folder), TABLES, "a folder with none"));
        }
        for path in tables {
            if !describes(&path) && seen.insert(whole(&path)) {
                found.insert(Found { path, named: false });
            }
        }
    }
    (found.into_iter().collect(), rejects)
}

/// Tables that speak of documents rather than of sentences.
fn describes(path: &Path) -> bool {
    let name = plain_name(path);
    name.ends_with("documents.csv") || name == "splits.csv"
}

fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The file that describes the documents of a table: `documents.csv` beside `sentences.csv` and
/// `corrections.csv`; `x_documents.csv` beside `x_sentences.csv`, `x.standoff.csv` and
/// `x.corrections.standoff.csv`.
pub(super) fn beside(path: &Path) -> PathBuf {
    let name = plain_name(path);
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let stem = stem.strip_suffix(".standoff").unwrap_or(stem);
    let stem = ["corrections", "sentences"].iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem);
    let stem = stem.trim_end_matches(['.', '_']);
    let name = if stem.is_empty() { "documents.csv".to_owned() } else { format!("{stem}_documents.csv") };
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_finds_the_description_of_its_documents() {
        let cases = [
            ("sentences.csv", "documents.csv"),
            ("corrections.csv", "documents.csv"),
            ("dev_sentences.csv.gz", "dev_documents.csv"),
            ("train.standoff.csv", "train_documents.csv"),
            ("train.corrections.standoff.csv", "train_documents.csv"),
            ("tweets.jsonl", "tweets_documents.csv"),
        ];
        for (table, documents) in cases {
            assert_eq!(beside(&Path::new("d").join(table)), Path::new("d").join(documents));
        }
    }

    #[test]
    fn forms_are_known_by_name() {
        assert_eq!(form(Path::new("a.tsv.zst")), Some(Form::Tsv));
        assert_eq!(form(Path::new("a.ndjson")), Some(Form::Jsonl));
        assert_eq!(form(Path::new("a.txt")), None);
    }
}
