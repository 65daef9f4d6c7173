use super::asked::join;
use super::{Convolution, FILTERS, HIDDEN, POOLED, SPREAD, Weights, largest, mean_scale};
use crate::model::sentence_stage::TwoLogits;
use crate::model::settings::ConvolutionSettings;
use crate::model::table::rounded;
use std::sync::OnceLock;

/// What a word adds to the filters, in whole steps: three of them and the bias have room in a number of 16 bits, and
/// sums are the same in any order.
#[derive(Debug, Clone)]
#[repr(align(64))]
struct Row([[i16; FILTERS]; 3]);

/// Numbers on a cache line.
const LINE: usize = 32;

/// The network laid out for scoring: rows of words are worked out when first asked for, and kept for all threads.
#[derive(Debug, Clone)]
pub(in crate::model) struct Rows {
    network: Convolution,
    rows: Vec<OnceLock<Box<Row>>>,
    bias: [i16; FILTERS],
    /// What a step stands for.
    step: f32,
    hidden: Hidden,
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
        let step = bound(&network.weights).max(f32::MIN_POSITIVE) / LARGEST;
        let bias = network.weights.filter_bias.map(|value| rounded(value / step));
        let hidden = Hidden::new(&network.weights);
        Rows { rows: vec![OnceLock::new(); network.words.len()], bias, step, hidden, network }
    }

    /// The number of a word, by which it is asked for.
    pub fn number(&self, word: u64) -> u32 {
        self.network.number(word)
    }

    /// The learnt network.
    pub fn network(&self) -> &Convolution {
        &self.network
    }

    fn row(&self, word: u32) -> &[[i16; FILTERS]; 3] {
        let at = word as usize;
        let Row(row) = &**self.rows[at].get_or_init(|| {
            let spread = self.network.weights.spread(at);
            Box::new(Row(std::array::from_fn(|part| {
                std::array::from_fn(|filter| rounded(spread[part * FILTERS + filter] / self.step))
            })))
        });
        row
    }

    /// Log-odds of a sentence, label reading first. Of what is longer than any sentence only the beginning is read.
    pub fn logits(&self, words: &[u32]) -> [f32; 6] {
        let words = &words[..words.len().min(LONGEST)];
        let weights = &self.network.weights;
        weights.logits(&self.hidden.of(&self.pool(words), weights.hidden_bias).map(|sum| sum.max(0.0)))
    }

    /// The log-odds of the sentence stage's features with its own; where these are sure, with what it says on average.
    pub fn joined(&self, features: &TwoLogits, words: &[u32], settings: &ConvolutionSettings) -> TwoLogits {
        join(features, self.network.unasked, settings, || self.logits(words))
    }

    /// Reads from the rows of some words, so that they are near when they are asked for. So little is done with each that
    /// the processor waits for many of them at once.
    fn fetch(&self, words: &[u32]) {
        let lines = words.iter().flat_map(|word| self.row(*word).as_flattened().iter().step_by(LINE));
        std::hint::black_box(lines.fold(0i16, |sum, number| sum.wrapping_add(*number)));
    }

    fn pool(&self, words: &[u32]) -> [f32; POOLED] {
        self.fetch(words);
        let (mut top, mut sums) = ([0i16; FILTERS], [0i32; FILTERS]);
        let nothing = [[0; FILTERS]; 3];
        let row = |at: Option<&u32>| at.map_or(&nothing, |word| self.row(*word));
        let (mut before, mut here) = (&nothing, row(words.first()));
        for at in 0..words.len() {
            let after = row(words.get(at + 1));
            let mut found = [0u16; FILTERS];
            for filter in 0..FILTERS {
                let sum = before[0][filter] + here[1][filter] + after[2][filter] + self.bias[filter];
                top[filter] = top[filter].max(sum);
                found[filter] = sum.max(0) as u16;
            }
            // By itself, since wider numbers stand fewer to a register.
            for filter in 0..FILTERS {
                sums[filter] += i32::from(found[filter]);
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

/// The hidden layer in whole numbers: the processor multiplies eight of them at once, and their sums are the same in
/// any order.
#[derive(Debug, Clone)]
struct Hidden {
    rows: Vec<[i16; POOLED]>,
    /// What a step of a weight stands for.
    step: f32,
}

/// The largest whole number of either side: the sum of a row of products has room in 32 bits.
const FULL: f32 = 4095.0;
/// Added to a smaller number above 0, it leaves the nearest whole number in the lowest bits.
const SHIFT: f32 = 8_388_608.0;

impl Hidden {
    fn new(weights: &Weights) -> Hidden {
        let step = largest(weights.hidden.as_flattened()).max(f32::MIN_POSITIVE) / FULL;
        let row = |at: usize| std::array::from_fn(|input| rounded(weights.hidden[input][at] / step));
        Hidden { rows: (0..HIDDEN).map(row).collect(), step }
    }

    /// The layer before anything is cut off, from its biases; what was pooled is nowhere below 0.
    fn of(&self, pooled: &[f32; POOLED], bias: [f32; HIDDEN]) -> [f32; HIDDEN] {
        let unit = most(pooled).max(f32::MIN_POSITIVE) / FULL;
        let whole = pooled.map(|value| (value * (1.0 / unit) + SHIFT).to_bits() as i16);
        let mut sums = bias;
        for (sum, row) in sums.iter_mut().zip(&self.rows) {
            let products = whole.iter().zip(row).map(|(a, b)| i32::from(*a) * i32::from(*b));
            *sum += products.sum::<i32>() as f32 * (unit * self.step);
        }
        sums
    }
}

/// The largest number, eight looked at side by side.
fn most(numbers: &[f32; POOLED]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for chunk in numbers.as_chunks::<8>().0 {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = if *value > *lane { *value } else { *lane };
        }
    }
    lanes.iter().fold(0.0, |most, lane| lane.max(most))
}

/// No value of a row is larger: the product of the longest word and the longest filter, or the largest bias.
fn bound(weights: &Weights) -> f32 {
    let length = |row: &mut dyn Iterator<Item = f32>| row.map(|value| value * value).sum::<f32>().sqrt();
    let longest = |lengths: &mut dyn Iterator<Item = f32>| lengths.fold(0.0, f32::max);
    let word = longest(&mut weights.embeddings.iter().map(|row| length(&mut row.iter().copied())));
    let filter = |at: usize| length(&mut weights.filters.iter().map(|row| row[at]));
    (word * longest(&mut (0..SPREAD).map(filter))).max(largest(&weights.filter_bias))
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
            let network = Convolution { weights: start(&known, 3), words: known, unasked: None };
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
