use crate::dataset::{LabelledDocument, sentence_number};

/// Rows that a model learnt by retraining, ascending: 60 bits of a digest of document and sentence, and 4 of the labels, so
/// that a row is not learnt twice and one whose labels were corrected is learnt again.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Learnt(pub Vec<u64>);

/// The bits of the labels.
const LABELS: u64 = 0xf;

impl Learnt {
    /// Whether the row is among them: with these labels, with others (`Some(false)`), or not at all.
    pub fn same(&self, labelled: &LabelledDocument, row: usize) -> Option<bool> {
        let wanted = row_digest(labelled, row);
        let found = self.0.get(self.place(wanted)).filter(|digest| *digest | LABELS == wanted | LABELS);
        found.map(|digest| *digest == wanted)
    }

    /// Adds a row; its former labels are forgotten.
    pub fn add(&mut self, labelled: &LabelledDocument, row: usize) {
        let digest = row_digest(labelled, row);
        let at = self.place(digest);
        match self.0.get_mut(at) {
            Some(found) if *found | LABELS == digest | LABELS => *found = digest,
            _ => self.0.insert(at, digest),
        }
    }

    /// Where a row stands, or would stand.
    fn place(&self, digest: u64) -> usize {
        self.0.partition_point(|found| *found < digest & !LABELS)
    }
}

fn row_digest(labelled: &LabelledDocument, row: usize) -> u64 {
    let LabelledDocument { document, gold, .. } = labelled;
    let doc = if document.has_context { document.id.as_str() } else { "" };
    let sentence = sentence_number(document.sentences[row].span.of(&document.text));
    let hash = sentence_number(&format!("{doc} {sentence}"));
    let labels = gold[row].label.index() * 4 + gold[row].alone.unwrap_or(gold[row].label).index();
    hash & !LABELS | labels as u64
}
