use std::collections::BTreeMap;

/// Hits among rows, by document: rows of one document are alike, so they count for less than as many of as
/// many documents.
#[derive(Debug, Default)]
pub(super) struct Clusters<'d>(BTreeMap<&'d str, (f64, f64)>);

/// A difference of two shares over this many standard errors is told: one in a thousand by chance.
pub(super) const TOLD: f64 = 3.3;

/// With fewer documents on a side nothing is told.
const FEWEST_DOCUMENTS: usize = 5;

impl<'d> Clusters<'d> {
    /// From documents and hits; a hit counts from 0 to 1.
    pub fn new(rows: impl IntoIterator<Item = (&'d str, f64)>) -> Self {
        let mut clusters = Clusters::default();
        for (doc, hit) in rows {
            let (hits, count) = clusters.0.entry(doc).or_default();
            *hits += hit;
            *count += 1.0;
        }
        clusters
    }

    /// Rows.
    pub fn rows(&self) -> f64 {
        self.0.values().map(|(_, rows)| rows).sum()
    }

    /// Share of hits.
    pub fn share(&self) -> f64 {
        self.0.values().map(|(hits, _)| hits).sum::<f64>() / self.rows()
    }

    /// Variance of the share as a ratio over documents (Cochran 1977, section 6.4).
    fn variance(&self) -> f64 {
        let (share, rows, documents) = (self.share(), self.rows(), self.0.len() as f64);
        let squares: f64 = self.0.values().map(|(hits, rows)| (hits - share * rows).powi(2)).sum();
        squares / rows.powi(2) * documents / (documents - 1.0)
    }
}

/// By how many standard errors the share of `b` exceeds that of `a`; `None` where there are too few documents.
pub(super) fn z(a: &Clusters, b: &Clusters) -> Option<f64> {
    if a.0.len().min(b.0.len()) < FEWEST_DOCUMENTS {
        return None;
    }
    let pooled = (a.share() * a.rows() + b.share() * b.rows()) / (a.rows() + b.rows());
    // Few documents may happen to be all alike: never less than rows drawn one by one would vary.
    let variance = |side: &Clusters| side.variance().max(pooled * (1.0 - pooled) / side.rows());
    let error = (variance(a) + variance(b)).sqrt();
    (error > 0.0).then(|| (b.share() - a.share()) / error)
}
