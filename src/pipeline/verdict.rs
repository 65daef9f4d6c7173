use super::Run;
use crate::base::{Scores, Stance, StanceSet};
use crate::document::Document;
use crate::model::{Model, Prediction, Word, Worker};

/// What is said of one sentence in an output.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The stance; `None` is `abstain`.
    pub label: Option<Stance>,
    /// Probability of the stance, also of one too unsure to be given; `None` where nothing was guessed.
    pub score: Option<f32>,
    /// The three probabilities; `None` where nothing was guessed.
    pub scores: Option<Scores>,
    /// The stances that cannot be left out at the risk asked for; `None` where none was asked for or nothing guessed.
    pub set: Option<StanceSet>,
}

impl Verdict {
    /// Of a sentence in a language that the model does not know.
    pub const ABSTAIN: Verdict = Verdict { label: None, score: None, scores: None, set: None };

    /// The prediction, its label kept only at `min_score` or more.
    pub fn new(prediction: &Prediction, min_score: f32) -> Self {
        let score = prediction.score();
        Verdict {
            label: prediction.label.filter(|_| score >= min_score),
            score: Some(score),
            scores: Some(prediction.scores),
            set: None,
        }
    }

    /// The stance of a set of one, kept only at `min_score` or more; of a larger set none.
    fn of_set(prediction: &Prediction, set: StanceSet, min_score: f32) -> Self {
        let single = Prediction { label: set.only(), ..*prediction };
        let withheld = if single.label.is_some() { &single } else { prediction };
        let verdict = Verdict::new(withheld, min_score);
        Verdict { label: verdict.label.filter(|_| single.label.is_some()), set: Some(set), ..verdict }
    }

    /// The label as written in files.
    pub fn name(&self) -> &'static str {
        self.label.map_or("abstain", Stance::name)
    }
}

/// A document with a verdict for each of its sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    /// The document.
    pub document: Document,
    /// Whether it touches people who flee; `None` where its language is not known to the model.
    pub on_topic: Option<bool>,
    /// One a sentence, in order.
    pub verdicts: Vec<Verdict>,
    /// The id of the document, met before in this run, that this one reprints; `None` also where none is looked for.
    pub copy_of: Option<Box<str>>,
    /// The words behind the label of each sentence that takes a side, where they were asked for; else empty.
    pub words: Vec<Vec<Word>>,
}

/// Labels a document; one in another language than English is not guessed at.
pub fn label(document: Document, model: &Model, min_score: f32, worker: &mut Worker) -> Labelled {
    judge(document, model, worker, |_, prediction| Verdict::new(prediction, min_score))
}

impl Run<'_> {
    /// Labels a document as asked.
    pub(super) fn label(&self, document: Document, worker: &mut Worker) -> Labelled {
        judge(document, self.model, worker, |document, prediction| match &self.sets {
            None => Verdict::new(prediction, self.min_score),
            Some(sets) => {
                let set = sets.of(document.has_context, &prediction.scores, prediction.label);
                Verdict::of_set(prediction, set, self.min_score)
            }
        })
    }
}

fn judge(
    document: Document,
    model: &Model,
    worker: &mut Worker,
    verdict: impl Fn(&Document, &Prediction) -> Verdict,
) -> Labelled {
    if other_language(&document).is_some() {
        let verdicts = vec![Verdict::ABSTAIN; document.sentences.len()];
        return Labelled { document, on_topic: None, verdicts, copy_of: None, words: Vec::new() };
    }
    let (on_topic, predictions) = model.read(&document, worker);
    let verdicts = predictions.iter().map(|prediction| verdict(&document, prediction)).collect();
    Labelled { document, on_topic: Some(on_topic), verdicts, copy_of: None, words: Vec::new() }
}

impl Labelled {
    /// Looks up the at most `most` words behind each label that takes a side.
    pub fn with_words(mut self, model: &Model, most: usize) -> Self {
        if most > 0 {
            let words = |(at, verdict): (usize, &Verdict)| match verdict.label {
                Some(side @ (Stance::Admit | Stance::Restrict)) => model.words(&self.document, at, side, most),
                _ => Vec::new(),
            };
            self.words = self.verdicts.iter().enumerate().map(words).collect();
        }
        self
    }
}

/// The document's language where it is known and not English.
pub(super) fn other_language(document: &Document) -> Option<&str> {
    let language = document.meta.language.as_deref()?.trim();
    let main = language.split(['-', '_']).next().unwrap_or_default();
    let english = ["en", "eng", "english", "und", ""].iter().any(|name| main.eq_ignore_ascii_case(name));
    (!english).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_text;

    fn in_language(language: &str) -> Labelled {
        let mut document = from_text("d", "We must let refugees in. They fled.");
        document.meta.language = Some(language.to_owned());
        let model = Model::default_model().expect("the model compiled in");
        label(document, &model, 0.0, &mut Worker::default())
    }

    #[test]
    fn another_language_is_not_guessed_at() {
        let labelled = in_language("de");
        assert_eq!((labelled.on_topic, labelled.verdicts), (None, vec![Verdict::ABSTAIN; 2]));
    }

    #[test]
    fn english_by_any_of_its_names_is_labelled() {
        for name in ["en", "eng", "en-GB", "en_US", "English", ""] {
            assert!(in_language(name).verdicts.iter().all(|verdict| verdict.scores.is_some()), "{name}");
        }
    }

    #[test]
    fn an_unsure_label_is_withheld_and_its_scores_kept() {
        let prediction = Prediction { label: Some(Stance::Admit), scores: Scores([0.5, 0.3, 0.2]) };
        let verdict = Verdict::new(&prediction, 0.6);
        assert_eq!((verdict.name(), verdict.score), ("abstain", Some(0.5)));
        assert_eq!(Verdict::new(&prediction, 0.5).name(), "admit");
    }

    #[test]
    fn a_set_of_one_is_the_label_and_a_larger_one_is_none() {
        let prediction = Prediction { label: Some(Stance::Admit), scores: Scores([0.4, 0.1, 0.5]) };
        let single = Verdict::of_set(&prediction, StanceSet::one(Stance::Neutral), 0.0);
        assert_eq!((single.name(), single.score), ("neutral", Some(0.5)));
        let both = [Stance::Admit, Stance::Neutral].into_iter().collect();
        let larger = Verdict::of_set(&prediction, both, 0.0);
        assert_eq!((larger.name(), larger.score), ("abstain", Some(0.4)));
        assert_eq!(Verdict::of_set(&prediction, StanceSet::one(Stance::Neutral), 0.6).name(), "abstain");
    }
}
