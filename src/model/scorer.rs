use super::context_inputs::Evidence;
use super::sentence_stage::TwoLogits;
use super::table::{Row, Table};
use crate::document::Document;
use crate::feature::{Cues, Extent, Family, FeatureSettings, Group, Scales, Scratch, Sink, visit, word_features};
use crate::sentence::Sentence;
use crate::token::{HashIsKey, Token};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Words whose sums are remembered before the memory starts anew.
const REMEMBERED: usize = 1 << 16;

/// Sums of weights and counts of features, one of each a group.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    rows: [Row; 4],
    counts: [u32; 4],
}

/// A word's share of a sentence's sums.
#[derive(Debug, Clone, Copy)]
struct WordSums {
    words: Row,
    chars: Row,
    counts: [u32; 2],
}

/// Scratch memory of one thread: the sums of words seen before, and buffers.
#[derive(Debug, Default)]
pub(super) struct ScorerMemory {
    words: HashMap<u64, WordSums, BuildHasherDefault<HashIsKey>>,
    scratch: Scratch,
}

/// The settings and weights a sentence is scored with.
#[derive(Debug, Clone)]
pub(super) struct Scorer {
    pub table: Table,
    pub settings: FeatureSettings,
    pub scales: Scales,
    pub bias: [[f32; 3]; 2],
}

impl Scorer {
    /// What one sentence says by itself: the fast twin of `SentenceStage::logits`.
    pub fn evidence(
        &self,
        document: &Document,
        sentence: &Sentence,
        cues: &Cues,
        memory: &mut ScorerMemory,
    ) -> Evidence {
        let ScorerMemory { words, scratch } = memory;
        let mut sink = Summing { scorer: self, words, sums: Sums::default() };
        visit(document, sentence, &self.settings, cues, scratch, &mut sink);
        let logits = self.finish(&sink.sums);
        Evidence { logits, people: memory.scratch.names_people() }
    }

    fn finish(&self, sums: &Sums) -> TwoLogits {
        let mut logits = self.bias;
        for group in [Group::Words, Group::Masked, Group::Chars, Group::Plain] {
            let scale = self.scales.of(group, sums.counts[group as usize]);
            let row = &sums.rows[group as usize];
            for (at, sum) in row.iter().enumerate() {
                logits[at / 3][at % 3] += scale * sum;
            }
        }
        logits
    }
}

struct Summing<'s> {
    scorer: &'s Scorer,
    words: &'s mut HashMap<u64, WordSums, BuildHasherDefault<HashIsKey>>,
    sums: Sums,
}

fn add(to: &mut Row, row: &Row) {
    for (to, value) in to.iter_mut().zip(row) {
        *to += value;
    }
}

impl Sink for Summing<'_> {
    fn feature(&mut self, family: Family, key: u32, _: Extent) {
        let group = family.group() as usize;
        self.sums.counts[group] += 1;
        if let Some(row) = self.scorer.table.get(key) {
            add(&mut self.sums.rows[group], row);
        }
    }

    fn word(&mut self, token: &Token, text: &str, settings: &FeatureSettings) {
        let known = self.words.get(&token.word).copied();
        let word = known.unwrap_or_else(|| self.learn(token, text, settings));
        for (group, (row, count)) in
            [Group::Words, Group::Chars].into_iter().zip([(&word.words, word.counts[0]), (&word.chars, word.counts[1])])
        {
            add(&mut self.sums.rows[group as usize], row);
            self.sums.counts[group as usize] += count;
        }
    }
}

impl Summing<'_> {
    fn learn(&mut self, token: &Token, text: &str, settings: &FeatureSettings) -> WordSums {
        let mut word = OneWord { table: &self.scorer.table, sums: Sums::default() };
        word_features(token, text, settings, &mut word);
        let sums = word.sums;
        let word = WordSums {
            words: sums.rows[Group::Words as usize],
            chars: sums.rows[Group::Chars as usize],
            counts: [sums.counts[Group::Words as usize], sums.counts[Group::Chars as usize]],
        };
        if self.words.len() >= REMEMBERED {
            self.words.clear();
        }
        self.words.insert(token.word, word);
        word
    }
}

struct OneWord<'t> {
    table: &'t Table,
    sums: Sums,
}

impl Sink for OneWord<'_> {
    fn feature(&mut self, family: Family, key: u32, _: Extent) {
        let group = family.group() as usize;
        self.sums.counts[group] += 1;
        if let Some(row) = self.table.get(key) {
            add(&mut self.sums.rows[group], row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::extract;
    use crate::model::Model;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static MODEL: LazyLock<Model> = LazyLock::new(|| Model::default_model().expect("the committed model"));

    proptest! {
        #[test]
        fn the_fast_way_gives_what_the_plain_way_gives(text in "([A-Z]?[a-z’é]{1,9}|refugees|border|not|\\PC)( ([A-Z]?[a-z]{1,7}|asylum|3,000|\\PC)){0,30}") {
            let model = &*MODEL;
            let document = crate::document::from_text("x", &text);
            let mut memory = ScorerMemory::default();
            for (at, sentence) in document.sentences.iter().enumerate() {
                let fast = model.scorer.evidence(&document, sentence, &model.cues, &mut memory);
                let features = extract(&document, at, &model.scorer.settings, &model.scorer.scales, &model.cues);
                let plain = model.stages.sentence.logits(&features);
                for (fast, plain) in fast.logits.iter().flatten().zip(plain.iter().flatten()) {
                    prop_assert!((fast - plain).abs() < 1e-3, "{text:?}: {fast} {plain}");
                }
                prop_assert_eq!(fast.people, model.cues.names_people(&document, sentence));
            }
        }
    }
}
