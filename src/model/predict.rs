use super::Model;
use super::context_inputs::{Evidence, context_inputs};
use super::scorer::ScorerMemory;
use crate::base::{Scores, Stance};
use crate::document::Document;
use crate::feature::Scratch;

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
    evidence: Vec<Evidence>,
}

impl Model {
    /// One prediction a sentence, in order. The worker may have served other documents of the same model before.
    pub fn predict(&self, document: &Document, worker: &mut Worker) -> Vec<Prediction> {
        self.read(document, worker).1
    }

    /// What [`Model::on_topic`] and [`Model::predict`] say of a document, in one pass over it.
    pub fn read(&self, document: &Document, worker: &mut Worker) -> (bool, Vec<Prediction>) {
        // Most articles are about something else; they are told apart before anything is scored.
        if document.whole && !self.on_topic(document) {
            return (false, vec![Prediction::NEUTRAL; document.sentences.len()]);
        }
        let Worker { memory, evidence } = worker;
        evidence.clear();
        evidence.extend(document.sentences.iter().map(|s| self.scorer.evidence(document, s, &self.cues, memory)));
        let mut seen = document.sentences.iter().zip(&*evidence);
        let on_topic = seen.any(|(sentence, evidence)| evidence.people && sentence.kind.may_take_side());
        let mut predictions = vec![Prediction::NEUTRAL; document.sentences.len()];
        let mut set = |at: usize, read: &dyn Fn() -> (Scores, Stance)| {
            if document.sentences[at].kind.may_take_side() {
                let (scores, label) = read();
                predictions[at] = Prediction { label: Some(label), scores };
            }
        };
        match document.has_context {
            true => context_inputs(document, evidence, &self.cues, |at, inputs| {
                set(at, &|| self.stages.label.read(self.stages.context.logits(inputs)));
            }),
            false => (0..evidence.len()).for_each(|at| set(at, &|| self.stages.alone.read(evidence[at].logits[1]))),
        }
        (on_topic, predictions)
    }

    /// What the sentence stage makes of each sentence's stance in its article before anything around it is seen: its
    /// probabilities, not calibrated.
    pub fn sentence_stage(&self, document: &Document, worker: &mut Worker) -> Vec<Scores> {
        let memory = &mut worker.memory;
        let evidence = document.sentences.iter().map(|s| self.scorer.evidence(document, s, &self.cues, memory));
        evidence.map(|evidence| Scores::softmax(evidence.logits[0])).collect()
    }

    /// Whether the article touches people who flee at all: whether a sentence of its body or headings names them.
    pub fn on_topic(&self, document: &Document) -> bool {
        let mut scratch = Scratch::default();
        let mut sentences = document.sentences.iter().filter(|sentence| sentence.kind.may_take_side());
        sentences.any(|sentence| self.cues.names_people(document, sentence, &mut scratch))
    }
}
