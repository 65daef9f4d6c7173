use crate::evaluate::{Evaluation, Mistake};
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

/// JUnit XML: a suite `gates` with a case for each gate, and a suite `sentences` with a case for each
/// sentence given a wrong label; the figures are properties of the first. No clock time stands in it.
pub fn junit(evaluation: &Evaluation) -> String {
    let mut report = Report::new(if evaluation.title.is_empty() { "stance" } else { &evaluation.title });
    report.add_test_suites([gates(evaluation), sentences(evaluation)]);
    report.to_string().expect("strings are valid XML once quick-junit has cleaned them")
}

fn gates(evaluation: &Evaluation) -> TestSuite {
    let mut suite = TestSuite::new("gates");
    for figure in evaluation.figures.iter().filter_map(|figure| Some((&figure.key, figure.value?))) {
        suite.add_property(Property::new(figure.0.as_str(), format!("{:.6}", figure.1)));
    }
    let drops = evaluation.comparison.iter().flat_map(|comparison| &comparison.drops);
    let gates = evaluation.gates.iter().map(|gate| (&gate.key, gate.passed, gate.value.is_some(), &gate.message));
    for (key, passed, defined, message) in
        gates.chain(drops.map(|drop| (&drop.key, drop.passed, drop.drop.is_some(), &drop.message)))
    {
        // "Could not be measured" is an error, "got worse" a failure.
        let kind = if defined { NonSuccessKind::Failure } else { NonSuccessKind::Error };
        let status = if passed { TestCaseStatus::success() } else { failed(kind, "quality gate", message) };
        suite.add_test_case(case(key, "gates", status));
    }
    suite
}

fn sentences(evaluation: &Evaluation) -> TestSuite {
    let mut suite = TestSuite::new("sentences");
    suite.add_property(Property::new("rows", evaluation.rows.to_string()));
    suite.add_test_cases(evaluation.mistakes.iter().map(sentence));
    suite
}

fn sentence(mistake: &Mistake) -> TestCase {
    let Mistake { gold, prediction, doc, n, .. } = mistake;
    let message = format!("expected {gold}, found {prediction} ({:.3})", mistake.confidence());
    let mut status = failed(NonSuccessKind::Failure, "wrong label", &message);
    status.set_description(format!("{}:{}\n{}", mistake.file, mistake.line, mistake.text));
    let mut case = case(&format!("{doc} sentence {n}"), doc, status);
    case.extra.insert("file".into(), mistake.file.as_str().into());
    case.extra.insert("line".into(), mistake.line.to_string().into());
    case
}

fn failed(kind: NonSuccessKind, class: &str, message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(class).set_message(message);
    status
}

fn case(name: &str, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    case
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{Settings, evaluate, trial};

    #[test]
    fn gates_and_wrong_sentences_are_cases() {
        let gates =
            ["accuracy=99%", "ece=0.9", "f1.admit@source=Nowhere=0.1"].map(|gate| gate.parse().expect("a gate"));
        let rows = trial::rows(10, 10, 0.5, 1);
        let evaluation = evaluate(&rows, &Settings { gates: gates.into(), ..Settings::default() });
        let xml = junit(&evaluation);
        assert!(xml.contains(r#"<testsuite name="gates" tests="3" skipped="0" errors="1" failures="1">"#), "{xml}");
        let wrong = evaluation.mistakes.len();
        assert!(xml.contains(&format!(r#"<testsuite name="sentences" tests="{wrong}""#)));
        assert!(xml.contains("&lt;nothing&gt;") && xml.contains(r#"<property name="macro_f1""#));
    }

    #[test]
    fn control_characters_in_a_text_do_not_break_the_file() {
        let mut rows = trial::rows(3, 3, 0.0, 1);
        rows[0].text = "a\u{0}b\u{8}]]>\u{fffe}".to_owned();
        let xml = junit(&evaluate(&rows, &Settings::default()));
        assert!(!xml.contains('\u{0}') && !xml.contains('\u{8}'));
    }
}
