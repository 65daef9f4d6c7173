use super::FORM;
use rusqlite::ErrorCode;

pub(super) type Result<T> = std::result::Result<T, StoreError>;

/// Why a database cannot be used, or a request cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program's file.
    #[error("expected a database of `stance annotate`, found {0}")]
    Foreign(&'static str),
    /// Made by a later version.
    #[error("expected a database of form {FORM}, found form {0}: a newer stance wrote it, use that one")]
    Newer(i32),
    /// Somebody else has it open.
    #[error("another program has it open, it seems a `stance annotate`: stop that one, or export from its page")]
    InUse,
    /// A document that is in the database with other sentences.
    #[error("{0}: its text is not the one in the database; label it in a new database (--db FILE)")]
    Changed(String),
    /// Not joined, or not in this database.
    #[error("this browser has not said who is labelling: load the page again")]
    UnknownBrowser,
    /// No such sentence.
    #[error("there is no sentence {0} to be labelled in this database: load the page again")]
    UnknownSentence(i64),
    /// The name is somebody's.
    #[error("{name} labels here already in another browser ({answers} answers)")]
    NameTaken {
        /// As the other one wrote it.
        name: String,
        /// How many answers they gave.
        answers: u32,
    },
    /// No name at all.
    #[error("expected a name of 1 to 40 characters, none of them + = or :, found {0:?}")]
    BadName(String),
    /// What SQLite says.
    #[error("{0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::InUse,
            Some(ErrorCode::NotADatabase) => StoreError::Foreign("another kind of file"),
            _ => StoreError::Sqlite(error),
        }
    }
}
