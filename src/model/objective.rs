//! What the logistic learner minimises: the loss of the rows, and a pull towards zero or a former model.

use super::logistic::{Labelled, Logistic};
use linfa::dataset::Records;

/// Weights row by row, the biases last.
pub(super) fn flatten(model: Logistic) -> Vec<f64> {
    model.weights.iter().chain([&model.bias]).flatten().map(|&weight| f64::from(weight)).collect()
}

/// The model again.
pub(super) fn unflatten(point: &[f64]) -> Logistic {
    let mut weights: Vec<[f32; 3]> =
        point.chunks_exact(3).map(|row| [row[0] as f32, row[1] as f32, row[2] as f32]).collect();
    let bias = weights.pop().expect("the last row is the bias");
    Logistic { weights, bias }
}

/// What weights are held to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Prior<'p> {
    /// Zero; the biases are free.
    Zero { penalty: f64 },
    /// A point.
    Around { center: &'p [f64], precision: Precision<'p> },
}

/// How firmly weights are held to a point; the biases last.
#[derive(Debug, Clone, Copy)]
pub(super) enum Precision<'p> {
    /// Each by its own number.
    Each(&'p [f64]),
    /// All together by a matrix, row by row.
    Matrix(&'p [f64]),
}

impl Prior<'_> {
    fn add(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
        match self {
            Prior::Zero { penalty } => shrink(*penalty, &point[..point.len() - 3], gradient),
            Prior::Around { center, precision: Precision::Each(own) } => pull_each(center, own, point, gradient),
            Prior::Around { center, precision: Precision::Matrix(all) } => pull_all(center, all, point, gradient),
        }
    }
}

fn shrink(penalty: f64, point: &[f64], gradient: &mut [f64]) -> f64 {
    let mut squares = 0.0;
    for (weight, slope) in point.iter().zip(gradient) {
        *slope += penalty * weight;
        squares += weight * weight;
    }
    0.5 * penalty * squares
}

fn pull_each(center: &[f64], precision: &[f64], point: &[f64], gradient: &mut [f64]) -> f64 {
    let mut cost = 0.0;
    for at in 0..point.len() {
        let moved = point[at] - center[at];
        gradient[at] += precision[at] * moved;
        cost += 0.5 * precision[at] * moved * moved;
    }
    cost
}

fn pull_all(center: &[f64], precision: &[f64], point: &[f64], gradient: &mut [f64]) -> f64 {
    let moved: Vec<f64> = point.iter().zip(center).map(|(a, b)| a - b).collect();
    let mut cost = 0.0;
    for (at, row) in precision.chunks_exact(moved.len()).enumerate() {
        let pull: f64 = row.iter().zip(&moved).map(|(a, b)| a * b).sum();
        gradient[at] += pull;
        cost += 0.5 * pull * moved[at];
    }
    cost
}

/// The loss of some rows and what holds the weights.
pub(super) struct Objective<'d> {
    pub(super) dataset: &'d Labelled,
    pub(super) prior: Prior<'d>,
}

impl Objective<'_> {
    /// Its value at a point; its slope goes into `gradient`.
    pub(super) fn at(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let model = unflatten(point);
        let bias_at = point.len() - 3;
        let mut loss = 0.0;
        gradient.fill(0.0);
        for row in 0..self.dataset.records.nsamples() {
            let weight = self.dataset.weights().map_or(1.0, |weights| weights[row]);
            let target = self.dataset.targets.row(row);
            let (probabilities, log_sum, logits) = softmax(model.logits(self.dataset.records.row(row)));
            let mut residual = [0.0f32; 3];
            for class in 0..3 {
                loss += f64::from(weight * target[class]) * (log_sum - f64::from(logits[class]));
                residual[class] = weight * (probabilities[class] - target[class]);
                gradient[bias_at + class] += f64::from(residual[class]);
            }
            for (column, value) in self.dataset.records.row(row) {
                let slot = &mut gradient[3 * column..3 * column + 3];
                for class in 0..3 {
                    slot[class] += f64::from(residual[class] * value);
                }
            }
        }
        loss + self.prior.add(point, gradient)
    }
}

/// Probabilities, the logarithm of their divisor, and the logits again.
pub(super) fn softmax(logits: [f32; 3]) -> ([f32; 3], f64, [f32; 3]) {
    let top = logits[0].max(logits[1]).max(logits[2]);
    let e = logits.map(|logit| libm::expf(logit - top));
    let sum = e[0] + e[1] + e[2];
    (e.map(|value| value / sum), f64::from(top) + libm::log(f64::from(sum)), logits)
}
