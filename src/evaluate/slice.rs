use super::bootstrap::{Clusters, Resampling};
use super::evaluation::{Measured, measure};
use super::metric::METRICS;
use super::{Metric, Scored};
use serde::Serialize;
use std::collections::BTreeMap;

/// The rows that share a value in one column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Slice {
    /// The column.
    pub column: String,
    /// The value.
    pub value: String,
    /// Number of sentences.
    pub rows: usize,
    /// Number of documents.
    pub documents: usize,
    /// Weight of the rows of each gold label, in the order of [`crate::base::Stance::ALL`].
    pub support: [f64; 3],
    /// Every metric but the parts of the Brier score.
    pub figures: Vec<Measured>,
}

impl Slice {
    /// One figure of the slice.
    pub fn figure(&self, key: &str) -> Option<&Measured> {
        self.figures.iter().find(|figure| figure.key == key)
    }
}

/// The slices of one column, values in byte order.
pub fn slices(rows: &[Scored], column: &str, resampling: &Resampling) -> Vec<Slice> {
    let mut groups: BTreeMap<String, Vec<&Scored>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.value(column).into_owned()).or_default().push(row);
    }
    let metrics: Vec<&Metric> = METRICS.iter().filter(|metric| !metric.key.starts_with("brier_")).collect();
    let slice = |(value, rows): (String, Vec<&Scored>)| {
        let clusters = Clusters::full(rows.iter().copied());
        let total = clusters.total();
        Slice {
            column: column.to_owned(),
            value,
            rows: rows.len(),
            documents: clusters.len(),
            support: crate::base::Stance::ALL.map(|stance| total.support(stance)),
            figures: measure(&clusters, &metrics, resampling),
        }
    };
    groups.into_iter().map(slice).collect()
}
