use super::*;
use crate::evaluate::{Scored, Settings, behaviour, evaluate, trial};
use crate::model::TrainSettings;

fn info() -> ModelInfo {
    ModelInfo {
        labels: Stance::ALL.into(),
        program: "0.1.0".to_owned(),
        settings: TrainSettings::default(),
        data_digest: "9f86d081".to_owned(),
        sets: [("given".to_owned(), Default::default())].into(),
        documents: Vec::new(),
        taught: None,
        retrained: Vec::new(),
    }
}

fn evaluations() -> Vec<Evaluation> {
    let rows = trial::rows(30, 20, 0.7, 1);
    let by = ["source", "kind"].map(str::to_owned).into();
    let detailed = evaluate(&rows, &Settings { by, ..Settings::default() });
    let facts = |row: Scored| {
        let facts = [("family", "negation"), ("set", "open")];
        Scored { facts: facts.map(|(key, value)| (key.to_owned(), value.to_owned())).into(), ..row }
    };
    let tests: Vec<Scored> = trial::rows(4, 5, 0.7, 1).into_iter().map(facts).collect();
    vec![
        Evaluation { title: "dev, label".to_owned(), ..detailed },
        Evaluation { title: "seeds \"x\", label".to_owned(), ..evaluate(&rows[..60], &Settings::default()) },
        Evaluation { behaviour: behaviour(&tests), ..evaluate(&tests, &Settings::default()) },
    ]
}

fn written(own: bool) -> String {
    let info = info();
    let json = r#"{"results": [{"reference": "tfidf", "labels": "corrected", "reading": "label", "date": "2026-11-22",
        "sets": {"dev": {"rows": 600, "macro_f1": 0.6061}, "other": {"rows": 5, "macro_f1": 0.1},
                 "seeds \"x\"": {"rows": 61, "macro_f1": 0.2}}}]}"#;
    let references = references(json).expect("JSON of that shape");
    let evaluations = evaluations();
    card(&Card {
        name: "mine: 2",
        info: &info,
        digest: "abc",
        own,
        evaluations: &evaluations,
        references: &references,
        notes: Some("## Notes\nOurs."),
    })
}

#[test]
fn a_card_has_every_part() {
    let text = written(true);
    let parts = [
        "# Model card: mine: 2\n",
        "## Intended use",
        "## Limits",
        "## Data",
        "Where the labels come from",
        "| dev, label | 600 | 30 |",
        "| negation | 20 |",
        "## dev, label in detail",
        "### By source",
        "### Calibration",
        "### Reliability",
        "### Label only what is sure enough",
        "\n## Notes\nOurs.\n",
        "[sentence]\npenalty",
    ];
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("NaN"));
}

#[test]
fn the_head_is_the_block_of_hugging_face() {
    let text = written(true);
    let head = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).expect("a block").0;
    assert!(
        head.contains("- name: \"mine: 2\"\n  results:\n  - task: {type: text-classification, name: stance}\n"),
        "{head}"
    );
    assert!(head.contains("dataset: {type: stance, name: \"seeds \\\"x\\\", label\", split: test}\n    metrics:\n    - {type: f1, name: macro-F1, value: 0."), "{head}");
    assert_eq!(head.matches("- task:").count(), 2, "behaviour tests are no data set");
}

#[test]
fn references_stand_beside_the_model_on_the_same_rows_only() {
    let text = written(true);
    let line = |start: &str| text.lines().find(|line| line.starts_with(start)).expect("a row").to_owned();
    assert!(line("| program | training labels | reading | dev | seeds").len() > 20);
    assert!(line("| tfidf | corrected | label | 0.606 | – |").len() > 20, "61 rows are not 60");
    assert!(line("| always neutral | – | label | 0.2").len() > 20);
}

#[test]
fn what_is_known_of_the_own_data_is_said_of_no_other_model() {
    let other = written(false);
    for claim in ["language-model", "data/real", "guidelines", "license", "`corpus`", "Language-model"] {
        assert!(!other.contains(claim), "{claim}\n{other}");
    }
    assert!(other.contains("was not told") && written(true).contains("license: mit"));
}
