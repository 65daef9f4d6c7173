use super::EvaluateArgs;
use super::data::refuse_leak;
use crate::base::{Kind, Reject, Stance};
use crate::cli::console::{Failure, model, threads};
use crate::cli::rows::predicted;
use crate::dataset::{Aligned, Predicted, predictions};
use crate::evaluate::{NO_SCORES, Scored};
use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

/// The same rows as another model labels them.
pub(super) struct Other {
    pub rows: Vec<Scored>,
    pub rejects: Vec<Reject>,
}

/// Another model's labels, or those in a file of predictions.
pub(super) fn rows(args: &EvaluateArgs, other: &Path, data: &[Aligned], rows: &[Scored]) -> Result<Other, Failure> {
    if other.extension().is_some_and(|ending| ending == "safetensors") {
        let other = model(Some(other))?;
        if !args.allow_leak {
            refuse_leak(&other, "the other model", data)?;
        }
        let rows = predicted(&other, data, args.reading, threads(args.threads));
        return Ok(Other { rows, rejects: Vec::new() });
    }
    let (found, rejects) = predictions(other, &args.map).map_err(|reject| Failure::of("--against", reject))?;
    Ok(Other { rows: joined(rows, &found), rejects })
}

/// Each prediction with the row of its document and number; one without such a row stands for itself, and will
/// be found to have no partner.
fn joined(rows: &[Scored], predictions: &[Predicted]) -> Vec<Scored> {
    let mut places: BTreeMap<(&str, u32), VecDeque<&Scored>> = BTreeMap::new();
    for row in rows {
        places.entry((&row.doc, row.n)).or_default().push_back(row);
    }
    let mut joined = Vec::with_capacity(predictions.len());
    for found in predictions {
        let row = places.get_mut(&(found.doc.as_str(), found.n)).and_then(VecDeque::pop_front);
        let with = |row: &Scored| Scored { prediction: found.label, scores: NO_SCORES, ..row.clone() };
        joined.push(row.map_or_else(|| lone(found), with));
    }
    joined
}

fn lone(found: &Predicted) -> Scored {
    Scored {
        doc: found.doc.clone(),
        n: found.n,
        text: String::new(),
        gold: Stance::Neutral,
        alone: None,
        kind: Kind::Body,
        prediction: found.label,
        scores: NO_SCORES,
        facts: Vec::new(),
        file: found.file.clone(),
        line: found.line,
        weight: 1.0,
    }
}
