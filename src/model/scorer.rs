use super::context_inputs::Evidence;
use super::sentence_stage::TwoLogits;
use super::table::{Row, Table};
use crate::base::{Memory, Remembered};
use crate::document::Document;
use crate::feature::{Cues, Extent, Family, FeatureSettings, Group, Scales, Scratch, Sink, visit, word_features};
use crate::sentence::Sentence;
use crate::token::Token;

/// Sums of weights and counts of features, one of each a group.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    rows: [Row; 4],
    counts: [u32; 4],
}

impl Sums {
    #[inline]
    fn add(&mut self, word: &WordSums) {
        for (group, row, count) in
            [(Group::Words, &word.words, word.counts[0]), (Group::Chars, &word.chars, word.counts[1])]
        {
            add(&mut self.rows[group as usize], row);
            self.counts[group as usize] += u32::from(count);
        }
    }
}

/// A word's share of a sentence's sums, on one cache line.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct WordSums {
    word: u64,
    words: Row,
    chars: Row,
    counts: [u16; 2],
}

impl Remembered for WordSums {
    fn hash(&self) -> u64 {
        self.word
    }
}

/// Adds the weights of some keys in their order. In runs, so that the reads from memory overlap: the keys that the
/// model may know move to the front, without a branch, since nobody could predict it; then each one's place is found,
/// again without a branch; then the weights there are added. `places` is scratch memory.
fn add_all(keys: &mut [u32], places: &mut Vec<u32>, table: &Table, sum: &mut Row) {
    let mut kept = 0;
    for at in 0..keys.len() {
        let key = keys[at];
        keys[kept] = key;
        kept += usize::from(table.may_know(key));
    }
    places.clear();
    places.extend(keys[..kept].iter().map(|key| table.place(*key)));
    for (key, place) in keys.iter().zip(&*places) {
        if let Some(row) = table.at(*place, *key) {
            add(sum, row);
        }
    }
}

/// Buffers that are empty between uses.
#[derive(Debug, Default)]
struct Spare {
    places: Vec<u32>,
    word: OneWord,
}

/// Scratch memory of one thread: the sums of words seen before, and buffers.
#[derive(Debug, Default)]
pub(super) struct ScorerMemory {
    words: Memory<WordSums>,
    /// Keys of the sentence under way, a list a group.
    keys: [Vec<u32>; 4],
    spare: Spare,
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
        let ScorerMemory { words, keys, spare, scratch } = memory;
        keys.iter_mut().for_each(Vec::clear);
        let mut sink = Summing { scorer: self, words, keys, spare, sums: Sums::default() };
        visit(document, sentence, &self.settings, cues, scratch, &mut sink);
        let mut sums = sink.sums;
        for (group, keys) in keys.iter_mut().enumerate() {
            sums.counts[group] += keys.len() as u32;
            add_all(keys, &mut spare.places, &self.table, &mut sums.rows[group]);
        }
        Evidence { logits: self.finish(&sums), people: memory.scratch.names_people() }
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
    words: &'s mut Memory<WordSums>,
    keys: &'s mut [Vec<u32>; 4],
    spare: &'s mut Spare,
    sums: Sums,
}

fn add(to: &mut Row, row: &Row) {
    for (to, value) in to.iter_mut().zip(row) {
        *to += value;
    }
}

impl Sink for Summing<'_> {
    #[inline]
    fn feature(&mut self, family: Family, key: u32, _: Extent) {
        self.keys[family.group() as usize].push(key);
    }

    #[inline]
    fn word(&mut self, token: &Token, text: &str, settings: &FeatureSettings) {
        let Summing { scorer, words, spare, sums, .. } = self;
        if let Some(word) = words.get(token.word) {
            return sums.add(word);
        }
        let word = learn(&scorer.table, spare, token, text, settings);
        sums.add(&word);
        words.put(word);
    }
}

#[cold]
fn learn(table: &Table, spare: &mut Spare, token: &Token, text: &str, settings: &FeatureSettings) -> WordSums {
    let Spare { places, word } = spare;
    word.0.iter_mut().for_each(Vec::clear);
    word_features(token, text, settings, word);
    let [words, _, chars, _] = &mut word.0;
    let mut sums = WordSums {
        word: token.word,
        words: [0.0; 6],
        chars: [0.0; 6],
        counts: [words.len() as u16, chars.len() as u16],
    };
    add_all(words, places, table, &mut sums.words);
    add_all(chars, places, table, &mut sums.chars);
    sums
}

/// The keys of one word's features, a list a group.
#[derive(Debug, Default)]
struct OneWord([Vec<u32>; 4]);

impl Sink for OneWord {
    fn feature(&mut self, family: Family, key: u32, _: Extent) {
        self.0[family.group() as usize].push(key);
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
