//! What verbs share: exit codes, messages, the model and data they are told to use.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use crate::base::Reject;
use crate::evaluate::number;
use crate::model::{Conformal, Model};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// It ran and something is wrong.
    Findings = 1,
    /// It could not run.
    CouldNotRun = 2,
}

/// Why the program could not run, in words that tell what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl Failure {
    /// From any error, with what was being done.
    pub fn of(doing: impl std::fmt::Display, error: impl std::fmt::Display) -> Self {
        Failure(format!("{doing}: {error}"))
    }
}

/// Says why and ends with 2.
pub(super) fn failed(failure: Failure) -> Exit {
    say(format!("stance: {failure}"));
    Exit::CouldNotRun
}

/// clap's own messages: help is fine, misuse is not.
pub(super) fn usage(error: &clap::Error) -> Exit {
    // A closed pipe while printing help is no error.
    let _ = error.print();
    if error.use_stderr() { Exit::CouldNotRun } else { Exit::Fine }
}

/// One line to stderr.
pub(super) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// An answer to stdout; a closed pipe is no error.
pub(super) fn answer(text: &str) -> Result<(), Failure> {
    answer_bytes(text.as_bytes())
}

/// The same of bytes.
pub(super) fn answer_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::of("writing to standard output", error)),
        _ => Ok(()),
    }
}

/// Reports rejects and gives the exit code they call for.
pub(super) fn rejected(rejects: &[Reject]) -> Exit {
    for reject in rejects {
        say(reject);
    }
    match rejects.len() {
        0 => Exit::Fine,
        count => {
            say(format!("{count} row(s) or file(s) could not be used"));
            Exit::Findings
        }
    }
}

/// The model in a file, or the one compiled in.
pub(super) fn model(file: Option<&Path>) -> Result<Model, Failure> {
    let Some(file) = file else {
        return Model::default_model().map_err(|error| Failure::of("the model compiled into the program", error));
    };
    let bytes = fs::read(file).map_err(|error| Failure::of(format!("model {}", file.display()), error))?;
    Model::from_bytes(&bytes).map_err(|error| Failure::of(format!("model {}", file.display()), error))
}

/// What sets of stances are made from, or what to do where the model has none of it.
pub(super) fn conformal(model: &Model) -> Result<&Conformal, Failure> {
    let missing = "--risk: expected a model that stores the quantiles of its out-of-fold probabilities, found one \
                   without them: train it again with this version of the program (stance train)";
    model.conformal().ok_or_else(|| Failure(missing.to_owned()))
}

/// The share of sentences whose set may lack the right stance.
pub(super) fn risk(text: &str) -> Result<f64, String> {
    let found = number(text).filter(|risk| *risk > 0.0 && *risk < 1.0);
    found.ok_or_else(|| "expected a number above 0 and below 1, such as 0.1 or 10%".to_owned())
}

/// Writes a file by way of a temporary one beside it, so that nobody meets half of it.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    written.map_err(|error| Failure::of(format!("writing {}", path.display()), error))
}

/// Threads to use: what was asked for, else every core.
pub(super) fn threads(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
}
