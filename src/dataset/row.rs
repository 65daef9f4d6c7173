use super::Gold;
use super::map::LabelMap;
use super::table::{Cells, Table, brief};
use crate::base::{Kind, Reject, Stance, sentence_digest};

/// One labelled sentence as a file gives it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub doc: Option<String>,
    /// Only beside a `doc`.
    pub n: Option<u32>,
    pub paragraph: Option<u32>,
    pub title: Option<String>,
    /// Empty while a stand-off row has not found its sentence.
    pub text: String,
    pub digest: String,
    /// Code points of the sentence in its whole article, in stand-off rows.
    pub cut: Option<(usize, usize)>,
    pub kind: Kind,
    pub label: Stance,
    pub alone: Option<Stance>,
    pub holder: String,
    pub annotator: String,
    pub time: String,
    pub file: String,
    pub line: u64,
    /// Number of the row in its file, from 1.
    pub row: u64,
}

impl Row {
    /// Its entry in a labelled document.
    pub fn gold(&self, n: u32) -> Gold {
        Gold {
            n,
            label: self.label,
            alone: self.alone,
            holder: self.holder.clone(),
            annotator: self.annotator.clone(),
            file: self.file.clone(),
            line: self.line,
        }
    }
}

/// What stands in a column of labels.
const LABELS: &str = "admit, restrict or neutral (other words: --map FROM=TO,…)";

/// What stands in a column that must not be empty.
const VALUE: &str = "a value";

/// Whether a row was refused for a label other than the three.
pub(super) fn has_unknown_label(reject: &Reject) -> bool {
    reject.expected.ends_with(LABELS)
}

/// Whether a row was refused for want of a sentence.
pub(super) fn lacks_text(reject: &Reject) -> bool {
    reject.expected == format!("in column text {VALUE}")
}

/// A row of a table, its values checked. A table without a column `text` is one of stand-off labels.
pub(super) fn parse(table: &Table, cells: &Cells, map: &LabelMap) -> Result<Row, Reject> {
    let row = sentence(table, cells)?;
    let at = At { table, cells };
    let label = at.stance("label", at.needed("label")?, map)?;
    let alone = at.get("alone").map(|word| at.stance("alone", word, map)).transpose()?;
    Ok(Row { label, alone, ..row })
}

/// A row of which only the sentence is looked at, not what is said of it: that is neutral here.
pub(super) fn sentence(table: &Table, cells: &Cells) -> Result<Row, Reject> {
    let at = At { table, cells };
    let standoff = !table.has("text");
    let doc = if standoff { Some(at.needed("doc")?) } else { at.get("doc") };
    let text = if standoff { "" } else { at.needed("text")? };
    let digest = if standoff { at.needed("digest")?.to_owned() } else { sentence_digest(text) };
    Ok(Row {
        n: at.number("n", 1)?.filter(|_| doc.is_some()),
        doc: doc.map(str::to_owned),
        paragraph: at.number("paragraph", 1)?,
        title: at.get("title").map(str::to_owned),
        text: text.to_owned(),
        digest,
        cut: at.cut()?,
        kind: at.kind()?,
        label: Stance::Neutral,
        alone: None,
        holder: at.get("holder").unwrap_or_default().to_owned(),
        annotator: at.get("annotator").unwrap_or_default().to_owned(),
        time: at.get("time").or(at.get("batch")).unwrap_or_default().to_owned(),
        file: table.file.clone(),
        line: cells.line,
        row: cells.row,
    })
}

/// A row in its table.
struct At<'t> {
    table: &'t Table,
    cells: &'t Cells,
}

impl<'t> At<'t> {
    fn get(&self, column: &str) -> Option<&'t str> {
        self.table.get(self.cells, column)
    }

    fn reject(&self, column: &str, expected: &str, found: &str) -> Reject {
        let found = if found.is_empty() { "none".to_owned() } else { brief(found) };
        Reject::file(&self.table.file, format!("in column {column} {expected}"), found).at(self.cells.line)
    }

    fn needed(&self, column: &str) -> Result<&'t str, Reject> {
        self.get(column).ok_or_else(|| self.reject(column, VALUE, ""))
    }

    fn stance(&self, column: &str, word: &str, map: &LabelMap) -> Result<Stance, Reject> {
        map.stance(word.trim()).ok_or_else(|| self.reject(column, LABELS, word))
    }

    fn cut(&self) -> Result<Option<(usize, usize)>, Reject> {
        let ends = self.number("start", 0)?.zip(self.number("end", 0)?);
        Ok(ends.map(|(start, end)| (start as usize, end as usize)))
    }

    fn kind(&self) -> Result<Kind, Reject> {
        let Some(word) = self.get("kind") else {
            return Ok(Kind::Body);
        };
        let expected = "body, heading, caption or boilerplate";
        word.trim().parse().map_err(|_| self.reject("kind", expected, word))
    }

    fn number(&self, column: &str, least: u32) -> Result<Option<u32>, Reject> {
        let Some(word) = self.get(column) else {
            return Ok(None);
        };
        match word.trim().parse::<u32>() {
            Ok(number) if number >= least => Ok(Some(number)),
            _ => Err(self.reject(column, &format!("a whole number from {least}"), word)),
        }
    }
}
