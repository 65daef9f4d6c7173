//! The SQLite file: documents, annotators, answers. Only this folder names rusqlite.

mod answers;
mod error;
mod people;
mod texts;

pub use error::StoreError;

use error::Result;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// `Stan`, where SQLite files say which program they belong to.
const PROGRAM: i32 = 0x5374_616e;

/// The form of `schema.sql`.
const FORM: i32 = 1;

/// A database of texts and answers. While one is open, nobody else can open it.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Opens a database, made if it is not there.
    ///
    /// # Errors
    /// A file of another program or a later version, which is left as it is; one that is open already.
    pub fn create(path: &Path) -> Result<Store> {
        Store::with(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens a database that is there.
    ///
    /// # Errors
    /// As [`Store::create`], and no such file.
    pub fn open(path: &Path) -> Result<Store> {
        Store::with(path, OpenFlags::empty())
    }

    fn with(path: &Path, flags: OpenFlags) -> Result<Store> {
        let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::ZERO)?;
        // The lock dies with the process, so that a killed server leaves nothing to clean up.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        let is_new = is_new(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let change = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        if is_new {
            change.execute_batch(include_str!("schema.sql"))?;
            change.execute("INSERT INTO fact VALUES ('token', lower(hex(randomblob(16))))", [])?;
            change.pragma_update(None, "application_id", PROGRAM)?;
            change.pragma_update(None, "user_version", FORM)?;
        }
        change.commit()?;
        Ok(Store { connection })
    }

    /// The word that an address must have for the server to listen.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn token(&self) -> Result<String> {
        Ok(self.connection.query_row("SELECT value FROM fact WHERE name = 'token'", [], |row| row.get(0))?)
    }
}

/// Whether nothing is in the file yet. Only looks, so that what is not ours stays as it is.
fn is_new(connection: &Connection) -> Result<bool> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let tables: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (number("application_id")?, number("user_version")?) {
        (PROGRAM, FORM) => Ok(false),
        (PROGRAM, form) => Err(StoreError::Newer(form)),
        _ if tables == 0 => Ok(true),
        _ => Err(StoreError::Foreign("one of another program")),
    }
}
