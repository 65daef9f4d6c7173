//! The inputs' own columns, with the types they came in.

use super::{WHY, strings};
use crate::article::{ColumnType, TypedRow};
use crate::output::cells::own_cells;
use crate::output::columns::Columns;
use crate::pipeline::{Labelled, LabelledRows};
use arrow_array::{Array, ArrayRef, RecordBatch, UInt32Array, new_null_array};
use arrow_schema::DataType;
use arrow_select::interleave::interleave;
use arrow_select::take::take;
use std::borrow::Cow;
use std::sync::Arc;

/// A row of an input: with its types where it has any, and one of its cells as text where it has that.
type Cell<'c> = (Option<&'c TypedRow>, Option<Cow<'c, str>>);

pub(super) fn of_articles(labelled: &[Labelled], columns: &Columns) -> Vec<ArrayRef> {
    let article = |(at, one): (usize, &Labelled)| std::iter::repeat_n(at as u32, one.document.sentences.len());
    let articles = UInt32Array::from_iter_values(labelled.iter().enumerate().flat_map(article));
    let column = |(name, kind): (&String, &ColumnType)| {
        let cells: Vec<Cell> = labelled.iter().map(|one| article_cell(one, name)).collect();
        take(&column(name, kind, &cells), &articles, None).expect(WHY)
    };
    columns.own().iter().zip(columns.kinds()).map(column).collect()
}

fn article_cell<'l>(labelled: &'l Labelled, name: &str) -> Cell<'l> {
    let meta = &labelled.document.meta;
    let text = meta.columns.iter().find(|(column, _)| column == name);
    (meta.typed.as_ref(), text.map(|(_, text)| Cow::Borrowed(text.as_str())))
}

pub(super) fn of_rows(rows: &LabelledRows, columns: &Columns) -> Vec<ArrayRef> {
    let mut cells: Vec<Vec<Cell>> = columns.own().iter().map(|_| Vec::new()).collect();
    own_cells(rows, columns.own(), |row, column, cell| cells[column].push((row.typed(), cell.map(text))));
    let column = |((name, kind), cells): ((&String, &ColumnType), &Vec<Cell>)| column(name, kind, cells);
    columns.own().iter().zip(columns.kinds()).zip(&cells).map(column).collect()
}

fn text(cell: Cow<'_, [u8]>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).expect(WHY)),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).expect(WHY)),
    }
}

/// One own column: cells of its type are taken as they are, text where it is one of text, else nothing.
fn column(name: &str, kind: &DataType, cells: &[Cell]) -> ArrayRef {
    let is_text = *kind == DataType::Utf8;
    let texts = if is_text { strings(cells.iter().map(|(_, text)| text.as_deref())) } else { new_null_array(kind, 1) };
    if cells.iter().all(|(row, _)| row.is_none()) && is_text {
        return texts;
    }
    let (mut sources, mut last): (Vec<&dyn Array>, Option<&Arc<RecordBatch>>) = (vec![&texts], None);
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(cells.len());
    for (at, (row, _)) in cells.iter().enumerate() {
        let found = row.and_then(|row| Some((row, row.batch.column_by_name(name)?)));
        let Some((row, array)) = found.filter(|(_, array)| array.data_type() == kind) else {
            places.push((0, if is_text { at } else { 0 }));
            continue;
        };
        if last.is_none_or(|last| !Arc::ptr_eq(last, &row.batch)) {
            last = Some(&row.batch);
            sources.push(array);
        }
        places.push((sources.len() - 1, row.row));
    }
    interleave(&sources, &places).expect(WHY)
}
