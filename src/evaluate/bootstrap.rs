use super::sums::{LEN, Sums, add_label, add_scores};
use super::{Metric, Scored};
use crate::base::{Random, Stance};
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

/// A figure from sums.
type OfSums<const N: usize> = fn(&[f64; N]) -> Option<f64>;

/// Figures derived from plain counts that add up over documents, each with its interval.
pub(super) fn derived<const N: usize>(
    documents: &[[f64; N]],
    of: &[OfSums<N>],
    resampling: &Resampling,
) -> Vec<Figure> {
    let sum = |times: &[u32]| {
        let mut sums = [0.0; N];
        for (counts, times) in documents.iter().zip(times).filter(|(_, times)| **times > 0) {
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count * f64::from(*times));
        }
        sums
    };
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(resampling.resamples); of.len()];
    if documents.len() > 1 {
        resampling.run(documents.len(), |times| {
            let sums = sum(times);
            of.iter().zip(&mut drawn).for_each(|(of, drawn)| drawn.extend(of(&sums)));
        });
    }
    let total = sum(&vec![1; documents.len()]);
    of.iter().zip(drawn).map(|(of, drawn)| figure(of(&total), drawn, resampling.resamples)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{metric, trial};

    fn macro_f1(rows: &[Scored]) -> Figure {
        figures(&Clusters::full(rows), &[metric("macro_f1").expect("a key")], &Resampling::default())[0]
    }

    #[test]
    fn the_interval_holds_the_value_and_narrows_with_more_documents() {
        let (few, many) = (macro_f1(&trial::rows(20, 20, 0.7, 1)), macro_f1(&trial::rows(200, 20, 0.7, 1)));
        let width = |f: &Figure| f.high.zip(f.low).map(|(high, low)| high - low).expect("an interval");
        assert!(few.low <= few.value && few.value <= few.high);
        assert!(width(&many) * 2.0 < width(&few));
    }

    #[test]
    fn rows_in_another_order_give_the_same_interval() {
        let mut rows = trial::rows(20, 10, 0.7, 1);
        let forth = macro_f1(&rows);
        rows.reverse();
        assert_eq!(macro_f1(&rows), forth);
    }

    #[test]
    fn sentences_of_one_document_do_not_count_as_independent() {
        let mut rows = [trial::rows(40, 20, 0.2, 5), trial::rows(80, 20, 0.9, 5).split_off(800)].concat();
        let clustered = macro_f1(&rows);
        for (at, row) in rows.iter_mut().enumerate() {
            row.doc = format!("{at:04}");
        }
        let alone = macro_f1(&rows);
        assert_eq!(clustered.value, alone.value);
        assert!(clustered.low < alone.low, "{clustered:?} {alone:?}");
    }

    #[test]
    fn a_single_document_has_a_value_and_no_interval() {
        let figure = macro_f1(&trial::rows(1, 50, 0.7, 1));
        assert!(figure.value.is_some() && figure.low.is_none() && figure.high.is_none());
    }

    #[test]
    fn an_interval_holds_the_true_value_about_as_often_as_it_says() {
        let accuracy = metric("accuracy").expect("a key");
        let resampling = Resampling { seed: 7, resamples: 300 };
        let holds = |seed: &u64| {
            let clusters = Clusters::full(&trial::rows(60, 10, 0.7, *seed));
            let figure = figures(&clusters, &[accuracy], &resampling)[0];
            figure.low < Some(0.7) && Some(0.7) < figure.high
        };
        let share = (0..400).filter(holds).count() as f64 / 400.0;
        assert!((0.91..=0.98).contains(&share), "{share}");
    }

    #[test]
    fn percentiles_are_those_of_numpy() {
        let values = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(percentile(&values, 0.5), Some(3.0));
        assert_eq!(percentile(&values, 1.0), Some(8.0));
        assert_eq!(percentile(&[], 0.5), None);
    }
}
