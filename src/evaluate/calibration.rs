use super::bootstrap::{Clusters, Figure, Resampling, figures};
use super::metric::metric;
use super::sums::BINS;
use super::{Scored, Sums};
use crate::base::Stance;
use serde::Serialize;

/// One row of the reliability table: the rows whose likeliest label has a probability in `(low, high]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reliability {
    /// Lower edge of the bin.
    pub low: f64,
    /// Upper edge of the bin.
    pub high: f64,
    /// Weight of its rows.
    pub weight: f64,
    /// Their mean probability; `None` in an empty bin.
    pub confidence: Option<f64>,
    /// The share of them where the likeliest label is the reader's.
    pub accuracy: Option<f64>,
}

/// The reliability table: fifteen bins of equal width.
pub fn reliability(sums: &Sums) -> Vec<Reliability> {
    let row = |at: usize| {
        let bin = sums.top_bin(at);
        let share = |part: f64| (bin.weight > 0.0).then(|| part / bin.weight);
        Reliability {
            low: at as f64 / BINS as f64,
            high: (at + 1) as f64 / BINS as f64,
            weight: bin.weight,
            confidence: share(bin.sure),
            accuracy: share(bin.right),
        }
    };
    (0..BINS).map(row).collect()
}

/// A point of the coverage–accuracy curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Rows at least this sure are labelled, the others left out.
    pub threshold: f64,
    /// The share labelled.
    pub coverage: f64,
    /// The share of these that is right.
    pub accuracy: f64,
}

/// The coverage–accuracy curve, a point for every distinct probability, surest first. A row the model
/// abstained on is never covered; a row without probabilities has no place on the curve.
pub fn curve(rows: &[Scored]) -> Vec<CurvePoint> {
    let with_scores = || rows.iter().filter(|row| row.has_scores());
    let all: f64 = with_scores().map(|row| row.weight).sum();
    let mut sure: Vec<(f64, f64, bool)> = with_scores()
        .filter(|row| row.prediction.is_some() && row.weight > 0.0)
        .map(|row| (row.confidence(), row.weight, row.is_right()))
        .collect();
    sure.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut weight, mut right, mut points) = (0.0, 0.0, Vec::new());
    for same in sure.chunk_by(|a, b| a.0 == b.0) {
        weight += same.iter().map(|row| row.1).sum::<f64>();
        right += same.iter().filter(|row| row.2).map(|row| row.1).sum::<f64>();
        points.push(CurvePoint { threshold: same[0].0, coverage: weight / all, accuracy: right / weight });
    }
    points
}

/// At most `most` points of a curve, evenly spread, the last one kept.
pub fn thin(points: &[CurvePoint], most: usize) -> Vec<CurvePoint> {
    let step = points.len().div_ceil(most).max(1);
    points.iter().rev().step_by(step).rev().copied().collect()
}

/// The threshold that labels most rows while being right at least `accuracy` of the time on `points`;
/// chosen on the rows it is measured on, so a little hopeful.
pub fn choose(points: &[CurvePoint], accuracy: f64) -> Option<CurvePoint> {
    points.iter().rev().find(|point| point.accuracy >= accuracy).copied()
}

/// "Be right this often": what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Choice {
    /// The accuracy asked for.
    pub accuracy: f64,
    /// The point that reaches it with most rows labelled; `None` where no threshold does.
    pub point: Option<CurvePoint>,
}

/// "Label only what is at least this sure": what is left and how good it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Threshold {
    /// The least probability of a label.
    pub at: f64,
    /// Share of rows labelled.
    pub coverage: Figure,
    /// Share of these that is right.
    pub accuracy: Figure,
    /// For each stance of [`Stance::ALL`]: precision among the labelled, and recall over all rows.
    pub classes: [(Figure, Figure); 3],
}

/// Coverage and accuracy when only rows at least `at` sure keep their label.
pub fn threshold(rows: &[Scored], at: f64, resampling: &Resampling) -> Threshold {
    let clusters = Clusters::labels(rows, |_, row| row.prediction.filter(|_| row.confidence() >= at));
    let mut keys = vec!["coverage".to_owned(), "accuracy_labelled".to_owned()];
    keys.extend(Stance::ALL.map(|stance| format!("precision.{stance}")));
    keys.extend(Stance::ALL.map(|stance| format!("recall.{stance}")));
    let metrics: Vec<_> = keys.iter().filter_map(|key| metric(key)).collect();
    let f = figures(&clusters, &metrics, resampling);
    Threshold { at, coverage: f[0], accuracy: f[1], classes: std::array::from_fn(|k| (f[2 + k], f[5 + k])) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::trial;

    #[test]
    fn the_curve_starts_with_the_surest_and_ends_with_all() {
        let points = curve(&trial::rows(10, 20, 0.7, 2));
        assert!(points.windows(2).all(|pair| pair[0].threshold > pair[1].threshold));
        assert!(points.windows(2).all(|pair| pair[0].coverage < pair[1].coverage));
        assert!((points[points.len() - 1].coverage - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_higher_threshold_covers_less_and_is_right_more_often() {
        let rows = trial::rows(30, 20, 0.7, 2);
        let [low, high] = [0.5, 0.75].map(|at| threshold(&rows, at, &Resampling::default()));
        assert!(high.coverage.value < low.coverage.value && high.accuracy.value > low.accuracy.value);
    }

    #[test]
    fn the_chosen_threshold_reaches_the_accuracy_asked_for() {
        let rows = trial::rows(30, 20, 0.7, 2);
        let point = choose(&curve(&rows), 0.9).expect("these rows reach 90 %");
        let measured = threshold(&rows, point.threshold, &Resampling { seed: 1, resamples: 0 });
        assert!(measured.accuracy.value >= Some(0.9));
        assert_eq!(measured.coverage.value, Some(point.coverage));
    }

    #[test]
    fn an_accuracy_out_of_reach_has_no_threshold() {
        let rows = trial::rows(3, 10, 0.2, 2);
        assert_eq!(choose(&curve(&rows), 1.1), None);
        assert_eq!(choose(&curve(&[]), 0.5), None);
    }

    #[test]
    fn thinning_keeps_the_last_point() {
        let points = curve(&trial::rows(30, 20, 0.7, 2));
        let thin = thin(&points, 50);
        assert!(thin.len() <= 50 && thin.last() == points.last());
    }
}
