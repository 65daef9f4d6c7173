//! The words every stage shares: [`Span`], [`Kind`], [`Stance`], [`StanceSet`], [`Scores`], [`Reject`], digests, the frame of a
//! page.

mod digest;
mod find;
mod hashes;
mod kind;
mod memory;
mod page;
mod parallel;
mod random;
mod reject;
mod scores;
mod span;
mod stance;
mod stance_set;
mod stream;
mod turns;
mod words;

pub use digest::{sentence_digest, sha256_hex};
pub use find::find_byte;
pub use hashes::Hashes;
pub use kind::Kind;
pub use memory::{Memory, Remembered};
pub use page::{escape, page_head};
pub use parallel::in_order;
pub use random::Random;
pub use reject::Reject;
pub use scores::Scores;
pub use span::{CodePoints, Span};
pub use stance::{Stance, UnknownLabel};
pub use stance_set::StanceSet;
pub use stream::stream;
pub use turns::{Turn, Turns};
pub use words::{is_canonical, split_words, words_of};
