use super::number;
use super::table::Table;
use crate::base::Stance;
use crate::evaluate::{Agreement, Answers, Coefficient, Group, OF_ALL, OF_PAIR, TARGETS};
use serde_json::{Map, Value};

/// Below so many documents percentile intervals are too narrow (see [`crate::evaluate`]).
const FEW: usize = 20;

/// How far annotators agree, as aligned tables; below them what is undefined, and why.
pub fn agreement_text(agreement: &Agreement) -> String {
    let Agreement { sentences, disagreements, all, .. } = agreement;
    let Group { annotators, shared, documents, even: (answers, even), .. } = all;
    let mut out = format!(
        "{} annotators, {sentences} sentences; {shared} of them in {documents} documents have two answers or more, \
         on {disagreements} answers differ\n",
        annotators.len()
    );
    out += &format!("\n{}", people(agreement).text());
    let names: Vec<&str> = OF_ALL.map(Coefficient::name).into();
    let mut table = Table::new("All annotators", &[&[""], &names[..]].concat());
    rows(&mut table, "all labels", "", all, &OF_ALL);
    out += &format!("\n{}", table.text());
    if *even != *shared {
        out += &format!("  Fleiss' kappa: of the {even} sentences with {answers} answers\n");
    }
    let names: Vec<&str> = OF_PAIR.map(Coefficient::name).into();
    let mut table = Table::new("Every two annotators", &[&["", "sentences"], &names[..]].concat());
    for pair in &agreement.pairs {
        rows(&mut table, &pair.annotators.join(", "), &pair.shared.to_string(), pair, &OF_PAIR);
    }
    out += &format!("\n{}", table.text());
    let unknown = missing(agreement);
    if !unknown.is_empty() {
        out += &format!("\nUndefined, or without an interval\n{}", unknown.concat());
    }
    let Agreement { resamples, seed, .. } = agreement;
    out += &format!("\nIntervals: 95 %, {resamples} resamples of documents, seed {seed}");
    out + if (2..FEW).contains(documents) { "; with so few documents they are too narrow\n" } else { "\n" }
}

fn people(agreement: &Agreement) -> Table {
    let labels = Stance::ALL.map(Stance::name);
    let mut table = Table::new("Annotators", &[&["", "answers"], &labels[..]].concat());
    for annotator in &agreement.annotators {
        let counts = std::iter::once(annotator.answers).chain(annotator.labels);
        let cells = std::iter::once(annotator.name.clone()).chain(counts.map(|count| count.to_string()));
        table.row(cells.collect());
    }
    table
}

/// Four rows of a table: all labels, and each against the rest. `count` stands in the first, where there is one.
fn rows(table: &mut Table, title: &str, count: &str, group: &Group, coefficients: &[Coefficient]) {
    for label in TARGETS {
        let mut cells = vec![label.map_or(title.to_owned(), |label| format!("  {label}"))];
        if !count.is_empty() {
            cells.push(label.map_or(count.to_owned(), |_| String::new()));
        }
        cells.extend(coefficients.iter().map(|it| number::figure(&group.of(*it, label))));
        table.row(cells);
    }
}

/// A line for each reason why figures have no value or no interval, and which these are.
fn missing(agreement: &Agreement) -> Vec<String> {
    let groups = std::iter::once((&agreement.all, "all annotators".to_owned()));
    let groups = groups.chain(agreement.pairs.iter().map(|pair| (pair, pair.annotators.join(", "))));
    let mut lines = Vec::new();
    for (group, who) in groups {
        // What figures lack for one reason is told once, with the labels they lack it for.
        let mut reasons: Vec<(&str, Vec<&str>, Vec<&str>)> = Vec::new();
        for label in TARGETS {
            for (why, names) in lacking(group, label) {
                let label = label.map_or("all labels", Stance::name);
                match reasons.iter_mut().find(|(other, others, _)| *other == why && *others == names) {
                    Some((_, _, labels)) => labels.push(label),
                    None => reasons.push((why, names, vec![label])),
                }
            }
        }
        let line = |(why, names, labels): (&str, Vec<&str>, Vec<&str>)| {
            format!("  {who}: {} ({}): {why}\n", names.join(", "), labels.join(", "))
        };
        lines.extend(reasons.into_iter().map(line));
    }
    lines
}

/// The figures of one label that lack something, by the reason.
fn lacking(group: &Group, label: Option<Stance>) -> Vec<(&str, Vec<&'static str>)> {
    let mut reasons: Vec<(&str, Vec<&'static str>)> = Vec::new();
    for agreed in group.figures.iter().filter(|agreed| agreed.label == label) {
        let Some(why) = agreed.why.as_deref() else { continue };
        match reasons.iter_mut().find(|(other, _)| *other == why) {
            Some((_, names)) => names.push(agreed.coefficient.name()),
            None => reasons.push((why, vec![agreed.coefficient.name()])),
        }
    }
    reasons
}

/// Flat numbers: `alpha`, `alpha.admit`, of two annotators `cohen@anna+ben`, each with `.low`, `.high` and, where one
/// of them is missing, `.why`. Rounded to six decimals; undefined is null.
pub fn agreement_json(agreement: &Agreement) -> String {
    let mut flat = Map::new();
    let mut count = |key: String, count: usize| drop(flat.insert(key, count.into()));
    count("sentences".to_owned(), agreement.sentences);
    count("disagreements".to_owned(), agreement.disagreements);
    for annotator in &agreement.annotators {
        count(format!("answers@{}", annotator.name), annotator.answers);
        for (label, answers) in Stance::ALL.iter().zip(annotator.labels) {
            count(format!("answers.{label}@{}", annotator.name), answers);
        }
    }
    group(&mut flat, &agreement.all, "");
    for pair in &agreement.pairs {
        group(&mut flat, pair, &format!("@{}", pair.annotators.join("+")));
    }
    serde_json::to_string_pretty(&Value::Object(flat)).expect("a map of numbers is JSON") + "\n"
}

fn group(flat: &mut Map<String, Value>, group: &Group, who: &str) {
    flat.insert(format!("shared{who}"), group.shared.into());
    flat.insert(format!("documents{who}"), group.documents.into());
    for agreed in &group.figures {
        let label = agreed.label.map(|label| format!(".{label}")).unwrap_or_default();
        let key = format!("{}{label}", agreed.coefficient.key());
        let number = |value: Option<f64>| Value::from(value.map(|value| number::unsigned(value, 6)));
        flat.insert(format!("{key}{who}"), number(agreed.value));
        flat.insert(format!("{key}.low{who}"), number(agreed.low));
        flat.insert(format!("{key}.high{who}"), number(agreed.high));
        if let Some(why) = &agreed.why {
            flat.insert(format!("{key}.why{who}"), why.as_str().into());
        }
    }
}

/// Columns that stand before those of the annotators.
const PLACE: [&str; 4] = ["doc", "n", "digest", "text"];

/// Sentences × annotators as CSV: `doc,n,digest,text`, then a column an annotator, empty where they did not answer.
pub fn agreement_matrix(answers: &Answers) -> Vec<u8> {
    const WHY: &str = "memory takes all that is written";
    let mut writer = csv::Writer::from_writer(Vec::new());
    let column =
        |name: &String| if PLACE.contains(&name.as_str()) { format!("annotator {name}") } else { name.clone() };
    let head = PLACE.map(str::to_owned).into_iter().chain(answers.annotators.iter().map(column));
    writer.write_record(head).expect(WHY);
    for row in &answers.rows {
        let n = row.unit.n.map(|n| n.to_string()).unwrap_or_default();
        let text = row.said.iter().map(|said| said.text.as_str()).find(|text| !text.is_empty()).unwrap_or_default();
        let place = [row.unit.doc.as_str(), &n, &row.unit.digest, text];
        writer
            .write_record(place.into_iter().chain(row.labels.iter().map(|it| it.map_or("", Stance::name))))
            .expect(WHY);
    }
    writer.into_inner().expect(WHY)
}
