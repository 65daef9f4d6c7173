use super::destination::beside;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

/// What follows the name of the output.
pub(super) const ENDING: &str = ".notes.part";

/// What a run has told, kept in `FILE.notes.part` until it ends, so that the run that goes on with it can
/// tell it again: whoever looks at that run alone sees everything once.
pub struct Notes {
    file: BufWriter<File>,
    written: u64,
}

impl Notes {
    /// Opens them for an output, keeping the first `kept` bytes of what an earlier run told.
    ///
    /// # Errors
    /// Whatever the file system says, or fewer bytes than that.
    pub fn open(output: &Path, kept: u64) -> io::Result<Self> {
        let path = beside(output, ENDING);
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        if file.metadata()?.len() < kept {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "shorter than the checkpoint says"));
        }
        file.set_len(kept)?;
        file.seek(SeekFrom::Start(kept))?;
        Ok(Notes { file: BufWriter::new(file), written: kept })
    }

    /// Hands out what is kept, line by line: whether it is a reject, and the words.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn replay(&mut self, mut tell: impl FnMut(bool, &str)) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        for line in BufReader::new(self.file.get_ref()).lines() {
            let (reject, words): (bool, String) = serde_json::from_str(&line?)?;
            tell(reject, &words);
        }
        self.file.seek(SeekFrom::End(0)).map(|_| ())
    }

    /// Adds one.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn push(&mut self, reject: bool, words: &str) -> io::Result<()> {
        let mut line = serde_json::to_vec(&(reject, words))?;
        line.push(b'\n');
        self.written += line.len() as u64;
        self.file.write_all(&line)
    }

    /// Makes them safe on the disk; their length.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn sync(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        self.file.get_ref().sync_data()?;
        Ok(self.written)
    }
}
