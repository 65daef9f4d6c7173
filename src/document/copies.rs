//! Near-copies: which earlier document does this one reprint?
//!
//! Method: MinHash (Broder 1997) over the pairs of neighbouring words of a document's body and headings, the
//! last eight bits of each of 48 minima (Li and König 2010), looked up in 16 bands of three. What shares a band
//! with the document is a candidate; a candidate with at least [`LEAST`] of the 48 in common is the original.
//! Only originals are remembered, so a reprint of a reprint points to the first of them.
//!
//! Memory: a remembered document takes 128 bytes and its name. The last half million to a million originals
//! are remembered; when a million are, the older half is forgotten, and what reprints them is taken for new.
//!
//! ```
//! use stance::document::{Copies, from_text, sketch};
//! let text = "They came at night, eleven of them, with two suitcases and a dog that would not bark. ";
//! let mut copies = Copies::default();
//! let sketch = |text: &str| sketch(&from_text("note", text));
//! assert_eq!(copies.original(sketch(text), || "a"), None);
//! assert_eq!(copies.original(sketch("The train was late, so nobody saw the minister leave."), || "b"), None);
//! assert_eq!(copies.original(sketch(&text.replace("eleven", "twelve")), || "c"), Some("a"));
//! ```
//!
//! What it gets wrong: of two short texts that fill in one form (a list of results, a weather note) the
//! second is a copy to it; a reprint in other words is none; documents of fewer than [`FEWEST_WORDS`] words
//! are never looked at.

use super::Document;
use crate::token::Class;
use std::mem::take;

/// Minima a sketch holds.
const HASHES: usize = BANDS * ROWS;
/// Groups of minima that documents are looked up by.
const BANDS: usize = 16;
/// Minima a band: fewer find copies with more edits, and more that are none, which must then be compared.
const ROWS: usize = 3;

/// Minima that two documents must share to be copies: a Jaccard index of about 0.31, where more than a word
/// in five has been changed. Different documents of the written corpus share 8 at most.
pub const LEAST: usize = 15;

/// Documents with fewer words have too few pairs to tell.
pub const FEWEST_WORDS: usize = 8;

/// Documents remembered before the older half is forgotten.
const HALF: usize = 1 << 19;

/// What is kept of a document's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u8; HASHES]);

impl Sketch {
    /// An estimate of the Jaccard index of two documents' pairs of words: 0 nothing in common, 1 the same.
    pub fn likeness(&self, other: &Sketch) -> f64 {
        self.shared(other) as f64 / HASHES as f64
    }

    /// How many of the 48 minima two sketches share.
    pub fn shared(&self, other: &Sketch) -> usize {
        self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count()
    }

    /// A hash of each band.
    fn bands(&self) -> impl Iterator<Item = u64> + '_ {
        let bands = self.0.chunks_exact(ROWS).enumerate();
        bands.map(|(band, rows)| mix(rows.iter().fold(band as u64 + 1, |hash, row| hash << 8 | u64::from(*row))))
    }
}

/// The finisher of splitmix64.
const fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

/// An odd factor for each hash function.
const FACTORS: [u64; HASHES] = {
    let mut factors = [0; HASHES];
    let mut at = 0;
    while at < HASHES {
        factors[at] = mix((at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1;
        at += 1;
    }
    factors
};

/// What is kept of a document; `None` where it has too few words.
pub fn sketch(document: &Document) -> Option<Sketch> {
    let sentences = document.sentences.iter().filter(|sentence| sentence.kind.may_take_side());
    let tokens = sentences.flat_map(|sentence| document.tokens_of(sentence));
    let words: Vec<u64> =
        tokens.filter(|token| matches!(token.class, Class::Word | Class::Number)).map(|token| token.word).collect();
    (words.len() >= FEWEST_WORDS).then(|| of_words(&words))
}

fn of_words(words: &[u64]) -> Sketch {
    let mut least = [u64::MAX; HASHES];
    for pair in words.windows(2) {
        let hash = mix(pair[0].rotate_left(23) ^ pair[1]);
        for (least, factor) in least.iter_mut().zip(FACTORS) {
            *least = (*least).min(hash.wrapping_mul(factor));
        }
    }
    Sketch(least.map(|least| (mix(least) >> 56) as u8))
}

/// The originals met so far, each with a name.
#[derive(Debug)]
pub struct Copies<T> {
    newer: Memory<T>,
    older: Memory<T>,
    /// Originals in each half.
    half: usize,
}

impl<T> Default for Copies<T> {
    fn default() -> Self {
        Copies { newer: Memory::default(), older: Memory::default(), half: HALF }
    }
}

impl<T: Clone> Copies<T> {
    /// The name of the first document met that this one reprints. If there is none, this one is remembered.
    pub fn original(&mut self, sketch: Option<Sketch>, name: impl FnOnce() -> T) -> Option<T> {
        let sketch = sketch?;
        let found = self.older.find(&sketch).or_else(|| self.newer.find(&sketch));
        if found.is_some() {
            return found.cloned();
        }
        if self.newer.names.len() >= self.half {
            self.older = take(&mut self.newer);
        }
        self.newer.add(sketch, name());
        None
    }
}

/// Some documents, and a table of them by band: open addressing, each slot a document's number from 1 in its
/// lower 20 bits and 12 bits of the band's hash above.
#[derive(Debug)]
struct Memory<T> {
    sketches: Vec<Sketch>,
    names: Vec<T>,
    slots: Vec<u32>,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Memory { sketches: Vec::new(), names: Vec::new(), slots: Vec::new() }
    }
}

const NUMBER: u32 = (1 << 20) - 1;

/// Slots looked at before a band is given up: a band that very many documents share costs no more than this.
const PROBES: usize = 64;

impl<T> Memory<T> {
    fn find(&self, sketch: &Sketch) -> Option<&T> {
        let slots = sketch.bands().flat_map(|hash| self.run(hash).map(move |slot| (hash, self.slots[slot])));
        let numbers =
            slots.filter(|(hash, slot)| slot & !NUMBER == tag(*hash)).map(|(_, slot)| (slot & NUMBER) as usize - 1);
        let first = numbers.filter(|&number| self.sketches[number].shared(sketch) >= LEAST).min()?;
        Some(&self.names[first])
    }

    fn add(&mut self, sketch: Sketch, name: T) {
        self.sketches.push(sketch);
        self.names.push(name);
        let count = self.names.len();
        if count * BANDS * 5 / 4 <= self.slots.len() {
            return self.enter(count - 1);
        }
        // The old table goes before the new one comes: both at once would be the peak.
        self.slots = Vec::new();
        self.slots = vec![0; count.next_power_of_two().max(64) * BANDS * 5 / 4];
        (0..count).for_each(|number| self.enter(number));
    }

    fn enter(&mut self, number: usize) {
        let sketch = self.sketches[number];
        for hash in sketch.bands() {
            let start = self.start(hash);
            let free = (0..PROBES).map(|step| (start + step) % self.slots.len()).find(|&slot| self.slots[slot] == 0);
            if let Some(slot) = free {
                self.slots[slot] = tag(hash) | (number as u32 + 1);
            }
        }
    }

    fn start(&self, hash: u64) -> usize {
        ((u128::from(hash) * self.slots.len() as u128) >> 64) as usize
    }

    /// The slots in use where documents of a band stand.
    fn run(&self, hash: u64) -> impl Iterator<Item = usize> + '_ {
        let start = self.start(hash);
        let probes = if self.slots.is_empty() { 0 } else { PROBES };
        (0..probes).map(move |step| (start + step) % self.slots.len()).take_while(|&slot| self.slots[slot] != 0)
    }
}

fn tag(hash: u64) -> u32 {
    hash as u32 & !NUMBER
}

#[cfg(test)]
mod tests;
