use serde::Serialize;

/// One article or row that could not be used: where it stands, what was expected, what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{}: expected {expected}, found {found}", place(file, *line))]
pub struct Reject {
    /// The file as given or found; `-` is standard input.
    pub file: String,
    /// Line in the file, from 1, where there is one.
    pub line: Option<u64>,
    /// What would have been right, in words that tell what to do.
    pub expected: String,
    /// What stood there.
    pub found: String,
}

fn place(file: &str, line: Option<u64>) -> String {
    match line {
        Some(line) => format!("{file}:{line}"),
        None => file.to_owned(),
    }
}

impl Reject {
    /// A reject of a whole file.
    pub fn file(file: impl Into<String>, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Reject { file: file.into(), line: None, expected: expected.into(), found: found.into() }
    }

    /// The same reject, at a line.
    pub fn at(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }
}
