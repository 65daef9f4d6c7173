use super::{Family, Group};

/// The longest count with a scale of its own; longer sentences share the last one.
const LONGEST: usize = 2048;

/// What the features of a group are multiplied by: count^-power, so that long sentences do not shout.
#[derive(Debug, Clone, PartialEq)]
pub struct Scales {
    table: Vec<f32>,
}

/// How many features each group has.
pub(super) fn counts(families: impl Iterator<Item = Family>) -> [u32; 4] {
    let mut counts = [0; 4];
    for family in families {
        counts[family.group() as usize] += 1;
    }
    counts
}

impl Scales {
    /// Scales falling with this power of the count, from a table made once (`pow` of the pinned `libm`).
    pub fn new(power: f32) -> Self {
        let scale = |count: usize| libm::powf(count.max(1) as f32, -power);
        Scales { table: (0..LONGEST).map(scale).collect() }
    }

    /// The scale of a group of which a sentence has `count` features.
    pub fn of(&self, group: Group, count: u32) -> f32 {
        match group {
            Group::Plain => 1.0,
            _ => self.table[(count as usize).min(LONGEST - 1)],
        }
    }
}
