use crate::dataset::lint::{Count, Fault, Finding};
use serde::Serialize;

/// What was found in labelled data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Findings {
    /// What each part holds.
    pub parts: Vec<Count>,
    /// What was looked for.
    pub looked_for: Vec<Fault>,
    /// What was found, by fault in the order of [`Fault::ALL`].
    pub findings: Vec<Finding>,
}

impl Findings {
    fn of(&self, fault: Fault) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.fault == fault)
    }
}

/// As JSON: the struct as it is.
pub fn findings_json(findings: &Findings) -> String {
    serde_json::to_string_pretty(findings).expect("a plain struct is JSON") + "\n"
}

/// For people: a line a finding, `FILE:LINE` first.
pub fn findings_text(findings: &Findings) -> String {
    let mut out: String = findings.parts.iter().map(held).collect();
    let mut none = Vec::new();
    for fault in findings.looked_for.iter().copied() {
        let count = findings.of(fault).count();
        if count == 0 {
            none.push(fault.name());
            continue;
        }
        out += &format!("\n{fault}: {} ({count})\n", fault.meaning());
        findings.of(fault).for_each(|finding| out += &line(finding));
    }
    if !none.is_empty() {
        out += &format!("\nnothing found: {}\n", none.join(", "));
    }
    out
}

fn held(count: &Count) -> String {
    let Count { part, documents, rows, admit, restrict, neutral } = count;
    let percent = |label: &usize| 100.0 * *label as f64 / (*rows).max(1) as f64;
    let [admit, restrict, neutral] = [admit, restrict, neutral].map(percent);
    format!(
        "{part}: {documents} documents, {rows} rows, {admit:.0} % admit, {restrict:.0} % restrict, {neutral:.0} % neutral\n"
    )
}

/// Characters of a sentence that are shown.
const SHOWN: usize = 120;

fn line(finding: &Finding) -> String {
    let Finding { file, line, doc, message, text, .. } = finding;
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    let doc = if doc.is_empty() { String::new() } else { format!("{doc} ") };
    let text = text.as_deref().map(|text| format!(": {}", brief(text))).unwrap_or_default();
    format!("{file}{line}: {doc}{message}{text}\n")
}

/// The beginning of a text, on one line, without what could steer a terminal.
fn brief(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = words.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    if words.chars().count() > SHOWN {
        shown.push('…');
    }
    shown
}
