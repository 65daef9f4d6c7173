//! Labelled documents → [`Model`]; [`Document`] → [`Prediction`]s.
//!
//! Method: three learners. The *sentence stage*, multinomial logistic regression over hashed features,
//! scores each sentence by itself for two readings (`label` and `alone`); the *convolution*, a small network
//! over the words in their order, is added to it unless it is plainly neutral. The *context stage*, a small logistic regression over
//! those scores and the sentence's surroundings, gives the reading in the article; a lone sentence gets
//! the `alone` reading. Both readings are calibrated on out-of-fold scores. Where a larger model's
//! probabilities stand beside the labels, the first two learn from both.
//!
//! ```
//! use stance::model::{Model, Worker};
//! let model = Model::default_model()?;
//! let document = stance::document::from_text("note", "We should grant asylum to those who flee the war.");
//! let prediction = model.predict(&document, &mut Worker::default())[0];
//! assert_eq!(prediction.label, Some(stance::base::Stance::Admit));
//! # Ok::<(), stance::model::ModelError>(())
//! ```
//!
//! What it gets wrong: irony without a mark ("How generous of them"), a reported opponent whose words
//! carry the other side's vocabulary, arguments from history or economics that name neither entry nor
//! refusal, and premises whose conclusion stands several sentences away.

mod calibration;
mod conformal;
mod context_inputs;
mod context_stage;
mod convolution;
mod curvature;
mod explain;
mod file;
mod info;
mod lbfgs;
mod logistic;
mod objective;
mod predict;
mod prepared;
mod retrain;
mod scorer;
mod seen;
mod sentence_stage;
mod settings;
mod sparse;
mod table;
mod train;
mod vocabulary;
mod write;

pub use calibration::{Calibration, Decision};
pub use conformal::{Conformal, PredictionSets, Quantiles, Thresholds};
pub use explain::{Explanation, Pull, Word};
pub use file::ModelError;
pub use info::{Batch, BeforeAfter, ModelInfo, Retraining, SetCounts, Taught};
pub use logistic::{FitError, Logistic, SparseLogistic, ValidLogistic};
pub use predict::{Prediction, Worker};
pub use retrain::{Lesson, RetrainError, RetrainSettings};
pub use settings::{ConfigError, ContextSettings, ConvolutionSettings, SentenceSettings, SetWeights, TrainSettings};
pub use sparse::SparseRecords;
pub use train::OutOfFold;

use crate::dataset::{self, LabelledDocument, Sentences};
use crate::feature::{Cues, NAME, Scales};
use scorer::Scorer;
use seen::Learnt;
use table::Table;
use train::Stages;

/// Everything that scoring needs; immutable, shared by threads.
#[derive(Debug, Clone)]
pub struct Model {
    stages: Stages,
    scorer: Scorer,
    cues: Cues,
    info: ModelInfo,
    seen: Option<Sentences>,
    learnt: Learnt,
    digest: String,
}

impl Model {
    /// The model compiled into the program.
    pub fn default_model() -> Result<Model, ModelError> {
        Model::from_bytes(include_bytes!("../../models/stance.safetensors"))
    }

    /// Learns a model and gives what models that had not seen them said of the training rows.
    /// The documents may come in any order; `threads` changes the time it takes, nothing else.
    pub fn train(
        mut documents: Vec<LabelledDocument>,
        settings: &TrainSettings,
        threads: usize,
    ) -> Result<(Model, Vec<LabelledDocument>, Vec<OutOfFold>), FitError> {
        documents.sort_by(|a, b| a.document.id.cmp(&b.document.id));
        let cues = Cues::default();
        let (stages, out_of_fold) = train::fit(&documents, settings, &cues, threads)?;
        let info = ModelInfo::new(settings, &documents, dataset::digest(&documents));
        let bytes = write::write(&stages, &cues, &info, Some(&Sentences::of(&documents)), &Learnt::default());
        let model = Model::from_bytes(&bytes).expect("what was written reads back");
        Ok((model, documents, out_of_fold))
    }

    /// What models that never saw a document say of each of its sentences, no model coming of it. Only documents that
    /// `taught` names are learnt from, all are scored; both stand in the order of `documents`, which should be that
    /// of their ids, so that the same set gives the same figures.
    ///
    /// # Errors
    /// A label that is missing among what is learnt from.
    pub fn cross_validate(
        documents: &[LabelledDocument],
        taught: &[bool],
        settings: &TrainSettings,
        threads: usize,
    ) -> Result<Vec<OutOfFold>, FitError> {
        train::cross_validate(documents, taught, settings, &Cues::default(), threads)
    }

    fn assemble(
        stages: Stages,
        cues: Cues,
        info: ModelInfo,
        (seen, learnt): (Option<Sentences>, Learnt),
        digest: String,
    ) -> Model {
        let scorer = Scorer {
            table: Table::new(&stages.sentence),
            settings: info.settings.features.clone(),
            scales: Scales::new(info.settings.sentence.length_power),
            convolution: stages.convolution.clone(),
            asking: info.settings.convolution.clone(),
            name: stages.convolution.as_ref().map_or(0, |rows| rows.number(NAME)),
            bias: [stages.sentence.heads[0].bias, stages.sentence.heads[1].bias],
        };
        Model { stages, scorer, cues, info, seen, learnt, digest }
    }

    /// The model file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        write::write(&self.stages, &self.cues, &self.info, self.seen.as_ref(), &self.learnt)
    }

    /// SHA-256 of the model file.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What sets of stances at any risk are made from; `None` in a file written before there were any.
    pub fn conformal(&self) -> Option<&Conformal> {
        self.stages.conformal.as_ref()
    }

    /// How and from what the model was made.
    pub fn info(&self) -> &ModelInfo {
        &self.info
    }
}
