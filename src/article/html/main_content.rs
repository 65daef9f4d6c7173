//! Which lines the article extractor takes for the article.

use super::text::visible;
use dom_smoothie::Readability;
use scraper::Html;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Largest page and deepest nesting that the extractor is given; real pages stay far below.
const LARGEST: usize = 8 << 20;
const DEEPEST: usize = 250;

/// The lines of the extracted article, `None` where nothing was extracted.
pub(super) fn main_lines(html: &str, depth: usize) -> Option<HashSet<String>> {
    if html.len() > LARGEST || depth > DEEPEST {
        return None;
    }
    let extracted = catch_unwind(AssertUnwindSafe(|| Readability::new(html, None, None).ok()?.parse().ok())).ok()??;
    let text = visible(&Html::parse_fragment(&extracted.content)).text;
    let lines: HashSet<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    (!lines.is_empty()).then_some(lines)
}
