use super::destination::beside;
use super::meta::Meta;
use crate::pipeline::Facts;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// How far a run has come: enough to go on with it as if nothing had happened. Stands in
/// `FILE.checkpoint.json` while `FILE` is being written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// What run it is, with the counts so far.
    pub meta: Meta,
    /// What each input held when the run began.
    pub facts: Vec<Facts>,
    /// Batches of input done.
    pub batches: u64,
    /// Bytes of `FILE.part` that they gave.
    pub bytes: u64,
    /// Bytes of `FILE.notes.part` that they gave.
    pub notes: u64,
    /// Whether that was all.
    pub complete: bool,
}

impl Checkpoint {
    /// Of a run that has not begun.
    pub fn new(meta: Meta, facts: Vec<Facts>) -> Self {
        Checkpoint { meta, facts, batches: 0, bytes: 0, notes: 0, complete: false }
    }

    /// The one that an earlier run left.
    ///
    /// # Errors
    /// A file that cannot be read, or that is no checkpoint.
    pub fn load(output: &Path) -> io::Result<Option<Self>> {
        match fs::read(beside(output, ENDING)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether an earlier run left one.
    pub(super) fn exists(output: &Path) -> bool {
        beside(output, ENDING).exists()
    }

    /// Writes it, so that at any moment the old or the new one stands whole on the disk.
    pub(super) fn save(&self, output: &Path) -> io::Result<()> {
        let part = beside(output, ".checkpoint.json.part");
        let mut file = File::create(&part)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")?;
        file.sync_data()?;
        fs::rename(part, beside(output, ENDING))
    }

    /// Forgets it, and what was told.
    pub(super) fn remove(output: &Path) -> io::Result<()> {
        [ENDING, super::notes::ENDING].into_iter().try_for_each(|ending| {
            let removed = fs::remove_file(beside(output, ending));
            removed.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
        })
    }

    /// What is no more as it was when `self` was written, so that going on would not give what one run gives.
    pub fn changes(&self, now: &Checkpoint) -> Vec<String> {
        let (old, new) = (&self.meta, &now.meta);
        let mut changes = Vec::new();
        let mut compare = |what: &str, old: String, new: String| {
            if old != new {
                changes.push(format!("{what} (it was {old}, it is {new})"));
            }
        };
        compare("the program", old.program.clone(), new.program.clone());
        compare("the model", old.model.clone(), new.model.clone());
        for (name, [old, new]) in settings(old, new) {
            compare(&format!("the setting {name}"), old, new);
        }
        compare("the list of inputs", old.inputs.join(" "), new.inputs.join(" "));
        for ((name, old), new) in new.inputs.iter().zip(&self.facts).zip(&now.facts) {
            compare(&format!("the input {name}"), told(old), told(new));
        }
        changes
    }
}

/// What follows the name of the output.
const ENDING: &str = ".checkpoint.json";

/// Every setting by name, as it was and as it is.
fn settings(old: &Meta, new: &Meta) -> Vec<(String, [String; 2])> {
    let value = |meta: &Meta| serde_json::to_value(&meta.settings).expect("plain settings are JSON");
    let (old, new) = (value(old), value(new));
    let names = |settings: &Value| settings.as_object().into_iter().flat_map(|map| map.keys().cloned()).collect();
    let mut all: Vec<String> = names(&old);
    all.extend(names(&new));
    all.sort();
    all.dedup();
    all.into_iter().map(|name| (name.clone(), [&old, &new].map(|settings| settings[&name].to_string()))).collect()
}

fn told(facts: &Facts) -> String {
    let Facts { files, bytes, digest } = facts;
    format!("{files} file{} of {bytes} bytes, names and times {digest}", if *files == 1 { "" } else { "s" })
}
