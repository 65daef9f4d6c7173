use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a sentence says about letting people in who flee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// For letting them in, or against refusing them.
    Admit,
    /// For refusing, limiting, deterring, returning them.
    Restrict,
    /// Neither, both with no side winning, or about something else.
    Neutral,
}

impl Stance {
    /// All three, in the order of every table and every array of three.
    pub const ALL: [Stance; 3] = [Stance::Admit, Stance::Restrict, Stance::Neutral];

    /// Place in [`Stance::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The label as written in files.
    pub fn name(self) -> &'static str {
        match self {
            Stance::Admit => "admit",
            Stance::Restrict => "restrict",
            Stance::Neutral => "neutral",
        }
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A label word that is none of the three.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected admit, restrict or neutral, found {0:?}")]
pub struct UnknownLabel(pub String);

impl FromStr for Stance {
    type Err = UnknownLabel;

    fn from_str(word: &str) -> Result<Self, UnknownLabel> {
        Stance::ALL.into_iter().find(|stance| stance.name() == word).ok_or_else(|| UnknownLabel(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_other_words_do_not() {
        for stance in Stance::ALL {
            assert_eq!(stance.name().parse(), Ok(stance));
        }
        assert!("Admit".parse::<Stance>().is_err());
    }
}
