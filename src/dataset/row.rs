use super::Gold;
use super::map::LabelMap;
use super::table::{Cells, Table};
use crate::base::{Kind, Reject, Stance, sentence_digest};
use std::str::FromStr;

/// One labelled sentence as a file gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub doc: Option<String>,
    pub n: Option<u32>,
    pub paragraph: Option<u32>,
    pub title: Option<String>,
    /// Empty while a stand-off row has not found its sentence.
    pub text: String,
    pub kind: Kind,
    pub label: Option<Stance>,
    pub alone: Option<Stance>,
    pub holder: String,
    pub annotator: String,
    pub time: String,
    pub digest: String,
    /// Code points of the sentence in its whole article, in stand-off rows.
    pub cut: Option<(usize, usize)>,
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
            label: self.label.unwrap_or(Stance::Neutral),
            alone: self.alone,
            holder: self.holder.clone(),
            annotator: self.annotator.clone(),
            file: self.file.clone(),
            line: self.line,
        }
    }
}

/// What a good label column holds, said in every reject of one.
pub(super) const LABELS: &str = "admit, restrict or neutral (other words: --map FROM=TO,…)";

/// A row of a table, its values checked.
pub(super) fn parse(table: &Table, cells: &Cells, map: &LabelMap) -> Result<Row, Reject> {
    let get = |column: &str| table.get(cells, column);
    let owned = |column: &str| get(column).map(str::to_owned).unwrap_or_default();
    let reject = |expected: String, found: String| Reject::file(&table.file, expected, found).at(cells.line);
    let missing = |column: &str| reject(format!("a value in column {column}"), "none".to_owned());
    let stance = |column: &str| match get(column) {
        Some(word) => map.stance(word.trim()).map(Some).ok_or_else(|| {
            reject(format!("in column {column} {LABELS}"), format!("{word:?}"))
        }),
        None => Ok(None),
    };
    let standoff = !table.has("text");
    let digest = match get(if standoff { "digest" } else { "text" }) {
        Some(digest) if standoff => digest.to_owned(),
        Some(text) => sentence_digest(text),
        None => return Err(missing(if standoff { "digest" } else { "text" })),
    };
    let label = stance("label")?.ok_or_else(|| reject(format!("in column label {LABELS}"), "none".to_owned()))?;
    let kind = match get("kind") {
        Some(word) => Kind::from_str(word).map_err(|_| {
            reject("in column kind body, heading, caption or boilerplate".to_owned(), format!("{word:?}"))
        })?,
        None => Kind::Body,
    };
    let doc = get("doc").map(str::to_owned);
    if standoff && doc.is_none() {
        return Err(missing("doc"));
    }
    let (start, end) = (number(table, cells, "start", 0)?, number(table, cells, "end", 0)?);
    Ok(Row {
        n: number(table, cells, "n", 1)?.filter(|_| doc.is_some()),
        paragraph: number(table, cells, "paragraph", 1)?,
        doc,
        title: get("title").map(str::to_owned),
        text: owned("text"),
        kind,
        label: Some(label),
        alone: stance("alone")?,
        holder: owned("holder"),
        annotator: owned("annotator"),
        time: get("time").or_else(|| get("batch")).unwrap_or_default().to_owned(),
        digest,
        cut: start.zip(end).map(|(start, end)| (start as usize, end as usize)),
        file: table.file.clone(),
        line: cells.line,
        row: cells.row,
    })
}

fn number(table: &Table, cells: &Cells, column: &str, least: u32) -> Result<Option<u32>, Reject> {
    let Some(word) = table.get(cells, column) else { return Ok(None) };
    match word.trim().parse::<u32>() {
        Ok(number) if number >= least => Ok(Some(number)),
        _ => {
            let expected = format!("in column {column} a whole number from {least}");
            Err(Reject::file(&table.file, expected, format!("{word:?}")).at(cells.line))
        }
    }
}
