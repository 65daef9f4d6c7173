use super::Stance;
use std::fmt;

/// Some of the three stances; written in the order of [`Stance::ALL`], joined by `|`.
///
/// ```
/// use stance::base::{Stance, StanceSet};
/// let set: StanceSet = [Stance::Neutral, Stance::Admit].into_iter().collect();
/// assert_eq!(set.to_string(), "admit|neutral");
/// assert_eq!((set.len(), set.only()), (2, None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StanceSet([bool; 3]);

impl StanceSet {
    /// The set of one.
    pub fn one(stance: Stance) -> Self {
        std::iter::once(stance).collect()
    }

    /// Whether a stance is in it.
    pub fn contains(&self, stance: Stance) -> bool {
        self.0[stance.index()]
    }

    /// How many are in it.
    pub fn len(&self) -> usize {
        self.stances().count()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The stance of a set of one.
    pub fn only(&self) -> Option<Stance> {
        self.stances().next().filter(|_| self.len() == 1)
    }

    fn stances(&self) -> impl Iterator<Item = Stance> {
        let set = *self;
        Stance::ALL.into_iter().filter(move |stance| set.contains(*stance))
    }
}

impl FromIterator<Stance> for StanceSet {
    fn from_iter<I: IntoIterator<Item = Stance>>(stances: I) -> Self {
        let mut set = StanceSet::default();
        stances.into_iter().for_each(|stance| set.0[stance.index()] = true);
        set
    }
}

impl fmt::Display for StanceSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.stances().map(Stance::name).collect();
        f.pad(&names.join("|"))
    }
}
