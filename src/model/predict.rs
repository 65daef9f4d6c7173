use super::Model;
use super::context_inputs::{WIDTH, context_inputs};
use super::scorer::ScorerMemory;
use super::sentence_stage::TwoLogits;
use crate::base::{Scores, Stance};
use crate::document::Document;

/// What the model says of one sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The stance; `None` where the model abstains.
    pub label: Option<Stance>,
    /// Calibrated probabilities: of the sentence in its article, or alone where it has none.
    pub scores: Scores,
}

impl Prediction {
    /// Boilerplate and captions: neutral, whatever they say.
    pub const NEUTRAL: Prediction = Prediction { label: Some(Stance::Neutral), scores: Scores::NEUTRAL };

    /// The probability of the label; of the likeliest stance where there is none.
    pub fn score(&self) -> f32 {
        self.scores.of(self.label.unwrap_or_else(|| self.scores.best()))
    }
}

/// Scratch memory of one thread.
#[derive(Debug, Default)]
pub struct Worker {
    memory: ScorerMemory,
    logits: Vec<TwoLogits>,
    inputs: Vec<[f32; WIDTH]>,
}

impl Model {
    /// One prediction a sentence, in order. The worker may have served other documents of the same model before.
    pub fn predict(&self, document: &Document, worker: &mut Worker) -> Vec<Prediction> {
        let Worker { memory, logits, inputs } = worker;
        logits.clear();
        logits.extend(document.sentences.iter().map(|s| self.scorer.logits(document, s, &self.cues, memory)));
        if !self.on_topic(document) {
            return vec![Prediction::NEUTRAL; document.sentences.len()];
        }
        if document.has_context {
            context_inputs(document, logits, &self.cues, inputs);
        }
        let sentences = document.sentences.iter().enumerate();
        let predictions = sentences.map(|(at, sentence)| {
            if !sentence.kind.may_take_side() {
                return Prediction::NEUTRAL;
            }
            let (scores, label) = match document.has_context {
                true => self.stages.label.read(self.stages.context.logits(&inputs[at])),
                false => self.stages.alone.read(logits[at][1]),
            };
            Prediction { label: Some(label), scores }
        });
        predictions.collect()
    }

    /// Whether the article touches people who flee at all. A lone sentence is always taken to.
    pub fn on_topic(&self, document: &Document) -> bool {
        !document.has_context || self.cues.names_people(document)
    }
}
