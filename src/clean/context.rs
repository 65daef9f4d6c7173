//! Rules that look at a line among its neighbours.

use super::lists;
use super::names;
use super::rules::Item;
use crate::base::Kind;

/// Longest heading, in words.
const HEADING: usize = 16;
/// Longest title, in words.
const TITLE: usize = 30;
/// Shortest line without a full stop that is taken for a caption among paragraphs that have one.
const UNPUNCTUATED: usize = 12;

/// Lets every rule look at every line, in this order.
pub(super) fn apply(text: &str, items: &mut [Item]) {
    front_matter(text, items);
    lists_after_labels(items);
    prompt_runs(items);
    let body = top(text, items);
    unpunctuated(text, items, body);
    end(items);
    headings(text, items, body);
}

/// `key: value` lines between two rules of dashes at the very top, or a run of them.
fn front_matter(text: &str, items: &mut [Item]) {
    let dashes = |item: &Item| item.span.of(text).chars().all(|c| c == '-') && item.span.len() >= 3;
    if items.first().is_none_or(|item| item.fixed || !dashes(item)) {
        return;
    }
    let Some(close) = items.iter().skip(1).take(40).position(dashes) else {
        return;
    };
    let mut kind = Kind::Boilerplate;
    for item in &mut items[1..=close] {
        let line = item.span.of(text);
        let key =
            line.split_once(':').map(|(key, _)| key.to_ascii_lowercase()).filter(|key| !key.contains([' ', '\\']));
        if let Some(key) = key {
            kind = match matches!(key.as_str(), "title" | "subtitle" | "description" | "summary" | "excerpt") {
                true => Kind::Heading,
                false => Kind::Boilerplate,
            };
        }
        item.found = Some((kind, "front matter"));
    }
    items[0].found = Some((Kind::Boilerplate, "front matter"));
}

/// Bulleted or short unpunctuated lines after `More from …`, `Related`, or a prompt that ends in a colon.
fn lists_after_labels(items: &mut [Item]) {
    let mut i = 0;
    while i < items.len() {
        i += 1;
        let opens = matches!(items[i - 1].found, Some((Kind::Boilerplate, rule)) if matches!(rule, "related" | "navigation" | "subscription" | "newsletter"));
        if !opens || !(items[i - 1].shape.words <= 12 || items[i - 1].shape.colon) {
            continue;
        }
        let run = items[i..].iter().take_while(|item| is_list_line(item)).count();
        let bulleted = items[i..i + run].iter().filter(|item| item.shape.bullet).count();
        let ends_text = i + run == items.len();
        if bulleted * 2 >= run || run >= 3 || ends_text {
            items[i..i + run].iter_mut().for_each(|item| item.mark(Kind::Boilerplate, "list after a label"));
        }
        i += run;
    }
}

fn is_list_line(item: &Item) -> bool {
    item.is_aside()
        || (!item.fixed && item.shape.bullet)
        || (!item.fixed && item.is_body() && !item.shape.terminal && item.shape.words <= 22)
}

/// Lines that speak of subscribing, right after or between lines that certainly do.
fn prompt_runs(items: &mut [Item]) {
    let certain = |item: &Item| {
        matches!(item.found, Some((Kind::Boilerplate, "subscription" | "newsletter" | "list after a label")))
    };
    for i in 0..items.len() {
        let after = i > 0 && certain(&items[i - 1]);
        let before = items.get(i + 1).is_some_and(certain);
        let fits = items[i].prompts || (after && before && items[i].shape.words <= 30);
        if (after || before) && fits {
            items[i].mark(Kind::Boilerplate, "subscription");
        }
    }
}

/// Title, deck, byline, notes about the author above the text; returns where the text begins.
fn top(text: &str, items: &mut [Item]) -> usize {
    let body =
        items.iter().take(40).position(|item| item.is_prose() && item.shape.words > 12).unwrap_or(0).min(items.len());
    let Some(title) = items[..body.max(1).min(items.len())].iter().position(|item| may_be_title(item, body)) else {
        return body;
    };
    items[title].mark(Kind::Heading, "title");
    let title_text = items[title].span.of(text);
    let mut named = false;
    for item in &mut items[title + 1..body.max(title + 1)] {
        let line = item.span.of(text);
        if line == title_text {
            item.mark(Kind::Heading, "title again");
        } else if item.about_author {
            item.mark(Kind::Boilerplate, "about the author");
        } else if item.dateline {
            item.mark(Kind::Boilerplate, "date");
        } else if names::only_names(line, &item.shape) {
            item.mark(Kind::Boilerplate, "byline");
            named = true;
        } else if named && item.shape.shouted && item.shape.words <= 4 {
            item.mark(Kind::Boilerplate, "byline");
        } else if !item.shape.terminal && item.shape.words <= TITLE && !item.shape.bullet {
            item.mark(Kind::Heading, "deck");
        }
        named |= matches!(item.found, Some((_, "byline")));
    }
    if let Some(item) = items.get_mut(body).filter(|item| item.about_author && body > 0) {
        item.mark(Kind::Boilerplate, "about the author");
    }
    body
}

/// The first line that no rule took, short, and not a sentence with a full stop.
fn may_be_title(item: &Item, body: usize) -> bool {
    let shape = &item.shape;
    let ends_open = !shape.terminal || shape.question;
    item.is_body() && !shape.small && !shape.bullet && shape.words >= 2 && shape.words <= TITLE && ends_open && body > 0
}

/// A long line without a full stop among paragraphs that have one is the caption of a picture.
fn unpunctuated(text: &str, items: &mut [Item], body: usize) {
    let long = |item: &&Item| item.is_body() && item.shape.words >= UNPUNCTUATED && !item.shape.bullet;
    let all = items.iter().filter(long).count();
    let closed = items.iter().filter(long).filter(|item| item.shape.terminal || item.shape.colon).count();
    if closed < 4 || closed * 10 < all * 6 {
        return;
    }
    for i in body..items.len() {
        let in_list = i > 0 && (items[i - 1].shape.colon || items[i - 1].shape.bullet);
        let after_caption = i > 0 && matches!(items[i - 1].found, Some((Kind::Caption, _)));
        let next_goes_on = items.get(i + 1).is_some_and(|next| next.shape.small);
        if !in_list && !next_goes_on && items[i].is_body() && may_be_caption(text, &items[i], after_caption) {
            items[i].mark(Kind::Caption, "no full stop");
        }
    }
}

/// One long sentence without a full stop that is no speech, list item or shout.
fn may_be_caption(text: &str, item: &Item, after_caption: bool) -> bool {
    let Item { shape, several, .. } = item;
    let line = item.span.of(text);
    let single = !several || after_caption || line.contains("pictured");
    let plain = !shape.terminal && !shape.colon && !shape.bullet && !shape.small && !shape.shouted && single;
    let spoken =
        line.starts_with(['“', '"', '‘', '\'', '—', '–']) || line.ends_with(['”', '"', ',', ';', '—', '–', '-']);
    let cut_off = line.rsplit(' ').next().is_some_and(lists::is_unfinished);
    let numbered = line.starts_with(|c: char| c.is_ascii_digit()) && line.find(['.', ')']).is_some_and(|at| at < 4);
    plain && !spoken && !cut_off && !numbered && shape.words >= UNPUNCTUATED
}

/// From the last line upwards: notes about the author, and short lines that head nothing.
fn end(items: &mut [Item]) {
    let mut notes = 0;
    for i in (1..items.len()).rev() {
        let item = &mut items[i];
        if item.is_aside() {
            continue;
        }
        if item.about_author && notes < 3 {
            item.mark(Kind::Boilerplate, "about the author");
            notes += 1;
        } else if item.is_body() && (item.below || item.prompts) && notes < 6 {
            item.mark(Kind::Boilerplate, "below the article");
            notes += 1;
        } else if item.is_body()
            && !item.shape.terminal
            && !item.several
            && !item.shape.colon
            && item.shape.words <= HEADING
            && !item.shape.bullet
        {
            item.mark(Kind::Boilerplate, "after the end");
        } else {
            return;
        }
    }
}

/// A short line without a full stop, or a question, before running text.
fn headings(text: &str, items: &mut [Item], body: usize) {
    for i in body..items.len() {
        let shape = items[i].shape;
        let open = (!shape.terminal && !shape.colon) || (shape.question && shape.words <= 10);
        let short = (1..=HEADING).contains(&shape.words) && !shape.bullet && !shape.small;
        let heads =
            items[i + 1..].iter().find(|item| !item.is_aside()).is_some_and(|next| next.shape.words > shape.words);
        let spoken = items[i].span.of(text).starts_with(['“', '"']) && shape.question;
        if open && short && heads && !spoken && items[i].is_body() {
            items[i].mark(Kind::Heading, "heading");
        }
    }
}
