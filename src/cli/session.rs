use super::console::{Exit, Failure, say};
use super::progress::Progress;
use super::resume::{Log, Start};
use crate::output::{Columns, Destination, Format, Meta, Packing, Sink};
use crate::pipeline::{Chunk, Facts, Note, Run, Tally};
use std::io::{self, ErrorKind, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Where the rows go.
pub(super) enum Writer {
    File(Destination, PathBuf),
    Plain(Sink<io::Stdout>),
    Coloured(anstream::Stdout),
}

impl Writer {
    /// Opens it, before the long run.
    pub fn open(output: Option<&Path>, format: Format) -> Result<Self, Failure> {
        let packing = Packing::of(format, output);
        if let Some(path) = output {
            let opened = Destination::open(path, packing);
            let opened = opened.map_err(|error| Failure::of(format!("cannot write {}", path.display()), error))?;
            return Ok(Writer::File(opened, path.to_owned()));
        }
        Ok(match format {
            Format::Table { .. } => Writer::Coloured(anstream::stdout()),
            _ => {
                let sink = Sink::new(io::stdout(), packing);
                Writer::Plain(sink.map_err(|error| Failure::of("cannot write standard output", error))?)
            }
        })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Writer::File(file, _) => file.write(bytes),
            Writer::Plain(out) => out.write(bytes),
            Writer::Coloured(out) => out.write_all(bytes),
        }
    }

    fn finish(self, meta: &[u8]) -> io::Result<()> {
        match self {
            Writer::File(file, _) => file.finish(meta),
            Writer::Plain(out) => out.finish(),
            Writer::Coloured(mut out) => out.flush(),
        }
    }

    fn name(&self) -> String {
        match self {
            Writer::File(_, path) => path.display().to_string(),
            Writer::Plain(_) | Writer::Coloured(_) => "standard output".to_owned(),
        }
    }
}

/// Bytes kept for the end of an output, so that memory does not grow with the input.
const KEPT: usize = 4 << 20;

/// What a run has come to.
pub(super) struct Session {
    writer: Writer,
    log: Option<Log>,
    tally: Tally,
    /// What is kept for the end, and whether some of it was dropped.
    after: (Vec<u8>, bool),
    progress: Progress,
    quiet: bool,
    /// Why writing ended early.
    wrong: Option<io::Error>,
}

impl Session {
    /// Nothing written yet.
    pub fn new(writer: Writer, progress: Progress, quiet: bool) -> Self {
        Session { writer, log: None, tally: Tally::default(), after: Default::default(), progress, quiet, wrong: None }
    }

    /// Makes the output ready for a run that keeps no log.
    pub fn begin_without_log(&mut self) -> Result<(), Failure> {
        match &mut self.writer {
            Writer::File(out, name) => out.begin().map_err(|error| Failure::of(name.display(), error)),
            _ => Ok(()),
        }
    }

    /// Keeps a log beside the output from now on; with `resume` goes on where an earlier run ended.
    pub fn keep_log(&mut self, meta: &Meta, facts: Vec<Facts>, resume: bool) -> Result<(), Failure> {
        let Writer::File(out, name) = &mut self.writer else { return Ok(()) };
        let wrong = |error| Failure::of(name.display(), error);
        let (mut log, start) = Log::open(out, meta.clone(), facts, resume).map_err(wrong)?;
        let told = match start {
            Start::Anew(told) => told,
            Start::Further => {
                self.tally = log.counts();
                self.progress.starts_after(&self.tally);
                Some(format!("going on after {} documents", self.tally.documents))
            }
        };
        if let Some(told) = told.filter(|_| !self.quiet) {
            say(format!("{}: {told}", name.display()));
        }
        log.told(|reject, words| tell(&self.progress, self.quiet, reject, words)).map_err(wrong)?;
        self.log = Some(log);
        Ok(())
    }

    /// Writes the header, unless it was written before.
    pub fn begin(&mut self, format: Format, columns: &Columns, run: &mut Run) {
        run.columns = format.has_fixed_columns().then(|| columns.own().to_vec());
        run.skip = self.log.as_ref().map_or(0, Log::batches);
        if self.log.as_ref().is_none_or(Log::is_new) {
            self.wrong = self.writer.write(&format.head(columns)).err();
        }
    }

    /// Writes, counts and tells one chunk.
    pub fn take(&mut self, chunk: Chunk) -> ControlFlow<()> {
        self.tally.add(&chunk.tally);
        if self.wrong.is_none() {
            self.wrong = self.write(&chunk).err();
        }
        for note in &chunk.notes {
            tell(&self.progress, self.quiet, matches!(note, Note::Reject(_)), note);
        }
        self.after.1 |= self.after.0.len() + chunk.after.len() > KEPT;
        if !self.after.1 {
            self.after.0.extend(chunk.after);
        }
        self.progress.update(&self.tally);
        match self.wrong {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        }
    }

    fn write(&mut self, chunk: &Chunk) -> io::Result<()> {
        self.writer.write(&chunk.bytes)?;
        match (&mut self.log, &mut self.writer) {
            (Some(log), Writer::File(out, _)) => log.add(&chunk.notes, out, &self.tally),
            _ => Ok(()),
        }
    }

    /// Gives the file its name, tells the counts, and says how it ends.
    pub fn finish(self, format: Format, meta: &Meta) -> Result<Exit, Failure> {
        let Session { mut writer, log, tally, after, progress, quiet, wrong } = self;
        progress.finish();
        let meta = Meta { counts: tally.clone(), ..meta.clone() };
        let name = writer.name();
        let mut written = wrong.map_or(Ok(()), Err);
        if let (Ok(()), Some(mut log), Writer::File(out, _)) = (&written, log, &mut writer) {
            written = log.complete(out, &tally);
        }
        let tail = format.tail(&meta, &after.0, after.1);
        let ended = written.and_then(|()| writer.write(&tail)).and_then(|()| writer.finish(&meta.to_json()));
        match ended {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(Exit::Fine),
            Err(error) => return Err(Failure::of(format!("writing {name}"), error)),
        }
        if !quiet {
            summary(&tally).iter().for_each(say);
        }
        Ok(if tally.rejected > 0 { Exit::Findings } else { Exit::Fine })
    }
}

/// What could not be used is told always, the rest unless it should be quiet.
fn tell(progress: &Progress, quiet: bool, reject: bool, words: impl std::fmt::Display) {
    if reject || !quiet {
        progress.say(words);
    }
}

fn summary(tally: &Tally) -> Vec<String> {
    let Tally { documents, on_topic, sentences, admit, restrict, neutral, abstain, .. } = tally;
    let mut lines = vec![format!(
        "{documents} documents ({on_topic} on topic), {sentences} sentences: {admit} admit, {restrict} restrict, {neutral} neutral, {abstain} abstain"
    )];
    if !tally.other_languages.is_empty() {
        let languages: Vec<String> =
            tally.other_languages.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let count: u64 = tally.other_languages.values().sum();
        lines.push(format!("{count} documents not in English, nothing guessed: {}", languages.join(", ")));
    }
    if tally.returned > 0 {
        lines.push(format!("{} documents returned after other rows and were taken for new ones", tally.returned));
    }
    if tally.copies > 0 {
        lines.push(format!("{} documents reprint an earlier one (column copy_of)", tally.copies));
    }
    if tally.rejected > 0 {
        lines.push(format!("{} articles or rows could not be used", tally.rejected));
    }
    lines
}
