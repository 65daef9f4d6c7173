use super::bootstrap::{Figure, Resampling, derived};
use super::metric::ratio;
use super::{Measured, Scored};
use crate::base::{Stance, StanceSet};
use serde::Serialize;
use std::collections::BTreeMap;

/// How sets of stances came out at one risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AtRisk {
    /// The share of a stance's sentences whose set may lack it.
    pub risk: f64,
    /// For each stance the share of its sentences whose set holds it.
    pub coverage: [Figure; 3],
    /// Mean number of stances in a set.
    pub size: Figure,
    /// Share of sentences whose set is a single stance: those that keep a label.
    pub single: Figure,
    /// Share of these whose stance is another.
    pub error: Figure,
    /// The same of the single sets of each stance.
    pub errors: [Figure; 3],
}

/// Weights of some rows, by place: all, sizes; then for each stance its rows, those covered, single sets of it, wrong ones.
type Counts = [f64; 14];

const ALL: usize = 0;
const SIZES: usize = 1;
const GOLD: usize = 2;
const COVERED: usize = 5;
const SINGLE: usize = 8;
const WRONG: usize = 11;

/// Counts the sets of some rows, one a row; a row without probabilities has none and is left out.
pub fn at_risk(rows: &[Scored], sets: &[Option<StanceSet>], risk: f64, resampling: &Resampling) -> AtRisk {
    let mut documents: BTreeMap<&str, Counts> = BTreeMap::new();
    for (row, set) in rows.iter().zip(sets).filter_map(|(row, set)| Some((row, (*set)?))) {
        count(row, set, documents.entry(&row.doc).or_default());
    }
    let documents: Vec<Counts> = documents.into_values().collect();
    let figures = derived(&documents, &FIGURES, resampling);
    AtRisk {
        risk,
        coverage: [figures[0], figures[1], figures[2]],
        size: figures[3],
        single: figures[4],
        error: figures[5],
        errors: [figures[6], figures[7], figures[8]],
    }
}

fn count(row: &Scored, set: StanceSet, counts: &mut Counts) {
    let gold = row.gold.index();
    counts[ALL] += row.weight;
    counts[SIZES] += row.weight * set.len() as f64;
    counts[GOLD + gold] += row.weight;
    if set.contains(row.gold) {
        counts[COVERED + gold] += row.weight;
    }
    if let Some(only) = set.only() {
        counts[SINGLE + only.index()] += row.weight;
        if only != row.gold {
            counts[WRONG + only.index()] += row.weight;
        }
    }
}

static FIGURES: [fn(&Counts) -> Option<f64>; 9] = [
    |c| ratio(c[COVERED], c[GOLD]),
    |c| ratio(c[COVERED + 1], c[GOLD + 1]),
    |c| ratio(c[COVERED + 2], c[GOLD + 2]),
    |c| ratio(c[SIZES], c[ALL]),
    |c| ratio(c[SINGLE..WRONG].iter().sum(), c[ALL]),
    |c| ratio(c[WRONG..].iter().sum(), c[SINGLE..WRONG].iter().sum()),
    |c| ratio(c[WRONG], c[SINGLE]),
    |c| ratio(c[WRONG + 1], c[SINGLE + 1]),
    |c| ratio(c[WRONG + 2], c[SINGLE + 2]),
];

/// The figures that gates and files know: `risk_10.coverage.admit`, `risk_10.size`, `risk_10.single`, `risk_10.error` and
/// so on, the risk in hundredths.
pub fn risk_figures(at_risk: &[AtRisk]) -> Vec<Measured> {
    let of = |found: &AtRisk| {
        let start = format!("risk_{}", super::metric::hundredths(found.risk));
        let figure = |key: &str, name: &str, figure: Figure| Measured::new(format!("{start}.{key}"), name, figure);
        let mut figures = vec![
            figure("size", "mean number of stances in a set", found.size),
            figure("single", "share of sets of one stance", found.single),
            figure("error", "error among sets of one stance", found.error),
        ];
        for stance in Stance::ALL {
            let (coverage, error) = (found.coverage[stance.index()], found.errors[stance.index()]);
            figures.push(figure(&format!("coverage.{stance}"), "share of sets that hold the stance", coverage));
            figures.push(figure(&format!("error.{stance}"), "error among sets of this stance alone", error));
        }
        figures
    };
    at_risk.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::trial::bare;
    use Stance::{Admit, Neutral, Restrict};

    fn set(stances: &[Stance]) -> Option<StanceSet> {
        Some(stances.iter().copied().collect())
    }

    #[test]
    fn sets_are_counted_by_the_right_stance_and_single_ones_by_their_own() {
        let rows = [Admit, Admit, Neutral, Neutral].map(|gold| bare("a", gold, None));
        let sets = [set(&[Admit, Neutral]), set(&[Restrict]), set(&[Neutral]), None];
        let found = at_risk(&rows, &sets, 0.1, &Resampling::default());
        assert_eq!(found.coverage.map(|figure| figure.value), [Some(0.5), None, Some(1.0)]);
        assert_eq!((found.size.value, found.single.value), (Some(4.0 / 3.0), Some(2.0 / 3.0)));
        assert_eq!(found.error.value, Some(0.5));
        assert_eq!(found.errors.map(|figure| figure.value), [None, Some(1.0), Some(0.0)]);
    }

    #[test]
    fn keys_name_the_risk_in_hundredths() {
        let rows = [bare("a", Admit, None)];
        let found = [0.1, 0.025].map(|risk| at_risk(&rows, &[set(&[Admit])], risk, &Resampling::default()));
        let keys: Vec<String> = risk_figures(&found).into_iter().map(|figure| figure.key).collect();
        assert!(
            keys.contains(&"risk_10.coverage.admit".to_owned()) && keys.contains(&"risk_2.5.error".to_owned()),
            "{keys:?}"
        );
    }
}
