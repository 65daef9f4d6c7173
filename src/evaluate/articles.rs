use super::bootstrap::derived;
use super::metric::ratio;
use super::{Measured, Resampling};
use crate::base::{Kind, Span};

/// What a reader and the text stages found in one article, spans ascending.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cuts {
    /// The reader's sentences, and their kind.
    pub gold: Vec<(Span, Kind)>,
    /// The sentences found.
    pub found: Vec<Span>,
    /// For each of the reader's sentences the kind of the sentence found that holds most of it.
    pub kinds: Vec<Option<Kind>>,
}

/// Counts of two yes/no decisions, each as right, missed, wrong.
type Counts = [f64; 6];

/// Where the counts of each decision begin.
const BOUNDARIES: usize = 0;
const KINDS: usize = 3;

/// Sentence boundaries (a sentence is right where both ends agree) and kinds (captions and boilerplate against body and
/// headings): precision, recall and F1 of each over all articles, intervals from resampled articles.
pub fn cut_figures(articles: &[Cuts], resampling: &Resampling) -> Vec<Measured> {
    let counts: Vec<Counts> = articles.iter().map(count).collect();
    let figures = derived(&counts, &FIGURES.map(|(_, _, of)| of), resampling);
    FIGURES.iter().zip(figures).map(|((key, name, _), figure)| Measured::new((*key).to_owned(), name, figure)).collect()
}

type FigureOf = (&'static str, &'static str, fn(&Counts) -> Option<f64>);

static FIGURES: [FigureOf; 6] = [
    ("boundary_precision", "precision of sentence boundaries", |counts| precision(counts, BOUNDARIES)),
    ("boundary_recall", "recall of sentence boundaries", |counts| recall(counts, BOUNDARIES)),
    ("boundary_f1", "F1 of sentence boundaries", |counts| f1(counts, BOUNDARIES)),
    ("kind_precision", "precision of boilerplate or caption", |counts| precision(counts, KINDS)),
    ("kind_recall", "recall of boilerplate or caption", |counts| recall(counts, KINDS)),
    ("kind_f1", "F1 of boilerplate or caption", |counts| f1(counts, KINDS)),
];

fn precision(counts: &Counts, of: usize) -> Option<f64> {
    ratio(counts[of], counts[of] + counts[of + 2])
}

fn recall(counts: &Counts, of: usize) -> Option<f64> {
    ratio(counts[of], counts[of] + counts[of + 1])
}

fn f1(counts: &Counts, of: usize) -> Option<f64> {
    ratio(2.0 * counts[of], 2.0 * counts[of] + counts[of + 1] + counts[of + 2])
}

fn count(cuts: &Cuts) -> Counts {
    let gold: std::collections::BTreeSet<(usize, usize)> =
        cuts.gold.iter().map(|(span, _)| (span.start, span.end)).collect();
    let right = cuts.found.iter().filter(|span| gold.contains(&(span.start, span.end))).count() as f64;
    let mut counts = [right, cuts.gold.len() as f64 - right, cuts.found.len() as f64 - right, 0.0, 0.0, 0.0];
    let aside = |kind: Kind| matches!(kind, Kind::Boilerplate | Kind::Caption);
    for ((_, gold), found) in cuts.gold.iter().zip(&cuts.kinds) {
        match (aside(*gold), found.is_some_and(aside)) {
            (true, true) => counts[KINDS] += 1.0,
            (true, false) => counts[KINDS + 1] += 1.0,
            (false, true) => counts[KINDS + 2] += 1.0,
            (false, false) => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_cut_in_two_is_one_missed_and_two_wrong() {
        let cuts = Cuts {
            gold: vec![(Span::new(0, 4), Kind::Body), (Span::new(5, 9), Kind::Boilerplate)],
            found: vec![Span::new(0, 4), Span::new(5, 7), Span::new(7, 9)],
            kinds: vec![Some(Kind::Body), None],
        };
        let figures = cut_figures(&[cuts], &Resampling::default());
        let value = |key: &str| figures.iter().find(|figure| figure.key == key).and_then(|figure| figure.value);
        assert_eq!(value("boundary_precision"), Some(1.0 / 3.0));
        assert_eq!(value("boundary_recall"), Some(0.5));
        assert_eq!(value("kind_precision"), None);
        assert_eq!(value("kind_recall"), Some(0.0));
    }
}
