//! Parquet files and Arrow streams → rows whose cells can be read as text and keep their types.

use super::bytes::{Bytes, Meter};
use crate::base::Reject;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_ipc::reader::StreamReader;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

/// Rows decoded at once: enough to pay for the decoding, few enough that long texts fit.
const ROWS: usize = 512;

/// The zone that times with a zone are told in.
const UTC: &str = "+00:00";

/// The type of a column.
pub type ColumnType = DataType;

/// The type of columns of text.
pub(crate) const TEXT: ColumnType = DataType::Utf8;

/// Whether JSON writes cells of this type without quotation marks.
pub(crate) fn is_bare(kind: &ColumnType) -> bool {
    kind.is_integer() || kind.is_floating() || *kind == DataType::Boolean
}

/// A row with its cells as they came.
#[derive(Debug, Clone)]
pub struct TypedRow {
    /// Some rows of the table.
    pub batch: Arc<RecordBatch>,
    /// Which of them.
    pub row: usize,
}

impl TypedRow {
    /// The type of a column.
    pub fn kind(&self, name: &str) -> Option<ColumnType> {
        self.batch.schema_ref().field_with_name(name).ok().map(|field| field.data_type().clone())
    }

    /// Whether there is such a column and its cell is null.
    pub fn is_null(&self, name: &str) -> bool {
        self.batch.column_by_name(name).is_some_and(|column| column.is_null(self.row))
    }
}

/// The same row of the same table.
impl PartialEq for TypedRow {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.batch, &other.batch) && self.row == other.row
    }
}

impl Eq for TypedRow {}

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

/// Rows of an open table, one after the other.
pub(crate) struct Rows {
    file: String,
    schema: SchemaRef,
    batches: Batches,
    batch: Arc<RecordBatch>,
    texts: Vec<StringArray>,
    /// The row in the batch, from 0, and in the table, from 1.
    at: usize,
    number: u64,
}

/// Opens a Parquet file.
pub(crate) fn parquet(path: &Path, meter: &Meter) -> Result<Rows, Reject> {
    let file = path.display().to_string();
    let open = File::open(path).map_err(|error| Reject::file(&file, "a file that can be read", error.to_string()))?;
    let size = open.metadata().map_or(0, |metadata| metadata.len());
    let broken = |error: parquet::errors::ParquetError| Reject::file(&file, "a Parquet file", error.to_string());
    let builder = ParquetRecordBatchReaderBuilder::try_new(open).map_err(broken)?;
    let all = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0).max(1);
    let schema = Arc::clone(builder.schema());
    let reader = builder.with_batch_size(ROWS).build().map_err(broken)?;
    // The decoder reads where it likes; the meter is told the share of the rows.
    let (meter, mut done) = (meter.clone(), 0);
    let batches = reader.inspect(move |batch| {
        let before = size * done / all;
        done += batch.as_ref().map_or(0, |batch| batch.num_rows() as u64);
        meter.add(size * done / all - before);
    });
    Ok(Rows::new(&file, &schema, Box::new(batches)))
}

/// Opens an Arrow stream, or a file in Arrow's file format, which holds one.
pub(crate) fn arrow(file: &str, mut bytes: Bytes) -> Result<Rows, Reject> {
    let start = bytes.fill_buf().map_err(|error| super::broken(file, &error))?;
    if start.starts_with(b"ARROW1") {
        bytes.consume(8);
    }
    let broken = |error: ArrowError| Reject::file(file, "an Arrow stream", error.to_string());
    let reader = StreamReader::try_new(bytes, None).map_err(broken)?;
    let schema = reader.schema();
    Ok(Rows::new(file, &schema, Box::new(reader)))
}

impl Rows {
    fn new(file: &str, schema: &Schema, batches: Batches) -> Self {
        let field =
            |field: &Arc<Field>| field.as_ref().clone().with_data_type(plain(field.data_type())).with_nullable(true);
        let schema = Arc::new(Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>()));
        let batch = Arc::new(RecordBatch::new_empty(Arc::clone(&schema)));
        Rows { file: file.to_owned(), schema, batches, batch, texts: Vec::new(), at: 0, number: 0 }
    }

    /// Names of the columns.
    pub fn names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Their types.
    pub fn kinds(&self) -> Vec<ColumnType> {
        self.schema.fields().iter().map(|field| field.data_type().clone()).collect()
    }

    /// Goes to the next row; false where there is none. After an error nothing more can be read.
    pub fn advance(&mut self) -> Result<bool, Reject> {
        self.at += 1;
        while self.number == 0 || self.at >= self.batch.num_rows() {
            let Some(batch) = self.batches.next() else { return Ok(false) };
            let read = batch.and_then(|batch| self.take(&batch));
            read.map_err(|error| Reject::file(&self.file, "a table that can be read to its end", error.to_string()))?;
            if self.batch.num_rows() > 0 {
                break;
            }
        }
        self.number += 1;
        Ok(true)
    }

    fn take(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let columns = batch.columns().iter().map(|column| cast_plain(column)).collect::<Result<Vec<_>, _>>()?;
        self.texts = columns.iter().map(texts).collect::<Result<_, _>>()?;
        self.batch = Arc::new(RecordBatch::try_new(Arc::clone(&self.schema), columns)?);
        self.at = 0;
        Ok(())
    }

    /// Its number in the table, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// One cell of it as text; nothing where it is null.
    pub fn cell(&self, column: usize) -> &str {
        let cells = &self.texts[column];
        if cells.is_null(self.at) { "" } else { cells.value(self.at) }
    }

    /// The row as it came.
    pub fn typed(&self) -> TypedRow {
        TypedRow { batch: Arc::clone(&self.batch), row: self.at }
    }
}

/// The type that a column is kept in: how its cells are stored does not count, what they are does.
fn plain(kind: &DataType) -> DataType {
    match kind {
        DataType::Utf8View => DataType::Utf8,
        DataType::BinaryView => DataType::Binary,
        DataType::Dictionary(_, values) => plain(values),
        other => other.clone(),
    }
}

fn cast_plain(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let kind = plain(column.data_type());
    if kind == *column.data_type() { Ok(Arc::clone(column)) } else { cast(column, &kind) }
}

fn texts(column: &ArrayRef) -> Result<StringArray, ArrowError> {
    if let Some(texts) = column.as_any().downcast_ref::<StringArray>() {
        return Ok(texts.clone());
    }
    if let DataType::Timestamp(unit, Some(zone)) = column.data_type()
        && &**zone != UTC
    {
        // Zones by name would need their whole table; the instant is the same in this one.
        return texts(&cast(column, &DataType::Timestamp(*unit, Some(UTC.into())))?);
    }
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(column, &options)?;
    let cell = |row| if column.is_null(row) { Ok(None) } else { formatter.value(row).try_to_string().map(Some) };
    (0..column.len()).map(cell).collect()
}
