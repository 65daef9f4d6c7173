use super::Weights;

/// Adam (Kingma and Ba 2015, *Adam: A Method for Stochastic Optimization*). The row of a word moves only in a batch that
/// has the word.
pub(super) struct Adam {
    mean: Weights,
    square: Weights,
    steps: i32,
}

const BETAS: [f32; 2] = [0.9, 0.999];
const EPSILON: f32 = 1e-8;

impl Adam {
    pub fn new(words: usize) -> Adam {
        Adam { mean: Weights::zero(words), square: Weights::zero(words), steps: 0 }
    }

    /// One step down the gradient; rows of `embeddings` belong to the words named in `words`.
    pub fn step(&mut self, weights: &mut Weights, gradient: &Weights, words: &[u32], rates: Rates) {
        self.steps += 1;
        let bias = BETAS.map(|beta| 1.0 - libm::powf(beta, self.steps as f32));
        let rule = |rate: f32| Rule { rate: rate * bias[1].sqrt() / bias[0] };
        let Adam { mean, square, .. } = self;
        let layers = rule(rates.layers);
        layers.walk(&mut weights.filter_bias, &gradient.filter_bias, &mut mean.filter_bias, &mut square.filter_bias);
        layers.walk(&mut weights.hidden_bias, &gradient.hidden_bias, &mut mean.hidden_bias, &mut square.hidden_bias);
        layers.walk(&mut weights.out_bias, &gradient.out_bias, &mut mean.out_bias, &mut square.out_bias);
        layers.rows(&mut weights.filters, &gradient.filters, &mut mean.filters, &mut square.filters);
        layers.rows(&mut weights.hidden, &gradient.hidden, &mut mean.hidden, &mut square.hidden);
        layers.rows(&mut weights.out, &gradient.out, &mut mean.out, &mut square.out);
        let words_rule = rule(rates.words);
        for (word, gradient) in words.iter().zip(&gradient.embeddings) {
            let at = *word as usize;
            words_rule.walk(
                &mut weights.embeddings[at],
                gradient,
                &mut mean.embeddings[at],
                &mut square.embeddings[at],
            );
        }
    }
}

/// How far a step goes in the layers, and in the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    pub layers: f32,
    pub words: f32,
}

struct Rule {
    rate: f32,
}

impl Rule {
    fn walk(&self, weights: &mut [f32], gradient: &[f32], mean: &mut [f32], square: &mut [f32]) {
        let moments = mean.iter_mut().zip(square);
        for ((weight, gradient), (mean, square)) in weights.iter_mut().zip(gradient).zip(moments) {
            *mean = BETAS[0] * *mean + (1.0 - BETAS[0]) * gradient;
            *square = BETAS[1] * *square + (1.0 - BETAS[1]) * gradient * gradient;
            *weight -= self.rate * *mean / (square.sqrt() + EPSILON);
        }
    }

    fn rows<const N: usize>(
        &self,
        weights: &mut [[f32; N]],
        gradient: &[[f32; N]],
        mean: &mut [[f32; N]],
        square: &mut [[f32; N]],
    ) {
        self.walk(
            weights.as_flattened_mut(),
            gradient.as_flattened(),
            mean.as_flattened_mut(),
            square.as_flattened_mut(),
        );
    }
}
