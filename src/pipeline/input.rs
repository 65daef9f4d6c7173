use std::fmt;
use std::path::{Path, PathBuf};

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
    fn rereadable(&self) -> bool {
        matches!(self, Input::Path(path) if path.is_file() || path.is_dir())
    }
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

/// Adds the names not yet there, in their order; a name that a table has twice stands there twice.
pub(super) fn unite<'n>(columns: &mut Vec<String>, names: impl Iterator<Item = &'n str>) {
    let names: Vec<&str> = names.collect();
    for (at, name) in names.iter().enumerate() {
        let wanted = names[..=at].iter().filter(|other| *other == name).count();
        if columns.iter().filter(|column| *column == name).count() < wanted {
            columns.push((*name).to_owned());
        }
    }
}
