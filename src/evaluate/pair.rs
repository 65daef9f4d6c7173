use super::Scored;
use std::collections::{BTreeMap, VecDeque};

/// Rows that have no partner in the other set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected the same sentences with the same gold labels on both sides, found {}", self.story())]
pub struct Mismatch {
    /// Rows here that are not there, as `file:line: doc sentence n`.
    pub only_here: Vec<String>,
    /// Rows there that are not here.
    pub only_there: Vec<String>,
}

impl Mismatch {
    fn story(&self) -> String {
        let side = |rows: &[String], word: &str| match rows {
            [] => String::new(),
            _ => format!("{} only {word} ({})", rows.len(), shown(rows)),
        };
        let sides = [side(&self.only_here, "in this set"), side(&self.only_there, "in the other")];
        sides.iter().filter(|side| !side.is_empty()).cloned().collect::<Vec<_>>().join(" and ")
    }
}

/// The first three.
fn shown(rows: &[String]) -> String {
    let more = if rows.len() > 3 { ", …" } else { "" };
    format!("{}{more}", rows[..rows.len().min(3)].join(", "))
}

type Key<'r> = (&'r str, u32, &'r str, usize);

fn key(row: &Scored) -> Key<'_> {
    (&row.doc, row.n, &row.text, row.gold.index())
}

fn place(row: &Scored) -> String {
    format!("{}:{}: {} sentence {}", row.file, row.line, row.doc, row.n)
}

/// For each row its partner's place in `other`: the same document, number, text and gold label; the
/// second of two such rows is the partner of the second.
///
/// # Errors
/// Names the rows without a partner.
pub fn align(rows: &[Scored], other: &[Scored]) -> Result<Vec<usize>, Mismatch> {
    let mut places: BTreeMap<Key<'_>, VecDeque<usize>> = BTreeMap::new();
    for (at, row) in other.iter().enumerate() {
        places.entry(key(row)).or_default().push_back(at);
    }
    let mut partners = Vec::with_capacity(rows.len());
    let mut only_here = Vec::new();
    for row in rows {
        match places.get_mut(&key(row)).and_then(VecDeque::pop_front) {
            Some(at) => partners.push(at),
            None => only_here.push(place(row)),
        }
    }
    let mut left: Vec<usize> = places.into_values().flatten().collect();
    left.sort_unstable();
    let only_there: Vec<String> = left.into_iter().map(|at| place(&other[at])).collect();
    if only_here.is_empty() && only_there.is_empty() {
        return Ok(partners);
    }
    Err(Mismatch { only_here, only_there })
}
