use super::context_inputs::WIDTH;
use super::context_stage::{ContextExample, ContextStage};
use super::sentence_stage::{Example, SentenceStage, dataset, factors};
use super::settings::TrainSettings;
use crate::base::Scores;

/// How firmly the rows that a model learnt from hold its weights: the second derivative of their loss at the weights.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Curvature {
    /// For each feature a code that [`held`] reads: the mean over classes and readings, in steps of 6 %.
    pub features: Vec<u8>,
    /// Of the biases of both readings.
    pub bias: [[f32; 3]; 2],
    /// What a row of each class counted for in both readings.
    pub factors: [[f32; 3]; 2],
    /// Of the context stage, whose inputs move together: the lower triangle of the whole matrix, row by row.
    pub context: Vec<f32>,
}

/// Weights and biases of the context stage.
pub(super) const SIDE: usize = 3 * (WIDTH + 1);
/// Entries of a triangle of that side.
pub(super) const TRIANGLE: usize = SIDE * (SIDE + 1) / 2;

/// Steps of a code that multiply what it stands for by e.
const STEPS: f64 = 16.0;
/// What the code 1 stands for; less is nothing.
const LEAST: f64 = 1e-3;

/// What a code stands for: nothing, or 0.001 to 8,000. The penalty is some 7, and half of the features have less than 0.2.
pub(super) fn held(code: u8) -> f64 {
    if code == 0 { 0.0 } else { LEAST * libm::exp(f64::from(code - 1) / STEPS) }
}

fn code(held: f64) -> u8 {
    // The cast saturates.
    if held < LEAST { 0 } else { libm::round(1.0 + STEPS * libm::log(held / LEAST)) as u8 }
}

impl Curvature {
    /// Of all training rows.
    pub fn of(
        sentence: &SentenceStage,
        examples: &[Example],
        context: &ContextStage,
        context_rows: &[ContextExample],
        settings: &TrainSettings,
    ) -> Self {
        let width = sentence.vocabulary.keys.len();
        let rows: Vec<_> = examples.iter().map(|example| sentence.vocabulary.row(example.features)).collect();
        let mut curvature = Curvature {
            features: vec![0; width],
            bias: [[0.0; 3]; 2],
            factors: [0, 1].map(|reading| factors(examples, reading, settings.sentence.balance)),
            context: vec![0.0; TRIANGLE],
        };
        let of_heads = [0, 1].map(|reading| {
            let factors = curvature.factors[reading];
            sentence.heads[reading].curvature(&dataset(examples, &rows, width, reading, factors))
        });
        let columns: Vec<u32> = (0..width as u32).collect();
        curvature.add(&columns, &of_heads);
        curvature.add_context(context, context_rows);
        curvature
    }

    /// Adds the curvature of some rows' loss: a row for each of the columns, and the biases last.
    pub fn add(&mut self, columns: &[u32], of_heads: &[Vec<[f64; 3]>; 2]) {
        for (at, column) in columns.iter().enumerate() {
            let sum: f64 = of_heads.iter().flat_map(|head| head[at]).sum();
            let feature = &mut self.features[*column as usize];
            *feature = code(held(*feature) + sum / 6.0);
        }
        for (bias, head) in self.bias.iter_mut().zip(of_heads) {
            (0..3).for_each(|class| bias[class] += head[columns.len()][class] as f32);
        }
    }

    /// Adds that of the context stage's loss.
    pub fn add_context(&mut self, context: &ContextStage, rows: &[ContextExample]) {
        let mut sums: Vec<f64> = self.context.iter().copied().map(f64::from).collect();
        for row in rows {
            let Scores(p) = Scores::softmax(context.logits(&row.inputs));
            let inputs = row.inputs.iter().copied().enumerate().chain([(WIDTH, 1.0)]);
            let inputs: Vec<(usize, f32)> = inputs.filter(|(_, value)| *value != 0.0).collect();
            for (at, pair) in (0..inputs.len()).flat_map(|at| (0..=at).map(move |to| (at, to))) {
                let ((i, a), (j, b)) = (inputs[at], inputs[pair]);
                for (c, d) in (0..9).map(|cell| (cell / 3, cell % 3)).filter(|(c, d)| i > j || c >= d) {
                    let spread = p[c] * (f32::from(u8::from(c == d)) - p[d]);
                    sums[place(3 * i + c, 3 * j + d)] += f64::from(row.weight * spread * a * b);
                }
            }
        }
        self.context = sums.into_iter().map(|sum| sum as f32).collect();
    }

    /// How firmly the context stage is held, a matrix row by row; the penalty is no part of the stored curvature.
    pub fn context_precision(&self, penalty: f64) -> Vec<f64> {
        let entry = |at: usize| {
            let (row, column) = (at / SIDE, at % SIDE);
            let held = f64::from(self.context[place(row.max(column), row.min(column))]);
            if row == column && row < 3 * WIDTH { held + penalty } else { held }
        };
        (0..SIDE * SIDE).map(entry).collect()
    }
}

/// Where an entry on or below the diagonal stands in the triangle.
fn place(row: usize, column: usize) -> usize {
    row * (row + 1) / 2 + column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_what_it_stands_for_within_a_step() {
        assert_eq!((code(0.0), held(0), code(1e9)), (0, 0.0, 255));
        for exponent in -29..=89 {
            let value = libm::exp(f64::from(exponent) / 10.0).clamp(LEAST, 7e3);
            assert!((held(code(value)) / value - 1.0).abs() < 0.04, "{value}");
        }
        assert!((1..=255).all(|at| code(held(at)) == at));
    }
}
