use super::sums::{LEN, Sums, add_label, add_scores};
use super::{Metric, Random, Scored};
use crate::base::Stance;
use serde::Serialize;
use std::collections::BTreeMap;

/// A figure with its 95 % interval; `None` is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Figure {
    /// The figure on the rows as they are.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

/// The sums of each document, sparse, in byte order of their names so that file order does not matter.
#[derive(Debug, Clone, Default)]
pub struct Clusters {
    entries: Vec<(u16, f64)>,
    ends: Vec<usize>,
}

impl Clusters {
    /// Labels and probabilities of some rows, by document.
    pub fn full<'r>(rows: impl IntoIterator<Item = &'r Scored>) -> Self {
        Clusters::collect(rows, |row, add| {
            add_label(row, row.prediction, add);
            add_scores(row, add);
        })
    }

    /// Labels alone, the label being whatever `label` says of the row's number and the row.
    pub fn labels<'r>(
        rows: impl IntoIterator<Item = &'r Scored>,
        label: impl Fn(usize, &Scored) -> Option<Stance>,
    ) -> Self {
        let mut number = 0;
        Clusters::collect(rows, |row, add| {
            add_label(row, label(number, row), add);
            number += 1;
        })
    }

    fn collect<'r>(
        rows: impl IntoIterator<Item = &'r Scored>,
        mut fill: impl FnMut(&Scored, &mut dyn FnMut(usize, f64)),
    ) -> Self {
        let mut documents: BTreeMap<&str, BTreeMap<u16, f64>> = BTreeMap::new();
        for row in rows {
            let sums = documents.entry(&row.doc).or_default();
            fill(row, &mut |at, amount| *sums.entry(at as u16).or_default() += amount);
        }
        let mut clusters = Clusters::default();
        for sums in documents.into_values() {
            clusters.entries.extend(sums);
            clusters.ends.push(clusters.entries.len());
        }
        clusters
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The sums when document `d` is taken `times[d]` times.
    pub fn sum(&self, times: &[u32], sums: &mut Sums) {
        *sums.0 = [0.0; LEN];
        let mut start = 0;
        for (&end, &times) in self.ends.iter().zip(times) {
            if times > 0 {
                for &(at, amount) in &self.entries[start..end] {
                    sums.0[usize::from(at)] += amount * f64::from(times);
                }
            }
            start = end;
        }
    }

    /// The sums of the documents as they are.
    pub fn total(&self) -> Sums {
        let mut sums = Sums::default();
        self.sum(&vec![1; self.len()], &mut sums);
        sums
    }
}

/// How the resamples are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resampling {
    /// Seed of the draws.
    pub seed: u64,
    /// How many resamples.
    pub resamples: usize,
}

impl Default for Resampling {
    fn default() -> Self {
        Resampling { seed: 1, resamples: 1000 }
    }
}

impl Resampling {
    /// Calls `each` with how often every one of `documents` was drawn, once a resample.
    pub fn run(&self, documents: usize, mut each: impl FnMut(&[u32])) {
        let mut random = Random::new(self.seed);
        let mut times = vec![0; documents];
        for _ in 0..self.resamples {
            times.fill(0);
            for _ in 0..documents {
                times[random.below(documents)] += 1;
            }
            each(&times);
        }
    }
}

/// The metrics of some documents, each with its interval.
pub fn figures(clusters: &Clusters, metrics: &[&Metric], resampling: &Resampling) -> Vec<Figure> {
    let total = clusters.total();
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(resampling.resamples); metrics.len()];
    if clusters.len() > 1 {
        let mut sums = Sums::default();
        resampling.run(clusters.len(), |times| {
            clusters.sum(times, &mut sums);
            for (metric, drawn) in metrics.iter().zip(&mut drawn) {
                drawn.extend((metric.of)(&sums));
            }
        });
    }
    let figure = |(metric, drawn): (&&Metric, Vec<f64>)| figure((metric.of)(&total), drawn, resampling.resamples);
    metrics.iter().zip(drawn).map(figure).collect()
}

/// A value with the percentile interval of its resampled values; none where it is undefined in half of
/// them or more, or where there is but one document and so nothing to resample.
pub fn figure(value: Option<f64>, mut drawn: Vec<f64>, resamples: usize) -> Figure {
    if value.is_none() || drawn.len() * 2 <= resamples {
        return Figure { value, low: None, high: None };
    }
    drawn.sort_by(f64::total_cmp);
    Figure { value, low: percentile(&drawn, 0.025), high: percentile(&drawn, 0.975) }
}

/// A percentile of ascending values, interpolated between the two nearest as NumPy does by default.
pub fn percentile(ascending: &[f64], share: f64) -> Option<f64> {
    let place = share * ascending.len().checked_sub(1)? as f64;
    let (below, above) = (ascending[place.floor() as usize], ascending[place.ceil() as usize]);
    Some(below + (above - below) * (place - place.floor()))
}

/// The standard deviation of some values.
pub fn deviation(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt())
}
