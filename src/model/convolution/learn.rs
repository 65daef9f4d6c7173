use super::adam::{Adam, Rates};
use super::gradient::{Batch, DROPPED, Mask};
use super::vectors::Vectors;
use super::{Convolution, DEPTH, FILTERS, HIDDEN, POOLED, SPREAD, Weights};
use crate::base::{Random, Scores};
use crate::model::sentence_stage::Targets;
use crate::model::settings::ConvolutionSettings;
use std::collections::BTreeMap;

/// One sentence to learn from.
#[derive(Debug, Clone, Copy)]
pub(in crate::model) struct Lesson<'w> {
    /// Its words' hashes in order.
    pub words: &'w [u64],
    pub targets: Targets,
    pub weight: f32,
}

// Chosen in a prototype on one fold (models/EXPERIMENTS.md); none was tuned finely.

/// Sentences a step.
const BATCH: usize = 64;
/// A word counts when it stands so often.
const LEAST: u32 = 3;
/// Step of the layers at first; it falls to nothing by the end. Those of the words are half as long.
const RATE: f32 = 2e-3;
/// Words that a sentence is read without, and pooled and hidden numbers that are left out, to learn with.
const DROPPED_WORDS: f64 = 0.1;
const DROPOUT: f64 = 0.3;
/// What a row of each class counts for: less uneven than in the sentence stage, whose penalty holds it back.
const CLASSES: [f32; 3] = [1.25, 1.25, 0.8];

/// Learns both readings from the same rows, always in the same order; rows without weight say nothing.
pub(in crate::model) fn fit(lessons: &[Lesson], settings: &ConvolutionSettings, seed: u64) -> Convolution {
    let lessons: Vec<Lesson> = lessons.iter().filter(|lesson| lesson.weight > 0.0).copied().collect();
    let words = known(&lessons);
    let weights = start(&words, seed);
    let mut network = Convolution { words, weights, unasked: None };
    let numbers: Vec<Vec<u32>> = lessons.iter().map(|lesson| network.numbers(lesson.words)).collect();
    let mut random = Random::new(seed);
    let mut adam = Adam::new(network.words.len());
    let mut batch = Batch::new(network.words.len());
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let steps = settings.epochs * lessons.len().div_ceil(BATCH);
    for step in 0..steps {
        let place = step % lessons.len().div_ceil(BATCH) * BATCH;
        if place == 0 {
            shuffle(&mut order, &mut random);
        }
        let rows = &order[place..(place + BATCH).min(order.len())];
        learn_from(rows, &lessons, &numbers, &network.weights, &mut batch, &mut random);
        let rate = RATE * (1.0 - step as f32 / steps as f32);
        adam.step(&mut network.weights, &batch.gradient, &batch.words, Rates { layers: rate, words: rate / 2.0 });
    }
    network
}

/// The gradient of some rows.
fn learn_from(
    rows: &[usize],
    lessons: &[Lesson],
    numbers: &[Vec<u32>],
    weights: &Weights,
    batch: &mut Batch,
    random: &mut Random,
) {
    let mut drop = |word: &u32| if random.unit() < DROPPED_WORDS { DROPPED } else { *word };
    let mut sentences: Vec<Vec<u32>> = rows.iter().map(|row| numbers[*row].iter().map(&mut drop).collect()).collect();
    batch.begin(weights, &mut sentences);
    let total: f32 = rows.iter().map(|row| lessons[*row].weight).sum();
    for (row, sentence) in rows.iter().zip(&sentences) {
        let Lesson { targets: [label, alone], weight, .. } = lessons[*row];
        let mask = Mask { pooled: mask(random), hidden: mask(random) };
        batch.add(weights, sentence, &mask, |logits| {
            let one = residual([logits[0], logits[1], logits[2]], label, weight / total);
            let two = residual([logits[3], logits[4], logits[5]], alone, weight / total);
            [one[0], one[1], one[2], two[0], two[1], two[2]]
        });
    }
    batch.end(weights);
}

/// What the log-odds of one reading should go down by.
fn residual(logits: [f32; 3], target: [f32; 3], weight: f32) -> [f32; 3] {
    let Scores(scores) = Scores::softmax(logits);
    let counted = [0, 1, 2].map(|class| target[class] * CLASSES[class]);
    let sum: f32 = counted.iter().sum();
    [0, 1, 2].map(|class| weight * (sum * scores[class] - counted[class]))
}

fn mask<const N: usize>(random: &mut Random) -> [f32; N] {
    let kept = (1.0 / (1.0 - DROPOUT)) as f32;
    std::array::from_fn(|_| if random.unit() < DROPOUT { 0.0 } else { kept })
}

/// Fisher and Yates.
fn shuffle(order: &mut [usize], random: &mut Random) {
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last + 1));
    }
}

/// The hashes of the words that stand often enough, ascending, behind a 0 for all others.
fn known(lessons: &[Lesson]) -> Vec<u64> {
    let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
    for word in lessons.iter().flat_map(|lesson| lesson.words) {
        *counts.entry(*word).or_default() += 1;
    }
    let often = counts.into_iter().filter(|(word, count)| *word != 0 && *count >= LEAST);
    std::iter::once(0).chain(often.map(|(word, _)| word)).collect()
}

/// Words begin as vectors of a sentence encoder, or near nothing where it has none; layers at random.
pub(super) fn start(words: &[u64], seed: u64) -> Weights {
    let vectors = Vectors::default();
    let mut random = Random::new(!seed);
    let mut weights = Weights::zero(words.len());
    for (word, row) in words.iter().zip(&mut weights.embeddings) {
        *row = vectors.of(*word).unwrap_or_else(|| uniform(&mut random, 0.09));
    }
    let spread = 1.0 / (3.0 * DEPTH as f32).sqrt();
    weights.filters.iter_mut().for_each(|row| *row = uniform::<SPREAD>(&mut random, spread));
    weights.filter_bias = uniform::<FILTERS>(&mut random, spread);
    let spread = 1.0 / (POOLED as f32).sqrt();
    weights.hidden.iter_mut().for_each(|row| *row = uniform::<HIDDEN>(&mut random, spread));
    weights.hidden_bias = uniform::<HIDDEN>(&mut random, spread);
    let spread = 1.0 / (HIDDEN as f32).sqrt();
    weights.out.iter_mut().for_each(|row| *row = uniform::<6>(&mut random, spread));
    weights
}

/// Numbers drawn from -reach to reach.
fn uniform<const N: usize>(random: &mut Random, reach: f32) -> [f32; N] {
    std::array::from_fn(|_| reach * (2.0 * random.unit() - 1.0) as f32)
}

#[cfg(test)]
mod tests {
    use super::super::Rows;
    use super::*;

    const FIRST: [f32; 3] = [1.0, 0.0, 0.0];
    const SECOND: [f32; 3] = [0.0, 1.0, 0.0];

    /// Sentences of the same words, whose label is which of two of them comes first.
    fn drawn() -> (Vec<Vec<u64>>, Vec<[f32; 3]>) {
        let mut random = Random::new(11);
        let of = |_| {
            let (filler, turned) = (random.below(6), random.unit() < 0.5);
            let mut words = vec![20, 10, 11, 21];
            if turned {
                words.swap(1, 2);
            }
            words.insert(if filler < 3 { 0 } else { 4 }, 30 + filler as u64);
            (words, if turned { SECOND } else { FIRST })
        };
        (0..400).map(of).unzip()
    }

    #[test]
    fn the_order_of_words_is_learnt_and_the_same_each_time() {
        let (sentences, targets) = drawn();
        let rows = sentences.iter().zip(&targets);
        let lessons: Vec<Lesson> =
            rows.map(|(words, target)| Lesson { words, targets: [*target; 2], weight: 1.0 }).collect();
        let settings = ConvolutionSettings { epochs: 40, ..ConvolutionSettings::default() };
        let (rest, held_out) = lessons.split_at(300);
        let network = fit(rest, &settings, 1);
        assert_eq!(network, fit(rest, &settings, 1));
        assert_ne!(network, fit(rest, &settings, 2));
        let rows = Rows::new(network);
        let right = held_out.iter().filter(|lesson| {
            let [admit, restrict, ..] = rows.logits(&rows.network().numbers(lesson.words));
            (admit > restrict) == (lesson.targets[0] == FIRST)
        });
        assert_eq!(right.count(), 100);
    }

    #[test]
    fn a_teacher_that_is_unsure_makes_the_learner_unsure() {
        let words = [5u64, 6, 7];
        let lesson = |target| Lesson { words: &words, targets: [target; 2], weight: 1.0 };
        let settings = ConvolutionSettings { epochs: 60, ..ConvolutionSettings::default() };
        let score = |target| {
            let network = fit(&[lesson(target); 64], &settings, 1);
            let [admit, restrict, neutral, ..] = Rows::new(network).logits(&[1, 2, 3]);
            Scores::softmax([admit, restrict, neutral]).0[0]
        };
        let (sure, unsure) = (score(FIRST), score([0.5, 0.25, 0.25]));
        assert!(sure > 0.9 && (0.4..0.75).contains(&unsure), "{sure} {unsure}");
    }
}
