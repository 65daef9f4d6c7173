use crate::pipeline::Tally;
use serde::{Deserialize, Serialize};

/// What stands beside an output: where it came from. No clock time, no thread count: the same run gives
/// the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Name and version of the program.
    pub program: String,
    /// SHA-256 of the model file.
    pub model: String,
    /// The settings that change what is written.
    pub settings: Settings,
    /// The inputs as given.
    pub inputs: Vec<String>,
    /// What was read, written and rejected.
    pub counts: Tally,
}

/// The settings that change what is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// `article` or `sentence`.
    pub unit: String,
    /// Name of the format.
    pub format: String,
    /// Labels less probable are withheld.
    pub min_score: f32,
    /// The column that holds the text, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether it was said which article an article reprints.
    #[serde(default)]
    pub copies: bool,
    /// Labels whose set of stances at this risk has more than one are withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<f64>,
}

impl Meta {
    /// As JSON for people.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("a plain struct is JSON");
        json.push(b'\n');
        json
    }
}
