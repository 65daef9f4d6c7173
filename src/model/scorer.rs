use super::context_inputs::Evidence;
use super::convolution::{Rows, instead};
use super::sentence_stage::TwoLogits;
use super::settings::ConvolutionSettings;
use super::table::{Row, Table};
use crate::base::{Memory, Remembered};
use crate::document::Document;
use crate::feature::{
    Cues, Extent, Family, FeatureSettings, Group, Scales, Scratch, Sink, is_name, visit, word_features,
};
use crate::sentence::Sentence;
use crate::token::Token;
use std::sync::Arc;

/// A sum of weights, in steps.
type Sum = [f32; 6];

/// Sums of weights and counts of features, one of each a group.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    rows: [Sum; 4],
    counts: [u32; 4],
}

impl Sums {
    #[inline]
    fn add(&mut self, word: &WordSums, name: bool) {
        let WordSums { words, masked, chars, counts, .. } = word;
        // A name's own stem is masked; counting it not at all takes no branch, since nobody could predict it.
        let once = f32::from(u8::from(!name));
        add(&mut self.rows[Group::Words as usize], &words.map(f32::from));
        add(&mut self.rows[Group::Masked as usize], &masked.map(|sum| f32::from(sum) * once));
        add(&mut self.rows[Group::Chars as usize], chars);
        for (group, count) in [(Group::Words, counts[0]), (Group::Chars, counts[2])] {
            self.counts[group as usize] += u32::from(count);
        }
        self.counts[Group::Masked as usize] += u32::from(counts[1]) * u32::from(!name);
    }
}

/// A word's share of a sentence's sums, on one cache line.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct WordSums {
    word: u64,
    /// Of the word and its stem.
    words: Row,
    /// Of its masked stem.
    masked: Row,
    chars: Sum,
    /// Features of each of these.
    counts: [u8; 3],
    /// Its number in the convolution of the same model.
    number: u32,
}

const _: () = assert!(size_of::<WordSums>() == 64);

impl Remembered for WordSums {
    fn hash(&self) -> u64 {
        self.word
    }
}

/// Drops the keys that the model does not know, but for a few. Without a branch, since nobody could predict it.
fn keep_known(keys: &mut Vec<u32>, table: &Table) {
    let mut kept = 0;
    for at in 0..keys.len() {
        let key = keys[at];
        keys[kept] = key;
        kept += usize::from(table.may_know(key));
    }
    keys.truncate(kept);
}

/// Adds the weights of some keys.
fn add_all(keys: &[u32], table: &Table, sum: &mut Sum) {
    // So few that their sum has room in 32 bits.
    for keys in keys.chunks(1 << 16) {
        let mut part = [0i32; 6];
        for row in keys.iter().filter_map(|key| table.get(*key)) {
            for (sum, weight) in part.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
        add(sum, &part.map(|weight| weight as f32));
    }
}

/// Adds the weights of the keys of each group, in three runs so that the reads from memory overlap.
fn add_groups(groups: &mut [Vec<u32>; 4], table: &Table, sums: &mut [Sum; 4]) {
    groups.iter_mut().for_each(|keys| keep_known(keys, table));
    table.fetch(groups.iter().flatten());
    for (keys, sum) in groups.iter().zip(sums) {
        add_all(keys, table, sum);
    }
}

/// Scratch memory of one thread: the sums of words seen before, and buffers.
#[derive(Debug, Default)]
pub(super) struct ScorerMemory {
    words: Memory<WordSums>,
    /// Keys of the sentence under way, a list a group.
    keys: [Vec<u32>; 4],
    word: OneWord,
    /// Numbers of the words of the sentence under way.
    numbers: Vec<u32>,
    scratch: Scratch,
}

/// The settings and weights a sentence is scored with.
#[derive(Debug, Clone)]
pub(super) struct Scorer {
    pub table: Table,
    pub settings: FeatureSettings,
    pub scales: Scales,
    pub bias: [[f32; 3]; 2],
    pub convolution: Option<Arc<Rows>>,
    /// What the convolution counts for, and where it is asked.
    pub asking: ConvolutionSettings,
    /// The number that names have in it.
    pub name: u32,
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
        let features = self.features(document, sentence, cues, memory);
        Evidence { logits: self.with_order(&features, memory), people: memory.scratch.names_people() }
    }

    /// What its features say; the numbers of its words are left in the memory.
    pub fn features(
        &self,
        document: &Document,
        sentence: &Sentence,
        cues: &Cues,
        memory: &mut ScorerMemory,
    ) -> TwoLogits {
        let ScorerMemory { words, keys, word, numbers, scratch } = memory;
        keys.iter_mut().for_each(Vec::clear);
        numbers.clear();
        let mut sink = Summing { scorer: self, words, keys, spare: word, numbers, sums: Sums::default() };
        visit(document, sentence, &self.settings, cues, scratch, &mut sink);
        let mut sums = sink.sums;
        for (count, keys) in sums.counts.iter_mut().zip(&*keys) {
            *count += keys.len() as u32;
        }
        add_groups(keys, &self.table, &mut sums.rows);
        self.finish(&sums)
    }

    /// The log-odds of a sentence's features with those of its words' order; the memory is as `features` left it.
    pub fn with_order(&self, features: &TwoLogits, memory: &ScorerMemory) -> TwoLogits {
        match &self.convolution {
            Some(rows) => rows.joined(features, &memory.numbers, &self.asking),
            None => *features,
        }
    }

    /// The number of a word in the convolution, if there is one.
    fn number(&self, word: u64) -> u32 {
        self.convolution.as_ref().map_or(0, |rows| rows.number(word))
    }

    /// Whether the convolution is asked about a sentence of which the features say so much.
    pub fn asks(&self, features: &TwoLogits) -> bool {
        let instead = |rows: &Arc<Rows>| instead(features, rows.network().unasked, &self.asking);
        self.convolution.as_ref().is_some_and(|rows| instead(rows).is_none())
    }

    fn finish(&self, sums: &Sums) -> TwoLogits {
        let mut logits = self.bias;
        for group in [Group::Words, Group::Masked, Group::Chars, Group::Plain] {
            let scale = self.scales.of(group, sums.counts[group as usize]) * self.table.step();
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
    spare: &'s mut OneWord,
    numbers: &'s mut Vec<u32>,
    sums: Sums,
}

fn add(to: &mut Sum, row: &Sum) {
    for (to, value) in to.iter_mut().zip(row) {
        *to += value;
    }
}

impl Sink for Summing<'_> {
    #[inline]
    fn feature(&mut self, family: Family, key: u32, _: Extent) {
        self.keys[family.group() as usize].push(key);
    }

    fn words(&mut self, tokens: &[Token], text: &str, settings: &FeatureSettings) {
        let Summing { scorer, words, spare, numbers, sums, .. } = self;
        words.fetch(tokens.iter().map(|token| token.word));
        for token in tokens {
            let named = is_name(token);
            let mut add = |word: &WordSums| {
                sums.add(word, named);
                numbers.push(if named { scorer.name } else { word.number });
            };
            if let Some(word) = words.get(token.word) {
                add(word);
                continue;
            }
            let word = learn(scorer, spare, token, text, settings);
            add(&word);
            words.put(word);
        }
    }
}

#[cold]
fn learn(scorer: &Scorer, groups: &mut OneWord, token: &Token, text: &str, settings: &FeatureSettings) -> WordSums {
    groups.0.iter_mut().for_each(Vec::clear);
    word_features(&Token { name: false, ..*token }, text, settings, groups);
    let counts = [Group::Words, Group::Masked, Group::Chars].map(|group| groups.0[group as usize].len() as u8);
    let mut sums = [Sum::default(); 4];
    add_groups(&mut groups.0, &scorer.table, &mut sums);
    let [words, masked, chars, _] = sums;
    // Two weights at most, which is what 16 bits have room for.
    let few = |sum: Sum| sum.map(|sum| sum as i16);
    WordSums {
        word: token.word,
        words: few(words),
        masked: few(masked),
        chars,
        counts,
        number: scorer.number(token.word),
    }
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
    use crate::feature::{extract, words_in_order};
    use crate::model::Model;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static MODEL: LazyLock<Model> = LazyLock::new(|| Model::default_model().expect("the committed model"));

    proptest! {
        #[test]
        fn the_fast_way_gives_what_the_plain_way_gives(text in "([A-Z]?[a-z’é]{1,9}|refugees|border|not|South Korea|United States|\\PC)( ([A-Z]?[a-z]{1,7}|asylum|3,000|\\PC)){0,30}") {
            let model = &*MODEL;
            // Near the threshold the two ways may fall on different sides; it has tests of its own.
            let mut scorer = model.scorer.clone();
            scorer.asking.sure = f32::INFINITY;
            let rows = scorer.convolution.as_ref().expect("a convolution");
            let document = crate::document::from_text("x", &text);
            let mut memory = ScorerMemory::default();
            for (at, sentence) in document.sentences.iter().enumerate() {
                let fast = scorer.evidence(&document, sentence, &model.cues, &mut memory);
                let features = extract(&document, at, &scorer.settings, &scorer.scales, &model.cues);
                let numbers = rows.network().numbers(&words_in_order(&document, sentence));
                let plain = rows.joined(&model.stages.sentence.logits(&features), &numbers, &scorer.asking);
                for (fast, plain) in fast.logits.iter().flatten().zip(plain.iter().flatten()) {
                    // Weights are rounded to 1/16383 of the largest.
                    prop_assert!((fast - plain).abs() < 5e-3, "{text:?}: {fast} {plain}");
                }
                prop_assert_eq!(fast.people, model.cues.names_people(&document, sentence, &mut Scratch::default()));
            }
        }
    }
}
