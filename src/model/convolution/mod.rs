//! A sentence's words in their order → log-odds of both readings.
//!
//! Method: a convolutional network (Kim 2014, *Convolutional Neural Networks for Sentence Classification*): every word
//! is a row of numbers, filters look at three neighbouring words at a time, and what each filter found most and on
//! average in the sentence goes through one hidden layer. Words begin as vectors of a sentence encoder (`vectors`),
//! so that what is learnt of a word holds a little for words like it, and the hidden layer sees which findings stand
//! together, wherever in the sentence: both are beyond a sum over n-grams.
//!
//! Where the n-grams leave no doubt that a sentence is neutral it is not asked, and what it says on average of such
//! sentences counts in its place (`asked`).
//!
//! What it gets wrong: order beyond three words is lost but for what stands in the same sentence; all words that were
//! rare in training are one word.

mod adam;
mod asked;
mod file;
mod gradient;
mod learn;
mod table;
mod vectors;

pub(super) use asked::{instead, join, unasked};
pub(super) use file::{EMBEDDING_STEP, EMBEDDINGS, LAYERS, LAYERS_LENGTH, UNASKED, WORDS};
pub(super) use learn::{Lesson, fit};
pub(super) use table::Rows;

/// Numbers that stand for a word.
pub(super) const DEPTH: usize = 48;
/// Filters.
pub(super) const FILTERS: usize = 64;
/// What one word adds to the filters where it stands before, at and after their middle.
pub(super) const SPREAD: usize = 3 * FILTERS;
/// What the filters found most, and on average.
pub(super) const POOLED: usize = 2 * FILTERS;
/// Width of the hidden layer.
pub(super) const HIDDEN: usize = 128;

/// The learnt network.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Convolution {
    /// Hashes of the words it knows, ascending. Word 0 stands for all others.
    pub words: Vec<u64>,
    pub weights: Weights,
    /// What it says on average of sentences it is not asked about; without it, it is asked about all.
    pub unasked: Option<[f32; 6]>,
}

/// The numbers that are learnt; also what has the same shape: their gradient, its moments.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    /// A row a word.
    pub embeddings: Vec<[f32; DEPTH]>,
    /// A row for each number of a word.
    pub filters: Vec<[f32; SPREAD]>,
    pub filter_bias: [f32; FILTERS],
    /// A row for each pooled number.
    pub hidden: Vec<[f32; HIDDEN]>,
    pub hidden_bias: [f32; HIDDEN],
    /// A row for each number of the hidden layer: three classes of both readings.
    pub out: Vec<[f32; 6]>,
    pub out_bias: [f32; 6],
}

impl Weights {
    /// All zero.
    pub fn zero(words: usize) -> Weights {
        Weights {
            embeddings: vec![[0.0; DEPTH]; words],
            filters: vec![[0.0; SPREAD]; DEPTH],
            filter_bias: [0.0; FILTERS],
            hidden: vec![[0.0; HIDDEN]; POOLED],
            hidden_bias: [0.0; HIDDEN],
            out: vec![[0.0; 6]; HIDDEN],
            out_bias: [0.0; 6],
        }
    }

    /// What a word adds to the filters around it.
    pub fn spread(&self, word: usize) -> [f32; SPREAD] {
        let mut spread = [0.0; SPREAD];
        for (value, row) in self.embeddings[word].iter().zip(&self.filters) {
            add_scaled(&mut spread, *value, row);
        }
        spread
    }

    /// The hidden layer before anything is cut off.
    pub fn hidden_sums(&self, pooled: &[f32; POOLED]) -> [f32; HIDDEN] {
        let mut sums = self.hidden_bias;
        for (value, row) in pooled.iter().zip(&self.hidden) {
            add_scaled(&mut sums, *value, row);
        }
        sums
    }

    /// Log-odds from the hidden layer.
    pub fn logits(&self, hidden: &[f32; HIDDEN]) -> [f32; 6] {
        let mut logits = self.out_bias;
        for (value, row) in hidden.iter().zip(&self.out) {
            add_scaled(&mut logits, *value, row);
        }
        logits
    }
}

impl Convolution {
    /// The number of a word.
    pub fn number(&self, word: u64) -> u32 {
        self.words.binary_search(&word).map_or(0, |at| at as u32)
    }

    /// The numbers of some words.
    pub fn numbers(&self, words: &[u64]) -> Vec<u32> {
        words.iter().map(|word| self.number(*word)).collect()
    }
}

/// What the mean of the filters is multiplied by in a sentence of so many words: longer ones say less a word, but more.
pub(super) fn mean_scale(words: usize) -> f32 {
    1.0 / (3.0 * (words.max(1) as f32).sqrt())
}

/// The largest of some numbers, whatever their sign.
fn largest(values: &[f32]) -> f32 {
    values.iter().fold(0.0, |most, value| most.max(value.abs()))
}

#[inline]
pub(super) fn add_scaled<const N: usize>(to: &mut [f32; N], factor: f32, row: &[f32; N]) {
    for (to, value) in to.iter_mut().zip(row) {
        *to += factor * value;
    }
}
