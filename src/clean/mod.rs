//! [`Article`] → [`Block`]s: boilerplate is marked, never cut.
//!
//! A block is a line of the text, or the lines of a hard-wrapped paragraph. What the markup said
//! ([`Article::marks`]) stands. Then rules that look at a line alone (phrases of `phrases.csv`,
//! dates, bylines, picture credits, addresses, menus), then rules that look at its neighbours
//! (title and deck, lists after "Related", prompts beside prompts, notes about the author, lines
//! without a full stop, headings). Each mark carries its rule's name.
//!
//! ```
//! use stance::{article::Article, base::Kind, clean};
//! let text = "Let them in\n\nBy Ann Lee\n\nThey fled the war on foot and by bus, and they need a roof before winter comes.";
//! let blocks = clean::mark(&Article { text: text.into(), ..Article::default() });
//! assert_eq!(blocks.iter().map(|b| b.kind).collect::<Vec<_>>(), [Kind::Heading, Kind::Boilerplate, Kind::Body]);
//! ```
//!
//! Lines it gets wrong: a link to another story that reads like a subheading (`Why the boats keep
//! coming`) is a heading; a caption with a full stop and without a credit is body; a slogan that
//! ends the text without a full stop is taken for what stands after the end.

mod context;
mod credit;
mod lines;
mod lists;
mod merge;
mod names;
mod phrases;
mod rules;
mod shape;

use crate::article::Article;
use crate::base::{Kind, Span};

/// A run of text that belongs together: a paragraph, heading, list item, caption or menu line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Which part of the article's text; blocks ascend and do not overlap; only white space lies between them.
    pub span: Span,
    /// What the block is.
    pub kind: Kind,
    /// The rule that made it other than body; `None` for body.
    pub rule: Option<&'static str>,
    /// Number of the paragraph, from 1; a block is one paragraph unless a line list was joined.
    pub paragraph: u32,
}

/// The blocks of an article, covering all its text that is not white space.
pub fn mark(article: &Article) -> Vec<Block> {
    let text = &article.text;
    let mut words = phrases::Words::default();
    let mut items = Vec::new();
    for (line, paragraph) in lines::lines(text).into_iter().zip(1..) {
        merge::pieces(text, line.span, &article.marks, |span, mark| {
            let mut item = rules::item(text, span, paragraph, &mut words);
            if let Some(mark) = mark {
                (item.found, item.fixed) = (Some((mark.kind, mark.rule)).filter(|(kind, _)| *kind != Kind::Body), true);
            }
            items.push(item);
        });
    }
    context::apply(text, &mut items);
    let mut blocks = Vec::with_capacity(items.len() + 4);
    items.iter().for_each(|item| merge::blocks(text, item, &mut blocks));
    blocks
}

#[cfg(test)]
pub(crate) mod tests;
