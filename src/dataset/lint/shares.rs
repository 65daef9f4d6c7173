use super::clusters::{Clusters, TOLD, z};
use super::{Fault, Finding, Part, rows_of};
use crate::base::Stance;

/// A label that fewer than one row in fifty bears is hardly learnt, and hardly measured.
const RARE: f64 = 0.02;

/// Labels that a part hardly has, or has at another rate than the first part.
pub fn shares(parts: &[Part]) -> Vec<Finding> {
    let filled: Vec<&Part> = parts.iter().filter(|part| part.documents.iter().any(|d| !d.gold.is_empty())).collect();
    filled.iter().flat_map(|part| Stance::ALL.map(|stance| of_part(part, filled[0], stance))).flatten().collect()
}

fn of_part(part: &Part, first: &Part, stance: Stance) -> Option<Finding> {
    let (own, other) = (clusters(part, stance), clusters(first, stance));
    if own.share() < RARE {
        let message = format!("{stance}: {:.0} of {} rows", own.share() * own.rows(), own.rows());
        return Some(Finding::whole(Fault::Shares, &part.name, message));
    }
    let z = z(&other, &own).filter(|z| z.abs() >= TOLD)?;
    let percent = |side: &Clusters| 100.0 * side.share();
    let message = format!("{stance}: {:.0} % of the rows, {:.0} % in {}", percent(&own), percent(&other), first.name);
    Some(Finding { score: Some(z), ..Finding::whole(Fault::Shares, &part.name, message) })
}

fn clusters(part: &Part, stance: Stance) -> Clusters<'_> {
    let rows = rows_of(&part.documents);
    Clusters::new(rows.map(|row| (row.labelled.document.id.as_str(), f64::from(u8::from(row.gold.label == stance)))))
}
