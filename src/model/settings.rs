use crate::feature::{FeatureSettings, SettingsError};
use serde::{Deserialize, Serialize};

/// Everything a training run can be told; read from TOML (`stance train --config FILE`) and stored in the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrainSettings {
    /// Draws the folds and the dropped context.
    pub seed: u64,
    /// Folds of the cross-validation that feeds the context stage and the calibration.
    pub folds: usize,
    /// Which features the sentence stage sees.
    pub features: FeatureSettings,
    /// The sentence stage.
    pub sentence: SentenceSettings,
    /// The convolution beside it.
    pub convolution: ConvolutionSettings,
    /// The context stage.
    pub context: ContextSettings,
    /// How much the rows of each set weigh.
    pub weights: SetWeights,
}

/// The sentence stage's learner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SentenceSettings {
    /// L2 penalty.
    pub penalty: f64,
    /// A feature counts when it stands in at least so many sentences.
    pub min_sentences: u32,
    /// 0 leaves the classes as they are, 1 makes them weigh the same.
    pub balance: f32,
    /// Power of the inverse document frequency in a feature's value.
    pub idf_power: f32,
    /// Value of a character feature beside that of a word feature.
    pub chars_weight: f32,
    /// Value of a masked feature beside that of a word feature.
    pub masked_weight: f32,
    /// Features are multiplied by (their number in the sentence)^-length_power.
    pub length_power: f32,
    /// What a larger model's word counts for beside the label, where there is one: 0 to 1.
    pub teacher: f32,
}

/// The convolution's learner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConvolutionSettings {
    /// How often it reads each training row; 0 leaves the convolution out.
    pub epochs: usize,
    /// What its log-odds count for beside those of the sentence stage's features.
    pub share: f32,
    /// What a larger model's word counts for beside the label, where there is one: 0 to 1.
    pub teacher: f32,
    /// It is not asked where the features' log-odds of neutral lie so far above those of either side, in both readings.
    pub sure: f32,
}

/// The context stage's learner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ContextSettings {
    /// L2 penalty.
    pub penalty: f64,
    /// Share of training documents whose surroundings are cut off at a random place.
    pub cut: f32,
}

/// How much one row of each set weighs in training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SetWeights {
    /// The project's own written corpus.
    pub corpus: f32,
    /// Rows of articles that are about something else.
    pub off_topic: f32,
    /// All other rows.
    pub other: f32,
}

impl Default for TrainSettings {
    fn default() -> Self {
        TrainSettings {
            seed: 1,
            folds: 5,
            features: FeatureSettings::default(),
            sentence: SentenceSettings::default(),
            convolution: ConvolutionSettings::default(),
            context: ContextSettings::default(),
            weights: SetWeights::default(),
        }
    }
}

impl Default for SentenceSettings {
    fn default() -> Self {
        SentenceSettings {
            penalty: 6.7,
            min_sentences: 2,
            balance: 0.5,
            idf_power: 1.0,
            chars_weight: 0.7,
            masked_weight: 0.7,
            length_power: 0.65,
            teacher: 0.5,
        }
    }
}

impl Default for ConvolutionSettings {
    fn default() -> Self {
        ConvolutionSettings { epochs: 10, share: 0.75, teacher: 0.8, sure: 0.7 }
    }
}

impl Default for ContextSettings {
    fn default() -> Self {
        ContextSettings { penalty: 30.0, cut: 0.2 }
    }
}

impl Default for SetWeights {
    fn default() -> Self {
        SetWeights { corpus: 0.5, off_topic: 0.2, other: 1.0 }
    }
}

impl SetWeights {
    /// The weight of a row of the set named so.
    pub fn of(&self, set: &str) -> f32 {
        match set {
            "corpus" => self.corpus,
            "off_topic" => self.off_topic,
            _ => self.other,
        }
    }
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML, or a name that is no setting.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A feature setting out of range.
    #[error(transparent)]
    Features(#[from] SettingsError),
    /// Another setting out of range.
    #[error("{name}: expected {expected}, found {found}")]
    Range {
        /// The setting.
        name: &'static str,
        /// What would have been right.
        expected: &'static str,
        /// What stood there.
        found: f64,
    },
}

impl TrainSettings {
    /// Reads and checks a TOML file's text.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let settings: TrainSettings = toml::from_str(text)?;
        settings.check()?;
        Ok(settings)
    }

    /// Checks every number once.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.features.check()?;
        let positive = [("sentence.penalty", self.sentence.penalty), ("context.penalty", self.context.penalty)];
        for (name, found) in positive {
            if found.is_nan() || found <= 0.0 {
                return Err(ConfigError::Range { name, expected: "a number above 0", found });
            }
        }
        let ranges = [
            ("sentence.teacher", self.sentence.teacher, 1.0, "a number from 0 to 1"),
            ("convolution.teacher", self.convolution.teacher, 1.0, "a number from 0 to 1"),
            ("convolution.share", self.convolution.share, 10.0, "a number from 0 to 10"),
            ("convolution.sure", self.convolution.sure, 100.0, "a number from 0 to 100"),
        ];
        for (name, found, most, expected) in ranges {
            if !(0.0..=most).contains(&found) {
                return Err(ConfigError::Range { name, expected, found: f64::from(found) });
            }
        }
        if self.convolution.epochs > 1000 {
            let found = self.convolution.epochs as f64;
            return Err(ConfigError::Range { name: "convolution.epochs", expected: "at most 1000", found });
        }
        if self.folds < 2 {
            return Err(ConfigError::Range { name: "folds", expected: "2 or more", found: self.folds as f64 });
        }
        Ok(())
    }
}
