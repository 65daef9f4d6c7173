use super::error::Result;
use super::{Store, StoreError};
use crate::annotate::messages::{Answer, Disagreement, Last, Said};
use crate::dataset::annotation::Annotation;
use rusqlite::types::Type;
use rusqlite::{Error, OptionalExtension, Row, params};
use std::str::FromStr;

/// The sentences on which those who labelled them differ.
const DISPUTED: &str = "SELECT sentence FROM said WHERE NOT decides GROUP BY sentence HAVING count(DISTINCT label) > 1";

impl Store {
    /// Puts an answer on disk; one that is there already, by its name, is left as it is.
    pub(in crate::annotate) fn save(&mut self, annotator: i64, answer: &Answer, tool: &str) -> Result<()> {
        let there = "SELECT EXISTS (SELECT 1 FROM sentence WHERE id = ? AND asked)";
        if !self.connection.query_row(there, [answer.sentence], |row| row.get::<_, bool>(0))? {
            return Err(StoreError::UnknownSentence(answer.sentence));
        }
        let Answer { request, sentence, decides, label, alone, holder, note } = answer;
        let (label, alone) = (label.map(|label| label.name()), alone.map(|alone| alone.name()));
        self.connection.execute(
            "INSERT INTO answer (request, annotator, sentence, decides, label, alone, holder, note, tool)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request) DO NOTHING",
            params![request, annotator, sentence, decides, label, alone, holder.trim(), note.trim(), tool],
        )?;
        Ok(())
    }

    /// Takes an answer back; what the annotator said of the sentence before holds again.
    pub(in crate::annotate) fn undo(&self, annotator: i64, request: &str) -> Result<()> {
        let undo = "UPDATE answer SET withdrawn = 1 WHERE request = ? AND annotator = ?";
        self.connection.execute(undo, params![request, annotator])?;
        Ok(())
    }

    /// What undoing would take back.
    pub(in crate::annotate) fn last(&self, annotator: i64, decides: bool) -> Result<Option<Last>> {
        let query = "SELECT request, sentence, document FROM answer JOIN sentence ON sentence = sentence.id
            WHERE annotator = ? AND decides = ? AND NOT withdrawn ORDER BY answer.id DESC LIMIT 1";
        let last = |row: &Row| Ok(Last { request: row.get(0)?, sentence: row.get(1)?, document: row.get(2)? });
        Ok(self.connection.query_row(query, params![annotator, decides], last).optional()?)
    }

    /// Disagreements, in the order of the documents. Somebody who labels sees only those about sentences they have
    /// labelled themselves, lest the others' labels become theirs.
    pub(in crate::annotate) fn disagreements(&self, annotator: i64) -> Result<Vec<Disagreement>> {
        let mut query = self.connection.prepare(&format!(
            "SELECT said.*, name, document FROM said
             JOIN annotator ON annotator.id = annotator JOIN sentence ON sentence.id = sentence
             WHERE sentence IN ({DISPUTED}) AND label IS NOT NULL AND (
                 NOT EXISTS (SELECT 1 FROM said AS own WHERE own.annotator = ?1 AND NOT own.decides)
                 OR EXISTS (SELECT 1 FROM said AS own WHERE own.annotator = ?1 AND NOT own.decides
                     AND own.sentence = said.sentence AND own.label IS NOT NULL))
             ORDER BY document, n, decides, CASE WHEN decides THEN said.id END, name"
        ))?;
        let mut rows = query.query([annotator])?;
        let mut found: Vec<Disagreement> = Vec::new();
        while let Some(row) = rows.next()? {
            let said = Said { annotator: row.get("name")?, answer: answer(row)? };
            let (sentence, document) = (said.answer.sentence, row.get("document")?);
            if found.last().is_none_or(|last| last.sentence != sentence) {
                found.push(Disagreement { sentence, document, said: Vec::new(), decision: None });
            }
            let last = found.last_mut().expect("put there above");
            match said.answer.decides {
                // The latest decision is the last row: whoever decides anew overrules.
                true => last.decision = Some(said),
                false => last.said.push(said),
            }
        }
        Ok(found)
    }

    /// How many sentences are disputed, and how many of these are decided.
    pub(in crate::annotate) fn disputes(&self) -> Result<(u32, u32)> {
        let query = format!(
            "SELECT count(*), count((SELECT 1 FROM said AS final WHERE final.sentence = disputed.sentence AND final.decides))
             FROM ({DISPUTED}) AS disputed"
        );
        Ok(self.connection.query_row(&query, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// The last word of each annotator on each sentence, as a batch of this name, in the order of documents,
    /// sentences and names; what was put off is left out. A decision is the word of `NAME:adjudicator`.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn annotations(&self, batch: &str) -> Result<Vec<Annotation>> {
        let mut query = self.connection.prepare(
            "SELECT said.*, doc, n, starts, ends, digest, text, kind, paragraph,
                name || CASE WHEN decides THEN ':adjudicator' ELSE '' END AS name
             FROM said JOIN annotator ON annotator.id = annotator JOIN sentence ON sentence.id = sentence
             JOIN document ON document.id = document
             WHERE label IS NOT NULL ORDER BY document.id, n, decides, name",
        )?;
        let rows = query.query_map([], |row| annotation(row, batch))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn annotation(row: &Row, batch: &str) -> rusqlite::Result<Annotation> {
    let Answer { label, alone, holder, note, .. } = answer(row)?;
    let place = row.get::<_, Option<i64>>("starts")?.zip(row.get::<_, Option<i64>>("ends")?);
    Ok(Annotation {
        doc: row.get("doc")?,
        n: row.get("n")?,
        place: place.map(|(start, end)| (start as usize, end as usize)),
        digest: row.get("digest")?,
        text: row.get("text")?,
        label: label.expect("the query leaves out what was put off"),
        alone,
        holder,
        note,
        annotator: row.get("name")?,
        time: row.get("time")?,
        tool: row.get("tool")?,
        batch: batch.to_owned(),
        kind: word(row, "kind")?.unwrap_or_default(),
        paragraph: row.get("paragraph")?,
        file: String::new(),
        line: 0,
    })
}

/// The columns of an answer.
pub(super) fn answer(row: &Row) -> rusqlite::Result<Answer> {
    Ok(Answer {
        request: row.get("request")?,
        sentence: row.get("sentence")?,
        decides: row.get("decides")?,
        label: word(row, "label")?,
        alone: word(row, "alone")?,
        holder: row.get("holder")?,
        note: row.get("note")?,
    })
}

/// One of our words, where there is one.
pub(super) fn word<T: FromStr>(row: &Row, column: &str) -> rusqlite::Result<Option<T>> {
    let Some(word) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    match word.parse() {
        Ok(found) => Ok(Some(found)),
        Err(_) => Err(Error::InvalidColumnType(0, column.to_owned(), Type::Text)),
    }
}
