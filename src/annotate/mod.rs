//! Articles → annotations, by people, on a page in the browser.
//!
//! Method: [`load`] cuts the inputs into documents and says which of their sentences are asked about; a
//! [`Store`] (an SQLite file) keeps them beside what was answered; a [`Server`] on this machine alone shows them
//! and takes answers. An answer is only acknowledged when it is on disk, carries a name that the page made up for it,
//! and is taken once however often it is sent: killing the server or the browser at any moment loses nothing
//! acknowledged and doubles nothing. Nothing is ever deleted: undoing an answer marks it as withdrawn.
//!
//! Everybody is asked about every sentence and sees their own answers only; disagreements are shown side by side in a
//! view of their own, where a decision is an answer of the annotator `NAME:adjudicator`. Headings and body are asked
//! about; captions and boilerplate are neutral, whatever they say. [`Store::annotations`] gives the answers as a batch (see
//! [`crate::dataset::annotation`]).
//!
//! ```
//! use stance::annotate::{Store, load};
//! let loaded = load(&["seeds/articles/01-news-report.txt".into()]);
//! let folder = tempfile::tempdir()?;
//! let mut store = Store::create(&folder.path().join("a.db"))?;
//! store.add(&loaded.tasks)?;
//! assert!(store.asked()? > 20);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it does not know: whether two people who use one browser are one.

mod api;
mod load;
mod messages;
mod page;
mod server;
mod store;
mod suggest;

pub use load::{Asked, Loaded, Task, load};
pub use server::Server;
pub use store::{Store, StoreError};
pub use suggest::{Suggestion, suggestions};
