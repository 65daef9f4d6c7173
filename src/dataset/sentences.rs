use super::LabelledDocument;
use crate::base::sentence_digest;
use crate::document::Document;

/// A shorter sentence ("He said no.") stands in many texts and tells nothing.
const WORDS: usize = 6;

/// Digests of the sentences of some documents, ascending, so that their rows are known again however they are put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentences(pub Vec<u64>);

impl Sentences {
    /// The sentences of documents.
    pub fn of(documents: &[LabelledDocument]) -> Sentences {
        let mut sentences = Sentences(documents.iter().flat_map(|labelled| digests(&labelled.document)).collect());
        sentences.order();
        sentences
    }

    /// Adds some more.
    pub fn add<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        self.0.extend(texts.into_iter().filter_map(digest));
        self.order();
    }

    fn order(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
    }

    /// Whether a sentence is among them; `None` where it is too short to tell anything.
    pub fn has(&self, text: &str) -> Option<bool> {
        digest(text).map(|digest| self.0.binary_search(&digest).is_ok())
    }

    /// Whether at least half of a document's sentences are among them.
    pub fn hold_half(&self, document: &Document) -> bool {
        let (mut all, mut known) = (0, 0);
        for digest in digests(document) {
            all += 1;
            known += usize::from(self.0.binary_search(&digest).is_ok());
        }
        known > 0 && 2 * known >= all
    }
}

fn digests(document: &Document) -> impl Iterator<Item = u64> {
    document.sentences.iter().filter_map(|sentence| digest(sentence.span.of(&document.text)))
}

fn digest(text: &str) -> Option<u64> {
    text.split_whitespace().nth(WORDS - 1).map(|_| sentence_number(text))
}

/// The sentence's digest as a number.
pub fn sentence_number(text: &str) -> u64 {
    u64::from_str_radix(&sentence_digest(text), 16).expect("sixteen hexadecimal digits")
}
