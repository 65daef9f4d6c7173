//! `stance label --risk` and `stance evaluate --risk` as other programs call them.

use super::{Ran, models, stance};
use std::collections::BTreeMap;

const ROWS: &str = "doc,n,text,set
a,1,We should grant asylum to every refugee.,mine
a,2,The refugees came by train.,mine
,,Send the asylum seekers back and close the border.,mine
b,1,It rained on Monday.,mine
";

fn new() -> &'static str {
    models().0.to_str().expect("a path of letters")
}

fn old() -> &'static str {
    models().1.to_str().expect("a path of letters")
}

fn label(model: &str, more: &[&str]) -> Ran {
    stance(&[&["label", "-", "--model", model][..], more].concat(), ROWS)
}

fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn the_set_stands_in_a_column_and_only_a_set_of_one_keeps_its_label() {
    let ran = label(new(), &["--unit", "sentence", "--risk", "0.2"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("doc,n,text,input_set,label,score,p_admit,p_restrict,p_neutral,set\n"), "{}", ran.out);
    let sets = ["admit", "restrict", "neutral", "admit|restrict", "admit|neutral", "restrict|neutral"];
    for row in rows(&ran.out) {
        let set = row["set"].as_str();
        assert!(sets.contains(&set) || set == "admit|restrict|neutral", "{set}");
        assert_eq!(row["label"], if set.contains('|') { "abstain" } else { set });
        assert_eq!(row["input_set"], "mine");
    }
}

#[test]
fn a_smaller_risk_gives_larger_sets() {
    let [small, large] = ["0.01", "30%"].map(|risk| {
        let ran = label(new(), &["--unit", "sentence", "--risk", risk, "--quiet"]);
        rows(&ran.out)
            .into_iter()
            .map(|row| row["set"].split('|').map(str::to_owned).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    });
    let holds = |(small, large): (&Vec<String>, &Vec<String>)| large.iter().all(|stance| small.contains(stance));
    assert!(small.iter().zip(&large).all(holds), "{small:?} {large:?}");
    assert!(small.concat().len() > large.concat().len());
}

#[test]
fn json_lines_carry_the_set_and_keep_what_they_had() {
    let lines = "{\"text\":\"Let the refugees in.\",\"set\":[1.50]}\n{\"text\":\"Hi.\",\"language\":\"de\"}\n";
    let call = |more: &[&str]| {
        let start = ["label", "-", "--unit", "sentence", "--format", "jsonl", "--model", new()];
        stance(&[&start[..], more].concat(), lines).out
    };
    let with = call(&["--risk", "0.1"]);
    assert!(with.contains("\"input_set\":[1.50]") || with.contains("\"input_set\":[1.5]"), "{with}");
    assert!(with.lines().next().is_some_and(|line| line.contains(",\"set\":\"")), "{with}");
    assert!(with.lines().nth(1).is_some_and(|line| line.ends_with(",\"set\":null}")), "{with}");
    let without = call(&[]);
    assert!(without.starts_with("{\"text\":\"Let the refugees in.\",\"set\":[1.50],\"label\":"), "{without}");
}

#[test]
fn articles_have_the_column_before_their_own() {
    let rows = "id,text,topic\nx,Let the refugees in. It rained.,war\n";
    let ran = stance(&["label", "-", "--model", new(), "--risk", "10%"], rows);
    assert!(ran.out.starts_with("doc,source,date,language,n,start,end,kind,on_topic,text,label,score,p_admit,p_restrict,p_neutral,set,topic\n"), "{}", ran.out);
    let ran = stance(&["label", "-", "--model", new(), "--risk", "10%", "--format", "table"], rows);
    assert!(ran.out.lines().count() == 4 && ran.code == Some(0), "{}", ran.out);
}

#[test]
fn an_article_about_something_else_is_neutral_alone() {
    let ran =
        stance(&["label", "-", "--model", new(), "--risk", "0.01"], "The bridge was closed. It must be repaired.\n");
    assert!(rows(&ran.out).iter().all(|row| row["set"] == "neutral" && row["label"] == "neutral"), "{}", ran.out);
}

#[test]
fn a_model_without_quantiles_is_refused_and_says_what_to_do() {
    for verb in [&["label", "README.md"][..], &["evaluate", "seeds/articles/labels.csv"]] {
        let ran = stance(&[verb, &["--model", old(), "--risk", "0.1"]].concat(), "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{verb:?}");
        assert!(ran.err.contains("train it again"), "{}", ran.err);
    }
}

#[test]
fn a_risk_of_nothing_or_all_is_misuse() {
    for risk in ["0", "1", "-0.1", "nan", "100%", "much"] {
        let ran = label(new(), &[&format!("--risk={risk}")]);
        assert_eq!(ran.code, Some(2), "{risk}");
        assert!(ran.err.contains("expected a number above 0 and below 1"), "{}", ran.err);
    }
}

fn evaluate(more: &[&str]) -> Ran {
    stance(&[&["evaluate", "seeds/articles/labels.csv", "--model", new()][..], more].concat(), "")
}

#[test]
fn an_evaluation_tells_of_sets_at_three_risks_unless_told_which() {
    let ran = evaluate(&["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    for key in ["risk_5.coverage.admit", "risk_10.single", "risk_20.error", "risk_10.size", "risk_10.error.restrict"] {
        assert!(report.get(key).is_some(), "{key}");
    }
    let coverage = |risk: &str| report[format!("risk_{risk}.coverage.neutral")].as_f64().expect("a number");
    assert!(coverage("5") >= coverage("20"));
    let ran = evaluate(&["--risk", "0.15,2.5%"]);
    assert!(
        ran.out.contains("\n  15.0 %") && ran.out.contains("\n  2.5 %") && !ran.out.contains("\n  5.0 %"),
        "{}",
        ran.out
    );
}

#[test]
fn every_form_of_the_report_shows_the_sets() {
    for format in ["text", "markdown", "html"] {
        let ran = evaluate(&["--format", format]);
        assert!(ran.out.contains("Sets of stances") && ran.out.contains("in its set"), "{format}\n{}", ran.out);
    }
}

#[test]
fn figures_of_sets_can_be_gated_on_and_errors_are_ceilings() {
    let ran =
        evaluate(&["--min", "risk_10.coverage.neutral=50%", "--min", "risk_10.error=99%", "--min", "risk_10.size=3"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.err, ran.out);
    let ran = evaluate(&["--min", "risk_10.size=1"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("at most 1.0000 asked for"), "{}", ran.out);
}

#[test]
fn a_model_without_quantiles_is_evaluated_without_sets() {
    let ran = stance(&["evaluate", "seeds/articles/labels.csv", "--model", old()], "");
    assert!(ran.code == Some(0) && !ran.out.contains("Sets of stances"), "{}", ran.err);
}
