//! The Arrow that workers rendered → a Parquet file.

use arrow_ipc::reader::StreamReader;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::io::{self, Read, Write};

/// A row group ends at this many rows or bytes, whichever comes first: it is held in memory until then.
const GROUP_ROWS: usize = 1 << 17;
const GROUP_BYTES: usize = 16 << 20;

/// A Parquet file being written.
pub(in crate::output) struct Parquet<W: Write + Send> {
    /// The schema as an Arrow stream begins, once it is known.
    head: Vec<u8>,
    state: State<W>,
}

enum State<W: Write + Send> {
    Waiting(W),
    Writing(Box<ArrowWriter<W>>),
    Broken,
}

impl<W: Write + Send> Parquet<W> {
    pub fn new(out: W) -> Self {
        Parquet { head: Vec::new(), state: State::Waiting(out) }
    }

    /// Takes the beginning of an Arrow stream, and after it some whole record batches at a time.
    pub fn write(&mut self, arrow: &[u8]) -> io::Result<()> {
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Waiting(out) => {
                self.head = arrow.to_vec();
                let schema = StreamReader::try_new(arrow, None).map_err(io::Error::other)?.schema();
                let writer = ArrowWriter::try_new(out, schema, Some(properties()?))?;
                self.state = State::Writing(Box::new(writer));
            }
            State::Writing(mut writer) => {
                let stream = self.head.chain(arrow);
                for batch in StreamReader::try_new(stream, None).map_err(io::Error::other)? {
                    writer.write(&batch.map_err(io::Error::other)?)?;
                }
                self.state = State::Writing(writer);
            }
            State::Broken => return Err(io::ErrorKind::BrokenPipe.into()),
        }
        Ok(())
    }

    /// Writes what ends the file.
    pub fn finish(self) -> io::Result<W> {
        match self.state {
            State::Waiting(out) => Ok(out),
            State::Writing(writer) => Ok(writer.into_inner()?),
            State::Broken => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

fn properties() -> io::Result<WriterProperties> {
    let level = ZstdLevel::try_new(3)?;
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_max_row_group_bytes(Some(GROUP_BYTES))
        .build())
}
