//! Coefficients of agreement from plain counts that add up over sentences.

/// Krippendorff's alpha for nominal data, from a square table of coincidences (Krippendorff 2011, *Computing
/// Krippendorff's Alpha-Reliability*). `None` without a pair of answers, or where all are the same.
///
/// ```
/// use stance::evaluate::{add_coincidences, alpha};
/// let mut coincidences = [0.0; 4];
/// for answers in [[0, 0], [1, 1], [0, 1]] {
///     add_coincidences(&answers, &mut coincidences);
/// }
/// // Observed disagreement 2 of 6, expected 2·3·3 of 6·5.
/// assert!((alpha(&coincidences).unwrap_or_default() - (1.0 - (2.0 / 6.0) / (18.0 / 30.0))).abs() < 1e-12);
/// ```
pub fn alpha(coincidences: &[f64]) -> Option<f64> {
    let labels = coincidences.len().isqrt();
    let given: Vec<f64> = coincidences.chunks(labels).map(|row| row.iter().sum()).collect();
    let all: f64 = given.iter().sum();
    let same: f64 = (0..labels).map(|label| coincidences[label * labels + label]).sum();
    let expected = all * all - given.iter().map(|count| count * count).sum::<f64>();
    (expected > 0.0).then(|| 1.0 - (all - 1.0) * (all - same) / expected)
}

/// Adds the answers to one sentence, each the number of a label, to a table of coincidences: every ordered pair of
/// them, weighted so that each answer counts once. A single answer adds nothing.
pub fn add_coincidences(answers: &[usize], coincidences: &mut [f64]) {
    let labels = coincidences.len().isqrt();
    for (at, first) in answers.iter().enumerate() {
        for (_, second) in answers.iter().enumerate().filter(|(other, _)| *other != at) {
            coincidences[first * labels + second] += 1.0 / (answers.len() - 1) as f64;
        }
    }
}

/// Cohen's kappa (1960), from a square table of one annotator's answers against another's. `None` without a sentence
/// that both answered, or where both gave but one label, the same.
pub fn cohen(table: &[f64]) -> Option<f64> {
    let labels = table.len().isqrt();
    let all: f64 = table.iter().sum();
    let same: f64 = (0..labels).map(|label| table[label * labels + label]).sum();
    let row = |label: usize| table[label * labels..][..labels].iter().sum::<f64>();
    let column = |label: usize| table.iter().skip(label).step_by(labels).sum::<f64>();
    let by_chance: f64 = (0..labels).map(|label| row(label) * column(label)).sum();
    (all * all > by_chance).then(|| (all * same - by_chance) / (all * all - by_chance))
}

/// Fleiss' kappa (1971), from the number of sentences with the same number of answers, the sum of the share of their
/// pairs of answers that agree, and how often each label was given. `None` without a sentence, or where all answers
/// are the same.
pub fn fleiss(sentences: f64, agreeing: f64, given: &[f64]) -> Option<f64> {
    let all: f64 = given.iter().sum();
    let squares: f64 = given.iter().map(|count| count * count).sum();
    let by_chance = squares / (all * all);
    (all * all > squares).then(|| (agreeing / sentences - by_chance) / (1.0 - by_chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_of_the_published_example() {
        // Krippendorff (2011), section C: four observers, twelve units, five labels, 0 where nobody answered.
        let observers = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ];
        let mut coincidences = [0.0; 25];
        for unit in 0..12 {
            let answers: Vec<usize> =
                observers.iter().filter_map(|said: &[usize; 12]| said[unit].checked_sub(1)).collect();
            add_coincidences(&answers, &mut coincidences);
        }
        assert_eq!(format!("{:.3}", alpha(&coincidences).expect("it is defined")), "0.743");
    }

    #[test]
    fn kappa_of_cohens_own_table() {
        // Cohen (1960), table 1: proportions of 200 diagnoses by two judges.
        let table = [0.25, 0.13, 0.12, 0.12, 0.02, 0.16, 0.03, 0.15, 0.02].map(|share: f64| (share * 200.0).round());
        let by_hand = (0.29 - (0.5 * 0.4 + 0.3 * 0.3 + 0.2 * 0.3)) / (1.0 - (0.5 * 0.4 + 0.3 * 0.3 + 0.2 * 0.3));
        assert!((cohen(&table).expect("it is defined") - by_hand).abs() < 1e-12);
    }

    #[test]
    fn what_has_one_label_or_no_pair_is_undefined() {
        let mut coincidences = [0.0; 9];
        assert_eq!((alpha(&coincidences), cohen(&coincidences), fleiss(0.0, 0.0, &[0.0; 3])), (None, None, None));
        add_coincidences(&[2, 2, 2], &mut coincidences);
        add_coincidences(&[1], &mut coincidences);
        assert_eq!(
            (alpha(&coincidences), cohen(&coincidences), fleiss(1.0, 1.0, &[0.0, 3.0, 0.0])),
            (None, None, None)
        );
    }
}
