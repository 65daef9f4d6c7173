use crate::article::{Column, ColumnType};

/// The columns of a sentence of an article, in order; the input's own follow.
pub const ARTICLE: [&str; 15] = [
    "doc",
    "source",
    "date",
    "language",
    "n",
    "start",
    "end",
    "kind",
    "on_topic",
    "text",
    "label",
    "score",
    "p_admit",
    "p_restrict",
    "p_neutral",
];

/// The column that follows them where copies are looked for.
pub const COPY_OF: &str = "copy_of";

/// The columns added to a row that is a sentence.
pub const ADDED: [&str; 5] = ["label", "score", "p_admit", "p_restrict", "p_neutral"];

/// The columns of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The inputs' own columns by their names in the inputs.
    own: Vec<String>,
    /// Their types.
    kinds: Vec<ColumnType>,
    /// All columns as the header names them.
    header: Vec<String>,
    /// Whether [`COPY_OF`] is among ours.
    copies: bool,
}

impl Columns {
    /// Ours, then the inputs' own.
    pub fn articles(own: Vec<Column>) -> Self {
        Columns::of_articles(own, false)
    }

    /// As [`Columns::articles`], with [`COPY_OF`] as the last of ours.
    pub fn articles_with_copies(own: Vec<Column>) -> Self {
        Columns::of_articles(own, true)
    }

    fn of_articles(own: Vec<Column>, copies: bool) -> Self {
        let (own, kinds): (Vec<String>, _) = own.into_iter().map(|column| (column.name, column.kind)).unzip();
        let ours = ours(copies);
        let header = ours.iter().map(|&name| name.to_owned()).chain(renamed(&own, &ours)).collect();
        Columns { own, kinds, header, copies }
    }

    /// The inputs' own, then those added.
    pub fn rows(own: Vec<Column>) -> Self {
        let (own, kinds): (Vec<String>, _) = own.into_iter().map(|column| (column.name, column.kind)).unzip();
        let header = renamed(&own, &ADDED).into_iter().chain(ADDED.map(str::to_owned)).collect();
        Columns { own, kinds, header, copies: false }
    }

    /// Whether it is said which article an article reprints.
    pub fn copies(&self) -> bool {
        self.copies
    }

    /// The inputs' own columns by their names in the inputs.
    pub fn own(&self) -> &[String] {
        &self.own
    }

    /// The types of the inputs' own columns.
    pub fn kinds(&self) -> &[ColumnType] {
        &self.kinds
    }

    /// All columns as the header names them.
    pub fn header(&self) -> &[String] {
        &self.header
    }
}

/// Our columns of a sentence of an article.
pub(super) fn ours(copies: bool) -> Vec<&'static str> {
    ARTICLE.into_iter().chain(copies.then_some(COPY_OF)).collect()
}

/// Own columns with `input_` before the names that are `taken`, by us or by one before.
pub(super) fn renamed(own: &[String], taken: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(own.len());
    for name in own {
        let mut name = name.clone();
        while taken.contains(&name.as_str()) || names.contains(&name) {
            name.insert_str(0, "input_");
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_columns_never_share_a_name() {
        let own = ["label", "input_label", "a", "a"].map(str::to_owned);
        assert_eq!(renamed(&own, &ADDED), ["input_label", "input_input_label", "a", "input_a"]);
    }
}
