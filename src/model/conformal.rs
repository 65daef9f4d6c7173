//! Sets of stances that leave the right one out at most as often as asked.
//!
//! Split conformal prediction, class by class (Mondrian; Vovk 2012, *Conditional validity of inductive
//! conformal predictors*): a stance is in the set if its probability is at least a threshold, and the
//! threshold is the quantile of the probabilities that sentences of that stance got out of fold.
//! Sentences of one document are not exchangeable, documents are: so each document weighs the same, its
//! sentences of a stance sharing that weight, and one document's weight is held back for the new one (hierarchical
//! conformal prediction; Lee, Barber and Willett 2023, *Distribution-free inference with hierarchical data*).
//!
//! Guaranteed, where new documents are like those trained on: of a stance's sentences, one drawn from a
//! document drawn at random has a set without it with a probability of at most the risk. Not guaranteed: the
//! same for each kind of document, or for the sentences whose set is a single stance. The
//! probabilities come from models of the other folds while the final model learnt from all documents
//! (as in cross-conformal prediction, Vovk 2015): it is a little better than they were, so sets are a little large.

use crate::base::{Scores, Stance, StanceSet};

/// Steps of the stored quantiles: a threshold is at most a thousandth of the documents lower than it need be.
pub(super) const STEPS: usize = 1000;

/// What the thresholds of any risk are read from, for both readings of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Conformal {
    /// For a sentence in its article.
    pub label: Quantiles,
    /// For a lone sentence.
    pub alone: Quantiles,
}

/// Quantiles of the probability that sentences of a stance were given for it, of one reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantiles {
    /// Documents with a sentence of each stance.
    pub(super) documents: [u32; 3],
    /// For each stance and each step `j` the largest probability such that the sentences below it
    /// weigh at most `j` thousandths of all; ascending.
    pub(super) levels: [Vec<f32>; 3],
}

/// The least probability that brings a stance into the set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds(pub [f32; 3]);

/// The thresholds of both readings at one risk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PredictionSets {
    label: Thresholds,
    alone: Thresholds,
}

impl Conformal {
    /// Sets that leave the right stance out with a probability of at most `risk`.
    pub fn at(&self, risk: f64) -> PredictionSets {
        PredictionSets { label: self.label.thresholds(risk), alone: self.alone.thresholds(risk) }
    }
}

impl Quantiles {
    /// From the probabilities and right stances of sentences that the model had not seen, document by document.
    pub fn fit(documents: &[Vec<(Scores, Stance)>]) -> Self {
        let of = |stance: Stance| {
            let probabilities = |document: &Vec<(Scores, Stance)>| -> Vec<f32> {
                document.iter().filter(|(_, gold)| *gold == stance).map(|(scores, _)| scores.of(stance)).collect()
            };
            let mut documents: Vec<Vec<f32>> = documents.iter().map(probabilities).collect();
            documents.retain(|document| !document.is_empty());
            documents
        };
        let of_stances = Stance::ALL.map(of);
        Quantiles {
            documents: [0, 1, 2].map(|class| of_stances[class].len() as u32),
            levels: of_stances.map(|documents| levels(&documents)),
        }
    }

    /// A stance that no document has is in every set.
    pub fn thresholds(&self, risk: f64) -> Thresholds {
        Thresholds([0, 1, 2].map(|class| {
            let documents = f64::from(self.documents[class]);
            // One of `documents + 1` equal shares is the new document's, which may hold anything.
            let below = (risk * (documents + 1.0) - 1.0) / documents.max(1.0);
            let step = (below * STEPS as f64).floor();
            if documents == 0.0 || step < 0.0 { 0.0 } else { self.levels[class][(step as usize).min(STEPS - 1)] }
        }))
    }
}

/// The quantiles of some probabilities, each document weighing the same.
fn levels(documents: &[Vec<f32>]) -> Vec<f32> {
    let shares = |document: &Vec<f32>| {
        let share = 1.0 / (document.len() * documents.len()) as f64;
        document.iter().map(move |&probability| (probability, share)).collect::<Vec<_>>()
    };
    let mut weighed: Vec<(f32, f64)> = documents.iter().flat_map(shares).collect();
    weighed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (mut found, mut below, mut next) = (Vec::with_capacity(STEPS), 0.0, 0);
    for step in 0..STEPS {
        let most = step as f64 / STEPS as f64;
        while next + 1 < weighed.len() && below + weighed[next].1 <= most {
            below += weighed[next].1;
            next += 1;
        }
        found.push(weighed.get(next).map_or(0.0, |(probability, _)| *probability));
    }
    found
}

impl Thresholds {
    /// The stances that are probable enough; where none is, `best` alone.
    pub fn set(&self, scores: &Scores, best: Stance) -> StanceSet {
        let set: StanceSet =
            Stance::ALL.into_iter().filter(|stance| scores.of(*stance) >= self.0[stance.index()]).collect();
        if set.is_empty() { StanceSet::one(best) } else { set }
    }
}

impl PredictionSets {
    /// The set of one sentence; `label` is what it is given without a risk. What is neutral by rule
    /// (boilerplate, captions, articles about something else) is neutral alone.
    pub fn of(&self, in_context: bool, scores: &Scores, label: Option<Stance>) -> StanceSet {
        if *scores == Scores::NEUTRAL {
            return StanceSet::one(Stance::Neutral);
        }
        let thresholds = if in_context { &self.label } else { &self.alone };
        thresholds.set(scores, label.unwrap_or_else(|| scores.best()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Random;
    use Stance::{Admit, Neutral, Restrict};

    /// Documents of 1 to 30 sentences, some harder than others, the long ones easiest.
    fn documents(count: usize, seed: u64) -> Vec<Vec<(Scores, Stance)>> {
        let mut random = Random::new(seed);
        let document = |_| {
            let length = 1 + random.below(30);
            let ease = 0.5 * random.unit() + 0.05 * length as f64;
            (0..length).map(|_| sentence(ease, &mut random)).collect()
        };
        (0..count).map(document).collect()
    }

    fn sentence(ease: f64, random: &mut Random) -> (Scores, Stance) {
        let gold = [Admit, Restrict, Neutral, Neutral][random.below(4)];
        let logits = Stance::ALL.map(|stance| {
            let noise = 3.0 * (random.unit() + random.unit() - 1.0);
            (noise + if stance == gold { 2.0 * ease } else { 0.0 }) as f32
        });
        (Scores::softmax(logits), gold)
    }

    /// For each stance the mean over documents of the share of its sentences whose set holds it.
    fn covered(documents: &[Vec<(Scores, Stance)>], thresholds: &Thresholds) -> [f64; 3] {
        Stance::ALL.map(|stance| {
            let shares: Vec<f64> = documents
                .iter()
                .filter_map(|document| {
                    let own: Vec<_> = document.iter().filter(|(_, gold)| *gold == stance).collect();
                    let held = own.iter().filter(|(scores, _)| thresholds.set(scores, Neutral).contains(stance));
                    (!own.is_empty()).then(|| held.count() as f64 / own.len() as f64)
                })
                .collect();
            shares.iter().sum::<f64>() / shares.len() as f64
        })
    }

    fn mean_coverage(risk: f64, quantiles: impl Fn(&[Vec<(Scores, Stance)>]) -> Quantiles) -> [f64; 3] {
        let mut sums = [0.0; 3];
        for split in 0..100 {
            let thresholds = quantiles(&documents(60, split)).thresholds(risk);
            let found = covered(&documents(200, 1000 + split), &thresholds);
            sums.iter_mut().zip(found).for_each(|(sum, share)| *sum += share / 100.0);
        }
        sums
    }

    #[test]
    fn each_stance_is_left_out_as_often_as_asked_and_not_more() {
        for risk in [0.05, 0.1] {
            for share in mean_coverage(risk, Quantiles::fit) {
                assert!((1.0 - risk - 0.004..1.0 - risk + 0.03).contains(&share), "{risk}: {share}");
            }
        }
    }

    #[test]
    fn sentences_taken_for_exchangeable_would_be_left_out_too_often() {
        let apart = |documents: &[Vec<(Scores, Stance)>]| {
            Quantiles::fit(&documents.iter().flatten().map(|row| vec![*row]).collect::<Vec<_>>())
        };
        let found = mean_coverage(0.1, apart);
        assert!(found.iter().all(|share| *share < 0.89), "{found:?}");
    }

    #[test]
    fn a_threshold_leaves_below_it_what_the_risk_allows_once_the_new_document_has_its_share() {
        let rows: Vec<Vec<(Scores, Stance)>> =
            (1..=9).map(|tenth| vec![(Scores([tenth as f32 / 10.0, 0.0, 0.0]), Admit)]).collect();
        let quantiles = Quantiles::fit(&rows);
        // Ten shares, one of them held back: at 0.1 none of the nine may be left out, at 0.3 two may.
        assert_eq!([0.09, 0.1, 0.31].map(|risk| quantiles.thresholds(risk).0[0]), [0.0, 0.1, 0.3]);
    }

    #[test]
    fn a_stance_never_seen_is_in_every_set() {
        let quantiles = Quantiles::fit(&[vec![(Scores([0.2, 0.1, 0.7]), Neutral)]]);
        let set = quantiles.thresholds(0.9).set(&Scores([0.0, 0.0, 1.0]), Neutral);
        assert_eq!(set.to_string(), "admit|restrict|neutral");
    }

    #[test]
    fn where_nothing_is_probable_enough_the_best_label_stands_alone() {
        let set = Thresholds([0.9; 3]).set(&Scores([0.4, 0.35, 0.25]), Admit);
        assert_eq!(set, StanceSet::one(Admit));
    }

    #[test]
    fn what_is_neutral_by_rule_is_neutral_alone() {
        let sets = PredictionSets { label: Thresholds([0.0; 3]), alone: Thresholds([0.0; 3]) };
        assert_eq!(sets.of(true, &Scores::NEUTRAL, Some(Neutral)), StanceSet::one(Neutral));
    }

    proptest::proptest! {
        #[test]
        fn a_greater_risk_gives_no_larger_set(
            probabilities in proptest::collection::vec((0f32..1.0, 0usize..3, 0usize..5), 0..60),
            risks in (0.001f64..0.999, 0.001f64..0.999),
        ) {
            let mut documents = vec![Vec::new(); 5];
            for (p, class, document) in probabilities {
                documents[document].push((Scores([p, (1.0 - p) / 2.0, (1.0 - p) / 2.0]), Stance::ALL[class]));
            }
            let quantiles = Quantiles::fit(&documents);
            let [low, high] = [risks.0.min(risks.1), risks.0.max(risks.1)].map(|risk| quantiles.thresholds(risk));
            for class in 0..3 {
                proptest::prop_assert!(low.0[class] <= high.0[class]);
                proptest::prop_assert!(quantiles.levels[class].is_sorted());
            }
        }
    }
}
