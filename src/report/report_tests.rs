use super::*;
use crate::evaluate::{Evaluation, Figure, LearningPoint, Limits, Resampling, Settings, compare, evaluate, trial};

/// An evaluation with everything in it.
pub(super) fn full(documents: usize, each: usize) -> Evaluation {
    let rows = trial::rows(documents, each, 0.72, 11);
    let mut other = trial::rows(documents, each, 0.72, 11);
    for (at, row) in other.iter_mut().enumerate().filter(|(at, _)| at % 9 == 0) {
        row.prediction = Some(crate::base::Stance::ALL[at % 3]);
    }
    let gates = ["macro_f1=0.6", "f1.restrict@source=Valley <Times>=0.9", "ece=0.05"];
    let settings = Settings {
        by: ["source", "kind", "length", "context"].map(str::to_owned).into(),
        gates: gates.map(|gate| gate.parse().expect("a gate")).into(),
        baselines: vec![("cues alone".to_owned(), vec![Some(crate::base::Stance::Admit); rows.len()])],
        ..Settings::default()
    };
    let mut evaluation = evaluate(&rows, &settings);
    let limits = Limits { max_drop: Some(0.01), max_drop_relative: Some(0.02) };
    let comparison = compare(&rows, &other, "models/previous.safetensors", &limits, &Resampling::default());
    evaluation.comparison = Some(comparison.expect("the same rows"));
    evaluation.title = "models/stance.safetensors on made-up rows".to_owned();
    evaluation.about = [("program", "stance 0.1.0"), ("data digest", "9f86d081884c7d65")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
    let learned = |(rows, value): (usize, f64)| LearningPoint {
        documents: rows / 20,
        rows,
        macro_f1: Figure { value: Some(value), low: Some(value - 0.03), high: Some(value + 0.03) },
    };
    evaluation.learning = [(500, 0.5), (1000, 0.6), (2000, 0.66), (4000, 0.7)].map(learned).into();
    for mistake in &mut evaluation.mistakes {
        mistake.words = ["send", "back", "they"].map(str::to_owned).into();
    }
    evaluation
}

#[test]
fn json_is_flat_and_rounded() {
    let report = json(&full(12, 8));
    let value: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    for (key, value) in value.as_object().expect("an object") {
        assert!(value.is_null() || value.is_number(), "{key}");
        let digits = value.to_string();
        assert!(digits.split('.').nth(1).is_none_or(|decimals| decimals.len() <= 6), "{key} {digits}");
    }
    assert!(value["f1.restrict@source=Réveil & Co"].is_number());
    assert!(value["against.macro_f1.difference"].is_number());
}

#[test]
fn text_has_every_section_and_every_verdict() {
    let report = text(&full(12, 8));
    for part in ["Overall", "By label", "Confusion", "baselines", "Against", "By source", "Reliability", "McNemar"] {
        assert!(report.contains(part), "{part}");
    }
    assert!(report.contains("\npass macro_f1 is") && report.contains("\nFAIL f1.restrict@source="));
}

#[test]
fn reports_of_nothing_say_undefined_and_never_nan() {
    let evaluation = evaluate(&[], &Settings::default());
    for report in [text(&evaluation), markdown(&evaluation), json(&evaluation), junit(&evaluation), html(&evaluation)] {
        assert!(!report.contains("NaN") && !report.contains("inf\""), "{report}");
    }
    assert!(markdown(&evaluation).contains("undefined"));
}

#[test]
fn a_summary_stays_below_a_million_bytes_and_says_what_is_left_out() {
    let mut evaluation = full(12, 8);
    let slice = evaluation.slices[0].clone();
    for at in 0..6000 {
        let mut slice = slice.clone();
        slice.value = format!("value {at} {}", "é|".repeat(60));
        evaluation.slices.push(slice);
    }
    let report = markdown(&evaluation);
    assert!(report.len() < 1_000_000);
    assert!(report.trim_end().ends_with("more lines are left out: a summary may have 1,000,000 bytes."));
}

#[test]
fn marks_in_a_value_do_not_break_a_markdown_table() {
    let mut evaluation = full(12, 8);
    evaluation.slices[0].value = "a|b\n<script>`@team".to_owned();
    let report = markdown(&evaluation);
    assert!(report.contains("| a\\|b &lt;script&gt;\\`\\@team |"));
}

#[test]
fn the_page_is_one_file_without_script_or_network() {
    let page = html(&full(12, 8));
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    for forbidden in ["<script", "http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(!page.contains("<nothing>") && page.contains("&lt;nothing&gt;"));
}

#[test]
fn every_chart_of_the_page_has_a_text_and_every_table_a_head() {
    let page = html(&full(12, 8));
    let named = page.matches("<svg role=\"img\" aria-label=\"").count();
    assert_eq!(page.matches("<svg").count(), named + page.matches("aria-hidden=\"true\"><rect").count());
    assert_eq!(page.matches("<table").count(), page.matches("<thead").count());
    assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
}

#[test]
fn the_page_of_5000_sentences_is_below_2_megabytes() {
    let page = html(&full(250, 20));
    assert!(page.len() < 2_000_000, "{}", page.len());
}

#[test]
fn the_same_evaluation_gives_the_same_bytes() {
    let (one, two) = (full(12, 8), full(12, 8));
    assert_eq!((html(&one), json(&one), junit(&one)), (html(&two), json(&two), junit(&two)));
}

#[test]
#[ignore = "writes target/report.html and its siblings to look at"]
fn write_a_report_to_look_at() {
    let evaluation = full(250, 20);
    let write =
        |name: &str, text: String| std::fs::write(format!("target/report.{name}"), text).expect("target is there");
    write("html", html(&evaluation));
    write("md", markdown(&evaluation));
    write("txt", text(&evaluation));
    write("json", json(&evaluation));
    write("github", github(&evaluation));
    write("xml", junit(&evaluation));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]
    #[test]
    fn any_text_in_a_row_is_only_text_in_the_reports(text in ".{0,60}", place in "[<>&'\"|%:,\r\n a-z]{0,12}") {
        let mut rows = trial::rows(3, 3, 0.2, 1);
        for row in &mut rows {
            row.text.clone_from(&text);
            row.file.clone_from(&place);
            row.facts[0].1.clone_from(&place);
        }
        let resampling = Resampling { seed: 1, resamples: 10 };
        let evaluation = evaluate(&rows, &Settings { resampling, by: vec!["source".to_owned()], ..Settings::default() });
        let page = html(&evaluation);
        proptest::prop_assert_eq!(page.matches("<script").count(), 0);
        proptest::prop_assert_eq!(page.matches("<blockquote>").count(), evaluation.mistakes.len());
        let xml = junit(&evaluation);
        proptest::prop_assert_eq!(xml.matches("<testcase ").count(), evaluation.mistakes.len());
        for line in github(&evaluation).lines() {
            proptest::prop_assert!(line.starts_with("::"));
        }
        let rules: Vec<usize> = markdown(&evaluation).lines().filter(|line| line.starts_with("| ")).map(str::len).collect();
        proptest::prop_assert!(rules.len() > evaluation.mistakes.len().min(25));
        proptest::prop_assert!(text_lines(&evaluation) > 20);
    }
}

fn text_lines(evaluation: &Evaluation) -> usize {
    text(evaluation).lines().count()
}
