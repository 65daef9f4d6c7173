use super::LabelledDocument;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The fold (from 0, below `k`) of each document for cross-validation: whole documents, each fold with
/// about the same number of sentences of each label from each set (fact `set`). The same documents
/// and seed give each document the same fold, whatever their order; `k` of 0 counts as 1.
///
/// Method: largest document first (ties by a hash of seed and id), each into the fold whose label counts it
/// brings nearest to even, as scikit-learn's `StratifiedGroupKFold` does, one set after the other.
///
/// ```
/// use stance::dataset::{LabelledDocument, folds};
/// let documents = vec![LabelledDocument::default(); 4];
/// assert_eq!(folds(&documents, 2, 1).iter().filter(|fold| **fold == 0).count(), 2);
/// ```
pub fn folds(documents: &[LabelledDocument], k: usize, seed: u64) -> Vec<usize> {
    let k = k.max(1);
    let mut sets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        sets.entry(document.fact("set").unwrap_or_default()).or_default().push(at);
    }
    let mut fold_of = vec![0; documents.len()];
    for mut members in sets.into_values() {
        members.sort_by_cached_key(|&at| {
            let id = &documents[at].document.id;
            (std::cmp::Reverse(documents[at].gold.len()), xxh3_64_with_seed(id.as_bytes(), seed), id.clone())
        });
        spread(documents, &members, k, &mut fold_of);
    }
    fold_of
}

/// A share of the documents of each set, at least one of each, drawn by `seed`: a larger share holds all of a smaller
/// one, whatever the documents' order.
///
/// ```
/// use stance::dataset::{LabelledDocument, portion};
/// let documents = vec![LabelledDocument::default(); 8];
/// assert_eq!(portion(&documents, 0.25, 1).iter().filter(|taken| **taken).count(), 2);
/// ```
pub fn portion(documents: &[LabelledDocument], share: f64, seed: u64) -> Vec<bool> {
    let mut sets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        sets.entry(document.fact("set").unwrap_or_default()).or_default().push(at);
    }
    let mut taken = vec![false; documents.len()];
    for mut members in sets.into_values() {
        members.sort_by_cached_key(|&at| {
            let id = &documents[at].document.id;
            // Not the draw of the folds' ties.
            (xxh3_64_with_seed(id.as_bytes(), !seed), id.clone())
        });
        let count = ((members.len() as f64 * share).round() as usize).max(1);
        members.iter().take(count).for_each(|&at| taken[at] = true);
    }
    taken
}

/// Sentences by label, and documents.
type Counts = [u64; 4];

fn counts(document: &LabelledDocument) -> Counts {
    let mut counts = [0, 0, 0, 1];
    for gold in &document.gold {
        counts[gold.label.index()] += 1;
    }
    counts
}

fn spread(documents: &[LabelledDocument], members: &[usize], k: usize, fold_of: &mut [usize]) {
    let mut total: Counts = [0; 4];
    for &at in members {
        counts(&documents[at]).iter().zip(&mut total).for_each(|(count, sum)| *sum += count);
    }
    let mut folds = vec![[0_u64; 4]; k];
    for &at in members {
        let own = counts(&documents[at]);
        // What adding the document does to the sum of squared shares: least where its labels lack most.
        let cost = |fold: &Counts| -> f64 {
            (0..4).map(|c| (own[c] * (2 * fold[c] + own[c])) as f64 / (total[c].max(1).pow(2)) as f64).sum()
        };
        let best = (0..k).min_by(|&a, &b| cost(&folds[a]).total_cmp(&cost(&folds[b]))).unwrap_or(0);
        fold_of[at] = best;
        own.iter().zip(&mut folds[best]).for_each(|(count, sum)| *sum += count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn a_larger_portion_holds_a_smaller_one_and_every_set() {
        let document = |at: usize| LabelledDocument {
            document: Document { id: format!("d{at}"), ..Document::default() },
            facts: vec![("set".to_owned(), if at < 5 { "few" } else { "many" }.to_owned())],
            ..LabelledDocument::default()
        };
        let mut documents: Vec<LabelledDocument> = (0..45).map(document).collect();
        let taken = |documents: &[LabelledDocument], share| -> Vec<String> {
            let taken = portion(documents, share, 7);
            let ids = documents.iter().zip(taken).filter(|(_, taken)| *taken).map(|(it, _)| it.document.id.clone());
            let mut ids: Vec<String> = ids.collect();
            ids.sort();
            ids
        };
        let (small, large) = (taken(&documents, 0.1), taken(&documents, 0.5));
        assert_eq!((small.len(), large.len()), (1 + 4, 3 + 20));
        assert!(small.iter().all(|id| large.contains(id)));
        documents.reverse();
        assert_eq!(taken(&documents, 0.5), large);
    }
}
