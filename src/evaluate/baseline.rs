use super::bootstrap::{Clusters, Figure, Resampling};
use super::compare::difference;
use super::evaluation::{Measured, measure};
use super::metric::METRICS;
use super::{Metric, Scored, Sums};
use crate::base::Stance;
use serde::Serialize;

/// What simpler means reach on the same rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Baseline {
    /// Its name.
    pub name: String,
    /// Every metric that needs no probabilities.
    pub figures: Vec<Measured>,
    /// The model's macro-F1 minus the baseline's, resampled in pairs.
    pub model_is_better_by: Figure,
}

impl Baseline {
    /// One figure of the baseline.
    pub fn figure(&self, key: &str) -> Option<&Measured> {
        self.figures.iter().find(|figure| figure.key == key)
    }
}

/// The commonest gold label of the rows; a tie goes to the later of [`Stance::ALL`].
pub fn majority(rows: &[Scored]) -> Stance {
    let sums = Sums::of(rows);
    Stance::ALL.into_iter().fold(
        Stance::Admit,
        |most, next| {
            if sums.support(next) >= sums.support(most) { next } else { most }
        },
    )
}

/// The majority baseline, and after it the named ones; one whose length is not that of the rows abstains on the rest.
pub fn baselines(rows: &[Scored], named: &[(String, Vec<Option<Stance>>)], resampling: &Resampling) -> Vec<Baseline> {
    if rows.is_empty() {
        return Vec::new();
    }
    let most = majority(rows);
    let always = Clusters::labels(rows, |_, _| Some(most));
    let mut all = vec![(format!("always {most}"), always)];
    for (name, labels) in named {
        all.push((name.clone(), Clusters::labels(rows, |at, _| labels.get(at).copied().flatten())));
    }
    let model = Clusters::labels(rows, |_, row| row.prediction);
    let metrics: Vec<&Metric> = METRICS.iter().filter(|metric| !metric.needs_scores).collect();
    all.into_iter()
        .map(|(name, clusters)| Baseline {
            name,
            figures: measure(&clusters, &metrics, resampling),
            model_is_better_by: difference(&model, &clusters, &metrics[..1], resampling)[0].figure,
        })
        .collect()
}
