use super::gate::{Gate, GateError, GateResult};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file of floors: for each set of rows, by the title of its report, what a model must reach on it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FloorFile(pub BTreeMap<String, FloorSet>);

/// The floors of one set of rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FloorSet {
    /// Digest of the rows that the floors hold for.
    pub data: String,
    /// The least value (the greatest where small is good) of each figure, under the keys that gates know.
    #[serde(flatten)]
    pub floors: BTreeMap<String, f64>,
}

/// A floor that a model does not reach, and what it would have to become.
#[derive(Debug, Clone, PartialEq)]
pub struct Lowered {
    /// The figure.
    pub key: String,
    /// The floor as it was.
    pub from: f64,
    /// What the model reaches, rounded.
    pub to: f64,
}

/// What the floors of a set without any are made of.
const FIRST: [&str; 4] = ["macro_f1", "f1.admit", "f1.restrict", "f1.neutral"];

/// Floors are given in hundredths, so that a change of no account does not fail.
const STEP: f64 = 0.01;

const HEAD: &str = "\
# What `stance evaluate … --floors` with this file holds a model to; `data` is the digest of the rows the floors hold for.
# `--write-floors` raises them to what is reached; `--lower-floors WHY` lowers them and leaves a line in CHANGELOG.md.
# Both rewrite this file. A further figure: add its key with 0 and raise it.
";

impl FloorFile {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// No TOML of this shape, or a key that is no figure.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let file: FloorFile = toml::from_str(text).map_err(|error| error.to_string())?;
        for set in file.0.values() {
            set.gates().map_err(|error| error.to_string())?;
        }
        Ok(file)
    }

    /// The text of the file.
    pub fn to_toml(&self) -> String {
        let body = toml::to_string(self).expect("maps of numbers and text are TOML");
        format!("{HEAD}\n{}", body.trim_start())
    }
}

impl FloorSet {
    /// A beginning: the F1 of every label, floors at 0.
    pub fn first() -> Self {
        FloorSet { data: String::new(), floors: FIRST.map(|key| (key.to_owned(), 0.0)).into() }
    }

    /// The floors as gates, in the order of their keys.
    ///
    /// # Errors
    /// A key that is no figure.
    pub fn gates(&self) -> Result<Vec<Gate>, GateError> {
        self.floors.iter().map(|(key, value)| format!("{key}={value}").parse()).collect()
    }

    /// The floors of rows with the digest `data` after `results`: raised to what was reached, and lowered to
    /// it where it was less; those lowered are named. A figure that is undefined keeps its floor.
    pub fn after(&self, data: &str, results: &[GateResult]) -> (FloorSet, Vec<Lowered>) {
        let mut after = FloorSet { data: data.to_owned(), floors: self.floors.clone() };
        let mut lowered = Vec::new();
        for result in results {
            let (Some(value), Some(floor)) = (result.value, after.floors.get_mut(&result.key)) else { continue };
            let reached = rounded(value, result.at_most);
            let better = if result.at_most { reached < *floor } else { reached > *floor };
            if better {
                *floor = reached;
            } else if !result.passed {
                lowered.push(Lowered { key: result.key.clone(), from: *floor, to: reached });
                *floor = reached;
            }
        }
        (after, lowered)
    }
}

/// To a whole number of steps, on the side that the value itself passes.
fn rounded(value: f64, at_most: bool) -> f64 {
    let steps = value / STEP;
    let whole = if at_most { (steps - 1e-6).ceil() } else { (steps + 1e-6).floor() };
    // Dividing by the inverse gives the decimal that is meant: 0.57, not 0.5700000000000001.
    whole / STEP.recip()
}

/// The changelog with a line about each lowered floor under `### Changed` of its `## [Unreleased]`.
/// `None` where there is no such section.
pub fn with_lowered(changelog: &str, title: &str, lowered: &[Lowered], why: &str) -> Option<String> {
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    let line =
        |it: &Lowered| format!("- Quality floor lowered: {} of {title} from {} to {}: {why}\n", it.key, it.from, it.to);
    let lines: String = lowered.iter().map(line).collect();
    let start = changelog.find("## [Unreleased]")?;
    let section = start + changelog[start..].find('\n')? + 1;
    let end = changelog[section..].find("\n## ").map_or(changelog.len(), |at| section + at + 1);
    let (before, rest) = changelog.split_at(section);
    let (own, after) = rest.split_at(end - section);
    let heading = "### Changed\n";
    let own = match own.find(heading) {
        Some(at) => {
            let at = at + heading.len();
            format!("{}{lines}{}", &own[..at], &own[at..])
        }
        None => format!("{}\n\n{heading}{lines}{}", own.trim_end(), if after.is_empty() { "" } else { "\n" }),
    };
    Some(format!("{before}{own}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{Bound, Settings, evaluate, trial};

    fn set(floors: &[(&str, f64)]) -> FloorSet {
        let floors = floors.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
        FloorSet { data: "old".to_owned(), floors }
    }

    fn results(set: &FloorSet) -> Vec<GateResult> {
        let gates = set.gates().expect("known keys");
        let settings = Settings { gates, bound: Bound::Point, ..Settings::default() };
        evaluate(&trial::rows(30, 20, 0.7, 1), &settings).gates
    }

    #[test]
    fn floors_are_raised_to_what_is_reached_and_lowered_ones_are_named() {
        let before = set(&[("accuracy", 0.1), ("ece", 0.9), ("macro_f1", 0.99)]);
        let found = results(&before);
        let (after, lowered) = before.after("new", &found);
        assert_eq!(after.data, "new");
        for (result, strict) in found.iter().zip([0.01, -0.01, 0.01]) {
            let (value, floor) = (result.value.expect("a value"), after.floors[&result.key]);
            let passes = |floor: f64| if result.at_most { value <= floor } else { value >= floor };
            assert!(passes(floor) && !passes(floor + strict), "{}: {floor}", result.key);
        }
        assert_eq!(lowered.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["macro_f1"]);
    }

    #[test]
    fn a_floor_between_two_hundredths_that_is_reached_stays() {
        let value = results(&set(&[("accuracy", 0.0)]))[0].value.expect("a value");
        let before = set(&[("accuracy", value)]);
        assert_eq!(before.after("old", &results(&before)), (before.clone(), Vec::new()));
    }

    #[test]
    fn a_file_reads_back_as_it_was() {
        let sets = [("a.csv, label".to_owned(), set(&[("f1.admit@kind=body", 0.5), ("macro_f1", 1.0)]))];
        let file = FloorFile(sets.into());
        let text = file.to_toml();
        assert_eq!(FloorFile::from_toml(&text), Ok(file), "{text}");
        assert!(text.contains("\n[\"a.csv, label\"]\ndata = \"old\"\n\"f1.admit@kind=body\" = 0.5\n"), "{text}");
    }

    #[test]
    fn a_key_that_is_no_figure_is_refused() {
        let error = FloorFile::from_toml("[a]\ndata = \"x\"\nf1 = 0.5\n").expect_err("no such figure");
        assert!(error.contains("macro_f1") && error.contains("found \"f1\""), "{error}");
        assert!(FloorFile::from_toml("[a]\nmacro_f1 = 0.5\n").is_err(), "rows without a digest");
    }

    const LOG: &str = "# Changelog\n\n## [Unreleased]\n\n### Added\n- A thing.\n\n## [0.1.0]\n\n### Changed\n- Old.\n";

    #[test]
    fn a_lowered_floor_is_told_in_the_changelog() {
        let lowered = [Lowered { key: "macro_f1".to_owned(), from: 0.53, to: 0.5 }];
        let once = with_lowered(LOG, "a.csv, label", &lowered, "fewer\nrows").expect("a section");
        let line = "- Quality floor lowered: macro_f1 of a.csv, label from 0.53 to 0.5: fewer rows\n";
        assert!(once.contains(&format!("- A thing.\n\n### Changed\n{line}\n## [0.1.0]\n")), "{once}");
        let twice = with_lowered(&once, "a.csv, label", &lowered, "again").expect("a section");
        assert!(twice.contains("from 0.53 to 0.5: again\n- Quality floor") && twice.ends_with("- Old.\n"), "{twice}");
        assert_eq!(with_lowered("# Changelog\n", "a", &lowered, "x"), None);
        let last = with_lowered("## [Unreleased]\n", "a", &lowered, "x").expect("a section");
        assert!(last.ends_with("### Changed\n- Quality floor lowered: macro_f1 of a from 0.53 to 0.5: x\n"), "{last}");
    }
}
