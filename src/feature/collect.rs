use super::scales::counts;
use super::{Cues, Family, FeatureSettings, Scales, Scratch, Sink, visit};
use crate::document::Document;

/// The features of one sentence: distinct keys ascending, each with count times scale.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FeatureVector {
    /// Hashed features.
    pub keys: Vec<u32>,
    /// How often each occurs, times the scale of its group.
    pub values: Vec<f32>,
    /// The family of each key.
    pub families: Vec<Family>,
}

/// Gathers features as they come.
#[derive(Debug, Default)]
struct Collector {
    seen: Vec<(u32, Family)>,
}

impl Sink for Collector {
    fn feature(&mut self, family: Family, key: u32, _: super::Extent) {
        self.seen.push((key, family));
    }
}

/// The features of sentence number `index` (from 0) of a document.
pub fn extract(
    document: &Document,
    index: usize,
    settings: &FeatureSettings,
    scales: &Scales,
    cues: &Cues,
) -> FeatureVector {
    let seen = collect(document, index, settings, cues);
    let counts = counts(seen.iter().map(|(_, family)| *family));
    let mut vector = FeatureVector::default();
    for (key, family) in seen {
        let value = scales.of(family.group(), counts[family.group() as usize]);
        match vector.keys.last() {
            Some(&last) if last == key => *vector.values.last_mut().expect("a value a key") += value,
            _ => {
                vector.keys.push(key);
                vector.values.push(value);
                vector.families.push(family);
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
