use super::Format;
use super::columnar::Parquet;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write};
use std::path::Path;

/// What packs the bytes of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Nothing.
    Plain,
    /// gzip.
    Gzip,
    /// zstd.
    Zstd,
    /// Parquet, made of an Arrow stream.
    Parquet,
}

impl Packing {
    /// What an output of this format and name needs.
    pub fn of(format: Format, path: Option<&Path>) -> Packing {
        match format {
            Format::Parquet => Packing::Parquet,
            _ => path.map_or(Packing::Plain, |path| Packing::of_path(path).0),
        }
    }

    /// What a file's name asks for, and the name without it.
    pub fn of_path(path: &Path) -> (Packing, &Path) {
        let packing = match path.extension().and_then(|ending| ending.to_str()) {
            Some(ending) if ending.eq_ignore_ascii_case("gz") => Packing::Gzip,
            Some(ending) if ending.eq_ignore_ascii_case("zst") => Packing::Zstd,
            _ => return (Packing::Plain, path),
        };
        (packing, path.file_stem().map_or(path, Path::new))
    }
}

/// Where bytes are packed on their way out, as they come.
pub struct Sink<W: Write + Send>(Packer<W>);

enum Packer<W: Write + Send> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(zstd::Encoder<'static, W>),
    Parquet(Parquet<W>),
}

impl<W: Write + Send> Sink<W> {
    /// Nothing written yet.
    ///
    /// # Errors
    /// The packer cannot be set up.
    pub fn new(out: W, packing: Packing) -> io::Result<Self> {
        Ok(Sink(match packing {
            Packing::Plain => Packer::Plain(out),
            Packing::Gzip => Packer::Gzip(GzEncoder::new(out, Compression::default())),
            Packing::Zstd => {
                let mut encoder = zstd::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                Packer::Zstd(encoder)
            }
            Packing::Parquet => Packer::Parquet(Parquet::new(out)),
        }))
    }

    /// Writes the header, or what a chunk holds.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.0 {
            Packer::Plain(out) => out.write_all(bytes),
            Packer::Gzip(encoder) => encoder.write_all(bytes),
            Packer::Zstd(encoder) => encoder.write_all(bytes),
            Packer::Parquet(_) if bytes.is_empty() => Ok(()),
            Packer::Parquet(parquet) => parquet.write(bytes),
        }
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn finish(self) -> io::Result<()> {
        let mut out = match self.0 {
            Packer::Plain(out) => out,
            Packer::Gzip(encoder) => encoder.finish()?,
            Packer::Zstd(encoder) => encoder.finish()?,
            Packer::Parquet(parquet) => parquet.finish()?,
        };
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_says_what_packs_it() {
        let of = |name: &'static str| Packing::of_path(Path::new(name));
        assert_eq!(of("a/x.csv.gz"), (Packing::Gzip, Path::new("x.csv")));
        assert_eq!(of("x.jsonl.ZST"), (Packing::Zstd, Path::new("x.jsonl")));
        assert_eq!(of("gz"), (Packing::Plain, Path::new("gz")));
    }
}
