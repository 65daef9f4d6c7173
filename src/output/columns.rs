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

/// The column that follows ours where sets of stances are asked for.
pub const SET: &str = "set";

/// The columns of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The inputs' own columns by their names in the inputs.
    own: Vec<String>,
    /// Their types.
    kinds: Vec<ColumnType>,
    /// Ours, whose names the others may not bear.
    ours: Vec<&'static str>,
    /// Whether the inputs' own stand first.
    own_first: bool,
    /// All columns as the header names them.
    header: Vec<String>,
}

impl Columns {
    /// Ours, then the inputs' own.
    pub fn articles(own: Vec<Column>) -> Self {
        let (own, kinds) = own.into_iter().map(|column| (column.name, column.kind)).unzip();
        Columns::new(own, kinds, ARTICLE.into(), false)
    }

    /// As [`Columns::articles`], with [`COPY_OF`] as the last of ours.
    pub fn articles_with_copies(own: Vec<Column>) -> Self {
        let Columns { own, kinds, mut ours, own_first, .. } = Columns::articles(own);
        ours.push(COPY_OF);
        Columns::new(own, kinds, ours, own_first)
    }

    /// The inputs' own, then those added.
    pub fn rows(own: Vec<Column>) -> Self {
        let (own, kinds) = own.into_iter().map(|column| (column.name, column.kind)).unzip();
        Columns::new(own, kinds, ADDED.into(), true)
    }

    /// The same with [`SET`] behind the probabilities.
    pub fn with_sets(self) -> Self {
        let Columns { own, kinds, mut ours, own_first, .. } = self;
        ours.insert(ours.iter().position(|name| *name == COPY_OF).unwrap_or(ours.len()), SET);
        Columns::new(own, kinds, ours, own_first)
    }

    fn new(own: Vec<String>, kinds: Vec<ColumnType>, ours: Vec<&'static str>, own_first: bool) -> Self {
        let mut header: Vec<String> = ours.iter().map(|name| (*name).to_owned()).collect();
        let at = if own_first { 0 } else { header.len() };
        header.splice(at..at, renamed(&own, &ours));
        Columns { own, kinds, ours, own_first, header }
    }

    /// The inputs' own columns by their names in the inputs.
    pub fn own(&self) -> &[String] {
        &self.own
    }

    /// The types of the inputs' own columns.
    pub fn kinds(&self) -> &[ColumnType] {
        &self.kinds
    }

    /// Ours, whose names the inputs' own may not bear.
    pub fn ours(&self) -> &[&'static str] {
        &self.ours
    }

    /// Whether the inputs' own stand first.
    pub fn own_first(&self) -> bool {
        self.own_first
    }

    /// Whether [`COPY_OF`] is among ours.
    pub fn copies(&self) -> bool {
        self.ours.contains(&COPY_OF)
    }

    /// Whether [`SET`] is among ours.
    pub fn has_sets(&self) -> bool {
        self.ours.contains(&SET)
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

    #[test]
    fn the_column_of_sets_follows_ours() {
        let own = vec![Column::text("set")];
        let rows = Columns::rows(own.clone());
        assert_eq!(rows.header()[0], "set");
        assert_eq!(
            rows.with_sets().header(),
            ["input_set", "label", "score", "p_admit", "p_restrict", "p_neutral", "set"]
        );
        assert_eq!(Columns::articles(own).with_sets().header()[14..], ["p_neutral", "set", "input_set"]);
    }
}
