//! Made-up rows for tests.

use super::Scored;
use crate::base::{Kind, Random, Scores, Stance};

/// `documents` × `each` rows; a label is right with probability `skill`, more often in some documents
/// than in others, and the probabilities say so.
pub(crate) fn rows(documents: usize, each: usize, skill: f64, seed: u64) -> Vec<Scored> {
    let mut random = Random::new(seed);
    let mut rows = Vec::new();
    for document in 0..documents {
        let skill = skill + 0.2 * (random.unit() - 0.5);
        for n in 0..each {
            rows.push(row(document, n, skill, &mut random));
        }
    }
    rows
}

fn row(document: usize, n: usize, skill: f64, random: &mut Random) -> Scored {
    let gold = [Stance::Admit, Stance::Restrict, Stance::Neutral, Stance::Neutral][random.below(4)];
    let right = random.unit() < skill;
    let given = if right { gold } else { Stance::ALL[(gold.index() + 1 + random.below(2)) % 3] };
    let sure = 0.4 + 0.6 * random.unit() * if right { 1.0 } else { 0.7 };
    let mut scores = [((1.0 - sure) / 2.0) as f32; 3];
    scores[given.index()] = sure as f32;
    let source = ["Harbour Post", "Valley <Times>", "Réveil & Co"][document % 3];
    Scored {
        doc: format!("doc{document:03}"),
        n: n as u32 + 1,
        text: format!("Sentence {n} of \"{document}\" says <nothing> & nothing, 100% | none."),
        gold,
        alone: (!n.is_multiple_of(3)).then_some(if n.is_multiple_of(5) { Stance::Neutral } else { gold }),
        kind: if n == 0 { Kind::Heading } else { Kind::Body },
        prediction: Some(given),
        scores: Scores(scores),
        facts: vec![("source".to_owned(), source.to_owned())],
        file: "data/made,up.csv".to_owned(),
        line: (document * 10 + n + 2) as u64,
        weight: 1.0,
    }
}

/// A row with nothing but its labels.
pub(crate) fn bare(doc: &str, gold: Stance, prediction: Option<Stance>) -> Scored {
    let mut row = row(0, 0, 0.5, &mut Random::new(0));
    row.doc = doc.to_owned();
    row.gold = gold;
    row.prediction = prediction;
    row
}
