use super::{Figure, Measured, Scored};
use crate::base::Stance;
use serde::Serialize;
use std::collections::BTreeMap;

/// How a family of behaviour tests came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    /// Its name; `all` for all families together.
    pub name: String,
    /// All of its rows.
    pub all: Behaved,
    /// The rows that nobody looks at.
    pub frozen: Behaved,
    /// The rows that may be read.
    pub open: Behaved,
}

/// Some rows of behaviour tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Behaved {
    /// Number of rows.
    pub rows: usize,
    /// Rows given the label expected.
    pub right: usize,
    /// Share of them, with its Wilson interval.
    pub share: Figure,
    /// Pairs of which at least one row was rightly given a side.
    pub pairs: usize,
    /// Of them, those that hold: both rows have the same label where the same is expected of both, opposite
    /// sides where opposite sides are.
    pub held: usize,
    /// Share of them, with its Wilson interval.
    pub share_held: Figure,
}

/// The families by name, `all` last, from rows with the facts `family`, `set`, `test` (the row's id) and
/// `pair` (that of its partner).
pub fn behaviour(rows: &[Scored]) -> Vec<Family> {
    let mut families: BTreeMap<&str, Vec<&Scored>> = BTreeMap::new();
    for row in rows {
        families.entry(fact(row, "family")).or_default().push(row);
    }
    let mut found: Vec<Family> = families.into_iter().map(|(name, rows)| family(name, &rows)).collect();
    found.push(family("all", &rows.iter().collect::<Vec<_>>()));
    found
}

fn fact<'r>(row: &'r Scored, name: &str) -> &'r str {
    row.facts.iter().find(|(fact, _)| fact == name).map_or("", |(_, value)| value)
}

fn family(name: &str, rows: &[&Scored]) -> Family {
    let of_set = |set: &str| rows.iter().copied().filter(|row| fact(row, "set") == set).collect::<Vec<_>>();
    Family {
        name: name.to_owned(),
        all: behaved(rows),
        frozen: behaved(&of_set("frozen")),
        open: behaved(&of_set("open")),
    }
}

fn behaved(rows: &[&Scored]) -> Behaved {
    let by_id: BTreeMap<&str, &Scored> = rows.iter().map(|&row| (fact(row, "test"), row)).collect();
    let pairs = by_id
        .iter()
        .filter_map(|(id, row)| Some((*row, *by_id.get(fact(row, "pair")).filter(|_| *id < fact(row, "pair"))?)));
    let takes_side = |row: &Scored| row.is_right() && row.gold != Stance::Neutral;
    let asked: Vec<bool> = pairs.filter(|(a, b)| takes_side(a) || takes_side(b)).map(|(a, b)| holds(a, b)).collect();
    let right = rows.iter().filter(|row| row.is_right()).count();
    let held = asked.iter().filter(|&&held| held).count();
    Behaved {
        rows: rows.len(),
        right,
        share: share(right, rows.len()),
        pairs: asked.len(),
        held,
        share_held: share(held, asked.len()),
    }
}

fn holds(a: &Scored, b: &Scored) -> bool {
    let is_side = |row: &Scored| row.prediction.is_some_and(|label| label != Stance::Neutral);
    match a.gold == b.gold {
        true => a.prediction == b.prediction,
        false => is_side(a) && is_side(b) && a.prediction != b.prediction,
    }
}

/// A share with its 95 % interval after Wilson (1927), which has a width even where all or none are hit.
pub fn share(hit: usize, of: usize) -> Figure {
    if of == 0 {
        return Figure::default();
    }
    const Z: f64 = 1.959_963_984_540_054;
    let (n, p) = (of as f64, hit as f64 / of as f64);
    let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    Figure { value: Some(p), low: Some((middle - half).max(0.0)), high: Some((middle + half).min(1.0)) }
}

/// The figures that gates and files know: `behaviour.negation`, `behaviour.negation.frozen`,
/// `pairs.name_swap` and so on.
pub fn behaviour_figures(families: &[Family]) -> Vec<Measured> {
    let mut figures = Vec::new();
    for family in families {
        for (set, behaved) in [("", &family.all), (".frozen", &family.frozen), (".open", &family.open)] {
            let name = &family.name;
            figures.push(Measured::new(format!("behaviour.{name}{set}"), "share right", behaved.share));
            if behaved.pairs > 0 {
                figures.push(Measured::new(
                    format!("pairs.{name}{set}"),
                    "share of pairs that hold",
                    behaved.share_held,
                ));
            }
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::trial::bare;
    use Stance::{Admit, Neutral, Restrict};

    fn row(id: &str, pair: &str, gold: Stance, given: Stance) -> Scored {
        let facts = [("family", "swap"), ("set", "open"), ("test", id), ("pair", pair)];
        let facts = facts.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Scored { facts, ..bare(id, gold, Some(given)) }
    }

    fn pair(golds: [Stance; 2], given: [Stance; 2]) -> (usize, usize) {
        let rows = [row("a", "b", golds[0], given[0]), row("b", "a", golds[1], given[1])];
        let open = behaviour(&rows)[0].open;
        (open.held, open.pairs)
    }

    #[test]
    fn a_pair_that_expects_one_label_holds_where_both_have_the_same() {
        assert_eq!(pair([Admit, Admit], [Admit, Admit]), (1, 1));
        assert_eq!(pair([Admit, Admit], [Neutral, Admit]), (0, 1));
    }

    #[test]
    fn a_pair_of_opposite_sides_must_turn_round() {
        assert_eq!(pair([Admit, Restrict], [Admit, Restrict]), (1, 1));
        assert_eq!(pair([Admit, Restrict], [Admit, Neutral]), (0, 1));
    }

    #[test]
    fn a_pair_without_a_row_rightly_given_a_side_is_not_asked() {
        assert_eq!(pair([Admit, Admit], [Restrict, Restrict]), (0, 0));
        assert_eq!(pair([Neutral, Neutral], [Neutral, Neutral]), (0, 0));
    }

    #[test]
    fn an_interval_of_a_share_is_the_one_of_wilson() {
        // The formula of Wilson (1927) worked out apart from this program.
        let found = share(9, 10);
        assert!((found.low.expect("an end") - 0.595_850_0).abs() < 1e-6, "{found:?}");
        assert!((found.high.expect("an end") - 0.982_123_8).abs() < 1e-6, "{found:?}");
        assert_eq!(share(3, 3).high, Some(1.0));
        assert_eq!(share(0, 0), Figure::default());
    }
}
