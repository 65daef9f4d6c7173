//! The model file: safetensors with JSON metadata. Loading runs no code, checks every length and value,
//! and refuses what it does not know.

use super::Model;
use super::calibration::{Calibration, Decision};
use super::conformal::{Conformal, Quantiles, STEPS};
use super::context_inputs::WIDTH;
use super::context_stage::ContextStage;
use super::convolution::{Convolution, DEPTH, EMBEDDING_STEP, EMBEDDINGS, LAYERS, LAYERS_LENGTH, Rows, UNASKED, WORDS};
use super::curvature::{Curvature, TRIANGLE};
use super::info::ModelInfo;
use super::logistic::Logistic;
use super::seen::Learnt;
use super::sentence_stage::SentenceStage;
use super::train::{Calibrated, Stages};
use super::vocabulary::Vocabulary;
use crate::base::sha256_hex;
use crate::dataset::Sentences;
use crate::feature::{Cues, Role};
use half::slice::HalfFloatSliceExt;
use safetensors::tensor::{Dtype, SafeTensors};
use std::sync::Arc;

/// Version of the layout; a file of another version is refused.
pub(super) const FORMAT: &str = "stance-model-5";

/// The parts that a file may lack: quantiles, the number of documents behind them, digests of training sentences,
/// of rows learnt by retraining, and how firmly the training rows hold the weights.
pub(super) const LEVELS: &str = "conformal";
pub(super) const DOCUMENTS: &str = "conformal_documents";
pub(super) const SEEN: &str = "seen";
pub(super) const LEARNT: &str = "learnt";
pub(super) const CURVATURE: &str = "curvature";
pub(super) const CURVATURE_BIAS: &str = "curvature_bias";
pub(super) const CURVATURE_CONTEXT: &str = "curvature_context";
pub(super) const CLASS_WEIGHTS: &str = "class_weights";

/// Every part there is.
const PARTS: [&str; 23] = [
    "keys",
    "values",
    "label",
    "alone",
    "bias",
    "context",
    "context_bias",
    "calibration",
    "cue_hashes",
    "cue_roles",
    LEVELS,
    DOCUMENTS,
    SEEN,
    LEARNT,
    CURVATURE,
    CURVATURE_BIAS,
    CURVATURE_CONTEXT,
    CLASS_WEIGHTS,
    WORDS,
    EMBEDDINGS,
    EMBEDDING_STEP,
    LAYERS,
    UNASKED,
];

/// Why a model file was refused: what was expected, what was found.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// No safetensors, or cut short.
    #[error("expected a whole safetensors file written by `stance train`, found {0}")]
    File(String),
    /// Another version of the layout.
    #[error(
        "expected model format {FORMAT}, found {0}; train it again with this version of the program (stance train)"
    )]
    Version(String),
    /// A part that is missing or of another size or value.
    #[error("model part {part}: expected {expected}, found {found}")]
    Part {
        /// Name of the tensor or metadata entry.
        part: String,
        /// What would have been right.
        expected: String,
        /// What stood there.
        found: String,
    },
}

fn bad(part: &str, expected: impl Into<String>, found: impl Into<String>) -> ModelError {
    ModelError::Part { part: part.to_owned(), expected: expected.into(), found: found.into() }
}

impl Model {
    /// Reads a model file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        let file = SafeTensors::deserialize(bytes).map_err(|error| ModelError::File(error.to_string()))?;
        let info = read_info(bytes)?;
        if let Some(unknown) = file.names().into_iter().filter(|name| !PARTS.contains(name)).min() {
            return Err(bad(unknown, "a part that this version of the program knows", "another"));
        }
        let reader = Reader { file };
        let stages = reader.stages()?;
        let (seen, learnt) =
            (reader.digests(SEEN)?.map(Sentences), Learnt(reader.digests(LEARNT)?.unwrap_or_default()));
        Ok(Model::assemble(stages, reader.cues()?, info, (seen, learnt), sha256_hex(bytes)))
    }
}

fn read_info(bytes: &[u8]) -> Result<ModelInfo, ModelError> {
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|error| ModelError::File(error.to_string()))?;
    let entry = metadata.metadata().as_ref().and_then(|entries| entries.get("stance"));
    let entry = entry.ok_or_else(|| ModelError::Version("no format version".to_owned()))?;
    let (format, info) = entry.split_once('\n').unwrap_or((entry, ""));
    if format != FORMAT {
        return Err(ModelError::Version(format.chars().take(40).collect()));
    }
    let info: ModelInfo = serde_json::from_str(info)
        .map_err(|error| bad("metadata", "the settings of a training run", error.to_string()))?;
    info.settings.check().map_err(|error| bad("metadata", "usable settings", error.to_string()))?;
    if info.labels != crate::base::Stance::ALL {
        return Err(bad("metadata.labels", "admit, restrict, neutral", format!("{:?}", info.labels)));
    }
    Ok(info)
}

struct Reader<'b> {
    file: SafeTensors<'b>,
}

impl Reader<'_> {
    /// A tensor's bytes, its type and shape checked; `None` in `shape` is any length.
    fn bytes(&self, part: &str, dtype: Dtype, shape: &[Option<usize>]) -> Result<&[u8], ModelError> {
        let expected = || format!("{dtype:?} of shape {shape:?}");
        let tensor = self.file.tensor(part).map_err(|_| bad(part, expected(), "no such part"))?;
        let fits = |(found, wanted): (&usize, &Option<usize>)| wanted.is_none_or(|wanted| wanted == *found);
        let same = tensor.shape().len() == shape.len() && tensor.shape().iter().zip(shape).all(fits);
        if tensor.dtype() != dtype || !same {
            return Err(bad(part, expected(), format!("{:?} of shape {:?}", tensor.dtype(), tensor.shape())));
        }
        Ok(tensor.data())
    }

    fn floats(&self, part: &str, shape: &[Option<usize>]) -> Result<Vec<f32>, ModelError> {
        let bytes = self.bytes(part, Dtype::F32, shape)?;
        let values = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let values: Vec<f32> = values.collect();
        check_finite(part, &values)?;
        Ok(values)
    }

    fn counts(&self, part: &str, shape: &[Option<usize>]) -> Result<Vec<u32>, ModelError> {
        let bytes = self.bytes(part, Dtype::U32, shape)?;
        Ok(bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    fn weights(&self, part: &str, rows: usize) -> Result<Vec<[f32; 3]>, ModelError> {
        Ok(rows_of(&self.halves(part, &[Some(rows), Some(3)])?))
    }

    fn halves(&self, part: &str, shape: &[Option<usize>]) -> Result<Vec<f32>, ModelError> {
        let bytes = self.bytes(part, Dtype::F16, shape)?.as_chunks().0;
        let halves: Vec<half::f16> = bytes.iter().map(|b| half::f16::from_le_bytes(*b)).collect();
        let values = halves.to_f32_vec();
        check_finite(part, &values)?;
        Ok(values)
    }

    fn stages(&self) -> Result<Stages, ModelError> {
        let keys = self.counts("keys", &[None])?;
        if !keys.windows(2).all(|pair| pair[0] < pair[1]) {
            return Err(bad("keys", "ascending keys, each once", "others"));
        }
        let count = keys.len();
        let values = self.halves("values", &[Some(count)])?;
        let bias = rows_of(&self.floats("bias", &[Some(2), Some(3)])?);
        let head = |part, at: usize| Ok(Logistic { weights: self.weights(part, count)?, bias: bias[at] });
        let sentence =
            SentenceStage { vocabulary: Vocabulary { keys, values }, heads: [head("label", 0)?, head("alone", 1)?] };
        let weights = rows_of(&self.floats("context", &[Some(WIDTH), Some(3)])?);
        let context_bias = rows_of(&self.floats("context_bias", &[Some(3)])?)[0];
        let numbers = self.floats("calibration", &[Some(2), Some(7)])?;
        let context = ContextStage(Logistic { weights, bias: context_bias });
        let (label, alone) = (calibrated(&numbers[..7]), calibrated(&numbers[7..]));
        let curvature = self.curvature(count)?;
        let convolution = self.convolution()?;
        Ok(Stages { sentence, convolution, context, label, alone, conformal: self.conformal()?, curvature })
    }

    fn convolution(&self) -> Result<Option<Arc<Rows>>, ModelError> {
        if !self.file.names().iter().any(|name| [WORDS, EMBEDDINGS, EMBEDDING_STEP, LAYERS, UNASKED].contains(name)) {
            return Ok(None);
        }
        let words = self.hashes(WORDS)?;
        let steps = self.bytes(EMBEDDINGS, Dtype::I8, &[Some(words.len()), Some(DEPTH)])?.as_chunks().0;
        let step = self.floats(EMBEDDING_STEP, &[Some(1)])?[0];
        let layers = self.floats(LAYERS, &[Some(LAYERS_LENGTH)])?;
        let unasked = match self.file.names().contains(&UNASKED) {
            true => self.floats(UNASKED, &[Some(6)])?.first_chunk().copied(),
            false => None,
        };
        let network = Convolution::read(words, steps, step, &layers, unasked);
        let network = network.map_err(|(part, expected)| bad(part, expected, "others"))?;
        Ok(Some(Arc::new(Rows::new(network))))
    }

    fn curvature(&self, features: usize) -> Result<Option<Curvature>, ModelError> {
        if !self.file.names().contains(&CURVATURE) {
            return Ok(None);
        }
        let pair = |part| Ok::<_, ModelError>(rows_of(&self.floats(part, &[Some(2), Some(3)])?));
        let (bias, factors) = (pair(CURVATURE_BIAS)?, pair(CLASS_WEIGHTS)?);
        Ok(Some(Curvature {
            features: self.bytes(CURVATURE, Dtype::U8, &[Some(features)])?.to_vec(),
            bias: [bias[0], bias[1]],
            factors: [factors[0], factors[1]],
            context: self.floats(CURVATURE_CONTEXT, &[Some(TRIANGLE)])?,
        }))
    }

    fn conformal(&self) -> Result<Option<Conformal>, ModelError> {
        if !self.file.names().iter().any(|name| [LEVELS, DOCUMENTS].contains(name)) {
            return Ok(None);
        }
        let levels = self.floats(LEVELS, &[Some(2), Some(3), Some(STEPS)])?;
        if let Some(outside) = levels.iter().find(|level| !(0.0..=1.0).contains(*level)) {
            return Err(bad(LEVELS, "probabilities from 0 to 1", outside.to_string()));
        }
        if !levels.chunks_exact(STEPS).all(|levels| levels.is_sorted()) {
            return Err(bad(LEVELS, "ascending quantiles", "others"));
        }
        let documents = self.counts(DOCUMENTS, &[Some(2), Some(3)])?;
        let quantiles = |reading: usize| Quantiles {
            documents: [0, 1, 2].map(|class| documents[reading * 3 + class]),
            levels: [0, 1, 2].map(|class| levels[(reading * 3 + class) * STEPS..][..STEPS].to_vec()),
        };
        Ok(Some(Conformal { label: quantiles(0), alone: quantiles(1) }))
    }

    /// Digests in ascending order, each once; `None` where the file has no such part.
    fn digests(&self, part: &str) -> Result<Option<Vec<u64>>, ModelError> {
        if !self.file.names().contains(&part) {
            return Ok(None);
        }
        let digests = self.hashes(part)?;
        match digests.windows(2).all(|pair| pair[0] < pair[1]) {
            true => Ok(Some(digests)),
            false => Err(bad(part, "ascending digests, each once", "others")),
        }
    }

    fn hashes(&self, part: &str) -> Result<Vec<u64>, ModelError> {
        let bytes = self.bytes(part, Dtype::U64, &[None])?;
        let hash = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("chunks of eight"));
        Ok(bytes.chunks_exact(8).map(hash).collect())
    }

    fn cues(&self) -> Result<Cues, ModelError> {
        let hashes = self.hashes("cue_hashes")?;
        let roles = self.bytes("cue_roles", Dtype::U8, &[Some(hashes.len())])?;
        let pairs = hashes.into_iter().zip(roles).map(|(hash, role)| {
            let role = Role::ALL.get(*role as usize).ok_or_else(|| bad("cue_roles", "0 to 8", role.to_string()))?;
            Ok((hash, *role))
        });
        Ok(Cues::from_hashes(pairs.collect::<Result<Vec<_>, ModelError>>()?))
    }
}

fn check_finite(part: &str, values: &[f32]) -> Result<(), ModelError> {
    match values.iter().find(|value| !value.is_finite()) {
        Some(value) => Err(bad(part, "finite numbers", value.to_string())),
        None => Ok(()),
    }
}

fn rows_of(values: &[f32]) -> Vec<[f32; 3]> {
    values.chunks_exact(3).map(|row| [row[0], row[1], row[2]]).collect()
}

fn calibrated(numbers: &[f32]) -> Calibrated {
    Calibrated {
        calibration: Calibration { slope: numbers[0], bias: [numbers[1], numbers[2], numbers[3]] },
        decision: Decision { weights: [numbers[4], numbers[5], numbers[6]] },
    }
}
