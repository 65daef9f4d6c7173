use super::error::Result;
use super::{Store, StoreError};
use crate::annotate::messages::Join;
use rusqlite::{OptionalExtension, params};

impl Store {
    /// Lets somebody in who says a name, and gives the name as written the first time. A name in use in
    /// another browser is given only to who says it is theirs.
    pub(in crate::annotate) fn join(&mut self, join: &Join) -> Result<String> {
        let name = name(join)?;
        let change = self.connection.transaction()?;
        change.execute("INSERT OR IGNORE INTO annotator (name) VALUES (?)", [name])?;
        let query = "SELECT id, name, EXISTS (SELECT 1 FROM browser WHERE annotator = id AND key <> ?2)
            AND NOT EXISTS (SELECT 1 FROM browser WHERE annotator = id AND key = ?2),
            (SELECT count(*) FROM said WHERE annotator = annotator.id)
            FROM annotator WHERE name = ?1";
        let found = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let (id, name, is_taken, answers): (i64, String, bool, u32) =
            change.query_row(query, [name, &join.key], found)?;
        if is_taken && !join.mine {
            return Err(StoreError::NameTaken { name, answers });
        }
        change.execute("INSERT OR REPLACE INTO browser VALUES (?, ?)", params![join.key, id])?;
        change.commit()?;
        Ok(name)
    }

    /// The annotator in a browser: number and name.
    pub(in crate::annotate) fn annotator(&self, key: &str) -> Result<(i64, String)> {
        let query = "SELECT annotator.id, name FROM browser JOIN annotator ON annotator = annotator.id WHERE key = ?";
        let found = self.connection.query_row(query, [key], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found.ok_or(StoreError::UnknownBrowser)
    }

    /// Everybody who answered, sorted by name, with the number of sentences they labelled.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn labelled(&self) -> Result<Vec<(String, u32)>> {
        let query = "SELECT name, count(label) FROM annotator JOIN said ON annotator = annotator.id
            GROUP BY name ORDER BY name";
        let mut query = self.connection.prepare(query)?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// A name that can stand in a batch: rules for merging join names by `+` and give them after `=`.
fn name(join: &Join) -> Result<&str> {
    let name = join.name.trim();
    let bad = |c: char| c.is_control() || matches!(c, '+' | '=' | ':');
    match name.is_empty() || name.chars().count() > 40 || name.contains(bad) || join.key.is_empty() {
        true => Err(StoreError::BadName(join.name.clone())),
        false => Ok(name),
    }
}
