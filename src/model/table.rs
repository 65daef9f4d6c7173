use super::sentence_stage::SentenceStage;

/// Weights of one feature in steps of [`Table::step`]: three classes of the label reading, three of the alone reading.
pub(super) type Row = [i16; 6];

/// Features that a cache line holds.
const SLOTS: usize = 4;

/// Features with neighbouring keys and their weights on one cache line, so that one read from memory answers a lookup.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Line {
    keys: [u32; SLOTS],
    rows: [Row; SLOTS],
}

/// Feature key → weights, laid out for scoring: lines in the order of the keys, weights of all classes and readings
/// side by side. Whole numbers halve the memory, and their sums are the same in any order.
#[derive(Debug, Clone)]
pub(super) struct Table {
    lines: Vec<Line>,
    /// Lines that keys are at home on, five for eight keys, so that one key in eighty stands elsewhere. Some more lines
    /// follow, so that no search has to begin anew.
    homes: u64,
    /// What a weight of 1 stands for.
    step: f32,
    /// A Bloom filter of two bits a key, both in one word: small enough for the nearer caches, it turns away all but
    /// one in thirty of the features the model does not know.
    sieve: Box<[u64; 1 << SIEVE_BITS]>,
}

/// Marks an empty slot; the feature with this key is never stored.
const EMPTY: u32 = 0;

/// The upper bits of a key that choose its word of the sieve.
const SIEVE_BITS: u32 = 15;

/// The largest weight in steps: two of them have room in a number of 16 bits. A step is then about as wide as the
/// rounding of weights in the model file.
const LARGEST: f32 = 16383.0;

impl Table {
    /// Folds each feature's value into its weights.
    pub fn new(stage: &SentenceStage) -> Self {
        let vocabulary = &stage.vocabulary;
        let homes = (vocabulary.keys.len() * 5 / 8).max(16);
        let step = stage.largest_weight().max(f32::MIN_POSITIVE) / LARGEST;
        let lines = Vec::with_capacity(homes + homes / 8);
        let mut table = Table { lines, homes: homes as u64, step, sieve: Box::new([0; 1 << SIEVE_BITS]) };
        for (column, (key, value)) in vocabulary.keys.iter().zip(&vocabulary.values).enumerate() {
            let steps = value / step;
            let [label, alone] = stage.heads.each_ref().map(|head| head.weights[column].map(|w| rounded(w * steps)));
            table.append(*key, [label[0], label[1], label[2], alone[0], alone[1], alone[2]]);
        }
        table.lines.resize(table.lines.len().max(homes) + 1, Line::default());
        table
    }

    /// What a weight of 1 stands for.
    pub fn step(&self) -> f32 {
        self.step
    }

    /// Adds a key larger than all before.
    fn append(&mut self, key: u32, row: Row) {
        if key == EMPTY {
            return;
        }
        self.sieve[sieve_word(key)] |= sieve_bits(key);
        let mut line = self.home(key).max(self.lines.len().saturating_sub(1));
        if self.lines.get(line).is_some_and(|line| line.keys[SLOTS - 1] != EMPTY) {
            line += 1;
        }
        self.lines.resize(line + 1, Line::default());
        let line = &mut self.lines[line];
        let slot = line.keys.iter().position(|key| *key == EMPTY).expect("the line is not full");
        (line.keys[slot], line.rows[slot]) = (key, row);
    }

    /// The line where a key stands if no smaller ones pushed it on.
    fn home(&self, key: u32) -> usize {
        ((u64::from(key) * self.homes) >> 32) as usize
    }

    /// Whether the model may know a feature; where this says no, it does not.
    #[inline]
    pub fn may_know(&self, key: u32) -> bool {
        let bits = sieve_bits(key);
        self.sieve[sieve_word(key)] & bits == bits
    }

    /// Reads from the lines where some keys are at home, so that they are near when the weights are asked for. So little
    /// is done with each that the processor waits for many of them at once.
    pub fn fetch<'k>(&self, keys: impl Iterator<Item = &'k u32>) {
        let first = keys.map(|key| self.lines[self.home(*key)].keys[0]);
        std::hint::black_box(first.fold(0, u32::wrapping_add));
    }

    /// The weights of a feature, if the model knows it. Which of the slots it is takes no branch, since nobody could
    /// predict it.
    #[inline]
    pub fn get(&self, key: u32) -> Option<&Row> {
        let home = self.home(key);
        let line = &self.lines[home];
        let slot = (1..SLOTS).map(|slot| if line.keys[slot] == key { slot } else { 0 }).sum::<usize>() % SLOTS;
        if line.keys[slot] == key && key != EMPTY {
            return Some(&line.rows[slot]);
        }
        // Keys ascend, so that only smaller ones can have pushed it on.
        let last = line.keys[SLOTS - 1];
        if last == EMPTY || last > key { None } else { self.pushed_on(home + 1, key) }
    }

    /// A key that does not stand at home: one of too many there, or unknown.
    #[cold]
    fn pushed_on(&self, from: usize, key: u32) -> Option<&Row> {
        for line in &self.lines[from..] {
            for (found, row) in line.keys.iter().zip(&line.rows) {
                if *found == EMPTY || *found > key {
                    return None;
                }
                if *found == key {
                    return Some(row);
                }
            }
        }
        None
    }
}

/// The nearest whole number.
pub(super) fn rounded(steps: f32) -> i16 {
    (steps + 0.5f32.copysign(steps)) as i16
}

#[inline]
fn sieve_word(key: u32) -> usize {
    (key >> (32 - SIEVE_BITS)) as usize
}

#[inline]
fn sieve_bits(key: u32) -> u64 {
    1 << (key & 63) | 1 << (key >> 6 & 63)
}
