//! Floors kept in a file, with the digest of the rows they hold for.

use super::EvaluateArgs;
use crate::cli::console::{Failure, say, write_whole};
use crate::evaluate::{Bound, Evaluation, FloorFile, FloorSet, Gate, Lowered, with_lowered};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Where a lowered floor is told.
const CHANGELOG: &str = "CHANGELOG.md";

/// The floors of the rows that are measured.
pub(super) struct Floors {
    file: FloorFile,
    title: String,
    digest: String,
    set: FloorSet,
}

/// Reads the floors of these rows; rows that are not those they hold for are refused unless the file is to be written.
pub(super) fn load(args: &EvaluateArgs, title: &str, digest: &str) -> Result<Option<Floors>, Failure> {
    let Some(path) = &args.floors else { return Ok(None) };
    let file = read(path, args.writes_floors())?;
    let set = match file.0.get(title) {
        Some(set) => set.clone(),
        None if args.writes_floors() => FloorSet::first(),
        None => return Err(unknown(path, title, &file)),
    };
    if set.data != digest && !args.writes_floors() {
        return Err(changed(path, title, &set.data, digest));
    }
    Ok(Some(Floors { file, title: title.to_owned(), digest: digest.to_owned(), set }))
}

fn read(path: &Path, may_be_missing: bool) -> Result<FloorFile, Failure> {
    let failure = |error: &dyn std::fmt::Display| Failure::of(format!("--floors {}", path.display()), error);
    match fs::read_to_string(path) {
        Ok(text) => FloorFile::from_toml(&text).map_err(|error| failure(&error)),
        Err(error) if may_be_missing && error.kind() == ErrorKind::NotFound => Ok(FloorFile::default()),
        Err(error) => Err(failure(&error)),
    }
}

fn unknown(path: &Path, title: &str, file: &FloorFile) -> Failure {
    let known: Vec<String> = file.0.keys().map(|title| format!("{title:?}")).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Failure(format!(
        "--floors {}: expected floors of {title:?}, found those of {known}; --write-floors adds them",
        path.display()
    ))
}

fn changed(path: &Path, title: &str, expected: &str, found: &str) -> Failure {
    let start = |digest: &str| digest.chars().take(16).collect::<String>();
    Failure(format!(
        "--floors {}: the floors of {title:?} hold for rows with the digest {}, found rows with {}. If the rows were meant to \
         change, look at the figures and run this again with --write-floors, which notes the new digest; a floor that is \
         then missed needs --lower-floors WHY",
        path.display(),
        start(expected),
        start(found)
    ))
}

impl Floors {
    /// The floors as gates.
    pub fn gates(&self) -> Vec<Gate> {
        self.set.gates().expect("checked as the file was read")
    }

    /// Writes floors raised, and where that was said why, lowered; `first` is the place of the first floor among the gates.
    pub fn write(mut self, args: &EvaluateArgs, evaluation: &mut Evaluation, first: usize) -> Result<(), Failure> {
        let Some(path) = args.floors.as_deref().filter(|_| args.writes_floors()) else { return Ok(()) };
        let (after, lowered) = self.set.after(&self.digest, &evaluation.gates[first..]);
        if !lowered.is_empty() {
            let Some(why) = &args.lower_floors else {
                say(format!("{} is left as it was: a floor is missed; --lower-floors WHY lowers it", path.display()));
                return Ok(());
            };
            tell(&self.title, &lowered, why)?;
        }
        for (key, floor) in &after.floors {
            let before = self.set.floors.get(key).filter(|before| *before != floor);
            before.into_iter().for_each(|before| say(format!("{}: {key} {before} → {floor}", path.display())));
        }
        self.file.0.insert(self.title, after.clone());
        write_whole(path, self.file.to_toml().as_bytes())?;
        let gates = after.gates().expect("the keys are those read");
        evaluation.gates.truncate(first);
        let results: Vec<_> = gates.iter().map(|gate| gate.check(evaluation, Bound::Point)).collect();
        evaluation.gates.extend(results);
        Ok(())
    }
}

/// Leaves a line in the changelog, before any floor is lowered.
fn tell(title: &str, lowered: &[Lowered], why: &str) -> Result<(), Failure> {
    let log = fs::read_to_string(CHANGELOG).map_err(|error| Failure::of(CHANGELOG, error))?;
    let told = with_lowered(&log, title, lowered, why);
    let missing = "expected a section \"## [Unreleased]\" to tell of a lowered floor in, found none; add one";
    let told = told.ok_or_else(|| Failure(format!("{CHANGELOG}: {missing}")))?;
    write_whole(Path::new(CHANGELOG), told.as_bytes())
}
