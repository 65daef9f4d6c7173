//! Files and streams → bytes, unpacked where gzip or zstd packed them.

use crate::base::Reject;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Largest single article; a larger one is rejected rather than filling the memory.
const LARGEST: u64 = 1 << 30;

/// A stream of bytes, unpacked.
pub(crate) type Bytes = Box<dyn BufRead + Send>;

/// Counts the bytes read of files, as they lie on the disk; clones count together.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Counts some more.
    pub(super) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// A file whose bytes are counted.
pub(crate) struct Metered {
    file: File,
    meter: Meter,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.meter.add(count as u64);
        Ok(count)
    }
}

/// Opens a file; what packed it is told by its first bytes, not by its name.
pub(crate) fn open(path: &Path, meter: &Meter) -> Result<Bytes, Reject> {
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(Reject::file(name, "a file", "a folder"));
    }
    let file = File::open(path).map_err(|error| Reject::file(&name, "a file that can be read", error.to_string()))?;
    unpack(&name, Box::new(BufReader::with_capacity(64 * 1024, Metered { file, meter: meter.clone() })))
}

/// Unpacks gzip and zstd; other bytes go through as they are.
pub(crate) fn unpack(name: &str, mut bytes: Bytes) -> Result<Bytes, Reject> {
    let start = bytes.fill_buf().map_err(|error| broken(name, &error))?;
    if start.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::with_capacity(64 * 1024, flate2::bufread::MultiGzDecoder::new(bytes))));
    }
    if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let decoder = zstd::Decoder::with_buffer(bytes).map_err(|error| broken(name, &error))?;
        return Ok(Box::new(BufReader::with_capacity(64 * 1024, decoder)));
    }
    Ok(bytes)
}

/// Reads a stream to its end.
pub(super) fn whole(name: &str, bytes: Bytes) -> Result<Vec<u8>, Reject> {
    let mut out = Vec::new();
    bytes.take(LARGEST + 1).read_to_end(&mut out).map_err(|error| broken(name, &error))?;
    match out.len() as u64 > LARGEST {
        true => Err(Reject::file(name, "an article of at most 1 GiB", "a longer one")),
        false => Ok(out),
    }
}

/// The reject of a stream that fails while it is read.
pub(crate) fn broken(name: &str, error: &io::Error) -> Reject {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Reject::file(name, "a whole file", "one cut short"),
        _ => Reject::file(name, "a file that can be read", error.to_string()),
    }
}
