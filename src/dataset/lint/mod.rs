//! Labelled data → [`Finding`]s: what may be wrong with it, each with file and line.
//!
//! Method: one small file a check, each a plain function from [`Part`]s (what is trained or tested on as one)
//! to findings. *Unusable rows, unknown labels, empty rows* are what the reader refused. *Copies* are found by
//! [`crate::document::Copies`]; one whose original stands in another part is a *leak*, and so is a document
//! whose rows stand in two. *Contradictions* are equal sentences with different labels, read by themselves
//! where the file has that. *Label errors* are ranked by the probability that models which had not seen the
//! document give the label it bears (self-confidence, as in confident learning: Northcutt, Jiang and Chuang 2021). *Drift* compares the earlier and later half of an
//! annotator's work: shares of the labels, and agreement with the others on the same sentences. *Shares* tells
//! labels that a part hardly has, or has at another rate than the first part.
//!
//! ```
//! use stance::dataset::{LabelMap, lint};
//! let folder = tempfile::tempdir()?;
//! let file = folder.path().join("a.csv");
//! std::fs::write(&file, "text,label\nLet every one of them in.,admit\nLet every one of them in.,restrict\n")?;
//! let parts = lint::parts(&[file], &LabelMap::default(), None);
//! let found = lint::contradictions(&parts);
//! assert_eq!(found[0].line, Some(3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it gets wrong: a label that the models do not understand (irony, an argument from afar) is listed as a
//! likely error; of two annotators who come apart both are said to drift; two notes of one form that differ in a
//! name are copies; a quotation that two articles carry is a contradiction where they were labelled in context only.

mod clusters;
mod copies;
mod drift;
mod label_errors;
mod rows;
mod scores;
mod shares;
#[cfg(test)]
mod tests;

pub use copies::copies;
pub use drift::drift;
pub use label_errors::{Judged, label_errors};
pub use rows::{MOST_WORDS, contradictions, rejects, sentences};
pub use scores::{judged, scores};
pub use shares::shares;

use super::map::LabelMap;
use super::read::{Reading, read_with};
use super::{Gold, LabelledDocument};
use crate::base::{Reject, Stance};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// A row or file that cannot be used.
    Unusable,
    /// A label other than the three.
    LabelWord,
    /// A row without a sentence.
    Empty,
    /// A row too long for a sentence.
    Long,
    /// A document that reprints another of its part.
    Copy,
    /// A document that stands in two parts, or reprints one of another part.
    Leak,
    /// Equal sentences, different labels.
    Contradiction,
    /// A label that models which had not seen it doubt.
    LabelError,
    /// An annotator whose labels change over time.
    Drift,
    /// A label that a part hardly has, or has at another rate.
    Shares,
}

impl Fault {
    /// All, in the order in which they are told.
    pub const ALL: [Fault; 10] = [
        Fault::Unusable,
        Fault::LabelWord,
        Fault::Empty,
        Fault::Long,
        Fault::Leak,
        Fault::Copy,
        Fault::Contradiction,
        Fault::LabelError,
        Fault::Drift,
        Fault::Shares,
    ];

    /// The name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Unusable => "unusable",
            Fault::LabelWord => "label-word",
            Fault::Empty => "empty",
            Fault::Long => "long",
            Fault::Leak => "leak",
            Fault::Copy => "copy",
            Fault::Contradiction => "contradiction",
            Fault::LabelError => "label-error",
            Fault::Drift => "drift",
            Fault::Shares => "shares",
        }
    }

    /// What it means, for people.
    pub fn meaning(self) -> &'static str {
        match self {
            Fault::Unusable => "rows or files that cannot be used",
            Fault::LabelWord => "labels other than admit, restrict, neutral",
            Fault::Empty => "rows without a sentence",
            Fault::Long => "rows too long for a sentence",
            Fault::Leak => "documents that stand in two parts, or reprint one of another",
            Fault::Copy => "documents that reprint another of their part",
            Fault::Contradiction => "equal sentences with different labels",
            Fault::LabelError => "labels doubted by models that had not seen them, the most doubtful first",
            Fault::Drift => "annotators whose labels change over time",
            Fault::Shares => "labels that are rare, or more frequent in one part than in another",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let names = Fault::ALL.map(Fault::name).join(", ");
        let found = Fault::ALL.into_iter().find(|fault| fault.name() == word.trim());
        found.ok_or_else(|| format!("expected some of {names}"))
    }
}

/// One thing that may be wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What.
    pub fault: Fault,
    /// The file, or the part where it is about a whole one.
    pub file: String,
    /// The line there, from 1, where it is about one.
    pub line: Option<u64>,
    /// The document; empty where it is about none.
    pub doc: String,
    /// The sentence's number there.
    pub n: Option<u32>,
    /// What is wrong, in words.
    pub message: String,
    /// The sentence.
    pub text: Option<String>,
    /// How much: likeness of copies, doubt of label errors, z of drift and shares.
    pub score: Option<f64>,
}

impl Finding {
    /// About one row.
    fn row(fault: Fault, row: &Row, message: String) -> Self {
        Finding {
            n: Some(row.gold.n),
            text: Some(row.text().to_owned()),
            ..Finding::document(fault, row.labelled, row.gold, message)
        }
    }

    /// About a document whose row `gold` stands for it.
    fn document(fault: Fault, labelled: &LabelledDocument, gold: &Gold, message: String) -> Self {
        let doc = if labelled.document.has_context { labelled.document.id.clone() } else { String::new() };
        let Gold { file, line, .. } = gold.clone();
        Finding { fault, file, line: Some(line), doc, n: None, message, text: None, score: None }
    }

    /// About something without a line.
    fn whole(fault: Fault, file: &str, message: String) -> Self {
        let (file, doc) = (file.to_owned(), String::new());
        Finding { fault, file, line: None, doc, n: None, message, text: None, score: None }
    }
}

/// What is trained or tested on as one.
#[derive(Debug, Default)]
pub struct Part {
    /// The path as given, or the split.
    pub name: String,
    /// Its documents, sorted by id.
    pub documents: Vec<LabelledDocument>,
    /// What could not be used of it.
    pub rejects: Vec<Reject>,
}

/// One part a path. What a later row corrects is read corrected within a path, not across two.
pub fn parts(paths: &[PathBuf], map: &LabelMap, texts: Option<&Path>) -> Vec<Part> {
    let read = |path: &PathBuf| {
        let Reading { documents, rejects, .. } = read_with(std::slice::from_ref(path), map, texts);
        Part { name: path.display().to_string(), documents, rejects }
    };
    paths.iter().map(read).collect()
}

/// All paths read together, the documents of `test` as one part and the rest as the other.
pub fn splits(paths: &[PathBuf], map: &LabelMap, texts: Option<&Path>, test: &BTreeSet<String>) -> Vec<Part> {
    let Reading { documents, rejects, .. } = read_with(paths, map, texts);
    let (test, train) = documents.into_iter().partition(|labelled| test.contains(&labelled.document.id));
    let part = |name: &str, documents, rejects| Part { name: name.to_owned(), documents, rejects };
    vec![part("train", train, rejects), part("test", test, Vec::new())]
}

/// One labelled sentence where it stands.
#[derive(Debug, Clone, Copy)]
struct Row<'p> {
    labelled: &'p LabelledDocument,
    gold: &'p Gold,
    at: usize,
}

impl<'p> Row<'p> {
    fn text(&self) -> &'p str {
        self.labelled.document.sentences[self.at].span.of(&self.labelled.document.text)
    }

    fn may_take_side(&self) -> bool {
        self.labelled.document.sentences[self.at].kind.may_take_side()
    }

    /// The label of the sentence by itself, where the file says it.
    fn alone(&self) -> Stance {
        self.gold.alone.unwrap_or(self.gold.label)
    }
}

fn rows_of(documents: &[LabelledDocument]) -> impl Iterator<Item = Row<'_>> {
    let rows = |labelled| {
        let LabelledDocument { gold, .. }: &LabelledDocument = labelled;
        gold.iter().enumerate().map(move |(at, gold)| Row { labelled, gold, at })
    };
    documents.iter().flat_map(rows)
}

/// Rows and documents of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The part.
    pub part: String,
    /// Its documents.
    pub documents: usize,
    /// Its rows, without those that cannot be used.
    pub rows: usize,
    /// Rows labelled admit.
    pub admit: usize,
    /// Rows labelled restrict.
    pub restrict: usize,
    /// Rows labelled neutral.
    pub neutral: usize,
}

/// What a part holds.
pub fn count(part: &Part) -> Count {
    let mut labels = [0; 3];
    rows_of(&part.documents).for_each(|row| labels[row.gold.label.index()] += 1);
    let [admit, restrict, neutral] = labels;
    let (part, documents) = (part.name.clone(), part.documents.len());
    Count { part, documents, rows: labels.iter().sum(), admit, restrict, neutral }
}
