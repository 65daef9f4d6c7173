use super::Scored;
use super::bootstrap::{Clusters, Figure, Resampling, deviation, figure};
use super::metric::{METRICS, Metric};
use super::mistake::{Mistake, mistakes};
use super::pair::{Mismatch, align};
use super::sums::Sums;
use crate::base::Stance;
use serde::Serialize;

/// Two models on the same rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The other model, as the caller names it.
    pub against: String,
    /// Number of sentences.
    pub rows: usize,
    /// Number of documents.
    pub documents: usize,
    /// Rows right here and wrong there.
    pub won: usize,
    /// Rows wrong here and right there.
    pub lost: usize,
    /// Exact two-sided McNemar test of won against lost; takes rows as independent, which sentences of one document are not.
    pub mcnemar_p: f64,
    /// This minus the other, macro-F1 first.
    pub differences: Vec<Difference>,
    /// The smallest true difference in macro-F1 that rows like these would show in 80 of 100 cases (two-sided 5 % test).
    pub detectable: Option<f64>,
    /// How `--max-drop` came out.
    pub drops: Vec<Drop>,
    /// The lost rows, the surest mistakes first.
    pub lost_rows: Vec<Mistake>,
}

/// One metric of both models.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The metric.
    pub key: String,
    /// Here.
    pub this: Option<f64>,
    /// There.
    pub against: Option<f64>,
    /// Here minus there, documents resampled in pairs.
    pub figure: Figure,
    /// Standard deviation of the resampled differences.
    pub deviation: Option<f64>,
}

/// A limit on how much worse than the other model this one may be, and how it came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drop {
    /// The option: `max-drop` or `max-drop-relative`.
    pub key: String,
    /// The greatest drop in macro-F1 that passes.
    pub allowed: f64,
    /// The drop.
    pub drop: Option<f64>,
    /// Whether it passed: the drop is within the limit, or its 95 % interval holds 0.
    pub passed: bool,
    /// The whole story in one sentence.
    pub message: String,
}

/// How much worse than the other model is still accepted; `None` accepts anything.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limits {
    /// In macro-F1.
    pub max_drop: Option<f64>,
    /// As a share of the other's macro-F1.
    pub max_drop_relative: Option<f64>,
}

/// 1.960 + 0.842: normal quantiles of a two-sided 5 % test with 80 % power.
const POWER_80: f64 = 1.959_963_984_540_054 + 0.841_621_233_572_914_3;

/// Sets `rows` against `other`, the same rows (in any order) with another model's predictions.
///
/// # Errors
/// Says which rows of one have no partner in the other.
pub fn compare(
    rows: &[Scored],
    other: &[Scored],
    against: &str,
    limits: &Limits,
    resampling: &Resampling,
) -> Result<Comparison, Mismatch> {
    let partner = align(rows, other)?;
    let theirs = |at: usize| &other[partner[at]];
    let this = Clusters::labels(rows, |_, row| row.prediction);
    let that = Clusters::labels(rows, |at, _| theirs(at).prediction);
    let metrics: Vec<&Metric> = METRICS.iter().filter(|metric| !metric.needs_scores).collect();
    let differences = difference(&this, &that, &metrics, resampling);
    let count = |right_here: bool| {
        let changed = |at: &usize| rows[*at].is_right() == right_here && theirs(*at).is_right() != right_here;
        (0..rows.len()).filter(changed).collect::<Vec<_>>()
    };
    let (won, lost) = (count(true).len(), count(false));
    let lost_rows: Vec<Scored> = lost.iter().map(|&at| rows[at].clone()).collect();
    Ok(Comparison {
        against: against.to_owned(),
        rows: rows.len(),
        documents: this.len(),
        won,
        lost: lost.len(),
        mcnemar_p: mcnemar(won, lost.len()),
        detectable: differences[0].deviation.map(|deviation| POWER_80 * deviation),
        drops: drops(&differences[0], limits),
        differences,
        lost_rows: mistakes(&lost_rows),
    })
}

/// Each metric of two sets of counts over the same documents, resampled in pairs.
pub(super) fn difference(
    this: &Clusters,
    that: &Clusters,
    metrics: &[&Metric],
    resampling: &Resampling,
) -> Vec<Difference> {
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(resampling.resamples); metrics.len()];
    let (mut here, mut there) = (Sums::default(), Sums::default());
    if this.len() > 1 {
        resampling.run(this.len(), |times| {
            this.sum(times, &mut here);
            that.sum(times, &mut there);
            for (metric, drawn) in metrics.iter().zip(&mut drawn) {
                drawn.extend(minus((metric.of)(&here), (metric.of)(&there)));
            }
        });
    }
    let (here, there) = (this.total(), that.total());
    let of = |(metric, drawn): (&&Metric, Vec<f64>)| {
        let (this, against) = ((metric.of)(&here), (metric.of)(&there));
        let deviation = deviation(&drawn);
        let figure = figure(minus(this, against), drawn, resampling.resamples);
        Difference { key: metric.key.to_owned(), this, against, figure, deviation }
    };
    metrics.iter().zip(drawn).map(of).collect()
}

fn minus(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    Some(a? - b?)
}

/// The exact two-sided McNemar test: the chance that a fair coin splits `won + lost` throws at least so unevenly.
///
/// ```
/// assert_eq!(stance::evaluate::mcnemar(1, 3), 0.625);
/// assert_eq!(stance::evaluate::mcnemar(0, 0), 1.0);
/// ```
pub fn mcnemar(won: usize, lost: usize) -> f64 {
    let (throws, fewer) = (won + lost, won.min(lost));
    // Binomial terms relative to the middle one: no logarithm, no overflow, exact to rounding.
    let middle = throws / 2;
    let (mut term, mut below, mut tail) = (1.0, 0.0, 0.0);
    for heads in (0..=middle).rev() {
        below += term;
        if heads <= fewer {
            tail += term;
        }
        term *= heads as f64 / (throws - heads + 1) as f64;
    }
    let all = if throws % 2 == 0 { 2.0 * below - 1.0 } else { 2.0 * below };
    f64::min(1.0, 2.0 * tail / all)
}

fn drops(macro_f1: &Difference, limits: &Limits) -> Vec<Drop> {
    let relative = limits.max_drop_relative.zip(macro_f1.against).map(|(share, against)| share * against);
    let limits = [("max-drop", limits.max_drop), ("max-drop-relative", relative)];
    limits.into_iter().filter_map(|(key, allowed)| Some(check_drop(key, allowed?, &macro_f1.figure))).collect()
}

fn check_drop(key: &str, allowed: f64, gain: &Figure) -> Drop {
    let drop = gain.value.map(|gain| -gain);
    let certain = gain.high.is_some_and(|high| high < 0.0);
    let within = drop.is_some_and(|drop| drop <= allowed);
    let passed = drop.is_some() && (within || !certain);
    let change = match (gain.value, gain.low, gain.high) {
        (None, ..) => "the change in macro-F1 is undefined".to_owned(),
        (Some(gain), Some(low), Some(high)) => {
            format!("macro-F1 changes by {gain:+.4} (95 % interval {low:+.4} to {high:+.4})")
        }
        (Some(gain), ..) => format!("macro-F1 changes by {gain:+.4} (too few documents for an interval)"),
    };
    let verdict = match (within, certain) {
        (true, _) => "within the limit",
        (false, true) => "beyond the limit, and more than chance",
        (false, false) => "not shown to be more than chance",
    };
    let message = format!("{key}: {change}, a drop of {allowed:.4} is allowed: {verdict}");
    Drop { key: key.to_owned(), allowed, drop, passed, message }
}

/// The labels of one model in the order of the rows, for [`super::Settings::baselines`].
pub fn labels(rows: &[Scored]) -> Vec<Option<Stance>> {
    rows.iter().map(|row| row.prediction).collect()
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
