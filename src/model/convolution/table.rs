use super::{Convolution, FILTERS, HIDDEN, POOLED, SPREAD, Weights, mean_scale};
use crate::model::sentence_stage::TwoLogits;
use std::sync::OnceLock;

/// What a word adds to the filters, in whole steps: three of them and the bias have room in a number of 16 bits, and
/// sums are the same in any order.
type Row = [i16; SPREAD];

/// The network laid out for scoring: rows of words are worked out when first asked for, and kept for all threads.
#[derive(Debug, Clone)]
pub(in crate::model) struct Rows {
    network: Convolution,
    rows: Vec<OnceLock<Box<Row>>>,
    bias: [i16; FILTERS],
    /// What a step stands for.
    step: f32,
}

impl PartialEq for Rows {
    fn eq(&self, other: &Rows) -> bool {
        self.network == other.network
    }
}

/// Words whose sums have room in 32 bits.
const LONGEST: usize = 1 << 16;

/// The largest value in steps.
const LARGEST: f32 = 8191.0;

impl Rows {
    pub fn new(network: Convolution) -> Rows {
        let step = largest(&network.weights).max(f32::MIN_POSITIVE) / LARGEST;
        let bias = network.weights.filter_bias.map(|value| rounded(value / step));
        Rows { rows: vec![OnceLock::new(); network.words.len()], bias, step, network }
    }

    /// The number of a word, by which it is asked for.
    pub fn number(&self, word: u64) -> u32 {
        self.network.number(word)
    }

    /// The learnt network.
    pub fn network(&self) -> &Convolution {
        &self.network
    }

    fn row(&self, word: u32) -> &Row {
        let at = word as usize;
        self.rows[at].get_or_init(|| Box::new(self.network.weights.spread(at).map(|value| rounded(value / self.step))))
    }

    /// Log-odds of a sentence, label reading first. Of what is longer than any sentence only the beginning is read.
    pub fn logits(&self, words: &[u32]) -> [f32; 6] {
        let words = &words[..words.len().min(LONGEST)];
        let weights = &self.network.weights;
        let hidden: [f32; HIDDEN] = weights.hidden_sums(&self.pool(words)).map(|sum| sum.max(0.0));
        weights.logits(&hidden)
    }

    /// Adds its log-odds to those of the sentence stage's features, for as much as `share` says.
    pub fn add_to(&self, logits: &mut TwoLogits, words: &[u32], share: f32) {
        for (sum, value) in logits.as_flattened_mut().iter_mut().zip(self.logits(words)) {
            *sum += share * value;
        }
    }

    fn pool(&self, words: &[u32]) -> [f32; POOLED] {
        let (mut top, mut sums) = ([0i16; FILTERS], [0i32; FILTERS]);
        let nothing = [0; SPREAD];
        let row = |at: Option<&u32>| at.map_or(&nothing, |word| self.row(*word));
        let (mut before, mut here) = (&nothing, row(words.first()));
        for at in 0..words.len() {
            let after = row(words.get(at + 1));
            let parts = before[..FILTERS].iter().zip(&here[FILTERS..]).zip(&after[2 * FILTERS..]).zip(&self.bias);
            for ((((a, b), c), bias), (top, sum)) in parts.zip(top.iter_mut().zip(&mut sums)) {
                let found = (a + b + c + bias).max(0);
                *top = found.max(*top);
                *sum += i32::from(found);
            }
            (before, here) = (here, after);
        }
        let scale = mean_scale(words.len()) * self.step;
        let mut pooled = [0.0; POOLED];
        for filter in 0..FILTERS {
            pooled[filter] = f32::from(top[filter]) * self.step;
            pooled[FILTERS + filter] = sums[filter] as f32 * scale;
        }
        pooled
    }
}

/// No value of a row is larger: the product of the longest word and the longest filter, or the largest bias.
fn largest(weights: &Weights) -> f32 {
    let length = |row: &mut dyn Iterator<Item = f32>| row.map(|value| value * value).sum::<f32>().sqrt();
    let longest = |lengths: &mut dyn Iterator<Item = f32>| lengths.fold(0.0, f32::max);
    let word = longest(&mut weights.embeddings.iter().map(|row| length(&mut row.iter().copied())));
    let filter = |at: usize| length(&mut weights.filters.iter().map(|row| row[at]));
    let bias = weights.filter_bias.iter().fold(0.0f32, |most, value| most.max(value.abs()));
    (word * longest(&mut (0..SPREAD).map(filter))).max(bias)
}

/// The nearest whole number.
fn rounded(steps: f32) -> i16 {
    (steps + 0.5f32.copysign(steps)) as i16
}

#[cfg(test)]
mod tests {
    use super::super::gradient::{Batch, Mask};
    use super::super::learn::start;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whole_numbers_give_what_training_computes(words in prop::collection::vec(0u32..9, 0..40)) {
            let known: Vec<u64> = (0..9).collect();
            let network = Convolution { weights: start(&known, 3), words: known };
            let mut batch = Batch::new(9);
            let mut sentences = vec![words.clone()];
            batch.begin(&network.weights, &mut sentences);
            let mask = Mask { pooled: [1.0; POOLED], hidden: [1.0; HIDDEN] };
            let mut plain = [0.0; 6];
            batch.add(&network.weights, &sentences[0], &mask, |logits| {
                plain = *logits;
                [0.0; 6]
            });
            for (fast, plain) in Rows::new(network).logits(&words).iter().zip(plain) {
                prop_assert!((fast - plain).abs() < 5e-3, "{fast} {plain}");
            }
        }
    }
}
