use super::coefficient::{add_coincidences, alpha, cohen, fleiss};
use crate::base::Stance;
use serde::Serialize;

/// Labels of a table.
const LABELS: usize = 3;
const CELLS: usize = LABELS * LABELS;
const CROSSED: usize = CELLS;
const AGREEING: usize = 2 * CELLS;
const PAIRS: usize = AGREEING + 1;
const UNANIMOUS: usize = PAIRS + 1;
const SENTENCES: usize = UNANIMOUS + 1;
const EVEN: usize = SENTENCES + 1;
const EVEN_AGREEING: usize = EVEN + 1;
const GIVEN: usize = EVEN_AGREEING + 1;

/// What a document adds to every coefficient.
pub(super) type Counts = [f64; GIVEN + LABELS];

/// A way to say how far annotators agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Coefficient {
    /// The share of pairs of answers to one sentence that are the same.
    Agreement,
    /// The share of sentences with two answers or more that all agree on.
    Unanimous,
    /// Krippendorff's alpha for nominal data.
    Alpha,
    /// Fleiss' kappa, of the sentences with the commonest number of answers.
    Fleiss,
    /// Cohen's kappa of two annotators.
    Cohen,
}

impl Coefficient {
    /// The name in files.
    pub fn key(self) -> &'static str {
        match self {
            Coefficient::Agreement => "agreement",
            Coefficient::Unanimous => "unanimous",
            Coefficient::Alpha => "alpha",
            Coefficient::Fleiss => "fleiss",
            Coefficient::Cohen => "cohen",
        }
    }

    /// The name for readers.
    pub fn name(self) -> &'static str {
        match self {
            Coefficient::Agreement => "agreement",
            Coefficient::Unanimous => "all agree",
            Coefficient::Alpha => "Krippendorff's alpha",
            Coefficient::Fleiss => "Fleiss' kappa",
            Coefficient::Cohen => "Cohen's kappa",
        }
    }

    /// The coefficient from the sums of some documents.
    pub(super) fn of(self) -> fn(&Counts) -> Option<f64> {
        match self {
            Coefficient::Agreement => |sums| share(sums[AGREEING], sums[PAIRS]),
            Coefficient::Unanimous => |sums| share(sums[UNANIMOUS], sums[SENTENCES]),
            Coefficient::Alpha => |sums| alpha(&sums[..CELLS]),
            Coefficient::Fleiss => |sums| fleiss(sums[EVEN], sums[EVEN_AGREEING], &sums[GIVEN..]),
            Coefficient::Cohen => |sums| cohen(&sums[CROSSED..][..CELLS]),
        }
    }
}

fn share(hit: f64, of: f64) -> Option<f64> {
    (of > 0.0).then(|| hit / of)
}

/// The number of a label in a table: all three, or one against the rest.
pub(super) fn place(label: Stance, against_rest: Option<Stance>) -> usize {
    against_rest.map_or(label.index(), |one| usize::from(label != one))
}

/// Adds the answers to one sentence. `even` is the number of answers that Fleiss' kappa asks for.
pub(super) fn add(answers: &[usize], even: usize, sums: &mut Counts) {
    let count = answers.len();
    if count < 2 {
        return;
    }
    add_coincidences(answers, &mut sums[..CELLS]);
    if let [first, second] = answers {
        sums[CROSSED + first * LABELS + second] += 1.0;
    }
    let mut given = [0.0; LABELS];
    answers.iter().for_each(|label| given[*label] += 1.0);
    // Pairs in both orders; there are as many of either.
    let pairs = (count * (count - 1)) as f64;
    let agreeing: f64 = given.iter().map(|times| times * (times - 1.0)).sum();
    sums[AGREEING] += agreeing;
    sums[PAIRS] += pairs;
    sums[UNANIMOUS] += f64::from(u8::from(agreeing == pairs));
    sums[SENTENCES] += 1.0;
    if count == even {
        sums[EVEN] += 1.0;
        sums[EVEN_AGREEING] += agreeing / pairs;
        sums[GIVEN..].iter_mut().zip(given).for_each(|(sum, times)| *sum += times);
    }
}
