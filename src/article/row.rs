//! A row of a table → an [`Article`], by the names of its columns.

use super::{Article, Meta};
use crate::base::Reject;

/// Columns that may hold the text, the first found being taken.
const TEXT: [&str; 3] = ["text", "body", "content"];

/// What each column of a table is for.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    names: Vec<String>,
    text: usize,
}

impl Columns {
    /// Finds the text column, by the name given or by the usual ones; `None` where there is none.
    pub(super) fn new(names: Vec<String>, text: Option<&str>) -> Option<Self> {
        let find = |want: &str| names.iter().position(|name| name.trim().eq_ignore_ascii_case(want));
        let text = text.map_or_else(|| TEXT.into_iter().find_map(find), find)?;
        Some(Columns { names, text })
    }

    /// Number of columns.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The article of one row of as many `fields`; `row` counts from 1.
    pub(super) fn article(&self, file: &str, row: u64, fields: Vec<String>) -> Result<Article, Reject> {
        let mut article = Article { id: format!("{file}#{row}"), ..Article::default() };
        for (i, (name, field)) in self.names.iter().zip(fields).enumerate() {
            match i == self.text {
                true => article.text = field,
                false => place(&mut article, name, field),
            }
        }
        article.meta.encoding = Some("UTF-8");
        match article.text.trim().is_empty() {
            true => Err(Reject::file(file, format!("text in column `{}`", self.names[self.text]), "an empty field")),
            false => Ok(article),
        }
    }
}

/// Puts a field where its column's name says; what has no column of its own in the output goes to
/// `columns`, to be carried through.
fn place(article: &mut Article, name: &str, field: String) {
    let Meta { title, author, date, source, url, language, columns, .. } = &mut article.meta;
    let slot = match name.trim().to_ascii_lowercase().as_str() {
        "id" if field.trim().is_empty() => return,
        "id" => return article.id = field,
        "title" => title,
        "author" => author,
        "date" => date,
        "source" => source,
        "url" => url,
        "language" => language,
        _ => return columns.push((name.to_owned(), field)),
    };
    let shown = matches!(&*name.trim().to_ascii_lowercase(), "date" | "source" | "language");
    if !shown || slot.is_some() {
        columns.push((name.to_owned(), field.clone()));
    }
    if slot.is_none() {
        *slot = Some(field).filter(|field| !field.trim().is_empty());
    }
}

/// What was found instead of a text column, for the reject.
pub(super) fn no_text(file: &str, names: &[String], text: Option<&str>) -> Reject {
    let mut list = names.iter().take(20).map(|name| name.trim()).collect::<Vec<_>>().join(", ");
    list.truncate(list.floor_char_boundary(300));
    Reject::file(file, format!("a column `{}`", text.unwrap_or(TEXT[0])), format!("columns {list}")).at(1)
}
