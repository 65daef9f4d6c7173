use crate::base::Stance;
use crate::document::Document;
use crate::model::{Model, Worker};
use crate::pipeline;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the model says of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Suggestion {
    /// Its label.
    pub label: Stance,
    /// The probability of that label.
    pub score: f32,
}

/// Suggestions for the sentences of stored documents, by the number of the sentence in the store. Nothing is
/// suggested where the model abstains.
pub fn suggestions(documents: Vec<(Document, Vec<i64>)>, model: &Model) -> BTreeMap<i64, Suggestion> {
    let mut worker = Worker::default();
    let mut suggestions = BTreeMap::new();
    for (document, ids) in documents {
        let labelled = pipeline::label(document, model, 0.0, &mut worker);
        let made = labelled.verdicts.iter().zip(ids).filter_map(|(verdict, id)| {
            let (label, score) = verdict.label.zip(verdict.score)?;
            Some((id, Suggestion { label, score }))
        });
        suggestions.extend(made);
    }
    suggestions
}
