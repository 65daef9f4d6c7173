use super::scales::counts;
use super::{Cues, Extent, Family, FeatureSettings, Scales, Scratch, Sink, visit};
use crate::base::Span;
use crate::document::Document;

/// A feature of a sentence with the words it was made from, for `stance explain`.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// Its family.
    pub family: Family,
    /// Its key.
    pub key: u32,
    /// Its value: the scale of its group.
    pub value: f32,
    /// The words; empty where it was the whole sentence.
    pub what: String,
}

#[derive(Default)]
struct Tracer {
    seen: Vec<(Family, u32, Extent)>,
}

impl Sink for Tracer {
    fn feature(&mut self, family: Family, key: u32, from: Extent) {
        self.seen.push((family, key, from));
    }
}

/// Every feature of sentence number `index` (from 0), repeats included, in the order they were found.
pub fn trace(
    document: &Document,
    index: usize,
    settings: &FeatureSettings,
    scales: &Scales,
    cues: &Cues,
) -> Vec<Traced> {
    let mut tracer = Tracer::default();
    let sentence = &document.sentences[index];
    visit(document, sentence, settings, cues, &mut Scratch::default(), &mut tracer);
    let counts = counts(tracer.seen.iter().map(|(family, ..)| *family));
    let traced = tracer.seen.into_iter().map(|(family, key, (start, end))| Traced {
        family,
        key,
        value: scales.of(family.group(), counts[family.group() as usize]),
        what: Span::new(start as usize, end as usize).of(&document.text).to_owned(),
    });
    traced.collect()
}
