use super::settings::TrainSettings;
use crate::base::Stance;
use crate::dataset::LabelledDocument;
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
        }
    }
}

/// Names a document's text without holding it.
pub fn document_digest(text: &str) -> String {
    crate::base::sentence_digest(text)
}

impl super::Model {
    /// Whether a document's text was among those the model learnt from, or at least half of its sentences were
    /// (a file written before these were kept knows whole texts only).
    pub fn trained_on(&self, document: &crate::document::Document) -> bool {
        let whole = self.info.documents.contains(&document_digest(&document.text));
        whole || self.seen.as_ref().is_some_and(|seen| seen.knows(document))
    }
}
