//! The reader: one page with every article in full, for people.

mod end;
mod sentence;
mod strip;

pub(super) use end::{end, entry};

use crate::base::{Kind, Stance, escape, page_head, sentence_digest};
use crate::document::Document;
use crate::pipeline::Labelled;
use crate::sentence::Sentence;
use std::ops::Range;

const STYLE: &str = include_str!("style.css");

/// What the marks mean.
const LEGEND: &str = include_str!("legend.html");

/// Everything before the first article.
pub(super) fn head() -> String {
    page_head("stance: sentence by sentence", STYLE) + LEGEND
}

/// One article. A document without a name, which a lone row is, has no header.
pub(super) fn article(labelled: &Labelled) -> String {
    let document = &labelled.document;
    let lang = document.meta.language.as_deref().map_or(String::new(), |lang| format!(" lang=\"{}\"", escape(lang)));
    let headed = heading(document);
    let text = format!("<div class=\"text\"{lang}>\n{}</div>\n", text(labelled, headed));
    if document.id.is_empty() {
        return text;
    }
    let (strip, text) = match nothing_said(labelled) {
        false => (strip::strip(&labelled.verdicts), text),
        true => (String::new(), format!("<details><summary>Read it</summary>\n{text}</details>\n")),
    };
    let (id, from, counts) = (anchor(document), from(document), counts(labelled) + &copy(labelled));
    let name = if headed == 0 { escape(&name(document)) } else { inline(labelled, 0..headed) };
    format!(
        "<article id=\"{id}\" aria-labelledby=\"{id}n\">\n<header><h2 id=\"{id}n\"{lang}>{name}</h2>\n{from}\
         <p class=\"counts\">{counts}</p>\n{strip}</header>\n{text}\
         <p class=\"next\"><a href=\"#articles\">To the list of articles</a></p>\n</article>\n"
    )
}

/// Whether all of it is neutral or passed over, because it is about something else or in another language.
fn nothing_said(labelled: &Labelled) -> bool {
    labelled.on_topic.is_none() || labelled.document.whole && labelled.on_topic == Some(false)
}

/// A name for links that does not depend on what else is on the page.
fn anchor(document: &Document) -> String {
    format!("d{}", sentence_digest(&format!("{}\n{}", document.id, document.text)))
}

/// The title, else the first heading, else where it was found.
fn name(document: &Document) -> String {
    let title = document.meta.title.as_deref().filter(|title| !title.trim().is_empty());
    let heading = || document.sentences.iter().find(|sentence| sentence.kind == Kind::Heading);
    let words = |sentence: &Sentence| sentence.span.of(&document.text);
    title.or_else(|| heading().map(words)).unwrap_or(&document.id).to_owned()
}

/// Where it comes from.
fn from(document: &Document) -> String {
    let meta = &document.meta;
    let known = [Some(&document.id), meta.source.as_ref(), meta.author.as_ref(), meta.date.as_ref()];
    let mut parts: Vec<String> = known.into_iter().flatten().map(|part| escape(part)).collect();
    parts.extend(meta.url.as_deref().map(address));
    format!("<p class=\"from\">{}</p>\n", parts.join(" · "))
}

/// A link, where following it does what a reader expects.
fn address(url: &str) -> String {
    let shown = escape(url);
    match url.starts_with("https://") || url.starts_with("http://") {
        true => format!("<a href=\"{shown}\" rel=\"noreferrer\">{shown}</a>"),
        false => shown,
    }
}

/// Sentences of each label, and why there may be none.
fn counts(labelled: &Labelled) -> String {
    let sentences = labelled.verdicts.len();
    match (labelled.on_topic, labelled.document.meta.language.as_deref()) {
        (None, Some(language)) => {
            format!("{sentences} sentences, not in English ({}): nothing guessed", escape(language))
        }
        _ if nothing_said(labelled) => format!("{sentences} sentences about something else: all neutral"),
        _ => format!("{sentences} sentences: {}", sides(labelled)),
    }
}

/// Which article it reprints.
fn copy(labelled: &Labelled) -> String {
    labelled.copy_of.as_deref().map_or(String::new(), |original| format!(", copy of {}", escape(original)))
}

/// `<b>9 admit</b>, …`, abstentions where there are some.
fn sides(labelled: &Labelled) -> String {
    let count = |label: Option<Stance>| labelled.verdicts.iter().filter(|verdict| verdict.label == label).count();
    let named = Stance::ALL.map(|stance| (stance.name(), count(Some(stance))));
    let abstained = Some(("abstain", count(None))).filter(|(_, count)| *count > 0);
    let part = |(name, count)| format!("<b class=\"{name}\">{count} {name}</b>");
    named.into_iter().chain(abstained).map(part).collect::<Vec<_>>().join(", ")
}

/// How many sentences the heading holds that the text begins with: the article's own.
fn heading(document: &Document) -> usize {
    let first = document.sentences.chunk_by(together).next();
    let named = !document.id.is_empty();
    first.filter(|run| named && run[0].kind == Kind::Heading).map_or(0, <[Sentence]>::len)
}

/// Whether two sentences stand in one paragraph.
fn together(a: &Sentence, b: &Sentence) -> bool {
    a.paragraph == b.paragraph && a.kind == b.kind
}

/// Paragraphs with their sentences, but for the first `from`; headings, captions and boilerplate apart.
fn text(labelled: &Labelled, from: usize) -> String {
    let mut first = from;
    let paragraphs = labelled.document.sentences[from..].chunk_by(together).map(|run| {
        let start = first;
        first += run.len();
        paragraph(labelled, start..first)
    });
    paragraphs.collect()
}

fn paragraph(labelled: &Labelled, run: Range<usize>) -> String {
    let kind = labelled.document.sentences[run.start].kind;
    let inner = inline(labelled, run);
    match kind {
        Kind::Body => format!("<p>{inner}</p>\n"),
        Kind::Heading => format!("<h3>{inner}</h3>\n"),
        aside => format!("<p class=\"aside {aside}\"><span class=\"kind\">{aside}</span>{inner}</p>\n"),
    }
}

/// Sentences with the space between them.
fn inline(labelled: &Labelled, run: Range<usize>) -> String {
    let Document { sentences, text, .. } = &labelled.document;
    let mut inner = String::new();
    for at in run.clone() {
        if at > run.start {
            let between = &text[sentences[at - 1].span.end..sentences[at].span.start];
            inner += if between.is_empty() { "" } else { " " };
        }
        inner += &sentence::sentence(labelled, at);
    }
    inner
}
