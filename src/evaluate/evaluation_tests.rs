use super::*;
use crate::evaluate::trial;
use proptest::prelude::*;

#[test]
fn slices_of_a_column_hold_every_row_once() {
    let rows = trial::rows(12, 8, 0.7, 4);
    for column in ["source", "kind", "length", "context", "doc", "holder"] {
        let settings = Settings { by: vec![column.to_owned()], ..Settings::default() };
        let evaluation = evaluate(&rows, &settings);
        assert_eq!(evaluation.slices.iter().map(|slice| slice.rows).sum::<usize>(), rows.len(), "{column}");
    }
}

#[test]
fn a_slice_is_the_evaluation_of_its_rows() {
    let rows = trial::rows(12, 8, 0.7, 4);
    let settings = Settings { by: vec!["source".to_owned()], ..Settings::default() };
    let evaluation = evaluate(&rows, &settings);
    let own: Vec<_> = rows.iter().filter(|row| row.value("source") == "Harbour Post").cloned().collect();
    let slice = evaluation.slice("source", "Harbour Post").expect("a source of these rows");
    assert_eq!(slice.figure("f1.admit"), evaluate(&own, &Settings::default()).figure("f1.admit"));
    assert_eq!(slice.support.iter().sum::<f64>(), slice.rows as f64);
}

#[test]
fn the_majority_baseline_gives_one_label_to_all() {
    let rows = trial::rows(12, 8, 0.7, 4);
    let named = vec![("nothing".to_owned(), Vec::new())];
    let evaluation = evaluate(&rows, &Settings { baselines: named, ..Settings::default() });
    let [majority, nothing] = &evaluation.baselines[..] else { panic!("two baselines") };
    assert_eq!(majority.name, "always neutral");
    assert_eq!(majority.figure("recall.neutral").and_then(|f| f.value), Some(1.0));
    assert_eq!(majority.figure("recall.admit").and_then(|f| f.value), Some(0.0));
    assert!(majority.model_is_better_by.low > Some(0.0));
    assert_eq!(nothing.figure("coverage").and_then(|f| f.value), Some(0.0));
}

#[test]
fn mistakes_come_surest_first() {
    let evaluation = evaluate(&trial::rows(12, 8, 0.7, 4), &Settings::default());
    let sure: Vec<f64> = evaluation.mistakes.iter().map(Mistake::confidence).collect();
    assert!(sure.len() > 10 && sure.is_sorted_by(|a, b| a >= b));
}

#[test]
fn rows_without_probabilities_leave_calibration_undefined_and_labels_alone() {
    let mut rows = trial::rows(12, 8, 0.7, 4);
    let before = evaluate(&rows, &Settings::default());
    rows.iter_mut().for_each(|row| row.scores = crate::evaluate::NO_SCORES);
    let after = evaluate(&rows, &Settings::default());
    assert_eq!(after.figure("macro_f1"), before.figure("macro_f1"));
    assert_eq!(after.figure("ece").and_then(|f| f.value), None);
    assert_eq!(after.unscored, rows.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_figure_of_any_rows_is_finite_or_undefined(
        labels in proptest::collection::vec((0usize..3, 0usize..4, 0usize..4, 0.0f32..1.0), 0..40)
    ) {
        let rows: Vec<Scored> = labels.iter().map(|&(gold, given, doc, p)| {
            let mut row = trial::bare(&doc.to_string(), Stance::ALL[gold], Stance::ALL.get(given).copied());
            row.scores = crate::base::Scores([p, 1.0 - p, 0.0]);
            row
        }).collect();
        let resampling = Resampling { seed: 3, resamples: 50 };
        let evaluation = evaluate(&rows, &Settings { resampling, by: vec!["kind".to_owned()], ..Settings::default() });
        let slices = evaluation.slices.iter().flat_map(|slice| &slice.figures);
        for figure in evaluation.figures.iter().chain(slices) {
            for value in [figure.value, figure.low, figure.high].into_iter().flatten() {
                prop_assert!(value.is_finite(), "{}", figure.key);
            }
            prop_assert!(figure.low <= figure.high);
        }
        let counted: f64 = evaluation.confusion.iter().flatten().sum();
        prop_assert_eq!(counted, rows.len() as f64);
    }
}
