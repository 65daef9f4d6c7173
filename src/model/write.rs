//! A model as bytes; [`super::file`] reads them.

use super::conformal::{Conformal, STEPS};
use super::context_inputs::WIDTH;
use super::convolution::{Convolution, DEPTH, EMBEDDING_STEP, EMBEDDINGS, LAYERS, UNASKED, WORDS};
use super::curvature::{Curvature, TRIANGLE};
use super::file::{
    CLASS_WEIGHTS, CURVATURE, CURVATURE_BIAS, CURVATURE_CONTEXT, DOCUMENTS, FORMAT, LEARNT, LEVELS, SEEN,
};
use super::info::ModelInfo;
use super::seen::Learnt;
use super::train::{Calibrated, Stages};
use crate::dataset::Sentences;
use crate::feature::Cues;
use safetensors::tensor::{Dtype, TensorView};
use std::collections::HashMap;

/// The file's bytes; the same stages give the same bytes.
pub(super) fn write(
    stages: &Stages,
    cues: &Cues,
    info: &ModelInfo,
    seen: Option<&Sentences>,
    learnt: &Learnt,
) -> Vec<u8> {
    let vocabulary = &stages.sentence.vocabulary;
    let [label, alone] = &stages.sentence.heads;
    let (cue_hashes, cue_roles): (Vec<u64>, Vec<u8>) = cues.hashes().map(|(hash, role)| (hash, role as u8)).unzip();
    let mut tensors: Vec<(&str, Dtype, Vec<usize>, Vec<u8>)> = vec![
        ("keys", Dtype::U32, vec![vocabulary.keys.len()], bytes_of(&vocabulary.keys, |key| key.to_le_bytes())),
        ("values", Dtype::F16, vec![vocabulary.values.len()], halves(&vocabulary.values)),
        ("label", Dtype::F16, vec![label.weights.len(), 3], halves(label.weights.as_flattened())),
        ("alone", Dtype::F16, vec![alone.weights.len(), 3], halves(alone.weights.as_flattened())),
        ("bias", Dtype::F32, vec![2, 3], floats(&[label.bias, alone.bias].concat())),
        ("context", Dtype::F32, vec![WIDTH, 3], floats(&stages.context.0.weights.concat())),
        ("context_bias", Dtype::F32, vec![3], floats(&stages.context.0.bias)),
        ("calibration", Dtype::F32, vec![2, 7], floats(&[numbers(&stages.label), numbers(&stages.alone)].concat())),
        ("cue_hashes", Dtype::U64, vec![cue_hashes.len()], bytes_of(&cue_hashes, |hash| hash.to_le_bytes())),
        ("cue_roles", Dtype::U8, vec![cue_roles.len()], cue_roles),
    ];
    if let Some(Conformal { label, alone }) = &stages.conformal {
        let levels = [label, alone].map(|quantiles| quantiles.levels.concat()).concat();
        let documents = [label.documents, alone.documents].concat();
        tensors.push((LEVELS, Dtype::F32, vec![2, 3, STEPS], floats(&levels)));
        tensors.push((DOCUMENTS, Dtype::U32, vec![2, 3], bytes_of(&documents, |count| count.to_le_bytes())));
    }
    if let Some(Curvature { features, bias, factors, context }) = &stages.curvature {
        tensors.push((CURVATURE, Dtype::U8, vec![features.len()], features.clone()));
        tensors.push((CURVATURE_BIAS, Dtype::F32, vec![2, 3], floats(&bias.concat())));
        tensors.push((CURVATURE_CONTEXT, Dtype::F32, vec![TRIANGLE], floats(context)));
        tensors.push((CLASS_WEIGHTS, Dtype::F32, vec![2, 3], floats(&factors.concat())));
    }
    if let Some(rows) = &stages.convolution {
        let Convolution { words, weights, unasked } = rows.network();
        let (steps, step) = weights.embedding_steps();
        let layers = weights.layers();
        tensors.push((WORDS, Dtype::U64, vec![words.len()], bytes_of(words, |word| word.to_le_bytes())));
        tensors.push((EMBEDDINGS, Dtype::I8, vec![words.len(), DEPTH], bytes_of(&steps, |step| step.to_le_bytes())));
        tensors.push((EMBEDDING_STEP, Dtype::F32, vec![1], floats(&[step])));
        tensors.push((LAYERS, Dtype::F32, vec![layers.len()], floats(&layers)));
        if let Some(unasked) = unasked {
            tensors.push((UNASKED, Dtype::F32, vec![6], floats(unasked)));
        }
    }
    if let Some(Sentences(digests)) = seen {
        tensors.push((SEEN, Dtype::U64, vec![digests.len()], bytes_of(digests, |digest| digest.to_le_bytes())));
    }
    if !learnt.0.is_empty() {
        tensors.push((LEARNT, Dtype::U64, vec![learnt.0.len()], bytes_of(&learnt.0, |digest| digest.to_le_bytes())));
    }
    let views: Vec<_> = tensors
        .iter()
        .map(|(name, dtype, shape, bytes)| {
            (*name, TensorView::new(*dtype, shape.clone(), bytes).expect("each shape is its bytes' length"))
        })
        .collect();
    let info = serde_json::to_string(info).expect("a plain struct is JSON");
    // One metadata entry only: a map of several would be written in another order each time.
    let metadata = HashMap::from([("stance".to_owned(), format!("{FORMAT}\n{info}"))]);
    safetensors::serialize(views, Some(metadata)).expect("tensors and text always serialize")
}

fn bytes_of<T, const N: usize>(values: &[T], bytes: impl Fn(&T) -> [u8; N]) -> Vec<u8> {
    values.iter().flat_map(bytes).collect()
}

fn floats(values: &[f32]) -> Vec<u8> {
    bytes_of(values, |value| value.to_le_bytes())
}

fn halves(values: &[f32]) -> Vec<u8> {
    bytes_of(values, |value| half::f16::from_f32(*value).to_le_bytes())
}

/// Slope, three biases, three decision weights.
fn numbers(calibrated: &Calibrated) -> Vec<f32> {
    let Calibrated { calibration, decision } = calibrated;
    [&[calibration.slope][..], &calibration.bias, &decision.weights].concat()
}
