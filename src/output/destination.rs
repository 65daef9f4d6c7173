use super::checkpoint::Checkpoint;
use super::sink::{Packing, Sink};
use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// A file being written: `FILE.part` beside it, which takes its name when all is written. What is no
/// ordinary file (a device, a pipe) is written to directly.
pub struct Destination {
    file: File,
    sink: Sink<File>,
    path: PathBuf,
    part: Option<PathBuf>,
    /// Bytes in the part.
    written: u64,
    /// What was written is of use to a later run.
    kept: bool,
    /// An earlier run had given the file its name already.
    named: bool,
}

impl Destination {
    /// Opens it, before the long run. What an earlier run left is still there.
    ///
    /// # Errors
    /// A folder of that name, another run that writes it, or whatever keeps the file beside it from being made.
    pub fn open(path: &Path, packing: Packing) -> io::Result<Self> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file"));
        }
        let special = path.exists() && !path.is_file();
        let part = (!special).then(|| beside(&path, ".part"));
        let file = match &part {
            None => File::options().write(true).open(&path)?,
            Some(part) => File::options().write(true).create(true).truncate(false).open(part)?,
        };
        if part.is_some()
            && let Err(TryLockError::WouldBlock) = file.try_lock()
        {
            return Err(io::Error::new(io::ErrorKind::WouldBlock, "another run is writing it"));
        }
        let sink = Sink::new(file.try_clone()?, packing)?;
        let kept = Checkpoint::exists(&path);
        Ok(Destination { file, sink, path, part, written: 0, kept, named: false })
    }

    /// The file, links followed.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Starts anew; an earlier run's checkpoint is forgotten first.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn begin(&mut self) -> io::Result<()> {
        self.kept = false;
        match self.part {
            None => Ok(()),
            Some(_) => Checkpoint::remove(&self.path).and_then(|()| self.file.set_len(0)),
        }
    }

    /// Goes on where an earlier run's checkpoint says; false where its bytes are gone.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn go_on(&mut self, from: &Checkpoint) -> io::Result<bool> {
        if self.file.metadata()?.len() >= from.bytes {
            self.file.set_len(from.bytes)?;
            self.file.seek(SeekFrom::Start(from.bytes))?;
        } else {
            // Ended between giving the file its name and forgetting the checkpoint.
            self.named = from.complete && self.path.metadata().is_ok_and(|file| file.len() == from.bytes);
            if !self.named {
                return Ok(false);
            }
        }
        (self.written, self.kept) = (from.bytes, true);
        Ok(true)
    }

    /// Writes some bytes.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        self.sink.write(bytes)
    }

    /// Records how far the run has come, once what it has written is safe on the disk.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn record(&mut self, checkpoint: &mut Checkpoint) -> io::Result<()> {
        self.file.sync_data()?;
        checkpoint.bytes = self.written;
        checkpoint.save(&self.path)?;
        self.kept = true;
        Ok(())
    }

    /// Gives the file its name, and writes `meta` as `FILE.meta.json`.
    ///
    /// # Errors
    /// Whatever the file system says; `FILE` is then as it was before.
    pub fn finish(mut self, meta: &[u8]) -> io::Result<()> {
        let packer = Sink::new(self.file.try_clone()?, Packing::Plain)?;
        std::mem::replace(&mut self.sink, packer).finish()?;
        let Some(part) = &self.part else { return Ok(()) };
        self.file.sync_all()?;
        let (facts, facts_part) = (beside(&self.path, ".meta.json"), beside(&self.path, ".meta.json.part"));
        fs::write(&facts_part, meta)?;
        match self.named {
            true => fs::remove_file(part)?,
            false => fs::rename(part, &self.path)?,
        }
        self.part = None;
        fs::rename(facts_part, facts)?;
        Checkpoint::remove(&self.path)
    }
}

/// A name with something after it.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

impl Drop for Destination {
    /// What was not finished leaves nothing behind, unless a checkpoint says how to go on with it.
    fn drop(&mut self) {
        if let Some(part) = self.part.as_ref().filter(|_| !self.kept) {
            let _ = fs::remove_file(part);
            let _ = Checkpoint::remove(&self.path);
        }
    }
}
