//! Parquet and Arrow → one [`Article`] a row, in bounded memory.

use super::Article;
use super::columnar::Rows;
use super::row::{Columns, no_text};
use crate::base::Reject;

/// Rows of an open table.
pub(super) struct Typed {
    file: String,
    rows: Rows,
    columns: Columns,
    width: usize,
    over: bool,
}

/// Finds the text column.
///
/// # Errors
/// None of its columns holds text.
pub(super) fn typed(file: &str, rows: Rows, text: Option<&str>) -> Result<Typed, Reject> {
    let names = rows.names();
    let width = names.len();
    match Columns::new(names.clone(), text) {
        Some(columns) => Ok(Typed { file: file.to_owned(), rows, columns, width, over: false }),
        None => Err(no_text(file, &names, text)),
    }
}

impl Iterator for Typed {
    type Item = Result<Article, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        match self.rows.advance() {
            Ok(true) => Some(self.article()),
            Ok(false) => {
                self.over = true;
                None
            }
            Err(reject) => {
                self.over = true;
                Some(Err(reject.at(self.rows.number() + 1)))
            }
        }
    }
}

impl Typed {
    fn article(&self) -> Result<Article, Reject> {
        let number = self.rows.number();
        let fields = (0..self.width).map(|column| self.rows.cell(column).to_owned()).collect();
        let mut article = self.columns.article(&self.file, number, fields).map_err(|reject| reject.at(number))?;
        article.meta.typed = Some(self.rows.typed());
        Ok(article)
    }
}
