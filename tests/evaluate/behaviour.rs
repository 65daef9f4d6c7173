use super::{evaluate, folder, path};

#[test]
fn the_projects_own_tests_run_and_are_told_by_family() {
    let ran = evaluate(&["--behaviour", "--min", "behaviour.background=1%", "--min", "pairs.target_swap.open=0"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains("535 sentences of 479 documents"), "{}", ran.out);
    for part in ["Behaviour (share of rows right)", "\n  negation ", "\n  all ", "pass behaviour.background is"] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
}

const TESTS: &str = "id,text,expected,pair,note,set
x-1,We should grant asylum to every refugee.,restrict,,wrong on purpose,frozen
x-2,Send the asylum seekers back and close the border.,admit,,wrong on purpose,open
";

#[test]
fn frozen_rows_are_counted_and_not_shown() {
    let data = folder(&[("oddities.csv", TESTS)]);
    let file = path(&data, "oddities.csv");
    let ran = evaluate(&["--behaviour", &file, "--format", "markdown"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("| oddities | 2 |"), "{}", ran.out);
    assert!(!ran.out.contains("grant asylum to every refugee"), "{}", ran.out);
}

#[test]
fn figures_of_families_are_in_json_and_can_be_gated_on() {
    let data = folder(&[("oddities.csv", TESTS)]);
    let file = path(&data, "oddities.csv");
    let ran = evaluate(&["--behaviour", &file, "--format", "json", "--min", "behaviour.oddities=90%"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("behaviour.oddities is 0."), "{}", ran.err);
    for key in ["behaviour.oddities.rows\": 2", "behaviour.oddities.frozen.low\"", "pairs.oddities.rows\": 0"] {
        assert!(ran.out.contains(key), "{key}\n{}", ran.out);
    }
    let ran = evaluate(&["--behaviour", &file, "--min", "behaviour.negation=90%"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("behaviour.oddities") && ran.err.contains("found \"behaviour.negation\""), "{}", ran.err);
}

#[test]
fn a_table_of_another_kind_is_no_behaviour_test() {
    let data = folder(&[("rows.csv", super::ROWS)]);
    let ran = evaluate(&["--behaviour", &path(&data, "rows.csv")]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("rows.csv:1: expected columns id,text,expected"), "{}", ran.err);
}
