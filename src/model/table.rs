use super::sentence_stage::SentenceStage;

/// A weight row: three classes of the label reading, three of the alone reading.
pub(super) type Row = [f32; 6];

/// Feature key → weights, laid out for scoring: open addressing, each feature one probe away from its
/// key's low bits, weights of all classes and readings side by side.
#[derive(Debug, Clone)]
pub(super) struct Table {
    keys: Vec<u32>,
    rows: Vec<Row>,
    mask: usize,
    /// One bit for each value of a key's upper 21 bits: small enough for the nearest caches, it turns away nine in
    /// ten of the features the model does not know, which are most.
    sieve: Vec<u64>,
}

/// Marks an empty slot; the feature with this key is never stored.
const EMPTY: u32 = 0;

impl Table {
    /// Folds each feature's value into its weights.
    pub fn new(stage: &SentenceStage) -> Self {
        let size = (stage.vocabulary.keys.len() * 2).next_power_of_two().max(16);
        let mut table =
            Table { keys: vec![EMPTY; size], rows: vec![[0.0; 6]; size], mask: size - 1, sieve: vec![0; 1 << 15] };
        for (column, (key, value)) in stage.vocabulary.keys.iter().zip(&stage.vocabulary.values).enumerate() {
            let weights = stage.heads.iter().flat_map(|head| head.weights[column]);
            let mut row = [0.0; 6];
            for (slot, weight) in row.iter_mut().zip(weights) {
                *slot = weight * value;
            }
            table.insert(*key, row);
        }
        table
    }

    fn insert(&mut self, key: u32, row: Row) {
        if key == EMPTY {
            return;
        }
        let bit = (key >> 11) as usize;
        self.sieve[bit >> 6] |= 1 << (bit & 63);
        let mut at = key as usize & self.mask;
        while self.keys[at] != EMPTY {
            at = (at + 1) & self.mask;
        }
        self.keys[at] = key;
        self.rows[at] = row;
    }

    /// The weights of a feature, if the model knows it.
    pub fn get(&self, key: u32) -> Option<&Row> {
        let bit = (key >> 11) as usize;
        if self.sieve[bit >> 6] >> (bit & 63) & 1 == 0 {
            return None;
        }
        let mut at = key as usize & self.mask;
        loop {
            match self.keys[at] {
                found if found == key && key != EMPTY => return Some(&self.rows[at]),
                EMPTY => return None,
                _ => at = (at + 1) & self.mask,
            }
        }
    }
}
