use super::settings::TrainSettings;
use crate::base::Stance;
use crate::dataset::{LabelledDocument, taught};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How and from what a model was made; stands as JSON in the model file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelInfo {
    /// Label names in the order of the weights.
    pub labels: Vec<Stance>,
    /// Version of the program that wrote it.
    pub program: String,
    /// All settings of the run.
    pub settings: TrainSettings,
    /// Digest of the labelled training data, whatever the order of its files.
    pub data_digest: String,
    /// Documents and sentences of each training set.
    pub sets: BTreeMap<String, SetCounts>,
    /// Digests of the training documents' texts, first 16 digits each, so that a test on training rows is noticed.
    pub documents: Vec<String>,
    /// What a larger model said of training sentences, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taught: Option<Taught>,
    /// How it was retrained since, one entry a time; `data_digest` and `settings` are those of the training before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retrained: Vec<Retraining>,
}

/// Probabilities of a larger model that were learnt beside the labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taught {
    /// Sentences that have some.
    pub sentences: usize,
    /// Digest of the sentences' places and probabilities.
    pub digest: String,
}

/// One retraining.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retraining {
    /// Version of the program.
    pub program: String,
    /// Digest of the model file that it started from.
    pub from: String,
    /// The files that the rows came from.
    pub batches: Vec<Batch>,
    /// Digest of the documents learnt from.
    pub data_digest: String,
    /// What was learnt.
    pub learnt: SetCounts,
    /// Before and after, on documents that neither model learnt from.
    pub compared: Vec<BeforeAfter>,
    /// Whether the model was written although it was worse or could not be compared.
    pub forced: bool,
}

/// A file of labelled rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Its name, without its folder.
    pub name: String,
    /// SHA-256 of its bytes.
    pub digest: String,
}

/// Macro-F1 of the former and of the retrained model on the same rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeforeAfter {
    /// The set and the reading.
    pub set: String,
    /// Sentences.
    pub rows: usize,
    /// Documents.
    pub documents: usize,
    /// The former model's.
    pub before: Option<f64>,
    /// The retrained model's.
    pub after: Option<f64>,
    /// Lower end of the 95 % interval of the difference, documents resampled in pairs.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Whether the gate held.
    pub passed: bool,
}

/// Size of one training set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SetCounts {
    /// Documents.
    pub documents: usize,
    /// Sentences labelled admit, restrict, neutral.
    pub sentences: [usize; 3],
}

impl ModelInfo {
    pub(super) fn new(settings: &TrainSettings, documents: &[LabelledDocument], data_digest: String) -> Self {
        let mut sets: BTreeMap<String, SetCounts> = BTreeMap::new();
        for document in documents {
            let counts = sets.entry(document.fact("set").unwrap_or("given").to_owned()).or_default();
            counts.documents += 1;
            for gold in &document.gold {
                counts.sentences[gold.label.index()] += 1;
            }
        }
        let digests = documents.iter().map(|document| document_digest(&document.document.text));
        ModelInfo {
            labels: Stance::ALL.to_vec(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            settings: settings.clone(),
            data_digest,
            sets,
            documents: digests.collect(),
            taught: taught(documents).map(|(sentences, digest)| Taught { sentences, digest }),
            retrained: Vec::new(),
        }
    }
}

/// Names a document's text without holding it.
pub fn document_digest(text: &str) -> String {
    crate::base::sentence_digest(text)
}

impl super::Model {
    /// Whether the model learnt from this sentence; of one of fewer than six words nothing is known.
    pub fn has_learnt(&self, text: &str) -> bool {
        self.seen.as_ref().is_some_and(|seen| seen.has(text) == Some(true))
    }

    /// Whether a document's text was among those the model learnt from, or at least half of its sentences were
    /// (a file written before these were kept knows whole texts only).
    pub fn trained_on(&self, document: &crate::document::Document) -> bool {
        let whole = self.info.documents.contains(&document_digest(&document.text));
        whole || self.seen.as_ref().is_some_and(|seen| seen.hold_half(document))
    }
}
