//! Every figure agrees with scikit-learn, statsmodels and NumPy; `tests/reference/metrics.py` made the values.

use serde_json::Value;
use stance::base::{Kind, Scores, Stance};
use stance::evaluate::{Evaluation, METRICS, Resampling, Scored, Settings, evaluate, mcnemar};

fn fixtures() -> Value {
    serde_json::from_str(include_str!("reference/metrics.json")).expect("the fixtures are JSON")
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().expect("a list")
}

fn stance(index: &Value) -> Option<Stance> {
    index.as_u64().map(|index| Stance::ALL[index as usize])
}

fn row(case: &Value, at: usize) -> Scored {
    let score = |k: usize| case["scores"][at][k].as_f64().expect("a number") as f32;
    Scored {
        doc: format!("doc{}", at / 5),
        n: at as u32,
        text: String::new(),
        gold: stance(&case["gold"][at]).expect("a gold label"),
        alone: None,
        kind: Kind::Body,
        prediction: stance(&case["given"][at]),
        scores: Scores([score(0), score(1), score(2)]),
        facts: Vec::new(),
        file: String::new(),
        line: 0,
        weight: case["weight"][at].as_f64().expect("a number"),
    }
}

fn ours(evaluation: &Evaluation, key: &str) -> Option<f64> {
    match key.strip_prefix("support.") {
        Some(label) => Some(evaluation.support(label.parse().expect("a label"))),
        None => evaluation.figure(key).expect("a key of the fixtures is one of ours").value,
    }
}

fn agree(ours: Option<f64>, theirs: Option<f64>) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-9,
        (ours, theirs) => ours == theirs,
    }
}

#[test]
fn every_figure_is_the_reference_value_to_one_in_a_thousand_million() {
    let settings = Settings { resampling: Resampling { seed: 1, resamples: 0 }, ..Settings::default() };
    for case in list(&fixtures(), "cases") {
        let rows: Vec<Scored> = (0..list(case, "gold").len()).map(|at| row(case, at)).collect();
        let evaluation = evaluate(&rows, &settings);
        let expected = case["expected"].as_object().expect("an object");
        assert_eq!(expected.len(), METRICS.len() + 3, "all metrics and three supports are compared");
        for (key, theirs) in expected {
            let (ours, theirs) = (ours(&evaluation, key), theirs.as_f64());
            assert!(agree(ours, theirs), "{}, {key}: {ours:?}, expected {theirs:?}", case["name"]);
        }
    }
}

#[test]
fn mcnemar_is_that_of_statsmodels() {
    for case in list(&fixtures(), "mcnemar") {
        let count = |key: &str| case[key].as_u64().expect("a count") as usize;
        let (ours, theirs) = (mcnemar(count("won"), count("lost")), case["p"].as_f64().expect("a number"));
        assert!((ours - theirs).abs() <= 1e-9 * theirs, "{case}: {ours}");
    }
}
