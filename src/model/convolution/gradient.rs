use super::{FILTERS, HIDDEN, POOLED, SPREAD, Weights, add_scaled, mean_scale};

/// Marks a word that the sentence is read without.
pub(super) const DROPPED: u32 = u32::MAX;

/// What is drawn anew for each sentence of a batch: factors of the pooled numbers and of the hidden layer, 0 where one
/// is left out.
pub(super) struct Mask {
    pub pooled: [f32; POOLED],
    pub hidden: [f32; HIDDEN],
}

/// Gathers the gradient of one batch after another.
pub(super) struct Batch {
    /// The words of the batch, each once.
    pub words: Vec<u32>,
    /// Rows of `embeddings` belong to `words`.
    pub gradient: Weights,
    spreads: Vec<[f32; SPREAD]>,
    pulls: Vec<[f32; SPREAD]>,
    /// The place of each known word in `words`, where it has one.
    place: Vec<u32>,
    sums: Vec<[f32; FILTERS]>,
}

impl Batch {
    pub fn new(known: usize) -> Batch {
        Batch {
            words: Vec::new(),
            gradient: Weights::zero(0),
            spreads: Vec::new(),
            pulls: Vec::new(),
            place: vec![DROPPED; known],
            sums: Vec::new(),
        }
    }

    /// Begins a batch of sentences, and puts the place of each word in the batch in place of its number.
    pub fn begin(&mut self, weights: &Weights, sentences: &mut [Vec<u32>]) {
        self.words.drain(..).for_each(|word| self.place[word as usize] = DROPPED);
        for word in sentences.iter_mut().flatten().filter(|word| **word != DROPPED) {
            let place = &mut self.place[*word as usize];
            if *place == DROPPED {
                *place = self.words.len() as u32;
                self.words.push(*word);
            }
            *word = *place;
        }
        self.spreads.clear();
        self.spreads.extend(self.words.iter().map(|word| weights.spread(*word as usize)));
        self.pulls.clear();
        self.pulls.resize(self.words.len(), [0.0; SPREAD]);
        self.gradient = Weights::zero(self.words.len());
    }

    /// Adds the gradient of one sentence. `loss` says what each log-odd should go down by.
    pub fn add(&mut self, weights: &Weights, sentence: &[u32], mask: &Mask, loss: impl FnOnce(&[f32; 6]) -> [f32; 6]) {
        let Pooled { mut values, most } = self.pool(weights, sentence);
        values.iter_mut().zip(&mask.pooled).for_each(|(value, factor)| *value *= factor);
        let mut hidden = weights.hidden_sums(&values).map(|sum| sum.max(0.0));
        hidden.iter_mut().zip(&mask.hidden).for_each(|(value, factor)| *value *= factor);
        let down = loss(&weights.logits(&hidden));

        let gradient = &mut self.gradient;
        add_scaled(&mut gradient.out_bias, 1.0, &down);
        let mut hidden_down = [0.0; HIDDEN];
        for at in 0..HIDDEN {
            add_scaled(&mut gradient.out[at], hidden[at], &down);
            let open = if hidden[at] > 0.0 { mask.hidden[at] } else { 0.0 };
            hidden_down[at] = open * dot(&weights.out[at], &down);
        }
        add_scaled(&mut gradient.hidden_bias, 1.0, &hidden_down);
        let mut pooled_down = [0.0; POOLED];
        for at in 0..POOLED {
            add_scaled(&mut gradient.hidden[at], values[at], &hidden_down);
            pooled_down[at] = mask.pooled[at] * dot(&weights.hidden[at], &hidden_down);
        }
        self.unpool(sentence, &pooled_down, &most);
    }

    /// What the filters find in a sentence, and where each finds most.
    fn pool(&mut self, weights: &Weights, sentence: &[u32]) -> Pooled {
        self.sums.clear();
        self.sums.resize(sentence.len(), weights.filter_bias);
        for (at, word) in sentence.iter().enumerate().filter(|(_, word)| **word != DROPPED) {
            let spread = &self.spreads[*word as usize];
            for (part, middle) in middles(at, sentence.len()) {
                let row = &mut self.sums[middle];
                row.iter_mut().zip(&spread[part * FILTERS..]).for_each(|(sum, value)| *sum += value);
            }
        }
        let mut pooled = Pooled { values: [0.0; POOLED], most: [None; FILTERS] };
        let (top, mean) = pooled.values.split_at_mut(FILTERS);
        for (at, sums) in self.sums.iter().enumerate() {
            for filter in 0..FILTERS {
                let found = sums[filter].max(0.0);
                mean[filter] += found;
                if found > top[filter] {
                    (top[filter], pooled.most[filter]) = (found, Some(at));
                }
            }
        }
        let scale = mean_scale(sentence.len());
        mean.iter_mut().for_each(|sum| *sum *= scale);
        pooled
    }

    fn unpool(&mut self, sentence: &[u32], down: &[f32; POOLED], most: &[Option<usize>; FILTERS]) {
        let (top, mean) = down.split_at(FILTERS);
        let scale = mean_scale(sentence.len());
        for at in 0..sentence.len() {
            let mut found = [0.0; FILTERS];
            for filter in 0..FILTERS {
                let open = f32::from(u8::from(self.sums[at][filter] > 0.0));
                found[filter] = open * scale * mean[filter];
                if most[filter] == Some(at) {
                    found[filter] += top[filter];
                }
            }
            add_scaled(&mut self.gradient.filter_bias, 1.0, &found);
            for (part, other) in neighbours(at, sentence) {
                let pull = &mut self.pulls[other as usize][part * FILTERS..];
                pull.iter_mut().zip(&found).for_each(|(pull, value)| *pull += value);
            }
        }
    }

    /// Ends the batch: what pulls at a word's part in the filters pulls at the filters and at the word.
    pub fn end(&mut self, weights: &Weights) {
        for (at, word) in self.words.iter().enumerate() {
            let (pull, row) = (&self.pulls[at], &weights.embeddings[*word as usize]);
            let word = self.gradient.embeddings[at].iter_mut();
            let filters = self.gradient.filters.iter_mut().zip(&weights.filters);
            for ((value, down), (filter_down, filter)) in row.iter().zip(word).zip(filters) {
                add_scaled(filter_down, *value, pull);
                *down = dot(filter, pull);
            }
        }
    }
}

struct Pooled {
    values: [f32; POOLED],
    /// Where each filter found most, if it found anything.
    most: [Option<usize>; FILTERS],
}

/// The places whose filters a word reaches, each with the part of its spread that it reaches them with.
fn middles(at: usize, count: usize) -> impl Iterator<Item = (usize, usize)> {
    // A word stands before the middle of the filters at the next place.
    let places = [(0, at + 1), (1, at), (2, at.wrapping_sub(1))];
    places.into_iter().filter(move |(_, middle)| *middle < count)
}

/// The words that the filters at a place see, each with the part of its spread that they see.
fn neighbours(at: usize, sentence: &[u32]) -> impl Iterator<Item = (usize, u32)> {
    let places = [(0, at.wrapping_sub(1)), (1, at), (2, at + 1)];
    let words = places.into_iter().filter_map(|(part, place)| Some((part, *sentence.get(place)?)));
    words.filter(|(_, word)| *word != DROPPED)
}

/// Eight sums side by side, in an order that does not depend on the machine.
fn dot<const N: usize>(a: &[f32; N], b: &[f32; N]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (a, rest_a) = a.as_chunks::<8>();
    let (b, rest_b) = b.as_chunks::<8>();
    for (a, b) in a.iter().zip(b) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = rest_a.iter().zip(rest_b).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::super::learn::start;
    use super::*;

    /// A sum of log-odds, whose gradient is plain.
    fn loss(weights: &Weights, sentence: &[u32], mask: &Mask) -> f32 {
        let mut batch = Batch::new(weights.embeddings.len());
        let mut sentences = vec![sentence.to_vec()];
        batch.begin(weights, &mut sentences);
        let mut value = 0.0;
        batch.add(weights, &sentences[0], mask, |logits| {
            value = logits[0] * 0.7 - logits[3] * 1.3 + logits[5];
            [0.0; 6]
        });
        value
    }

    #[test]
    fn the_gradient_is_what_small_steps_measure() {
        let weights = start(&[0, 1, 2, 3, 4], 7);
        let mut mask = Mask { pooled: [1.25; POOLED], hidden: [1.25; HIDDEN] };
        (mask.pooled[3], mask.pooled[70], mask.hidden[20]) = (0.0, 0.0, 0.0);
        let sentence = [1, 2, DROPPED, 3, 2, 4, 1];
        let mut batch = Batch::new(5);
        let mut sentences = vec![sentence.to_vec()];
        batch.begin(&weights, &mut sentences);
        batch.add(&weights, &sentences[0], &mask, |_| [0.7, 0.0, 0.0, -1.3, 0.0, 1.0]);
        batch.end(&weights);
        let place = batch.words.iter().position(|word| *word == 2).expect("the word");
        type Part = fn(&mut Weights, usize) -> &mut f32;
        let parts: [(Part, usize); 6] = [
            (|weights, at| &mut weights.embeddings[at][5], 2),
            (|weights, at| &mut weights.filters[3][at], 70),
            (|weights, at| &mut weights.filter_bias[at], 11),
            (|weights, at| &mut weights.hidden[at][9], 80),
            (|weights, at| &mut weights.hidden_bias[at], 13),
            (|weights, at| &mut weights.out[at][3], 17),
        ];
        for (part, at) in parts {
            let moved = |by: f32| {
                let mut moved = weights.clone();
                *part(&mut moved, at) += by;
                loss(&moved, &sentence, &mask)
            };
            let measured = (moved(1e-3) - moved(-1e-3)) / 2e-3;
            let at = if at == 2 { place } else { at };
            let found = *part(&mut batch.gradient, at);
            assert!((measured - found).abs() < 5e-4 + 0.02 * found.abs(), "{measured} {found}");
        }
    }
}
