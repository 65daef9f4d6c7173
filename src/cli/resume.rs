//! Interrupted runs: when a checkpoint is written, and whether one fits the run that is to go on.

use crate::output::{Checkpoint, Destination, Format, Meta, Notes, Packing};
use crate::pipeline::{Facts, Input, Note, Tally};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// Least time between two checkpoints; what was done since the last is done again after an interruption.
const LEAST: Duration = Duration::from_millis(100);

/// A checkpoint waits until the time since the last is this many times what that one took, so that on a
/// slow disk too they take a twentieth of a run at most.
const SHARE: u32 = 20;

/// Why a run with this output could not be gone on with later.
pub(super) fn obstacle(output: Option<&Path>, format: Format, inputs: &[Input]) -> Option<String> {
    let Some(output) = output else { return Some("it needs an output file (-o FILE)".to_owned()) };
    if Packing::of_path(output).0 != Packing::Plain {
        return Some(format!("{} is packed; write it without .gz or .zst", output.display()));
    }
    if !matches!(format, Format::Csv | Format::Jsonl) {
        return Some(format!("it works with --format csv or jsonl, not with {}", format.name()));
    }
    if output.exists() && !output.is_file() {
        return Some(format!("{} is no ordinary file", output.display()));
    }
    let once = inputs.iter().find(|input| input.exists() && !input.rereadable());
    once.map(|input| format!("the input {input} cannot be read a second time"))
}

/// How far a run has come, and what it told.
pub(super) struct Log {
    checkpoint: Checkpoint,
    notes: Notes,
    last: Instant,
    cost: Duration,
}

/// How a run begins.
pub(super) enum Start {
    /// At the beginning, with why this is worth telling.
    Anew(Option<String>),
    /// Where an earlier run was interrupted.
    Further,
}

impl Log {
    /// Of a run that is to write `out`: a new one, or with `resume` the one that was interrupted.
    pub fn open(out: &mut Destination, meta: Meta, facts: Vec<Facts>, resume: bool) -> io::Result<(Self, Start)> {
        let new = Checkpoint::new(meta, facts);
        let path = out.path().to_owned();
        let found = Checkpoint::load(&path);
        let start = match (found, resume) {
            (Ok(Some(old)), true) => {
                refuse_changes(&old, &new)?;
                if out.go_on(&old)? {
                    let notes = Notes::open(&path, old.notes)?;
                    return Ok((Log::of(old, notes), Start::Further));
                }
                Start::Anew(Some("what its checkpoint tells of is gone; starting at the beginning".to_owned()))
            }
            (Ok(None), true) => Start::Anew(Some("no checkpoint; starting at the beginning".to_owned())),
            (Err(error), true) => return Err(error),
            (Ok(Some(old)), false) => Start::Anew(Some(format!(
                "an interrupted run had labelled {} documents; starting anew (--resume would have gone on)",
                old.meta.counts.documents
            ))),
            (_, false) => Start::Anew(None),
        };
        out.begin()?;
        Ok((Log::of(new, Notes::open(&path, 0)?), start))
    }

    fn of(checkpoint: Checkpoint, notes: Notes) -> Self {
        Log { checkpoint, notes, last: Instant::now(), cost: Duration::ZERO }
    }

    /// Whether nothing was written before.
    pub fn is_new(&self) -> bool {
        self.checkpoint.bytes == 0
    }

    /// Batches that need not be done again.
    pub fn batches(&self) -> u64 {
        self.checkpoint.batches
    }

    /// What was counted of them.
    pub fn counts(&self) -> Tally {
        self.checkpoint.meta.counts.clone()
    }

    /// What was told of them: whether it is a reject, and the words.
    pub fn told(&mut self, tell: impl FnMut(bool, &str)) -> io::Result<()> {
        self.notes.replay(tell)
    }

    /// Takes note of one more batch, written to `out`; `tally` counts all so far.
    pub fn add(&mut self, notes: &[Note], out: &mut Destination, tally: &Tally) -> io::Result<()> {
        for note in notes {
            self.notes.push(matches!(note, Note::Reject(_)), &note.to_string())?;
        }
        self.checkpoint.batches += 1;
        match self.last.elapsed() >= LEAST.max(self.cost * SHARE) {
            true => self.save(out, tally),
            false => Ok(()),
        }
    }

    /// Records that nothing more will come.
    pub fn complete(&mut self, out: &mut Destination, tally: &Tally) -> io::Result<()> {
        self.checkpoint.complete = true;
        self.save(out, tally)
    }

    fn save(&mut self, out: &mut Destination, tally: &Tally) -> io::Result<()> {
        let begun = Instant::now();
        self.checkpoint.notes = self.notes.sync()?;
        self.checkpoint.meta.counts = tally.clone();
        out.record(&mut self.checkpoint)?;
        self.last = Instant::now();
        self.cost = self.last - begun;
        Ok(())
    }
}

fn refuse_changes(old: &Checkpoint, new: &Checkpoint) -> io::Result<()> {
    let changes = old.changes(new);
    if changes.is_empty() {
        return Ok(());
    }
    let words = format!(
        "--resume cannot go on, for since the interruption this has changed: {}. Without --resume it starts anew",
        changes.join("; ")
    );
    Err(io::Error::other(words))
}
