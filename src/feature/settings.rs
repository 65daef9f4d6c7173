use super::Family;
use serde::{Deserialize, Serialize};

/// Which features a model sees; stored in the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeatureSettings {
    /// Longest n-gram of words, 0 for none.
    pub words: u8,
    /// Longest n-gram of stems, 0 for none.
    pub stems: u8,
    /// Longest n-gram of masked stems, 0 for none.
    pub masked: u8,
    /// Marks as features.
    pub marks: bool,
    /// Shortest character n-gram.
    pub chars_min: u8,
    /// Longest character n-gram, 0 for none.
    pub chars_max: u8,
    /// Negated stems.
    pub negated: bool,
    /// Pairs of stems with a gap.
    pub skips: bool,
    /// Cue phrases.
    pub cues: bool,
    /// Kind, quotation and length.
    pub shape: bool,
}

impl Default for FeatureSettings {
    fn default() -> Self {
        FeatureSettings {
            words: 2,
            stems: 0,
            masked: 2,
            marks: false,
            chars_min: 3,
            chars_max: 5,
            negated: false,
            skips: false,
            cues: true,
            shape: false,
        }
    }
}

/// A setting outside its range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("features.{name}: expected {expected}, found {found}")]
pub struct SettingsError {
    name: &'static str,
    expected: &'static str,
    found: u8,
}

impl FeatureSettings {
    /// Checks every number once, so that extraction need not.
    pub fn check(&self) -> Result<(), SettingsError> {
        for (name, found) in [("words", self.words), ("stems", self.stems), ("masked", self.masked)] {
            if found > 3 {
                return Err(SettingsError { name, expected: "0 to 3", found });
            }
        }
        if self.chars_max > 8 {
            return Err(SettingsError { name: "chars_max", expected: "0 to 8", found: self.chars_max });
        }
        if self.chars_min == 0 {
            return Err(SettingsError { name: "chars_min", expected: "1 or more", found: 0 });
        }
        Ok(())
    }

    /// The same settings with one family switched off, for ablations.
    pub fn without(&self, family: Family) -> FeatureSettings {
        let mut settings = self.clone();
        match family {
            Family::Words => settings.words = 0,
            Family::Stems => settings.stems = 0,
            Family::Masked => settings.masked = 0,
            Family::Marks => settings.marks = false,
            Family::Chars => settings.chars_max = 0,
            Family::Negated => settings.negated = false,
            Family::Skips => settings.skips = false,
            Family::Cues => settings.cues = false,
            Family::Shape => settings.shape = false,
        }
        settings
    }
}
