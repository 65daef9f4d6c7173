use linfa::dataset::Records;
use sprs::CsMatI;

/// Sparse records, a sentence a row and a feature a column, that linfa's `DatasetBase` accepts.
#[derive(Debug, Clone)]
pub struct SparseRecords(CsMatI<f32, u32, usize>);

impl SparseRecords {
    /// Builds the matrix from rows of (column, value), columns ascending within a row and below `columns`.
    pub fn from_rows<'r>(columns: usize, rows: impl IntoIterator<Item = &'r [(u32, f32)]>) -> Self {
        let mut starts = vec![0];
        let mut indices = Vec::new();
        let mut values = Vec::new();
        for row in rows {
            indices.extend(row.iter().map(|(column, _)| *column));
            values.extend(row.iter().map(|(_, value)| *value));
            starts.push(indices.len());
        }
        SparseRecords(CsMatI::new((starts.len() - 1, columns), starts, indices, values))
    }

    /// The (column, value) pairs of one row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let range = self.0.indptr().outer_inds_sz(row);
        let columns = &self.0.indices()[range.clone()];
        columns.iter().map(|column| *column as usize).zip(self.0.data()[range].iter().copied())
    }
}

impl Records for SparseRecords {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.0.rows()
    }

    fn nfeatures(&self) -> usize {
        self.0.cols()
    }
}
