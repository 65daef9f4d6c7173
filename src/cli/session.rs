use super::console::{Exit, Failure, say};
use super::progress::Progress;
use crate::output::{Columns, Destination, Format, Meta};
use crate::pipeline::{Chunk, Note, Run, Tally};
use std::io::{self, ErrorKind, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Where the rows go.
pub(super) enum Writer {
    File(Destination, PathBuf),
    Plain(io::Stdout),
    Coloured(anstream::Stdout),
}

impl Writer {
    /// Opens it, before the long run.
    pub fn open(output: Option<&Path>, format: Format) -> Result<Self, Failure> {
        if let Some(path) = output {
            let opened = Destination::open(path);
            let opened = opened.map_err(|error| Failure::of(format!("cannot write {}", path.display()), error))?;
            return Ok(Writer::File(opened, path.to_owned()));
        }
        Ok(match format {
            Format::Table { .. } => Writer::Coloured(anstream::stdout()),
            Format::Csv | Format::Jsonl => Writer::Plain(io::stdout()),
        })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Writer::File(file, _) => file.write_all(bytes),
            Writer::Plain(out) => out.write_all(bytes),
            Writer::Coloured(out) => out.write_all(bytes),
        }
    }

    fn finish(self, meta: &[u8]) -> io::Result<()> {
        match self {
            Writer::File(file, _) => file.finish(meta),
            Writer::Plain(mut out) => out.flush(),
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

/// What a run has come to.
pub(super) struct Session {
    writer: Writer,
    tally: Tally,
    progress: Progress,
    quiet: bool,
    /// Why writing ended early.
    wrong: Option<io::Error>,
}

impl Session {
    /// Nothing written yet.
    pub fn new(writer: Writer, progress: Progress, quiet: bool) -> Self {
        Session { writer, tally: Tally::default(), progress, quiet, wrong: None }
    }

    /// Writes the header.
    pub fn begin(&mut self, format: Format, columns: &Columns, run: &mut Run) {
        run.columns = format.has_fixed_columns().then(|| columns.own().to_vec());
        self.wrong = self.writer.write(&format.head(columns)).err();
    }

    /// Writes, counts and tells one chunk.
    pub fn take(&mut self, chunk: Chunk) -> ControlFlow<()> {
        if self.wrong.is_none() {
            self.wrong = self.writer.write(&chunk.bytes).err();
        }
        for note in &chunk.notes {
            match note {
                Note::Reject(reject) => self.progress.say(reject),
                Note::Encoding { file, encoding } if !self.quiet => {
                    self.progress.say(format!("{file}: read as {encoding}"))
                }
                Note::Encoding { .. } => {}
            }
        }
        self.tally.add(&chunk.tally);
        self.progress.update(&self.tally);
        match self.wrong {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        }
    }

    /// Gives the file its name, tells the counts, and says how it ends.
    pub fn finish(self, meta: &Meta) -> Result<Exit, Failure> {
        let Session { writer, tally, progress, quiet, wrong } = self;
        progress.finish();
        let meta = Meta { counts: tally.clone(), ..meta.clone() };
        let name = writer.name();
        match wrong.map_or_else(|| writer.finish(&meta.to_json()), Err) {
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
    if tally.rejected > 0 {
        lines.push(format!("{} articles or rows could not be used", tally.rejected));
    }
    lines
}
