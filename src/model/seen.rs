use crate::base::sentence_digest;
use crate::dataset::LabelledDocument;
use crate::document::Document;

/// A shorter sentence ("He said no.") stands in many texts and tells nothing.
const WORDS: usize = 6;

/// Digests of the sentences a model learnt from, ascending, so that a test on some of their rows is noticed however the
/// rows are put together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen(pub Vec<u64>);

impl Seen {
    /// The sentences of the training documents.
    pub fn of(documents: &[LabelledDocument]) -> Seen {
        let mut digests: Vec<u64> = documents.iter().flat_map(|labelled| digests(&labelled.document)).collect();
        digests.sort_unstable();
        digests.dedup();
        Seen(digests)
    }

    /// Whether at least half of a document's sentences are among them.
    pub fn knows(&self, document: &Document) -> bool {
        let (mut all, mut known) = (0, 0);
        for digest in digests(document) {
            all += 1;
            known += usize::from(self.0.binary_search(&digest).is_ok());
        }
        known > 0 && 2 * known >= all
    }
}

fn digests(document: &Document) -> impl Iterator<Item = u64> {
    let texts = document.sentences.iter().map(|sentence| sentence.span.of(&document.text));
    let long = texts.filter(|text| text.split_whitespace().nth(WORDS - 1).is_some());
    long.map(|text| u64::from_str_radix(&sentence_digest(text), 16).expect("sixteen hexadecimal digits"))
}
