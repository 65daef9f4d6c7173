//! Tables whose rows are sentences: nothing is split, every row comes back.

mod batch;
mod fields;
mod group;
mod read;
mod work;

pub use batch::{LabelledRow, LabelledRows};
pub use read::{RowReader, row_columns};

use super::input::Reader;
use super::tally::Chunk;
use super::{Run, Scratch};
use crate::base::stream;
use batch::Batch;
use std::ops::ControlFlow;

/// Labels the rows of the inputs; `render` turns a batch of them into bytes, `sink` gets them in input order.
pub fn rows(
    inputs: Vec<Reader<RowReader>>,
    run: &Run,
    render: impl Fn(&LabelledRows, &mut Chunk) + Sync,
    sink: impl FnMut(Chunk) -> ControlFlow<()> + Send,
) {
    let work = |batch: Batch, scratch: &mut Scratch| work::label_batch(batch, run, &render, scratch);
    let batches = inputs.into_iter().flat_map(|reader| reader.take(|input| read::open(input, &run.reading)));
    stream(run.threads, batches.skip(run.skip as usize), Scratch::default, work, sink);
}
