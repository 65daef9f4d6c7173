/// A small fixed set of hashes. Most that are asked for are not in it, which one bit tells.
///
/// ```
/// let hashes = stance::base::Hashes::new([3, 1]);
/// assert!(hashes.contains(3) && !hashes.contains(2));
/// ```
#[derive(Debug, Clone)]
pub struct Hashes {
    /// One bit for each value of the low 14 bits.
    sieve: [u64; 256],
    sorted: Vec<u64>,
}

impl Hashes {
    /// The set of some hashes.
    pub fn new(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut sorted: Vec<u64> = hashes.into_iter().collect();
        sorted.sort_unstable();
        let mut sieve = [0; 256];
        for hash in &sorted {
            sieve[(hash >> 6 & 255) as usize] |= 1 << (hash & 63);
        }
        Hashes { sieve, sorted }
    }

    /// Whether a hash is in the set.
    pub fn contains(&self, hash: u64) -> bool {
        self.sieve[(hash >> 6 & 255) as usize] >> (hash & 63) & 1 == 1 && self.sorted.binary_search(&hash).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_holds_what_it_was_given(given in proptest::collection::vec(0u64..10_000, 0..50), asked in 0u64..10_000) {
            let hashes = Hashes::new(given.iter().copied());
            prop_assert!(given.iter().all(|hash| hashes.contains(*hash)));
            prop_assert_eq!(hashes.contains(asked), given.contains(&asked));
        }
    }
}
