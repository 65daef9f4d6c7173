use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file being written: `FILE.part` beside it, which takes its name when all is written. What is no
/// ordinary file (a device, a pipe) is written to directly.
#[derive(Debug)]
pub struct Destination {
    file: File,
    path: PathBuf,
    part: Option<PathBuf>,
}

impl Destination {
    /// Opens it, before the long run.
    ///
    /// # Errors
    /// A folder of that name, or whatever keeps the file beside it from being made.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file"));
        }
        if path.exists() && !path.is_file() {
            let file = File::options().write(true).open(&path)?;
            return Ok(Destination { file, path, part: None });
        }
        let part = beside(&path, ".part");
        Ok(Destination { file: File::create(&part)?, path, part: Some(part) })
    }

    /// Gives the file its name, and writes `meta` as `FILE.meta.json`.
    ///
    /// # Errors
    /// Whatever the file system says; `FILE` is then as it was before.
    pub fn finish(mut self, meta: &[u8]) -> io::Result<()> {
        self.file.flush()?;
        let Some(part) = &self.part else { return Ok(()) };
        self.file.sync_all()?;
        let (facts, facts_part) = (beside(&self.path, ".meta.json"), beside(&self.path, ".meta.json.part"));
        fs::write(&facts_part, meta)?;
        fs::rename(part, &self.path)?;
        self.part = None;
        fs::rename(facts_part, facts)
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Destination {
    /// What was not finished leaves nothing behind.
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            let _ = fs::remove_file(part);
        }
    }
}
