use super::{Convolution, DEPTH, FILTERS, HIDDEN, POOLED, SPREAD, Weights, largest};

/// Its parts in the model file: hashes of its words, what stands for them in steps, how wide a step is, its layers.
pub(in crate::model) const WORDS: &str = "words";
pub(in crate::model) const EMBEDDINGS: &str = "embeddings";
pub(in crate::model) const EMBEDDING_STEP: &str = "embedding_step";
pub(in crate::model) const LAYERS: &str = "layers";
/// Absent where no training sentence was sure: then the network is asked everywhere.
pub(in crate::model) const UNASKED: &str = "unasked";

/// No layer holds a larger number, so that products of them are still numbers.
const LARGEST: f32 = 1e6;

/// Numbers of all layers.
pub(in crate::model) const LAYERS_LENGTH: usize = DEPTH * SPREAD + FILTERS + POOLED * HIDDEN + HIDDEN + HIDDEN * 6 + 6;

impl Convolution {
    /// The network of a model file; else the part that cannot be used, and what would have been right.
    pub fn read(
        words: Vec<u64>,
        steps: &[[u8; DEPTH]],
        step: f32,
        layers: &[f32],
        unasked: Option<[f32; 6]>,
    ) -> Result<Convolution, (&'static str, &'static str)> {
        if words.first() != Some(&0) || !words.windows(2).all(|pair| pair[0] < pair[1]) {
            return Err((WORDS, "0 and ascending hashes, each once"));
        }
        if !(1e-9..=LARGEST).contains(&step) {
            return Err((EMBEDDING_STEP, "a number above 0, a million at most"));
        }
        if layers.iter().any(|value| value.abs() > LARGEST) {
            return Err((LAYERS, "numbers of a million at most"));
        }
        if unasked.iter().flatten().any(|value| value.abs() > LARGEST) {
            return Err((UNASKED, "numbers of a million at most"));
        }
        Ok(Convolution { words, weights: Weights::read(steps, step, layers), unasked })
    }
}

impl Weights {
    /// The words' numbers in whole steps, row by row, and what a step stands for.
    pub fn embedding_steps(&self) -> (Vec<i8>, f32) {
        let all = self.embeddings.as_flattened();
        let step = largest(all).max(f32::MIN_POSITIVE) / f32::from(i8::MAX);
        (all.iter().map(|value| libm::roundf(value / step) as i8).collect(), step)
    }

    /// The numbers of all layers, in the order in which a sentence passes them.
    pub fn layers(&self) -> Vec<f32> {
        let mut layers = Vec::with_capacity(LAYERS_LENGTH);
        layers.extend(self.filters.as_flattened());
        layers.extend(self.filter_bias);
        layers.extend(self.hidden.as_flattened());
        layers.extend(self.hidden_bias);
        layers.extend(self.out.as_flattened());
        layers.extend(self.out_bias);
        layers
    }

    /// The weights that the other two wrote.
    fn read(steps: &[[u8; DEPTH]], step: f32, layers: &[f32]) -> Weights {
        let mut weights = Weights::zero(steps.len());
        for (row, steps) in weights.embeddings.iter_mut().zip(steps) {
            *row = steps.map(|byte| f32::from(byte.cast_signed()) * step);
        }
        let mut rest = layers;
        let mut take = |to: &mut [f32]| {
            let (these, others) = rest.split_at(to.len());
            to.copy_from_slice(these);
            rest = others;
        };
        take(weights.filters.as_flattened_mut());
        take(&mut weights.filter_bias);
        take(weights.hidden.as_flattened_mut());
        take(&mut weights.hidden_bias);
        take(weights.out.as_flattened_mut());
        take(&mut weights.out_bias);
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::super::learn::start;
    use super::*;

    #[test]
    fn what_cannot_be_scored_with_is_refused() {
        let layers = vec![0.5; LAYERS_LENGTH];
        let read = |words: &[u64], step, layers: &[f32]| {
            let steps = vec![[1; DEPTH]; words.len()];
            Convolution::read(words.to_vec(), &steps, step, layers, Some([layers[0]; 6])).map_err(|(part, _)| part)
        };
        assert!(read(&[0, 4, 9], 0.1, &layers).is_ok());
        assert_eq!(read(&[4, 9], 0.1, &layers), Err(WORDS));
        assert_eq!(read(&[0, 9, 9], 0.1, &layers), Err(WORDS));
        assert_eq!(read(&[0, 9], 0.0, &layers), Err(EMBEDDING_STEP));
        assert_eq!(read(&[0, 9], f32::MAX, &layers), Err(EMBEDDING_STEP));
        assert_eq!(read(&[0, 9], 0.1, &vec![1e30; LAYERS_LENGTH]), Err(LAYERS));
        let far = Convolution::read(vec![0], &[[1; DEPTH]], 0.1, &layers, Some([1e30; 6]));
        assert_eq!(far.map_err(|(part, _)| part), Err(UNASKED));
    }

    #[test]
    fn what_is_written_reads_back_within_half_a_step() {
        let weights = start(&[0, 1, 2, 3], 5);
        let (steps, step) = weights.embedding_steps();
        let bytes: Vec<u8> = steps.iter().map(|step| step.cast_unsigned()).collect();
        let back = Weights::read(bytes.as_chunks().0, step, &weights.layers());
        assert_eq!(back.layers(), weights.layers());
        let pairs = back.embeddings.as_flattened().iter().zip(weights.embeddings.as_flattened());
        assert!(pairs.into_iter().all(|(back, whole)| (back - whole).abs() <= step * 0.501));
    }
}
