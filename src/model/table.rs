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

/// Feature key → weights, laid out for scoring: open addressing in the order of the keys, each at home in a pair of
/// slots that share a cache line, weights of all classes and readings side by side.
#[derive(Debug, Clone)]
pub(super) struct Table {
    slots: Vec<Slot>,
    /// Pairs of slots that keys are at home in, half as many again as there are keys, so that one key in twenty stands
    /// elsewhere. Some more slots follow, so that no search has to begin anew.
    pairs: u64,
    /// A Bloom filter of two bits a key, both in one word: small enough for the nearer caches, it turns away all but
    /// one in thirty of the features the model does not know, which are most.
    sieve: Box<[u64; 1 << SIEVE_BITS]>,
}

/// Marks an empty slot; the feature with this key is never stored.
const EMPTY: u32 = 0;

/// The upper bits of a key that choose its word of the sieve.
const SIEVE_BITS: u32 = 15;

impl Table {
    /// Folds each feature's value into its weights.
    pub fn new(stage: &SentenceStage) -> Self {
        let vocabulary = &stage.vocabulary;
        let pairs = (vocabulary.keys.len() * 3 / 2).max(16);
        let slots = Vec::with_capacity(pairs * 2 + 64);
        let mut table = Table { slots, pairs: pairs as u64, sieve: Box::new([0; 1 << SIEVE_BITS]) };
        for (column, (key, value)) in vocabulary.keys.iter().zip(&vocabulary.values).enumerate() {
            let [label, alone] = stage.heads.each_ref().map(|head| head.weights[column].map(|weight| weight * value));
            table.append(*key, [label[0], label[1], label[2], alone[0], alone[1], alone[2]]);
        }
        table.slots.resize(table.slots.len().max(pairs * 2) + 2, Slot::default());
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

    /// The first of the two slots where a key stands if no smaller ones pushed it on.
    fn home(&self, key: u32) -> usize {
        ((u64::from(key) * self.pairs) >> 32) as usize * 2
    }

    /// Whether the model may know a feature; where this says no, it does not.
    #[inline]
    pub fn may_know(&self, key: u32) -> bool {
        let bits = sieve_bits(key);
        self.sieve[sieve_word(key)] & bits == bits
    }

    /// The slot of its home where a key stands if it stands at home. There is no branch on which of the two it is,
    /// since nobody could predict it.
    #[inline]
    pub fn place(&self, key: u32) -> u32 {
        let home = self.home(key);
        (home + usize::from(self.slots[home].key != key)) as u32
    }

    /// The weights of a feature whose [`Table::place`] this is, if the model knows it.
    #[inline]
    pub fn at(&self, place: u32, key: u32) -> Option<&Row> {
        let slot = &self.slots[place as usize];
        if slot.key == key && key != EMPTY {
            return Some(&slot.row);
        }
        // Keys ascend, so that only a smaller one here can have pushed it on.
        if slot.key == EMPTY || slot.key > key { None } else { self.pushed_on(place, key) }
    }

    /// The weights of a feature, if the model knows it.
    pub fn get(&self, key: u32) -> Option<&Row> {
        self.at(self.place(key), key)
    }

    /// A key that does not stand at home: one of too many there, or unknown.
    #[cold]
    fn pushed_on(&self, place: u32, key: u32) -> Option<&Row> {
        let full = self.slots[place as usize..].iter().take_while(|slot| slot.key != EMPTY);
        full.take_while(|slot| slot.key <= key).find(|slot| slot.key == key).map(|slot| &slot.row)
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
