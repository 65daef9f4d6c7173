use super::Sums;
use super::sums::{BINS, BinSums};
use crate::base::Stance::{self, Admit, Neutral, Restrict};

/// One figure of merit: its key in files and gates, its name for readers, and how it is derived from the sums.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// As in JSON and in `--min`.
    pub key: &'static str,
    /// As in tables.
    pub name: &'static str,
    /// Whether a smaller value is the better one; its gate is then a maximum.
    pub smaller_is_better: bool,
    /// Whether it is made from probabilities.
    pub needs_scores: bool,
    /// `None` where it is undefined.
    pub of: fn(&Sums) -> Option<f64>,
}

const fn label(key: &'static str, name: &'static str, of: fn(&Sums) -> Option<f64>) -> Metric {
    Metric { key, name, smaller_is_better: false, needs_scores: false, of }
}

const fn loss(key: &'static str, name: &'static str, of: fn(&Sums) -> Option<f64>) -> Metric {
    Metric { key, name, smaller_is_better: true, needs_scores: true, of }
}

/// Every figure of an evaluation, in the order of its reports.
pub static METRICS: [Metric; 26] = [
    label("macro_f1", "macro-F1", |s| mean(Stance::ALL.map(|k| f1(s, k)))),
    label("f_avg", "F_avg (admit, restrict)", |s| mean([f1(s, Admit), f1(s, Restrict)])),
    label("accuracy", "accuracy", accuracy),
    label("precision.admit", "precision of admit", |s| precision(s, Admit)),
    label("precision.restrict", "precision of restrict", |s| precision(s, Restrict)),
    label("precision.neutral", "precision of neutral", |s| precision(s, Neutral)),
    label("recall.admit", "recall of admit", |s| recall(s, Admit)),
    label("recall.restrict", "recall of restrict", |s| recall(s, Restrict)),
    label("recall.neutral", "recall of neutral", |s| recall(s, Neutral)),
    label("f1.admit", "F1 of admit", |s| f1(s, Admit)),
    label("f1.restrict", "F1 of restrict", |s| f1(s, Restrict)),
    label("f1.neutral", "F1 of neutral", |s| f1(s, Neutral)),
    label("macro_precision", "macro precision", |s| mean(Stance::ALL.map(|k| precision(s, k)))),
    label("macro_recall", "macro recall", |s| mean(Stance::ALL.map(|k| recall(s, k)))),
    label("weighted_precision", "weighted precision", |s| weighted(s, precision)),
    label("weighted_recall", "weighted recall", |s| weighted(s, recall)),
    label("weighted_f1", "weighted F1", |s| weighted(s, f1)),
    label("coverage", "coverage", |s| ratio(s.weight() - s.abstained(), s.weight())),
    label("accuracy_labelled", "accuracy of the labelled", |s| ratio(right(s), s.weight() - s.abstained())),
    loss("log_loss", "log loss", |s| ratio(s.log_loss(), s.scored())),
    loss("brier", "Brier score", |s| ratio(s.brier(), s.scored())),
    loss("ece", "expected calibration error", ece),
    loss("brier_reliability", "Brier reliability", |s| per_class(s, reliability)),
    Metric { smaller_is_better: false, ..loss("brier_resolution", "Brier resolution", |s| per_class(s, resolution)) },
    loss("brier_uncertainty", "Brier uncertainty", |s| per_class(s, uncertainty)),
    loss("brier_within_bin", "Brier within bins", within_bins),
];

/// The metric with this key.
pub fn metric(key: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.key == key)
}

/// A share in hundredths as keys write it: 10, 2.5.
pub(super) fn hundredths(share: f64) -> f64 {
    (share * 1e6).round() / 1e4
}

/// A share; of nothing it is undefined.
pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

fn right(s: &Sums) -> f64 {
    Stance::ALL.iter().map(|&k| s.right(k)).sum()
}

fn accuracy(s: &Sums) -> Option<f64> {
    ratio(right(s), s.weight())
}

fn precision(s: &Sums, k: Stance) -> Option<f64> {
    ratio(s.right(k), s.predicted(k))
}

fn recall(s: &Sums, k: Stance) -> Option<f64> {
    ratio(s.right(k), s.support(k))
}

fn f1(s: &Sums, k: Stance) -> Option<f64> {
    ratio(2.0 * s.right(k), s.predicted(k) + s.support(k))
}

/// The mean of those that are defined.
fn mean<const N: usize>(values: [Option<f64>; N]) -> Option<f64> {
    let (sum, count) = values.iter().flatten().fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    ratio(sum, count)
}

/// The mean of those that are defined, weighted by support; where none of them has support, scikit-learn
/// takes the plain mean, and so does this.
fn weighted(s: &Sums, of: fn(&Sums, Stance) -> Option<f64>) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for k in Stance::ALL {
        if let Some(value) = of(s, k) {
            sum += value * s.support(k);
            weight += s.support(k);
        }
    }
    ratio(sum, weight).or_else(|| mean(Stance::ALL.map(|k| of(s, k))))
}

fn ece(s: &Sums) -> Option<f64> {
    let gaps = (0..BINS).map(|bin| s.top_bin(bin)).map(|bin| (bin.sure - bin.right).abs());
    ratio(gaps.sum(), s.scored())
}

/// A term of the decomposition, summed over the classes' bins; it is told the bin and the class's base rate.
fn per_class(s: &Sums, term: fn(BinSums, f64) -> f64) -> Option<f64> {
    let all = s.scored();
    let of_class = |k: Stance| {
        let bins = || (0..BINS).map(|bin| s.class_bin(k, bin)).filter(|bin| bin.weight > 0.0);
        let base = bins().map(|bin| bin.right).sum::<f64>() / all;
        bins().map(|bin| term(bin, base)).sum::<f64>()
    };
    (all > 0.0).then(|| Stance::ALL.map(of_class).iter().sum::<f64>() / all)
}

fn reliability(bin: BinSums, _base: f64) -> f64 {
    let gap = (bin.sure - bin.right) / bin.weight;
    bin.weight * gap * gap
}

fn resolution(bin: BinSums, base: f64) -> f64 {
    let gap = bin.right / bin.weight - base;
    bin.weight * gap * gap
}

fn uncertainty(bin: BinSums, base: f64) -> f64 {
    bin.weight * base * (1.0 - base)
}

fn within_bins(s: &Sums) -> Option<f64> {
    let binned = per_class(s, reliability)? - per_class(s, resolution)? + per_class(s, uncertainty)?;
    Some(ratio(s.brier(), s.scored())? - binned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::trial::bare;

    fn of(key: &str, pairs: &[(Stance, Option<Stance>)]) -> Option<f64> {
        let rows: Vec<_> = pairs.iter().map(|&(gold, given)| bare("a", gold, given)).collect();
        (metric(key).expect("a key of the table").of)(&Sums::of(&rows))
    }

    #[test]
    fn an_abstained_row_lowers_recall_and_leaves_precision() {
        let rows = [(Admit, Some(Admit)), (Admit, None)];
        assert_eq!(of("precision.admit", &rows), Some(1.0));
        assert_eq!(of("recall.admit", &rows), Some(0.5));
        assert_eq!(of("accuracy", &rows), Some(0.5));
        assert_eq!(of("accuracy_labelled", &rows), Some(1.0));
        assert_eq!(of("coverage", &rows), Some(0.5));
    }

    #[test]
    fn a_label_never_given_has_no_precision_and_an_f1_of_zero() {
        let rows = [(Restrict, Some(Neutral))];
        assert_eq!(of("precision.restrict", &rows), None);
        assert_eq!(of("f1.restrict", &rows), Some(0.0));
    }

    #[test]
    fn a_label_that_does_not_occur_is_left_out_of_the_mean() {
        let rows = [(Admit, Some(Admit)), (Neutral, Some(Neutral))];
        assert_eq!(of("f1.restrict", &rows), None);
        assert_eq!(of("macro_f1", &rows), Some(1.0));
        assert_eq!(of("f_avg", &rows), Some(1.0));
    }

    #[test]
    fn no_rows_leave_every_figure_undefined() {
        for metric in &METRICS {
            assert_eq!((metric.of)(&Sums::default()), None, "{}", metric.key);
        }
    }

    #[test]
    fn the_parts_of_the_brier_score_make_the_whole() {
        let sums = Sums::of(&crate::evaluate::trial::rows(9, 30, 0.7, 3));
        let part = |key: &str| metric(key).and_then(|metric| (metric.of)(&sums)).expect("rows have scores");
        let whole =
            part("brier_reliability") - part("brier_resolution") + part("brier_uncertainty") + part("brier_within_bin");
        assert!((whole - part("brier")).abs() < 1e-12);
    }

    #[test]
    fn keys_are_unique() {
        let keys: std::collections::BTreeSet<_> = METRICS.iter().map(|metric| metric.key).collect();
        assert_eq!(keys.len(), METRICS.len());
    }
}
