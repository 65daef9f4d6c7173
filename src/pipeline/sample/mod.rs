//! Articles → the sentences that are worth labelling next.
//!
//! Method: of the articles that touch people who flee, in English and no reprints, every sentence that may take a side is
//! a candidate, once whatever its case, marks and numbers, unless it was labelled before. A part, the audit arm, is drawn
//! from all candidates with the same probability (the least of a hash of seed and words), so that figures on it are those
//! of all of them. The rest is chosen by [`worth`]: the worthiest of each class that the model gives are kept, and
//! [`spread`] takes some of each class ([`quotas`]), spread over sources and documents, without near-copies.
//!
//! Memory: the audit arm, five candidates of each class for each sentence asked for, and hashes of the last one to two
//! million sentences. The same inputs in the same order, settings and seed give the same sample on any number of threads.
//!
//! ```
//! use stance::{model::Model, pipeline::{self, Done, Input, Reader, Run, SampleSettings}};
//! let model = Model::default_model()?;
//! let run = Run { copies: true, ..Run::new(&model) };
//! let inputs = vec![Reader::new(Input::Path("seeds/articles".into()))];
//! let settings = SampleSettings { count: 20, audit: 0.2, seed: 1 };
//! let (sample, counts) = pipeline::sample(inputs, &run, settings, &Done::default(), |_| {});
//! assert_eq!((sample.len(), counts.audit), (20, 4));
//! # Ok::<(), stance::model::ModelError>(())
//! ```
//!
//! What it gets wrong: an article that was taken for one about something else is never asked about, so that the audit arm
//! says nothing of it; the model is as sure of its blind spots as of what it knows, which only the audit arm finds.

mod candidate;
mod sampler;
mod spread;
mod wording;

pub use candidate::{Candidate, divergence, uncertainty, worth};
pub use sampler::{Arm, SampleCounts, SampleSettings, Sampled};
pub use spread::{Standing, quotas, spread};

use super::articles::gather;
use super::{Chunk, Labelled, Note, Reader, Run};
use crate::article::Articles;
use crate::base::sentence_digest;
use crate::model::Worker;
use candidate::candidates;
use sampler::Sampler;
use std::collections::HashSet;
use std::ops::ControlFlow;
use wording::Wording;

/// Sentences that nobody needs to label any more.
#[derive(Debug, Clone, Default)]
pub struct Done {
    digests: HashSet<String>,
    wordings: HashSet<u64>,
}

impl Done {
    /// Adds a sentence, by its text or, where that is not known, by its digest.
    pub fn add(&mut self, text: &str, digest: &str) {
        if text.is_empty() {
            self.digests.insert(digest.to_owned());
        } else {
            self.wordings.insert(Wording::of(text).key);
        }
    }

    fn holds(&self, candidate: &Candidate) -> bool {
        let by_digest = || !self.digests.is_empty() && self.digests.contains(&sentence_digest(&candidate.text));
        self.wordings.contains(&candidate.wording.key) || by_digest()
    }
}

/// What a worker found in some articles.
#[derive(Debug, Default)]
struct Found {
    articles: Vec<Vec<Candidate>>,
    done: u64,
    learnt: u64,
}

/// Draws a sample from articles; `run` should look for copies. `tell` gets what is to be told, in the order of the inputs.
pub fn sample(
    inputs: Vec<Reader<Articles>>,
    run: &Run,
    settings: SampleSettings,
    done: &Done,
    mut tell: impl FnMut(&Note) + Send,
) -> (Vec<Sampled>, SampleCounts) {
    let mut sampler = Sampler::new(settings);
    let work = |labelled: &[Labelled], _: &mut Chunk, worker: &mut Worker| found(labelled, run, done, worker);
    gather(inputs, run, work, |chunk, found| {
        chunk.notes.iter().for_each(&mut tell);
        sampler.counts.sentences += found.done + found.learnt;
        sampler.counts.done += found.done;
        sampler.counts.learnt += found.learnt;
        found.articles.into_iter().for_each(|candidates| sampler.take(candidates));
        ControlFlow::Continue(())
    });
    sampler.finish()
}

fn found(labelled: &[Labelled], run: &Run, done: &Done, worker: &mut Worker) -> Found {
    let mut found = Found::default();
    for article in labelled.iter().filter(|it| it.on_topic == Some(true) && it.copy_of.is_none()) {
        let mut candidates = candidates(article, run.model, worker);
        candidates.retain(|candidate| {
            let is_done = done.holds(candidate);
            let is_learnt = !is_done && run.model.has_learnt(&candidate.text);
            found.done += u64::from(is_done);
            found.learnt += u64::from(is_learnt);
            !is_done && !is_learnt
        });
        found.articles.push(candidates);
    }
    found
}
