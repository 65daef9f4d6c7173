use super::answers::{answer, word};
use super::error::Result;
use super::{Store, StoreError};
use crate::annotate::Task;
use crate::annotate::messages::{Progress, ShownSentence};
use crate::article::Meta;
use crate::document::{Document, Row as Given, from_rows};
use crate::token::Stemmer;
use rusqlite::{OptionalExtension, Transaction, params};

impl Store {
    /// How many sentences are asked about.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn asked(&self) -> Result<u32> {
        Ok(self.connection.query_row("SELECT count(*) FROM sentence WHERE asked", [], |row| row.get(0))?)
    }

    /// Adds documents, all or none. Of one that is there already, further sentences may be asked about.
    ///
    /// # Errors
    /// A document that is there with other sentences, and whatever SQLite says; nothing is added then.
    pub fn add(&mut self, tasks: &[Task]) -> Result<()> {
        let change = self.connection.transaction()?;
        for task in tasks {
            let doc = &task.document.id;
            let id = change.query_row("SELECT id FROM document WHERE doc = ?", [doc], |row| row.get(0)).optional()?;
            match id {
                None => insert(&change, task)?,
                Some(id) => ask_more(&change, id, task)?,
            }
        }
        Ok(change.commit()?)
    }

    /// The documents as the model reads them, with the numbers of their sentences here.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn documents(&self) -> Result<Vec<(Document, Vec<i64>)>> {
        let mut stemmer = Stemmer::default();
        let mut query = self.connection.prepare("SELECT id, doc, language, whole, has_context FROM document")?;
        let mut rows = query.query([])?;
        let mut documents = Vec::new();
        while let Some(row) = rows.next()? {
            let sentences = self.sentences(row.get("id")?, 0)?;
            let given = sentences.iter().map(|sentence| Given {
                text: sentence.text.clone(),
                kind: sentence.kind,
                paragraph: Some(sentence.paragraph),
            });
            let (doc, meta) =
                (row.get::<_, String>("doc")?, Meta { language: row.get("language")?, ..Meta::default() });
            let first = sentences.first().map_or(1, |sentence| sentence.n);
            let given: Vec<Given> = given.collect();
            let mut document = from_rows(&doc, meta, &given, first, row.get("has_context")?, &mut stemmer);
            document.whole = row.get("whole")?;
            documents.push((document, sentences.iter().map(|sentence| sentence.id).collect()));
        }
        Ok(documents)
    }

    /// How far an annotator is with each document.
    pub(in crate::annotate) fn progress(&self, annotator: i64) -> Result<Vec<Progress>> {
        let mut query = self.connection.prepare(
            "SELECT document.id, doc, title, trim(source || ' ' || date), count(*), count(label),
                count(said.id) - count(label)
             FROM document JOIN sentence ON sentence.document = document.id AND asked
             LEFT JOIN said ON said.sentence = sentence.id AND annotator = ? AND NOT decides
             GROUP BY document.id ORDER BY document.id",
        )?;
        let rows = query.query_map([annotator], |row| {
            Ok(Progress {
                id: row.get(0)?,
                doc: row.get(1)?,
                title: row.get(2)?,
                source: row.get(3)?,
                asked: row.get(4)?,
                labelled: row.get(5)?,
                skipped: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The sentences of a document with what an annotator said of them.
    pub(in crate::annotate) fn sentences(&self, document: i64, annotator: i64) -> Result<Vec<ShownSentence>> {
        let mut query = self.connection.prepare(
            "SELECT said.*, sentence.id AS place, n, paragraph, kind, text, asked FROM sentence
             LEFT JOIN said ON said.sentence = sentence.id AND annotator = ? AND NOT decides
             WHERE document = ? ORDER BY n",
        )?;
        let rows = query.query_map([annotator, document], |row| {
            let is_answered = row.get::<_, Option<i64>>("id")?.is_some();
            Ok(ShownSentence {
                id: row.get("place")?,
                n: row.get("n")?,
                paragraph: row.get("paragraph")?,
                kind: word(row, "kind")?.unwrap_or_default(),
                text: row.get("text")?,
                asked: row.get("asked")?,
                answer: is_answered.then(|| answer(row)).transpose()?,
                suggestion: None,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn insert(change: &Transaction, task: &Task) -> Result<()> {
    let Document { id, meta, whole, has_context, .. } = &task.document;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    change.execute(
        "INSERT INTO document (doc, title, source, date, language, whole, has_context) VALUES (?, ?, ?, ?, ?, ?, ?)",
        params![id, text(&meta.title), text(&meta.source), text(&meta.date), meta.language, whole, has_context],
    )?;
    let document = change.last_insert_rowid();
    let mut insert = change.prepare(
        "INSERT INTO sentence (document, n, paragraph, kind, text, digest, starts, ends, asked)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (sentence, it) in task.document.sentences.iter().zip(&task.sentences) {
        let (starts, ends) = it.place.map(|(start, end)| (start as i64, end as i64)).unzip();
        let (text, kind) = (sentence.span.of(&task.document.text), sentence.kind.name());
        insert.execute(params![document, it.n, sentence.paragraph, kind, text, it.digest, starts, ends, it.asked])?;
    }
    Ok(())
}

fn ask_more(change: &Transaction, document: i64, task: &Task) -> Result<()> {
    for it in &task.sentences {
        let changed = change.execute(
            "UPDATE sentence SET asked = max(asked, ?) WHERE document = ? AND n = ? AND digest = ?",
            params![it.asked, document, it.n, it.digest],
        )?;
        if changed == 0 {
            return Err(StoreError::Changed(task.document.id.clone()));
        }
    }
    Ok(())
}
