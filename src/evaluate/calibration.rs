use super::bootstrap::{Clusters, Figure, Resampling, figure, figures};
use super::metric::metric;
use super::sums::{BINS, bin_of};
use super::{Scored, Sums};
use crate::base::{Random, Stance};
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

/// The expected calibration error that these probabilities would have if every one of them were right: its mean and 95 %
/// band over draws of whether each likeliest label is right (consistency resampling, Bröcker and Smith 2007). Sentences
/// are drawn on their own, so that where those of a document err together the band is too narrow.
pub fn ece_if_calibrated(rows: &[Scored], resampling: &Resampling) -> Figure {
    let sure: Vec<(f64, f64)> = rows
        .iter()
        .filter(|row| row.has_scores() && row.weight > 0.0)
        .map(|row| (f64::from(row.scores.of(row.scores.best())), row.weight))
        .collect();
    let all: f64 = sure.iter().map(|(_, weight)| weight).sum();
    if sure.is_empty() || resampling.resamples == 0 {
        return Figure::default();
    }
    let mut random = Random::new(resampling.seed);
    let draw = |_| {
        let mut gaps = [0.0; BINS];
        for &(p, weight) in &sure {
            gaps[bin_of(p)] += weight * (p - f64::from(u8::from(random.unit() < p)));
        }
        gaps.iter().map(|gap| gap.abs()).sum::<f64>() / all
    };
    let drawn: Vec<f64> = (0..resampling.resamples).map(draw).collect();
    let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
    figure(Some(mean), drawn, resampling.resamples)
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

    /// Rows whose likeliest label is right as often as its probability says, or `less` less often.
    fn drawn(less: f64) -> Vec<Scored> {
        let mut random = Random::new(3);
        let mut rows = trial::rows(40, 50, 0.7, 2);
        for row in &mut rows {
            let best = row.scores.best();
            let right = random.unit() + less < f64::from(row.scores.of(best));
            row.gold = if right { best } else { Stance::ALL[(best.index() + 1) % 3] };
        }
        rows
    }

    #[test]
    fn right_probabilities_lie_in_the_band_and_wrong_ones_above_it() {
        let resampling = Resampling::default();
        let ece = |rows: &[Scored]| metric("ece").and_then(|ece| (ece.of)(&Sums::of(rows))).expect("rows with scores");
        let (calibrated, hopeful) = (drawn(0.0), drawn(0.1));
        let band = ece_if_calibrated(&calibrated, &resampling);
        assert!(band.low < Some(ece(&calibrated)) && Some(ece(&calibrated)) < band.high);
        assert!(Some(ece(&hopeful)) > ece_if_calibrated(&hopeful, &resampling).high);
        assert!(band.low < band.value && band.value < band.high);
    }

    #[test]
    fn without_probabilities_there_is_no_band() {
        let row = trial::bare("a", Stance::Admit, Some(Stance::Admit));
        let bare = Scored { scores: crate::evaluate::NO_SCORES, ..row };
        assert_eq!(ece_if_calibrated(&[bare], &Resampling::default()), Figure::default());
    }
}
