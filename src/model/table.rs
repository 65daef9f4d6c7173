use super::sentence_stage::SentenceStage;

/// A weight row: three classes of the label reading, three of the alone reading.
pub(super) type Row = [f32; 6];

/// A feature's key with its weights: half a cache line, so that one read from memory answers a lookup.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
struct Slot {
    key: u32,
    row: Row,
}

/// Feature key → weights, laid out for scoring: open addressing in the order of the keys, weights of all classes and
/// readings side by side.
#[derive(Debug, Clone)]
pub(super) struct Table {
    slots: Vec<Slot>,
    /// Slots that keys belong to; some more follow, so that no search has to begin anew.
    homes: u64,
    /// A Bloom filter of two bits a key, both in one word: small enough for the nearer caches, it turns away all but
    /// one in thirty of the features the model does not know, which are most.
    sieve: Vec<u64>,
}

/// Marks an empty slot; the feature with this key is never stored.
const EMPTY: u32 = 0;

/// The upper bits of a key that choose its word of the sieve.
const SIEVE_BITS: u32 = 15;

impl Table {
    /// Folds each feature's value into its weights.
    pub fn new(stage: &SentenceStage) -> Self {
        let vocabulary = &stage.vocabulary;
        let homes = (vocabulary.keys.len() * 2).max(16);
        let slots = Vec::with_capacity(homes + 64);
        let mut table = Table { slots, homes: homes as u64, sieve: vec![0; 1 << SIEVE_BITS] };
        for (column, (key, value)) in vocabulary.keys.iter().zip(&vocabulary.values).enumerate() {
            let weights = stage.heads.iter().flat_map(|head| head.weights[column]);
            let mut row = [0.0; 6];
            for (slot, weight) in row.iter_mut().zip(weights) {
                *slot = weight * value;
            }
            table.append(*key, row);
        }
        table.slots.resize(table.slots.len().max(homes) + 1, Slot::default());
        table
    }

    /// Adds a key larger than all before.
    fn append(&mut self, key: u32, row: Row) {
        if key == EMPTY {
            return;
        }
        self.sieve[sieve_word(key)] |= sieve_bits(key);
        self.slots.resize(self.slots.len().max(self.home(key)), Slot::default());
        self.slots.push(Slot { key, row });
    }

    /// Where a key stands if no smaller one pushed it on.
    fn home(&self, key: u32) -> usize {
        (u64::from(key) * self.homes >> 32) as usize
    }

    /// Whether the model may know a feature; where this says no, it does not.
    #[inline]
    pub fn may_know(&self, key: u32) -> bool {
        let bits = sieve_bits(key);
        self.sieve[sieve_word(key)] & bits == bits
    }

    /// The weights of a feature, if the model knows it.
    #[inline]
    pub fn get(&self, key: u32) -> Option<&Row> {
        let slots = self.slots[self.home(key)..].iter();
        let found = slots.take_while(|slot| slot.key != EMPTY).find(|slot| slot.key >= key)?;
        (found.key == key).then_some(&found.row)
    }
}

#[inline]
fn sieve_word(key: u32) -> usize {
    (key >> (32 - SIEVE_BITS)) as usize
}

#[inline]
fn sieve_bits(key: u32) -> u64 {
    1 << (key & 63) | 1 << (key >> 6 & 63)
}
