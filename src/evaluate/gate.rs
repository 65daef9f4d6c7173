use super::evaluation::{Evaluation, Measured};
use super::metric::{METRICS, metric};
use serde::Serialize;
use std::str::FromStr;

/// Which end of a figure a gate looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bound {
    /// The unfavourable end of the 95 % interval: the lower one, or the upper one where small is good.
    Lower,
    /// The figure itself.
    #[default]
    Point,
}

/// A floor for one figure (a ceiling where small is good): `f1.restrict@source=Reuters=0.6`.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// The metric's key.
    pub key: String,
    /// Column and value of the slice it is about; `None` for all rows.
    pub slice: Option<(String, String)>,
    /// The least (or greatest) value that passes.
    pub value: f64,
}

/// How the keys of [`super::Settings::further`] begin; which of them there are is known once they are measured.
const FURTHER: [&str; 5] = ["behaviour.", "pairs.", "boundary_", "kind_", "risk_"];
const FURTHER_KEYS: &str = ", with --behaviour also behaviour.FAMILY and pairs.FAMILY, with --articles also boundary_f1 and kind_f1, \
     with a model that can give sets of stances also risk_10.coverage.admit, risk_10.single, risk_10.error and so on";

/// A gate that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GateError {
    /// No `=`, or no number behind the last one.
    #[error("expected KEY=VALUE such as macro_f1=0.7 or f1.restrict@source=Reuters=60%, found {0:?}")]
    Shape(String),
    /// A figure that does not exist.
    #[error("expected one of {known}, found {found:?}")]
    Key {
        /// The key as written.
        found: String,
        /// All keys there are.
        known: String,
    },
}

impl FromStr for Gate {
    type Err = GateError;

    fn from_str(text: &str) -> Result<Self, GateError> {
        let shape = || GateError::Shape(text.to_owned());
        let (figure, value) = text.rsplit_once('=').ok_or_else(shape)?;
        let value = number(value).ok_or_else(shape)?;
        let (key, slice) = match figure.split_once('@') {
            None => (figure, None),
            Some((key, slice)) => (key, Some(slice.split_once('=').ok_or_else(shape)?)),
        };
        if metric(key).is_none() && !FURTHER.iter().any(|start| key.starts_with(start)) {
            let known = METRICS.map(|metric| metric.key).join(", ") + FURTHER_KEYS;
            return Err(GateError::Key { found: key.to_owned(), known });
        }
        let slice = slice.map(|(column, value)| (column.to_owned(), value.to_owned()));
        Ok(Gate { key: key.to_owned(), slice, value })
    }
}

/// A number, `%` at its end meaning hundredths.
pub fn number(text: &str) -> Option<f64> {
    let (digits, scale) = text.strip_suffix('%').map_or((text, 1.0), |digits| (digits, 100.0));
    digits.trim().parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number / scale)
}

/// How a gate came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateResult {
    /// The figure, as in `f1.restrict@source=Reuters`.
    pub key: String,
    /// The value asked for.
    pub required: f64,
    /// Whether the value asked for is a maximum.
    pub at_most: bool,
    /// Which end of the interval was looked at.
    pub bound: Bound,
    /// The figure; `None` where it is undefined or the slice has no rows.
    pub value: Option<f64>,
    /// The unfavourable end of its interval, where it has one.
    pub unfavourable: Option<f64>,
    /// Whether it passed.
    pub passed: bool,
    /// The whole story in one sentence.
    pub message: String,
}

impl Gate {
    /// The figure it is about, as in `f1.restrict@source=Reuters`.
    pub fn figure(&self) -> String {
        match &self.slice {
            None => self.key.clone(),
            Some((column, value)) => format!("{}@{column}={value}", self.key),
        }
    }

    /// Whether small values are the good ones.
    pub fn is_ceiling(&self) -> bool {
        let of_sets = self.key.starts_with("risk_") && [".size", ".error"].iter().any(|part| self.key.contains(part));
        of_sets || metric(&self.key).is_some_and(|metric| metric.smaller_is_better)
    }

    /// Looks the figure up in an evaluation, whose slices must hold the gate's column.
    pub fn check(&self, evaluation: &Evaluation, bound: Bound) -> GateResult {
        let measured = match &self.slice {
            None => evaluation.figure(&self.key),
            Some((column, value)) => evaluation.slice(column, value).and_then(|slice| slice.figure(&self.key)),
        };
        let at_most = self.is_ceiling();
        let figure = measured.map(Measured::figure).unwrap_or_default();
        let unfavourable = if at_most { figure.high } else { figure.low };
        let looked_at = if bound == Bound::Lower { unfavourable } else { figure.value };
        let passed = looked_at.is_some_and(|v| if at_most { v <= self.value } else { v >= self.value });
        let mut result = GateResult {
            key: self.figure(),
            required: self.value,
            at_most,
            bound,
            value: figure.value,
            unfavourable,
            passed,
            message: String::new(),
        };
        result.message = message(&result, measured.is_some());
        result
    }
}

fn message(gate: &GateResult, found: bool) -> String {
    let (key, end, side) =
        if gate.at_most { (&gate.key, "upper", "at most") } else { (&gate.key, "lower", "at least") };
    let asked = format!("{side} {:.4} asked for", gate.required);
    match (gate.value, gate.unfavourable) {
        (None, _) if !found => format!("{key} is undefined, no row is in this slice; {asked}"),
        (None, _) => format!("{key} is undefined; {asked}"),
        (Some(value), None) => format!("{key} is {value:.4}, without an interval; {asked}"),
        (Some(value), Some(unfavourable)) => {
            let word = if unfavourable >= gate.required { "above" } else { "below" };
            let margin = (unfavourable - gate.required).abs();
            format!("{key} is {value:.4}, {asked}; its {end} 95 % bound {unfavourable:.4} is {margin:.4} {word} that")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{Settings, SettingsError, evaluate, trial};

    fn gate(text: &str) -> Gate {
        text.parse().expect("a gate")
    }

    fn check(text: &str, bound: Bound) -> GateResult {
        let settings = Settings { gates: vec![gate(text)], bound, ..Settings::default() };
        evaluate(&trial::rows(30, 20, 0.7, 1), &settings).gates[0].clone()
    }

    #[test]
    fn a_slice_may_hold_an_equals_sign_and_a_value_may_be_a_percentage() {
        let gate = gate("f1.restrict@source=a=b=60%");
        assert_eq!(gate.slice, Some(("source".to_owned(), "a=b".to_owned())));
        assert_eq!(gate.value, 0.6);
    }

    #[test]
    fn an_unknown_key_lists_the_keys() {
        let message = "f1=0.5".parse::<Gate>().expect_err("no such key").to_string();
        assert!(message.contains("macro_f1, f_avg") && message.ends_with("found \"f1\""), "{message}");
    }

    #[test]
    fn what_is_no_gate_says_what_one_looks_like() {
        for text in ["macro_f1", "macro_f1=", "macro_f1=high", "macro_f1@source=0.5", "macro_f1=nan"] {
            assert!(matches!(text.parse::<Gate>(), Err(GateError::Shape(_))), "{text}");
        }
    }

    #[test]
    fn a_floor_between_lower_bound_and_value_passes_on_the_point_alone() {
        let point = check("accuracy=0.69", Bound::Point);
        assert!(point.passed, "{}", point.message);
        let lower = check("accuracy=0.69", Bound::Lower);
        assert!(!lower.passed && lower.message.contains("below that"), "{}", lower.message);
    }

    #[test]
    fn a_calibration_error_is_a_ceiling() {
        assert!(check("ece=0.5", Bound::Lower).passed);
        assert!(!check("ece=0.001", Bound::Point).passed);
    }

    #[test]
    fn a_gate_brings_its_slice_along() {
        assert!(check("f1.restrict@source=Harbour Post=0.3", Bound::Point).passed);
        let missing = check("f1.restrict@source=Nowhere=0.3", Bound::Point);
        assert!(!missing.passed && missing.message.contains("no row is in this slice"));
    }

    #[test]
    fn an_empty_slice_and_an_unknown_column_are_refused_with_what_there_is() {
        let rows = trial::rows(3, 3, 0.7, 1);
        let of = |text: &str| Settings { gates: vec![gate(text)], ..Settings::default() }.check(&rows);
        let empty = of("macro_f1@source=Nowhere=0.3").expect_err("an empty slice").to_string();
        assert!(empty.contains("Harbour Post, Réveil & Co, Valley <Times>"), "{empty}");
        let column = of("macro_f1@origin=x=0.3").expect_err("an unknown column").to_string();
        assert!(column.contains("context, doc, file, kind, length, source"), "{column}");
        assert_eq!(Settings::default().check(&[]), Err(SettingsError::NoRows));
    }
}
