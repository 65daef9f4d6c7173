use super::Labelled;
use super::verdict::other_language;
use crate::base::Reject;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Counts of a run, or of a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Documents labelled or abstained from; a row without a `doc` is one.
    pub documents: u64,
    /// Documents that touch people who flee.
    pub on_topic: u64,
    /// Documents in other languages, by language; all their sentences are `abstain`.
    pub other_languages: BTreeMap<String, u64>,
    /// Documents whose `doc` had been seen before, other rows between.
    pub returned: u64,
    /// Documents that reprint an earlier one, where that was asked for.
    pub copies: u64,
    /// Sentences written, of any label.
    pub sentences: u64,
    /// Sentences labelled admit.
    pub admit: u64,
    /// Sentences labelled restrict.
    pub restrict: u64,
    /// Sentences labelled neutral.
    pub neutral: u64,
    /// Sentences not labelled: another language, or less sure than asked for.
    pub abstain: u64,
    /// Articles and rows that could not be used.
    pub rejected: u64,
}

impl Tally {
    /// Counts one document and its sentences.
    pub fn count(&mut self, labelled: &Labelled) {
        self.documents += 1;
        self.on_topic += u64::from(labelled.on_topic == Some(true));
        if let Some(language) = other_language(&labelled.document) {
            *self.other_languages.entry(language.to_owned()).or_default() += 1;
        }
        let mut labels = [0; 4];
        for verdict in &labelled.verdicts {
            labels[verdict.label.map_or(3, |label| label.index())] += 1;
        }
        self.sentences += labelled.verdicts.len() as u64;
        for (sum, count) in
            [&mut self.admit, &mut self.restrict, &mut self.neutral, &mut self.abstain].into_iter().zip(labels)
        {
            *sum += count;
        }
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, part: &Tally) {
        for (language, count) in &part.other_languages {
            *self.other_languages.entry(language.clone()).or_default() += count;
        }
        self.documents += part.documents;
        self.on_topic += part.on_topic;
        self.returned += part.returned;
        self.copies += part.copies;
        self.sentences += part.sentences;
        self.admit += part.admit;
        self.restrict += part.restrict;
        self.neutral += part.neutral;
        self.abstain += part.abstain;
        self.rejected += part.rejected;
    }
}

/// Something that whoever runs the program is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// An article or row that could not be used.
    Reject(Reject),
    /// A file that was not in UTF-8, and the encoding it was read in.
    Encoding {
        /// The file.
        file: String,
        /// Name of the encoding.
        encoding: &'static str,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Reject(reject) => reject.fmt(f),
            Note::Encoding { file, encoding } => write!(f, "{file}: read as {encoding}"),
        }
    }
}

/// The rendered result of one batch of inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chunk {
    /// What is to be written.
    pub bytes: Vec<u8>,
    /// What is to be written after everything else, such as the entries of a list.
    pub after: Vec<u8>,
    /// What was counted.
    pub tally: Tally,
    /// What is to be told, in the order of the inputs.
    pub notes: Vec<Note>,
}

impl Chunk {
    /// Tells of something that could not be used, and counts it.
    pub fn reject(&mut self, reject: Reject) {
        self.tally.rejected += 1;
        self.notes.push(Note::Reject(reject));
    }
}
