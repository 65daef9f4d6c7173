use super::wording::Wording;
use crate::base::{CodePoints, Kind, Scores, Stance};
use crate::model::{Model, Worker};
use crate::pipeline::Labelled;

/// A sentence that somebody might be asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The article.
    pub doc: String,
    /// Where the article comes from: its source, else the folder it lies in.
    pub source: String,
    /// The sentence's number in the article, from 1.
    pub n: u32,
    /// Where it stands in the article's text, in code points.
    pub place: (usize, usize),
    /// The paragraph it stands in, from 1.
    pub paragraph: u32,
    /// Body or heading.
    pub kind: Kind,
    /// The sentence.
    pub text: String,
    /// What the model says of it.
    pub label: Stance,
    /// With these probabilities.
    pub scores: Scores,
    /// How much is expected of its label; see [`worth`].
    pub worth: f32,
    /// Its words, by which copies are known.
    pub(super) wording: Wording,
    /// Number of its article in this run.
    pub(super) article: usize,
}

/// How unsure a model is: 1 where two stances are equally likely, 0 where one is certain.
///
/// ```
/// use stance::{base::Scores, pipeline::uncertainty};
/// assert_eq!(uncertainty(&Scores([0.5, 0.0, 0.5])), 1.0);
/// assert_eq!(uncertainty(&Scores([0.0, 0.0, 1.0])), 0.0);
/// ```
pub fn uncertainty(scores: &Scores) -> f32 {
    let Scores(mut ascending) = *scores;
    ascending.sort_by(f32::total_cmp);
    (1.0 - (ascending[2] - ascending[1])).max(0.0)
}

/// How far two stages are apart: the Jensen-Shannon divergence of their probabilities, from 0 to 1.
///
/// ```
/// use stance::{base::Scores, pipeline::divergence};
/// assert_eq!(divergence(&Scores([1.0, 0.0, 0.0]), &Scores([0.0, 1.0, 0.0])), 1.0);
/// assert_eq!(divergence(&Scores([0.2, 0.3, 0.5]), &Scores([0.2, 0.3, 0.5])), 0.0);
/// ```
pub fn divergence(one: &Scores, other: &Scores) -> f32 {
    let part =
        |p: f32, q: f32| if p > 0.0 { f64::from(p) * libm::log2(2.0 * f64::from(p) / f64::from(p + q)) } else { 0.0 };
    let sum: f64 = one.0.iter().zip(&other.0).map(|(&p, &q)| part(p, q) + part(q, p)).sum();
    (sum / 2.0).clamp(0.0, 1.0) as f32
}

/// Steps of uncertainty within which divergence decides.
const STEPS: f32 = 50.0;

/// What a label is expected to teach: how unsure the model is and, among sentences of which it is about as unsure, how far
/// its sentence stage is from what the whole model says. Divergence that weighed more cost labels in the simulation of
/// `docs/sampling.md`.
///
/// ```
/// use stance::{base::Scores, pipeline::worth};
/// let (unsure, sure) = (Scores([0.4, 0.3, 0.3]), Scores([0.0, 0.1, 0.9]));
/// assert!(worth(&unsure, &unsure) > worth(&sure, &unsure));
/// assert!(worth(&unsure, &sure) > worth(&unsure, &unsure));
/// ```
pub fn worth(whole: &Scores, sentence_stage: &Scores) -> f32 {
    ((uncertainty(whole) * STEPS).floor() + divergence(whole, sentence_stage)) / (STEPS + 1.0)
}

/// The sentences of an article that may take a side.
pub(super) fn candidates(labelled: &Labelled, model: &Model, worker: &mut Worker) -> Vec<Candidate> {
    let document = &labelled.document;
    let alone = model.sentence_stage(document, worker);
    let source = source(labelled);
    let mut points = CodePoints::new(&document.text);
    let mut found = Vec::new();
    for (at, sentence) in document.sentences.iter().enumerate() {
        let place = (points.at(sentence.span.start), points.at(sentence.span.end));
        let verdict = &labelled.verdicts[at];
        let (true, Some((label, scores))) = (sentence.kind.may_take_side(), verdict.label.zip(verdict.scores)) else {
            continue;
        };
        let text = sentence.span.of(&document.text);
        found.push(Candidate {
            doc: document.id.clone(),
            source: source.clone(),
            n: document.first + at as u32,
            place,
            paragraph: sentence.paragraph,
            kind: sentence.kind,
            text: text.to_owned(),
            label,
            scores,
            worth: worth(&scores, &alone[at]),
            wording: Wording::of(text),
            article: 0,
        });
    }
    found
}

fn source(labelled: &Labelled) -> String {
    let folder = || labelled.document.id.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    labelled.document.meta.source.clone().filter(|source| !source.trim().is_empty()).unwrap_or_else(folder)
}
