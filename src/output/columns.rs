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
}

impl Columns {
    /// Ours, then the inputs' own.
    pub fn articles(own: Vec<Column>) -> Self {
        let (own, kinds): (Vec<String>, _) = own.into_iter().map(|column| (column.name, column.kind)).unzip();
        let header = ARTICLE.map(str::to_owned).into_iter().chain(renamed(&own, &ARTICLE)).collect();
        Columns { own, kinds, header }
    }

    /// The inputs' own, then those added.
    pub fn rows(own: Vec<Column>) -> Self {
        let (own, kinds): (Vec<String>, _) = own.into_iter().map(|column| (column.name, column.kind)).unzip();
        let header = renamed(&own, &ADDED).into_iter().chain(ADDED.map(str::to_owned)).collect();
        Columns { own, kinds, header }
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
