use super::{Cues, Family, FeatureSettings, Group, Scratch, Sink, visit};
use crate::document::Document;

/// The features of one sentence: distinct keys ascending, each with count times scale.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FeatureVector {
    /// Hashed features.
    pub keys: Vec<u32>,
    /// How often each occurs, times 1/√(features of its group in the sentence).
    pub values: Vec<f32>,
}

/// Gathers features as they come.
#[derive(Debug, Default)]
struct Collector {
    seen: Vec<(u32, Family)>,
}

impl Sink for Collector {
    fn feature(&mut self, family: Family, key: u32) {
        self.seen.push((key, family));
    }
}

/// 1/√count, and 1 for none: the scale of a group.
pub(crate) fn scale(count: u32) -> f32 {
    1.0 / (count.max(1) as f32).sqrt()
}

/// The features of sentence number `index` (from 0) of a document.
pub fn extract(document: &Document, index: usize, settings: &FeatureSettings, cues: &Cues) -> FeatureVector {
    let seen = collect(document, index, settings, cues);
    let chars = seen.iter().filter(|(_, family)| family.group() == Group::Chars).count() as u32;
    let words = seen.len() as u32 - chars;
    let mut vector = FeatureVector::default();
    for (key, family) in seen {
        let value = scale(if family.group() == Group::Chars { chars } else { words });
        match vector.keys.last() {
            Some(&last) if last == key => *vector.values.last_mut().expect("a value a key") += value,
            _ => {
                vector.keys.push(key);
                vector.values.push(value);
            }
        }
    }
    vector
}

/// Every feature of a sentence with its family, repeats included, sorted by key.
pub fn collect(document: &Document, index: usize, settings: &FeatureSettings, cues: &Cues) -> Vec<(u32, Family)> {
    let mut collector = Collector::default();
    let sentence = &document.sentences[index];
    visit(document, sentence, settings, cues, &mut Scratch::default(), &mut collector);
    collector.seen.sort_unstable_by_key(|(key, family)| (*key, *family as u8));
    collector.seen
}
