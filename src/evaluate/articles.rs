use super::bootstrap::figure;
use super::{Figure, Measured, Resampling};
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
type Counts = [[u32; 3]; 2];

/// Sentence boundaries (a sentence is right where both ends agree) and kinds (captions and boilerplate against body and
/// headings): precision, recall and F1 of each over all articles, intervals from resampled articles.
pub fn cut_figures(articles: &[Cuts], resampling: &Resampling) -> Vec<Measured> {
    let counts: Vec<Counts> = articles.iter().map(count).collect();
    let total = sum(&counts, &vec![1; counts.len()]);
    let mut drawn = vec![Vec::new(); FIGURES.len()];
    if counts.len() > 1 {
        resampling.run(counts.len(), |times| {
            let sums = sum(&counts, times);
            for ((_, _, of), drawn) in FIGURES.iter().zip(&mut drawn) {
                drawn.extend(of(&sums));
            }
        });
    }
    let named = |((key, name, of), drawn): (&FigureOf, Vec<f64>)| {
        let figure: Figure = figure(of(&total), drawn, resampling.resamples);
        Measured::new((*key).to_owned(), name, figure)
    };
    FIGURES.iter().zip(drawn).map(named).collect()
}

type FigureOf = (&'static str, &'static str, fn(&Counts) -> Option<f64>);

static FIGURES: [FigureOf; 6] = [
    ("boundary_precision", "precision of sentence boundaries", |counts| precision(counts[0])),
    ("boundary_recall", "recall of sentence boundaries", |counts| recall(counts[0])),
    ("boundary_f1", "F1 of sentence boundaries", |counts| f1(counts[0])),
    ("kind_precision", "precision of boilerplate or caption", |counts| precision(counts[1])),
    ("kind_recall", "recall of boilerplate or caption", |counts| recall(counts[1])),
    ("kind_f1", "F1 of boilerplate or caption", |counts| f1(counts[1])),
];

fn precision([right, _, wrong]: [u32; 3]) -> Option<f64> {
    (right + wrong > 0).then(|| f64::from(right) / f64::from(right + wrong))
}

fn recall([right, missed, _]: [u32; 3]) -> Option<f64> {
    (right + missed > 0).then(|| f64::from(right) / f64::from(right + missed))
}

fn f1([right, missed, wrong]: [u32; 3]) -> Option<f64> {
    let all = 2 * right + missed + wrong;
    (all > 0).then(|| f64::from(2 * right) / f64::from(all))
}

fn count(cuts: &Cuts) -> Counts {
    let gold: std::collections::BTreeSet<(usize, usize)> =
        cuts.gold.iter().map(|(span, _)| (span.start, span.end)).collect();
    let right = cuts.found.iter().filter(|span| gold.contains(&(span.start, span.end))).count() as u32;
    let boundaries = [right, cuts.gold.len() as u32 - right, cuts.found.len() as u32 - right];
    let aside = |kind: Kind| matches!(kind, Kind::Boilerplate | Kind::Caption);
    let mut kinds = [0; 3];
    for ((_, gold), found) in cuts.gold.iter().zip(&cuts.kinds) {
        match (aside(*gold), found.is_some_and(aside)) {
            (true, true) => kinds[0] += 1,
            (true, false) => kinds[1] += 1,
            (false, true) => kinds[2] += 1,
            (false, false) => {}
        }
    }
    [boundaries, kinds]
}

fn sum(counts: &[Counts], times: &[u32]) -> Counts {
    let mut sums = Counts::default();
    for (counts, times) in counts.iter().zip(times) {
        for decision in 0..2 {
            for cell in 0..3 {
                sums[decision][cell] += counts[decision][cell] * times;
            }
        }
    }
    sums
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
