use super::clusters::{Clusters, TOLD, z};
use super::{Fault, Finding};
use crate::base::Stance;
use crate::dataset::annotation::{Annotation, units};
use std::collections::BTreeMap;

/// A row of one annotator, and how far the others agree with it, where there are any.
struct Said<'u> {
    annotation: &'u Annotation,
    agreement: Option<f64>,
}

/// Annotators whose later half differs from the earlier: in the shares of the labels, or in how far they
/// agree with the others on the same sentences. Rows without a time are left aside.
pub fn drift(annotations: Vec<Annotation>) -> Vec<Finding> {
    let units = units(annotations);
    let mut annotators: BTreeMap<&str, Vec<Said>> = BTreeMap::new();
    for said in units.values() {
        for annotation in said.iter().filter(|annotation| !annotation.time.is_empty()) {
            let row = Said { annotation, agreement: agreement(annotation, said) };
            annotators.entry(&annotation.annotator).or_default().push(row);
        }
    }
    annotators.into_iter().flat_map(|(name, rows)| of_annotator(name, rows)).collect()
}

fn agreement(annotation: &Annotation, said: &[Annotation]) -> Option<f64> {
    let others: Vec<&Annotation> = said.iter().filter(|other| other.annotator != annotation.annotator).collect();
    let same = others.iter().filter(|other| other.label == annotation.label).count();
    (!others.is_empty()).then(|| same as f64 / others.len() as f64)
}

fn of_annotator(name: &str, mut rows: Vec<Said>) -> Vec<Finding> {
    let at = |row: &Said| (row.annotation.time.clone(), row.annotation.file.clone(), row.annotation.line);
    rows.sort_by_key(at);
    let middle = rows.get(rows.len() / 2).map(|row| row.annotation.time.clone()).unwrap_or_default();
    // Rows of one time stay together.
    let (early, late) = rows.split_at(rows.partition_point(|row| row.annotation.time < middle));
    let Some(first) = late.first().map(|row| row.annotation) else { return Vec::new() };
    let measures = Stance::ALL.map(|stance| (format!("{stance}"), Measure::Share(stance)));
    let measures = measures.into_iter().chain([("agreement with the others".to_owned(), Measure::Agreement)]);
    let found = measures.filter_map(|(what, measure)| {
        let (early, late) = (clusters(early, &measure), clusters(late, &measure));
        let z = z(&early, &late).filter(|z| z.abs() >= TOLD)?;
        let side = |side: &Clusters| format!("{:.0} % of {} rows", 100.0 * side.share(), side.rows());
        let name = if name.is_empty() { "an annotator without a name" } else { name };
        let message = format!("{name}: {what} {} before {middle}, {} since", side(&early), side(&late));
        let place = Finding::whole(Fault::Drift, &first.file, message);
        Some(Finding { line: Some(first.line), score: Some(z), ..place })
    });
    found.collect()
}

enum Measure {
    Share(Stance),
    Agreement,
}

fn clusters<'u>(rows: &[Said<'u>], measure: &Measure) -> Clusters<'u> {
    let hits = rows.iter().filter_map(|row| {
        let hit = match measure {
            Measure::Share(stance) => f64::from(u8::from(row.annotation.label == *stance)),
            Measure::Agreement => row.agreement?,
        };
        Some((document_of(row.annotation), hit))
    });
    Clusters::new(hits)
}

/// A sentence by itself is a document of its own.
fn document_of(annotation: &Annotation) -> &str {
    let Annotation { doc, digest, .. } = annotation;
    if doc.is_empty() { digest } else { doc }
}
