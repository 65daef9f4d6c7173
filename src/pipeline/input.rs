use crate::article::{self, Column, TEXT};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use xxhash_rust::xxh3::Xxh3;

/// One INPUT of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// `-`.
    Stdin,
    /// A file or folder.
    Path(PathBuf),
}

impl Input {
    /// `-` is standard input, the rest are paths.
    pub fn new(given: &Path) -> Self {
        match given.as_os_str() == "-" {
            true => Input::Stdin,
            false => Input::Path(given.to_owned()),
        }
    }

    /// Whether there is anything of this name.
    pub fn exists(&self) -> bool {
        match self {
            Input::Stdin => true,
            Input::Path(path) => path.exists(),
        }
    }

    /// Whether it can be opened twice and holds the same both times.
    pub fn rereadable(&self) -> bool {
        matches!(self, Input::Path(path) if path.is_file() || path.is_dir())
    }

    /// What it holds now, by its files' names, sizes and times; nothing is read.
    pub fn facts(&self) -> Facts {
        let (mut files, mut bytes, mut seen) = (0, 0, Xxh3::new());
        let Input::Path(path) = self else { return Facts::default() };
        for file in article::files(path).filter_map(Result::ok) {
            let Ok(metadata) = file.metadata() else { continue };
            files += 1;
            bytes += metadata.len();
            seen.update(file.as_os_str().as_encoded_bytes());
            seen.update(format!("\0{} {}\n", metadata.len(), nanoseconds(&metadata)).as_bytes());
        }
        Facts { files, bytes, digest: format!("{:016x}", seen.digest()) }
    }
}

fn nanoseconds(metadata: &Metadata) -> u128 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_nanos())
}

/// What an input held at a time: another file, size or time of change gives another digest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Files.
    pub files: u64,
    /// Their bytes, as they lie on the disk.
    pub bytes: u64,
    /// Of their names, sizes and times.
    pub digest: String,
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Input::Stdin => f.write_str("-"),
            Input::Path(path) => path.display().fmt(f),
        }
    }
}

/// An input, and its reader where it was opened already and cannot be opened again.
pub struct Reader<R> {
    /// The input.
    pub(super) input: Input,
    open: Option<R>,
}

impl<R> Reader<R> {
    /// An input not opened yet.
    pub fn new(input: Input) -> Self {
        Reader { input, open: None }
    }

    /// An input that was peeked into; `reader` yields all of it.
    pub(super) fn peeked(input: Input, reader: R) -> Self {
        let open = (!input.rereadable()).then_some(reader);
        Reader { input, open }
    }

    /// The reader, opened now if it is not yet.
    pub(super) fn take(self, open: impl FnOnce(&Input) -> R) -> R {
        let Reader { input, open: opened } = self;
        opened.unwrap_or_else(|| open(&input))
    }
}

/// Adds the columns not yet there, in their order; a name that a table has twice stands there twice. A
/// column that is of another type elsewhere is text.
pub(super) fn unite(columns: &mut Vec<Column>, more: &[Column]) {
    for (at, new) in more.iter().enumerate() {
        let before = more[..at].iter().filter(|other| other.name == new.name).count();
        match columns.iter_mut().filter(|column| column.name == new.name).nth(before) {
            None => columns.push(new.clone()),
            Some(known) if known.kind != new.kind => known.kind = TEXT,
            Some(_) => {}
        }
    }
}
