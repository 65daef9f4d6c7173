use super::candidate::Candidate;
use super::spread::{Standing, quotas, spread};
use serde::Serialize;
use std::collections::{BTreeSet, BinaryHeap, HashSet};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Candidates of each class kept for the choice, times the size of the sample: among so many sources and documents are
/// spread and near-copies left out.
const KEPT: usize = 5;
/// Sentences remembered before the older half is forgotten; one that returns later is taken for new.
const HALF: usize = 1 << 20;

/// What is to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleSettings {
    /// How many sentences.
    pub count: usize,
    /// The share of them that is drawn at random.
    pub audit: f64,
    /// Seed of the draw.
    pub seed: u64,
}

/// Why a sentence is in a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Arm {
    /// Drawn at random: figures on these alone say how good the model is on all of them.
    Audit,
    /// Chosen for what its label may teach: figures on these say nothing of the rest.
    Chosen,
}

/// A sentence of a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// The sentence.
    pub candidate: Candidate,
    /// Why it is there.
    pub arm: Arm,
}

/// What was met, and what became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SampleCounts {
    /// Articles about people who flee, in English, none a reprint of another.
    pub articles: u64,
    /// Their sentences that may take a side.
    pub sentences: u64,
    /// Of them, those in the files of what is done.
    pub done: u64,
    /// Of them, those that the model has learnt from.
    pub learnt: u64,
    /// Of them, those that say the same as an earlier one.
    pub repeated: u64,
    /// What is left: what is drawn from.
    pub open: u64,
    /// Drawn at random.
    pub audit: u64,
    /// Chosen.
    pub chosen: u64,
}

/// Draws a sample from sentences that come one after another, in bounded memory.
#[derive(Debug)]
pub(super) struct Sampler {
    settings: SampleSettings,
    audit: Least,
    /// The worthiest of each class.
    pools: [Least; 3],
    /// Sentences of each class.
    classes: [u64; 3],
    said: Recent,
    pub counts: SampleCounts,
}

impl Sampler {
    pub fn new(settings: SampleSettings) -> Self {
        let audit = (settings.count as f64 * settings.audit).round() as usize;
        let pool = || Least::new(settings.count.saturating_mul(KEPT));
        Sampler {
            settings,
            audit: Least::new(audit),
            pools: [pool(), pool(), pool()],
            classes: [0; 3],
            said: Recent::default(),
            counts: SampleCounts::default(),
        }
    }

    /// Takes the sentences of an article.
    pub fn take(&mut self, candidates: Vec<Candidate>) {
        self.counts.articles += 1;
        for candidate in candidates {
            self.counts.sentences += 1;
            if !self.said.is_new(candidate.wording.key) {
                self.counts.repeated += 1;
                continue;
            }
            self.counts.open += 1;
            self.classes[candidate.label.index()] += 1;
            let candidate = Candidate { article: self.counts.articles as usize, ..candidate };
            let chance = xxh3_64_with_seed(&candidate.wording.key.to_le_bytes(), self.settings.seed);
            self.audit.offer([0, chance], &candidate);
            // Worth is not negative, so its bits ascend with it.
            let worth = u64::from(candidate.worth.to_bits());
            self.pools[candidate.label.index()].offer([u64::MAX - worth, chance], &candidate);
        }
    }

    /// The sample in the order of the articles.
    pub fn finish(self) -> (Vec<Sampled>, SampleCounts) {
        let audit = self.audit.ascending();
        let drawn: BTreeSet<u64> = audit.iter().map(|entry| entry.candidate.wording.key).collect();
        let mut pool: Vec<Entry> = self.pools.into_iter().flat_map(Least::ascending).collect();
        pool.retain(|entry| !drawn.contains(&entry.candidate.wording.key));
        pool.sort();
        let candidates: Vec<&Candidate> = pool.iter().map(|entry| &entry.candidate).collect();
        let standings: Vec<Standing> = candidates
            .iter()
            .map(|it| Standing { class: it.label.index(), source: &it.source, doc: &it.doc })
            .collect();
        let rest = self.settings.count - audit.len();
        let chosen = spread(&standings, quotas(rest, self.classes), |at, taken| {
            let wording = &candidates[at].wording;
            let is_near = |other: &Candidate| wording.is_near(&other.wording);
            !taken.iter().any(|&other| is_near(candidates[other])) && !audit.iter().any(|it| is_near(&it.candidate))
        });
        let counts = SampleCounts { audit: audit.len() as u64, chosen: chosen.len() as u64, ..self.counts };
        let chosen = chosen.iter().map(|&at| Sampled { candidate: candidates[at].clone(), arm: Arm::Chosen });
        let drawn = audit.iter().map(|entry| Sampled { candidate: entry.candidate.clone(), arm: Arm::Audit });
        let mut sample: Vec<Sampled> = drawn.chain(chosen).collect();
        sample.sort_by_key(|it| (it.candidate.article, it.candidate.n));
        (sample, counts)
    }
}

/// A candidate and what it is ordered by.
#[derive(Debug)]
struct Entry {
    key: [u64; 2],
    candidate: Candidate,
}

impl Entry {
    /// Two of the same rank are told apart by where they stand.
    fn rank(&self) -> ([u64; 2], usize, u32) {
        (self.key, self.candidate.article, self.candidate.n)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// The candidates with the least keys, so many at most.
#[derive(Debug)]
struct Least {
    most: usize,
    heap: BinaryHeap<Entry>,
}

impl Least {
    fn new(most: usize) -> Self {
        Least { most, heap: BinaryHeap::new() }
    }

    fn offer(&mut self, key: [u64; 2], candidate: &Candidate) {
        let is_full = self.heap.len() >= self.most;
        if is_full && self.heap.peek().is_none_or(|greatest| greatest.key <= key) {
            return;
        }
        if is_full {
            self.heap.pop();
        }
        self.heap.push(Entry { key, candidate: candidate.clone() });
    }

    fn ascending(self) -> Vec<Entry> {
        self.heap.into_sorted_vec()
    }
}

/// What was said in the last one to two million sentences.
#[derive(Debug, Default)]
struct Recent {
    newer: HashSet<u64>,
    older: HashSet<u64>,
}

impl Recent {
    /// Whether it was not said before; it is from now on.
    fn is_new(&mut self, key: u64) -> bool {
        if self.older.contains(&key) || !self.newer.insert(key) {
            return false;
        }
        if self.newer.len() >= HALF {
            self.older = std::mem::take(&mut self.newer);
        }
        true
    }
}
