//! Annotation files → labelled [`Document`]s; splits by document.

use crate::base::Stance;
use crate::document::Document;

/// A document with a reader's label for each of its sentences.
#[derive(Debug, Clone, Default)]
pub struct LabelledDocument {
    /// The document; its id is the `doc` of the rows.
    pub document: Document,
    /// One entry a sentence of the document, in order.
    pub gold: Vec<Gold>,
    /// Columns that describe the document (source, genre, …), for slices.
    pub facts: Vec<(String, String)>,
}

/// What a reader said of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// The sentence's number in its article.
    pub n: u32,
    /// Read in context.
    pub label: Stance,
    /// Read without context, where the file has it.
    pub alone: Option<Stance>,
    /// Whose position it is; empty for neutral.
    pub holder: String,
    /// Who labelled it; empty where the file does not say.
    pub annotator: String,
    /// The file the row came from.
    pub file: String,
    /// Its line in that file, from 1.
    pub line: u64,
}
