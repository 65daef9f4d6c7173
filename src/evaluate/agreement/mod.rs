//! How far annotators agree: what they said of the same sentences → [`Agreement`].
//!
//! Method: answers are counted by document, every coefficient is derived from the counts, and documents are drawn
//! with replacement for its 95 % interval, as in all of [`crate::evaluate`]. Each label is also measured against the
//! rest, and every two annotators by themselves. Fleiss' kappa asks for as many answers to each sentence: those
//! with the commonest number of answers are taken.
//!
//! A coefficient is undefined where chance alone would make all agree (one label only) or nobody can (no sentence
//! with two answers), and [`Agreed::why`] says which.
//!
//! ```
//! use stance::dataset::{LabelMap, annotation};
//! use stance::evaluate::{Answers, Coefficient, Resampling, agreement};
//! let folder = tempfile::tempdir()?;
//! let file = folder.path().join("batch.csv");
//! let rows = "doc,n,text,label,annotator\na,1,Let them in.,admit,anna\na,1,Let them in.,admit,ben\n\
//!             a,2,They fled.,neutral,anna\na,2,They fled.,admit,ben\n";
//! std::fs::write(&file, rows)?;
//! let annotations = annotation::read(&[file], &LabelMap::default()).annotations;
//! let found = agreement(&Answers::new(annotations, |said| Some(said.label)), &Resampling::default());
//! assert_eq!(found.all.of(Coefficient::Agreement, None).value, Some(0.5));
//! assert_eq!(found.all.of(Coefficient::Alpha, None).value, Some(0.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it gets wrong: an interval says nothing of other annotators, for they are not drawn anew; with few
//! documents it is too narrow, and coefficients corrected for chance fall with a rare label however careful people are.

mod answers;
mod coefficient;
mod counts;

pub use answers::{AnswerRow, Answers};
pub use coefficient::{add_coincidences, alpha, cohen, fleiss};
pub use counts::Coefficient;

use super::Resampling;
use super::bootstrap::{Figure, derived};
use crate::base::Stance;
use counts::{Counts, add, place};
use serde::Serialize;
use std::collections::BTreeMap;

/// How far some annotators agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Sentences with an answer.
    pub sentences: usize,
    /// Sentences on which answers differ.
    pub disagreements: usize,
    /// Each annotator, in byte order of their names.
    pub annotators: Vec<Annotator>,
    /// All of them together.
    pub all: Group,
    /// Every two of them.
    pub pairs: Vec<Group>,
    /// Seed of the resamples.
    pub seed: u64,
    /// Number of resamples.
    pub resamples: usize,
}

/// What one annotator did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Annotator {
    /// Who.
    pub name: String,
    /// Number of answers.
    pub answers: usize,
    /// Of each label, in the order of [`Stance::ALL`].
    pub labels: [usize; 3],
}

/// How far a group of annotators agrees.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Their names.
    pub annotators: Vec<String>,
    /// Sentences that two or more of them answered.
    pub shared: usize,
    /// Documents that these stand in.
    pub documents: usize,
    /// Number of answers to a sentence that Fleiss' kappa looks at, and how many sentences have it.
    pub even: (usize, usize),
    /// By coefficient; of each all labels, then each label against the rest.
    pub figures: Vec<Agreed>,
}

/// A coefficient with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreed {
    /// Which.
    pub coefficient: Coefficient,
    /// Of one label against the rest; of all three where there is none.
    pub label: Option<Stance>,
    /// The value; `None` where it is undefined.
    pub value: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Why there is no value, or no interval.
    pub why: Option<String>,
}

impl Agreed {
    /// The value and its interval.
    pub fn figure(&self) -> Figure {
        Figure { value: self.value, low: self.low, high: self.high }
    }
}

impl Group {
    /// One of its figures; an empty one of a coefficient that was not asked for.
    pub fn of(&self, coefficient: Coefficient, label: Option<Stance>) -> Figure {
        let found = self.figures.iter().find(|it| it.coefficient == coefficient && it.label == label);
        found.map(Agreed::figure).unwrap_or_default()
    }
}

/// Coefficients of all annotators together.
pub const OF_ALL: [Coefficient; 4] =
    [Coefficient::Agreement, Coefficient::Unanimous, Coefficient::Alpha, Coefficient::Fleiss];
/// Coefficients of two annotators.
pub const OF_PAIR: [Coefficient; 3] = [Coefficient::Agreement, Coefficient::Alpha, Coefficient::Cohen];

/// All labels, then each against the rest.
pub const TARGETS: [Option<Stance>; 4] = [None, Some(Stance::Admit), Some(Stance::Restrict), Some(Stance::Neutral)];

/// Measures how far annotators agree.
pub fn agreement(answers: &Answers, resampling: &Resampling) -> Agreement {
    let count = answers.annotators.len();
    let every_two = (0..count).flat_map(|first| (first + 1..count).map(move |second| [first, second]));
    Agreement {
        sentences: answers.rows.len(),
        disagreements: answers.disagreements().count(),
        annotators: (0..count).map(|at| annotator(answers, at)).collect(),
        all: group(answers, &(0..count).collect::<Vec<_>>(), &OF_ALL, resampling),
        pairs: every_two.map(|pair| group(answers, &pair, &OF_PAIR, resampling)).collect(),
        seed: resampling.seed,
        resamples: resampling.resamples,
    }
}

fn annotator(answers: &Answers, at: usize) -> Annotator {
    let mut labels = [0; 3];
    answers.rows.iter().filter_map(|row| row.labels[at]).for_each(|label| labels[label.index()] += 1);
    Annotator { name: answers.annotators[at].clone(), answers: labels.iter().sum(), labels }
}

/// The answers of some annotators to the sentences that two or more of them answered, by document.
type Shared<'a> = BTreeMap<(&'a str, &'a str), Vec<Vec<Stance>>>;

fn group(answers: &Answers, members: &[usize], coefficients: &[Coefficient], resampling: &Resampling) -> Group {
    let mut shared = Shared::new();
    for row in &answers.rows {
        let given: Vec<Stance> = members.iter().filter_map(|&member| row.labels[member]).collect();
        if given.len() > 1 {
            shared.entry(row.cluster()).or_default().push(given);
        }
    }
    let even = commonest(shared.values().flatten().map(Vec::len));
    let of: Vec<fn(&Counts) -> Option<f64>> = coefficients.iter().map(|coefficient| coefficient.of()).collect();
    let measured = TARGETS.map(|label| {
        let documents = count(&shared, label, even.0);
        derived(&documents, &of, resampling)
    });
    let agreed = |(at, coefficient): (usize, &Coefficient)| {
        let told = |(label, figures): (&Option<Stance>, &Vec<Figure>)| {
            let Figure { value, low, high } = figures[at];
            let why = why(&figures[at], &shared, *label, members.len());
            Agreed { coefficient: *coefficient, label: *label, value, low, high, why }
        };
        TARGETS.iter().zip(&measured).map(told).collect::<Vec<_>>()
    };
    Group {
        annotators: members.iter().map(|&member| answers.annotators[member].clone()).collect(),
        shared: shared.values().map(Vec::len).sum(),
        documents: shared.len(),
        even,
        figures: coefficients.iter().enumerate().flat_map(agreed).collect(),
    }
}

/// The number met most often, the greater of two as frequent, and how often.
fn commonest(numbers: impl Iterator<Item = usize>) -> (usize, usize) {
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    numbers.for_each(|number| *times.entry(number).or_default() += 1);
    times.into_iter().max_by_key(|(number, times)| (*times, *number)).unwrap_or_default()
}

fn count(shared: &Shared, label: Option<Stance>, even: usize) -> Vec<Counts> {
    let document = |sentences: &Vec<Vec<Stance>>| {
        let mut sums = Counts::default();
        for given in sentences {
            let places: Vec<usize> = given.iter().map(|&given| place(given, label)).collect();
            add(&places, even, &mut sums);
        }
        sums
    };
    shared.values().map(document).collect()
}

/// Why a figure has no value or no interval.
fn why(figure: &Figure, shared: &Shared, label: Option<Stance>, members: usize) -> Option<String> {
    let mut given = shared.values().flatten().flatten();
    let words = match (figure.value, figure.low, given.next()) {
        (Some(_), Some(_), _) => return None,
        (_, _, None) if members == 2 => "no sentence has an answer of both".to_owned(),
        (_, _, None) => "no sentence has two answers".to_owned(),
        (None, _, Some(first)) => match label {
            Some(label) if label != *first => format!("no answer is {label}, so chance alone makes all agree"),
            _ => format!("every answer is {first}, so chance alone makes all agree"),
        },
        (Some(_), None, _) if shared.len() == 1 => "no interval: all sentences stand in one document".to_owned(),
        (Some(_), None, _) => "no interval: undefined in half of the resamples or more".to_owned(),
    };
    Some(words)
}
