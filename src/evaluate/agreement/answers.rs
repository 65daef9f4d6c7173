use crate::base::Stance;
use crate::dataset::annotation::{Annotation, Unit, units};
use std::collections::BTreeSet;

/// Who said what: a row a sentence, a column an annotator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Names in byte order.
    pub annotators: Vec<String>,
    /// In order of document and number.
    pub rows: Vec<AnswerRow>,
}

/// What was said of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// The sentence.
    pub unit: Unit,
    /// One entry an annotator, in their order; `None` where they did not answer.
    pub labels: Vec<Option<Stance>>,
    /// The answers themselves.
    pub said: Vec<Annotation>,
}

impl Answers {
    /// The answers that `reading` finds in some annotations, of which each annotator has at most one a sentence
    /// (see [`crate::dataset::annotation::latest`]).
    pub fn new(mut annotations: Vec<Annotation>, reading: impl Fn(&Annotation) -> Option<Stance>) -> Self {
        annotations.retain(|annotation| reading(annotation).is_some());
        let names: BTreeSet<String> = annotations.iter().map(|annotation| annotation.annotator.clone()).collect();
        let annotators: Vec<String> = names.into_iter().collect();
        let row = |(unit, said): (Unit, Vec<Annotation>)| {
            let mut labels = vec![None; annotators.len()];
            for annotation in &said {
                let place = annotators.binary_search(&annotation.annotator).expect("every name was collected above");
                labels[place] = reading(annotation);
            }
            AnswerRow { unit, labels, said }
        };
        let rows = units(annotations).into_iter().map(row).collect();
        Answers { annotators, rows }
    }

    /// Sentences that got two different answers or more.
    pub fn disagreements(&self) -> impl Iterator<Item = &AnswerRow> {
        self.rows.iter().filter(|row| {
            let mut given = row.labels.iter().flatten();
            given.next().is_some_and(|first| given.any(|label| label != first))
        })
    }
}

impl AnswerRow {
    /// What is drawn together in a resample: the document; a sentence without one is one of its own.
    pub(super) fn cluster(&self) -> (&str, &str) {
        let own = if self.unit.doc.is_empty() { self.unit.digest.as_str() } else { "" };
        (&self.unit.doc, own)
    }
}
