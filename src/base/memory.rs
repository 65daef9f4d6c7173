/// A value that knows the hash it is remembered by.
pub trait Remembered: Copy + Default {
    /// The hash; 0 is the default's and never asked for.
    fn hash(&self) -> u64;
}

/// Remembers values by their hashes in bounded memory: each hash has one slot, and a newer value takes it.
///
/// ```
/// use stance::base::{Memory, Remembered};
/// #[derive(Clone, Copy, Default)]
/// struct Square(u64);
/// impl Remembered for Square {
///     fn hash(&self) -> u64 {
///         self.0
///     }
/// }
/// let mut memory = Memory::default();
/// memory.put(Square(7));
/// assert!(memory.get(7).is_some() && memory.get(8).is_none());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Memory<V> {
    slots: Vec<V>,
    put: usize,
}

/// Slots at first.
const FEWEST: usize = 1 << 10;
/// Slots at most; English news has about 40,000 common words.
const MOST: usize = 1 << 16;

impl<V: Remembered> Memory<V> {
    /// The value with this hash, if it was put and its slot was not taken since.
    pub fn get(&self, hash: u64) -> Option<&V> {
        let slot = self.slots.get(place(hash, self.slots.len()))?;
        (slot.hash() == hash && hash != 0).then_some(slot)
    }

    /// Reads from the slots of some hashes, so that they are near when they are asked for. So little is done with each
    /// that the processor waits for many of them at once.
    pub fn fetch(&self, hashes: impl Iterator<Item = u64>) {
        if !self.slots.is_empty() {
            let found = hashes.map(|hash| self.slots[place(hash, self.slots.len())].hash());
            std::hint::black_box(found.fold(0, u64::wrapping_add));
        }
    }

    /// Remembers a value.
    pub fn put(&mut self, value: V) {
        self.put += 1;
        if self.put * 2 > self.slots.len() && self.slots.len() < MOST {
            self.grow();
        }
        let at = place(value.hash(), self.slots.len());
        self.slots[at] = value;
    }

    fn grow(&mut self) {
        let more = vec![V::default(); (self.slots.len() * 4).clamp(FEWEST, MOST)];
        for value in std::mem::replace(&mut self.slots, more) {
            if value.hash() != 0 {
                let at = place(value.hash(), self.slots.len());
                self.slots[at] = value;
            }
        }
    }
}

/// The slot of a hash among `count` slots, a power of two; of none, the first.
fn place(hash: u64, count: usize) -> usize {
    hash as usize & count.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone, Copy, Default, PartialEq)]
    struct Pair(u64, u64);

    impl Remembered for Pair {
        fn hash(&self) -> u64 {
            self.0
        }
    }

    proptest! {
        #[test]
        fn what_is_remembered_is_what_was_put_last(hashes in proptest::collection::vec(0u64..5000, 0..9000)) {
            let mut memory = Memory::default();
            for (at, hash) in hashes.iter().enumerate() {
                memory.put(Pair(*hash, at as u64));
                prop_assert_eq!(memory.get(*hash).map(|pair| pair.1), (*hash != 0).then_some(at as u64));
            }
        }
    }

    #[test]
    fn it_stays_bounded() {
        let mut memory = Memory::default();
        (1..300_000).for_each(|hash| memory.put(Pair(hash, 0)));
        assert_eq!(memory.slots.len(), MOST);
        assert!(memory.get(299_999).is_some());
    }
}
