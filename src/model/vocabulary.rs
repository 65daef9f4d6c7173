use super::settings::SentenceSettings;
use crate::feature::{FeatureVector, Group};
use std::collections::BTreeMap;

/// The features a model knows: their hashed keys, ascending, and what each counts for. No text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Vocabulary {
    pub keys: Vec<u32>,
    /// The value of one occurrence: family weight × inverse document frequency, frozen at training.
    pub values: Vec<f32>,
}

impl Vocabulary {
    /// Keeps keys that stand in at least `min_sentences` of the sentences.
    pub fn build<'v>(sentences: impl IntoIterator<Item = &'v FeatureVector>, settings: &SentenceSettings) -> Self {
        let mut counts: BTreeMap<u32, (u32, Group)> = BTreeMap::new();
        let mut total = 0u32;
        for sentence in sentences {
            total += 1;
            for (key, family) in sentence.keys.iter().zip(&sentence.families) {
                counts.entry(*key).or_insert((0, family.group())).0 += 1;
            }
        }
        let kept = counts.into_iter().filter(|(_, (count, _))| *count >= settings.min_sentences);
        kept.map(|(key, (count, group))| (key, value(count, total, group, settings))).collect()
    }

    /// The columns and values of one sentence; features the model does not know are left out.
    pub fn row(&self, features: &FeatureVector) -> Vec<(u32, f32)> {
        let known = |(key, value): (&u32, &f32)| {
            let column = self.keys.binary_search(key).ok()?;
            Some((column as u32, value * self.values[column]))
        };
        features.keys.iter().zip(&features.values).filter_map(known).collect()
    }
}

impl FromIterator<(u32, f32)> for Vocabulary {
    fn from_iter<I: IntoIterator<Item = (u32, f32)>>(pairs: I) -> Self {
        let (keys, values) = pairs.into_iter().unzip();
        Vocabulary { keys, values }
    }
}

/// Group weight × (smoothed inverse document frequency)^power.
fn value(count: u32, total: u32, group: Group, settings: &SentenceSettings) -> f32 {
    let idf = libm::log(f64::from(total + 1) / f64::from(count + 1)) + 1.0;
    let weight = match group {
        Group::Words => 1.0,
        Group::Masked => settings.masked_weight,
        Group::Chars => settings.chars_weight,
        Group::Plain => return 1.0,
    };
    weight * libm::pow(idf, f64::from(settings.idf_power)) as f32
}
