use super::markdown::clip;
use super::text::verdicts;
use crate::evaluate::{Evaluation, Mistake};

/// GitHub shows ten annotations of a kind per step and drops the others without a word: nine and a count.
const SHOWN: usize = 9;

/// GitHub workflow commands: an error for each gate that failed, a warning for each of the nine surest
/// mistakes, each pointing at its file and line, and a count of the rest.
pub fn github(evaluation: &Evaluation) -> String {
    let failed: Vec<String> = verdicts(evaluation)
        .into_iter()
        .filter(|(passed, _)| !passed)
        .map(|(_, message)| command("error", &[("title", "quality gate")], message))
        .collect();
    let wrong: Vec<String> = evaluation.mistakes.iter().take(SHOWN).map(warning).collect();
    let more = |left: usize, kind: &str, what: &str| match left {
        0 => String::new(),
        left => command(kind, &[], &format!("{left} more {what}, see the summary")),
    };
    let mut out = failed[..failed.len().min(SHOWN)].concat();
    out += &more(failed.len().saturating_sub(SHOWN), "error", "failed gates");
    out += &wrong.concat();
    out + &more(evaluation.mistakes.len().saturating_sub(SHOWN), "warning", "wrong labels")
}

fn warning(mistake: &Mistake) -> String {
    let Mistake { gold, prediction, .. } = mistake;
    let title = format!("{prediction} ({:.2}), gold {gold}", mistake.confidence());
    let line = mistake.line.to_string();
    command("warning", &[("file", &mistake.file), ("line", &line), ("title", &title)], &clip(&mistake.text, 300))
}

fn command(kind: &str, properties: &[(&str, &str)], message: &str) -> String {
    let properties: Vec<String> = properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    let space = if properties.is_empty() { "" } else { " " };
    format!("::{kind}{space}{}::{}\n", properties.join(","), data(message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{Settings, evaluate, trial};

    #[test]
    fn nine_mistakes_are_shown_and_the_rest_counted() {
        let out = github(&evaluate(&trial::rows(10, 10, 0.5, 1), &Settings::default()));
        assert_eq!(out.lines().count(), 10);
        assert!(out.lines().all(|line| line.starts_with("::warning")));
        assert!(out.lines().next().is_some_and(|line| line.contains("file=data/made%2Cup.csv,line=")));
        assert!(out.trim_end().ends_with("more wrong labels, see the summary"));
    }

    #[test]
    fn a_failed_gate_is_an_error() {
        let gates = vec!["accuracy=99%".parse().expect("a gate")];
        let out = github(&evaluate(&trial::rows(10, 10, 0.5, 1), &Settings { gates, ..Settings::default() }));
        assert!(out.starts_with("::error title=quality gate::accuracy is 0."), "{out}");
        assert!(out.contains("95 %25 bound"));
    }

    #[test]
    fn marks_that_would_end_a_command_are_escaped() {
        let out = command("warning", &[("file", "a:b,c%d")], "100 %\r\n::error::x");
        assert_eq!(out, "::warning file=a%3Ab%2Cc%25d::100 %25%0D%0A::error::x\n");
    }
}
