//! What the page says and is told.

use crate::base::{Kind, Stance};
use serde::{Deserialize, Serialize};

/// Somebody sits down to label.
#[derive(Debug, Clone, Deserialize)]
pub struct Join {
    /// Their name.
    pub name: String,
    /// What the browser is known by from now on; the page makes it up.
    pub key: String,
    /// Whether they say that a name in use is their own.
    #[serde(default)]
    pub mine: bool,
}

/// Somebody may label.
#[derive(Debug, Clone, Serialize)]
pub struct Joined {
    /// Their name, as first written.
    pub name: String,
}

/// Why a request was refused.
#[derive(Debug, Clone, Serialize)]
pub struct Refusal {
    /// In words that tell what to do.
    pub error: String,
}

/// An answer as the page sends it, again and again until it hears that it is on disk.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Answer {
    /// The name of this very answer; the page makes it up.
    pub request: String,
    /// The sentence it is about.
    pub sentence: i64,
    /// Whether it decides a disagreement.
    #[serde(default)]
    pub decides: bool,
    /// The label; `None` puts the sentence off.
    pub label: Option<Stance>,
    /// Read by itself, if that was asked.
    pub alone: Option<Stance>,
    /// Whose position it is.
    #[serde(default)]
    pub holder: String,
    /// What the annotator has to say about it.
    #[serde(default)]
    pub note: String,
}

/// The answer to be taken back.
#[derive(Debug, Clone, Deserialize)]
pub struct Undo {
    /// Its name.
    pub request: String,
}

/// How far an annotator is.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    /// The annotator's name.
    pub annotator: String,
    /// Whether the page shows what the model says.
    pub suggests: bool,
    /// Every document with a sentence that is asked about.
    pub documents: Vec<Progress>,
    /// Sentences on which annotators disagree, and how many of them are decided.
    pub disagreements: (u32, u32),
    /// What undoing takes back while labelling.
    pub last_answer: Option<Last>,
    /// What undoing takes back while deciding.
    pub last_decision: Option<Last>,
}

/// How far an annotator is with a document.
#[derive(Debug, Clone, Serialize)]
pub struct Progress {
    /// Names the document on this page.
    pub id: i64,
    /// The document's id.
    pub doc: String,
    /// Its title.
    pub title: String,
    /// Where and when it appeared.
    pub source: String,
    /// Sentences asked about.
    pub asked: u32,
    /// Sentences labelled.
    pub labelled: u32,
    /// Sentences put off.
    pub skipped: u32,
}

/// A document as shown to an annotator.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// As in [`Progress`].
    pub id: i64,
    /// Its sentences in reading order.
    pub sentences: Vec<ShownSentence>,
}

/// A sentence as shown to an annotator.
#[derive(Debug, Clone, Serialize)]
pub struct ShownSentence {
    /// Names the sentence on this page.
    pub id: i64,
    /// Its number in its article.
    pub n: u32,
    /// The paragraph it stands in.
    pub paragraph: u32,
    /// What part of the article it is.
    pub kind: Kind,
    /// The sentence.
    pub text: String,
    /// Whether it is asked about.
    pub asked: bool,
    /// What this annotator said last.
    pub answer: Option<Answer>,
    /// What the model says, where the page shows that.
    pub suggestion: Option<super::Suggestion>,
}

/// A sentence on which annotators disagree.
#[derive(Debug, Clone, Serialize)]
pub struct Disagreement {
    /// The sentence.
    pub sentence: i64,
    /// Its document.
    pub document: i64,
    /// Who said what, sorted by name.
    pub said: Vec<Said>,
    /// Who decided it, and how.
    pub decision: Option<Said>,
}

/// What somebody said.
#[derive(Debug, Clone, Serialize)]
pub struct Said {
    /// Their name.
    pub annotator: String,
    /// What they said.
    pub answer: Answer,
}

/// The last thing an annotator did, which undoing takes back.
#[derive(Debug, Clone, Serialize)]
pub struct Last {
    /// The answer's name.
    pub request: String,
    /// The sentence it was about.
    pub sentence: i64,
    /// Its document.
    pub document: i64,
}
