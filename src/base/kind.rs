use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What part of an article a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Running text.
    #[default]
    Body,
    /// Title, deck, subheading.
    Heading,
    /// Picture caption or credit.
    Caption,
    /// Bylines, adverts, menus, prompts, link lists, copyright lines.
    Boilerplate,
}

impl Kind {
    /// All four.
    pub const ALL: [Kind; 4] = [Kind::Body, Kind::Heading, Kind::Caption, Kind::Boilerplate];

    /// The kind as written in files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Body => "body",
            Kind::Heading => "heading",
            Kind::Caption => "caption",
            Kind::Boilerplate => "boilerplate",
        }
    }

    /// Whether a sentence of this kind may take a side: body and headings only.
    pub fn may_take_side(self) -> bool {
        matches!(self, Kind::Body | Kind::Heading)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Kind::ALL
            .into_iter()
            .find(|kind| kind.name() == word)
            .ok_or_else(|| format!("expected body, heading, caption or boilerplate, found {word:?}"))
    }
}
