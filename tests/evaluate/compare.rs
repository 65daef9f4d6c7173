use super::{ROWS, SAMPLES, evaluate, folder, model, path};
use std::fs;

#[test]
fn against_itself_nothing_is_won_or_lost() {
    let itself = model().display().to_string();
    let ran = evaluate(&[SAMPLES, "--against", &itself, "--max-drop", "0", "--max-drop-relative", "0%"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("0 rows won, 0 lost; exact McNemar p 1.000."), "{}", ran.out);
    assert!(ran.out.contains("\npass max-drop: ") && ran.out.contains("\npass max-drop-relative: "), "{}", ran.out);
}

#[test]
fn its_own_predictions_of_the_report_folder_can_be_read_again() {
    let reports = folder(&[]);
    let there = path(&reports, "");
    evaluate(&[SAMPLES, "--report", &there]);
    let ran = evaluate(&[SAMPLES, "--against", &path(&reports, "predictions.csv")]);
    assert!(ran.out.contains("0 rows won, 0 lost"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_drop_beyond_the_limit_fails() {
    let gold = fs::read_to_string(SAMPLES).expect("the samples");
    let perfect = folder(&[("perfect.csv", &gold)]);
    let ran = evaluate(&[SAMPLES, "--against", &path(&perfect, "perfect.csv"), "--max-drop", "1%"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.contains("\nFAIL max-drop: macro-F1 changes by -0."), "{}", ran.out);
    assert!(ran.out.contains("beyond the limit, and more than chance"), "{}", ran.out);
}

fn against(predictions: &str) -> super::Ran {
    let data = folder(&[("gold.csv", ROWS), ("other.jsonl", predictions)]);
    evaluate(&[&path(&data, "gold.csv"), "--against", &path(&data, "other.jsonl")])
}

#[test]
fn predictions_with_missing_and_surplus_rows_say_which() {
    let ran = against("{\"doc\":\"a\",\"n\":1,\"label\":\"admit\"}\n{\"doc\":\"b\",\"n\":7,\"label\":\"abstain\"}\n");
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    let told =
        ["3 only in this set (", "gold.csv:3: a sentence 2, ", "1 only in the other (", "other.jsonl:2: b sentence 7)"];
    assert!(told.iter().all(|part| ran.err.contains(part)), "{}", ran.err);
}

#[test]
fn predictions_may_abstain_and_leave_numbers_out() {
    let rows = ["a", "a", "b", "b"].map(|doc| format!("{{\"doc\":\"{doc}\",\"label\":\"abstain\"}}\n")).concat();
    let ran = against(&rows);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains(" 0 lost;"), "{}", ran.out);
}

#[test]
fn what_is_neither_a_model_nor_predictions_is_refused() {
    let ran = against("{\"doc\":\"a\",\"stance\":\"admit\"}\n");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("expected predictions with a column label"), "{}", ran.err);
    let ran = evaluate(&[SAMPLES, "--against", "README.md"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("expected a model (.safetensors), or predictions as .csv"), "{}", ran.err);
}

#[test]
fn a_limit_needs_something_to_compare_with() {
    assert_eq!(evaluate(&[SAMPLES, "--max-drop", "0.01"]).code, Some(2));
}
