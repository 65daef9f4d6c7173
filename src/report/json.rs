use super::number::unsigned;
use crate::base::Stance;
use crate::evaluate::{Comparison, Evaluation, Measured};
use serde_json::{Map, Value};

/// Flat numbers under the keys that gates know, with `.low` and `.high` for the interval, so that
/// `dvc metrics diff` and the like read it: rounded to six decimals, undefined is null.
pub fn json(evaluation: &Evaluation) -> String {
    let mut flat = Map::new();
    counts(&mut flat, evaluation);
    figures(&mut flat, "", &evaluation.figures, "");
    figures(&mut flat, "", &evaluation.further, "");
    for family in &evaluation.behaviour {
        put(&mut flat, format!("behaviour.{}.rows", family.name), Some(family.all.rows as f64));
        put(&mut flat, format!("pairs.{}.rows", family.name), Some(family.all.pairs as f64));
    }
    for slice in &evaluation.slices {
        let at = format!("@{}={}", slice.column, slice.value);
        put(&mut flat, format!("rows{at}"), Some(slice.rows as f64));
        put(&mut flat, format!("documents{at}"), Some(slice.documents as f64));
        for stance in Stance::ALL {
            put(&mut flat, format!("support.{stance}{at}"), Some(slice.support[stance.index()]));
        }
        figures(&mut flat, "", &slice.figures, &at);
    }
    thresholds(&mut flat, evaluation);
    for baseline in &evaluation.baselines {
        let before = format!("baseline.{}.", baseline.name.replace(' ', "_"));
        figures(&mut flat, &before, &baseline.figures, "");
    }
    if let Some(comparison) = &evaluation.comparison {
        against(&mut flat, comparison);
    }
    put(&mut flat, "failures".to_owned(), Some(evaluation.failures().len() as f64));
    let text = serde_json::to_string_pretty(&Value::Object(flat)).expect("a map of numbers is JSON");
    text + "\n"
}

fn put(flat: &mut Map<String, Value>, key: String, value: Option<f64>) {
    let number = value.map(|value| unsigned(value, 6));
    let whole = number.filter(|number| number.fract() == 0.0 && key_is_count(&key)).map(|number| number as i64);
    flat.insert(key, whole.map_or_else(|| Value::from(number), Value::from));
}

fn key_is_count(key: &str) -> bool {
    let first = key.split(['.', '@']).next().unwrap_or(key);
    ["rows", "documents", "abstained", "unscored", "failures", "support", "confusion"].contains(&first)
        || ["against.won", "against.lost"].contains(&key)
        || key.ends_with(".rows")
}

fn counts(flat: &mut Map<String, Value>, evaluation: &Evaluation) {
    let Evaluation { rows, documents, abstained, unscored, .. } = evaluation;
    for (key, count) in [("rows", rows), ("documents", documents), ("abstained", abstained), ("unscored", unscored)] {
        put(flat, key.to_owned(), Some(*count as f64));
    }
    for gold in Stance::ALL {
        put(flat, format!("support.{gold}"), Some(evaluation.support(gold)));
        let given = ["admit", "restrict", "neutral", "abstain"];
        for (given, count) in given.into_iter().zip(evaluation.confusion[gold.index()]) {
            put(flat, format!("confusion.{gold}.{given}"), Some(count));
        }
    }
}

fn figures(flat: &mut Map<String, Value>, before: &str, figures: &[Measured], after: &str) {
    for figure in figures {
        put(flat, format!("{before}{}{after}", figure.key), figure.value);
        put(flat, format!("{before}{}.low{after}", figure.key), figure.low);
        put(flat, format!("{before}{}.high{after}", figure.key), figure.high);
    }
}

fn thresholds(flat: &mut Map<String, Value>, evaluation: &Evaluation) {
    for threshold in &evaluation.thresholds {
        let at = format!("sure_{:.0}", threshold.at * 100.0);
        put(flat, format!("{at}.coverage"), threshold.coverage.value);
        put(flat, format!("{at}.accuracy"), threshold.accuracy.value);
        for (stance, (precision, recall)) in Stance::ALL.iter().zip(&threshold.classes) {
            put(flat, format!("{at}.precision.{stance}"), precision.value);
            put(flat, format!("{at}.recall.{stance}"), recall.value);
        }
    }
}

fn against(flat: &mut Map<String, Value>, comparison: &Comparison) {
    put(flat, "against.won".to_owned(), Some(comparison.won as f64));
    put(flat, "against.lost".to_owned(), Some(comparison.lost as f64));
    put(flat, "against.mcnemar_p".to_owned(), Some(comparison.mcnemar_p));
    put(flat, "against.detectable".to_owned(), comparison.detectable);
    for difference in &comparison.differences {
        let key = format!("against.{}", difference.key);
        put(flat, format!("{key}.difference"), difference.figure.value);
        put(flat, format!("{key}.difference.low"), difference.figure.low);
        put(flat, format!("{key}.difference.high"), difference.figure.high);
    }
}
