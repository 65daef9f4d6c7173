//! Probabilities that mean what they say, and the rule that turns them into a label.
//!
//! Calibration is temperature scaling with a bias for each class (Guo et al. 2017, *On Calibration of
//! Modern Neural Networks*, vector scaling with one shared slope), fitted to out-of-fold scores.

use super::lbfgs::{Stop, minimise};
use crate::base::{Scores, Stance};
use serde::{Deserialize, Serialize};

/// Log-odds → calibrated probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// What log-odds are multiplied by (1/temperature).
    pub slope: f32,
    /// What is added to each class afterwards.
    pub bias: [f32; 3],
}

/// Out-of-fold log-odds with the reader's label.
pub(super) type Scored = ([f32; 3], Stance);

impl Calibration {
    /// Minimises log loss on out-of-fold scores.
    pub fn fit(rows: &[Scored]) -> Calibration {
        let stop = Stop { tolerance: 1e-7, steps: 200 };
        let found = minimise(vec![1.0, 0.0, 0.0], stop, |point, gradient| loss(rows, point, gradient));
        Calibration { slope: found[0] as f32, bias: [found[1] as f32, found[2] as f32, 0.0] }
    }

    /// Calibrated probabilities.
    pub fn scores(&self, logits: [f32; 3]) -> Scores {
        Scores::softmax([0, 1, 2].map(|class| self.slope * logits[class] + self.bias[class]))
    }
}

fn loss(rows: &[Scored], point: &[f64], gradient: &mut [f64]) -> f64 {
    gradient.fill(0.0);
    let mut loss = 0.0;
    for (logits, label) in rows {
        let z =
            [0, 1, 2].map(|class| point[0] * f64::from(logits[class]) + point.get(class + 1).copied().unwrap_or(0.0));
        let top = z[0].max(z[1]).max(z[2]);
        let e = z.map(|value| libm::exp(value - top));
        let sum = e[0] + e[1] + e[2];
        loss += top + libm::log(sum) - z[label.index()];
        for class in 0..3 {
            let residual = e[class] / sum - f64::from(u8::from(label.index() == class));
            gradient[0] += residual * f64::from(logits[class]);
            if class < 2 {
                gradient[class + 1] += residual;
            }
        }
    }
    loss
}

/// What each probability counts for when the label is chosen: the likeliest side may win over a
/// likelier neutral, because macro-F1 weighs the three labels alike.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// One a stance, neutral 1.
    pub weights: [f32; 3],
}

impl Decision {
    /// The weights on a grid of 1 to 2.5 that give the best macro-F1 on out-of-fold probabilities.
    pub fn fit(rows: &[(Scores, Stance)]) -> Decision {
        let grid: Vec<f32> = (0..=30).map(|step| 1.0 + 0.05 * step as f32).collect();
        let mut best = (Decision { weights: [1.0; 3] }, f64::MIN);
        for admit in &grid {
            for restrict in &grid {
                let decision = Decision { weights: [*admit, *restrict, 1.0] };
                let score = macro_f1(rows, &decision);
                if score > best.1 {
                    best = (decision, score);
                }
            }
        }
        best.0
    }

    /// The stance with the largest weighted probability.
    pub fn label(&self, scores: &Scores) -> Stance {
        Scores([0, 1, 2].map(|class| scores.0[class] * self.weights[class])).best()
    }
}

fn macro_f1(rows: &[(Scores, Stance)], decision: &Decision) -> f64 {
    let mut counts = [[0u32; 3]; 3];
    for (scores, gold) in rows {
        counts[gold.index()][decision.label(scores).index()] += 1;
    }
    let f1 = |class: usize| {
        let hits = f64::from(2 * counts[class][class]);
        let wanted: u32 = counts[class].iter().sum();
        let given: u32 = counts.iter().map(|row| row[class]).sum();
        if wanted + given == 0 { 0.0 } else { hits / f64::from(wanted + given) }
    };
    (f1(0) + f1(1) + f1(2)) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_twice_too_sure_are_halved() {
        let rows: Vec<Scored> = (0..3000)
            .map(|row| {
                let label = if row % 4 == 0 { Stance::Restrict } else { Stance::Admit };
                ([2.0 * libm::logf(3.0), 0.0, -30.0], label)
            })
            .collect();
        let scores = Calibration::fit(&rows).scores(rows[0].0);
        assert!((scores.of(Stance::Admit) - 0.75).abs() < 0.01, "{scores:?}");
    }

    #[test]
    fn a_rare_side_gets_weight_when_that_raises_macro_f1() {
        let mut rows = vec![(Scores([0.4, 0.05, 0.55]), Stance::Admit); 10];
        rows.extend(vec![(Scores([0.1, 0.05, 0.85]), Stance::Neutral); 90]);
        let decision = Decision::fit(&rows);
        assert_eq!(decision.label(&rows[0].0), Stance::Admit);
        assert_eq!(decision.label(&rows[20].0), Stance::Neutral);
    }
}
