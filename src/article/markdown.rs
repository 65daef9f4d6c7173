//! Markdown → the text a reader sees, and marks from its structure.

use super::{Mark, Meta};
use crate::base::{Kind, Span};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What was read of a Markdown file.
pub(super) struct Read {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    pub(super) meta: Meta,
}

/// Reads Markdown; front matter between `---` lines goes to the meta data.
pub(super) fn markdown(source: &str) -> Read {
    let (front, body) = front_matter(source);
    let mut read = Read { text: String::new(), marks: Vec::new(), meta: front.map_or_else(Meta::default, meta) };
    let mut writer = Writer { read: &mut read, gap: "", open: Vec::new(), list: 0 };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(body, options).for_each(|event| writer.event(event));
    let title =
        read.marks.iter().find(|mark| mark.kind == Kind::Heading).map(|mark| mark.span.of(&read.text).to_owned());
    read.meta.title = read.meta.title.take().or(title);
    read
}

/// The lines between two `---` at the very top, and what follows them.
fn front_matter(source: &str) -> (Option<&str>, &str) {
    let source = source.trim_start_matches('\u{feff}');
    let rest = source.strip_prefix("---\n").or_else(|| source.strip_prefix("---\r\n"));
    let Some(rest) = rest else {
        return (None, source);
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return (Some(&rest[..at]), &rest[at + line.len()..]);
        }
        at += line.len();
    }
    (None, source)
}

/// `key: value` lines; quotation marks around a value are dropped.
fn meta(front: &str) -> Meta {
    let mut meta = Meta::default();
    for (key, value) in front.lines().filter_map(|line| line.split_once(':')) {
        let value = value.trim().trim_matches(['"', '\'']).trim();
        let slot = match key.trim().to_ascii_lowercase().as_str() {
            "title" => &mut meta.title,
            "date" | "published" | "published_time" => &mut meta.date,
            "author" | "authors" => &mut meta.author,
            "source" | "site" => &mut meta.source,
            "url" | "link" | "source_url" | "canonical_url" => &mut meta.url,
            "language" | "lang" => &mut meta.language,
            _ => continue,
        };
        if slot.is_none() && !value.is_empty() {
            *slot = Some(value.to_owned());
        }
    }
    meta
}

struct Writer<'r> {
    read: &'r mut Read,
    gap: &'static str,
    open: Vec<Option<(Kind, &'static str)>>,
    list: usize,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(end) => self.end(end),
            Event::Text(text) | Event::Code(text) => self.write(&text),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak => self.gap = if self.gap.is_empty() { " " } else { self.gap },
            Event::HardBreak => self.gap = "\n",
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let said = match tag {
            Tag::Heading { .. } => Some((Kind::Heading, "heading element")),
            Tag::Image { .. } => Some((Kind::Caption, "picture")),
            Tag::CodeBlock(_) => Some((Kind::Boilerplate, "code")),
            Tag::FootnoteDefinition(_) => Some((Kind::Boilerplate, "footnote")),
            _ => self.open.last().copied().flatten(),
        };
        self.list += usize::from(matches!(tag, Tag::List(_)));
        self.open.push(said);
        if !is_inline(tag) {
            self.gap = "\n\n";
        }
    }

    fn end(&mut self, end: TagEnd) {
        self.open.pop();
        if !matches!(
            end,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Superscript
                | TagEnd::Subscript
        ) {
            self.gap = "\n\n";
        }
    }

    fn write(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.gap = if self.gap.is_empty() && !text.is_empty() { " " } else { self.gap };
            return;
        }
        let out = &mut self.read.text;
        if !out.is_empty() {
            out.push_str(self.gap);
        }
        self.gap = "";
        let from = out.len();
        out.push_str(text);
        let Some((kind, rule)) = self.open.last().copied().flatten() else {
            return;
        };
        let span = Span::new(from, out.len());
        match self.read.marks.last_mut() {
            Some(last) if last.kind == kind && last.rule == rule && !out[last.span.end..from].contains('\n') => {
                last.span.end = span.end
            }
            _ => self.read.marks.push(Mark { span, kind, rule }),
        }
    }

    /// HTML inside Markdown: its text, and a break where it breaks.
    fn html(&mut self, html: &str) {
        if html.starts_with("<br") {
            self.gap = "\n";
        } else if html.contains('>') && html.len() > 3 {
            self.write(&super::html::page(html).text);
        }
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Superscript | Tag::Subscript
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_is_gone_and_front_matter_is_meta_data() {
        let read = markdown(
            "---\ntitle: \"Open the school\"\ndate: 2022-10-03\n---\n# Open *it*\n\nThey **came** by [sea](x).\nNobody slept.\n\n- One\n- Two\n\n![The hall](h.jpg)\n\n```\ncode\n```\n",
        );
        assert_eq!(read.text, "Open it\n\nThey came by sea. Nobody slept.\n\nOne\n\nTwo\n\nThe hall\n\ncode\n");
        assert_eq!(
            (read.meta.title.as_deref(), read.meta.date.as_deref()),
            (Some("Open the school"), Some("2022-10-03"))
        );
        let kinds: Vec<Kind> = read.marks.iter().map(|mark| mark.kind).collect();
        assert_eq!(kinds, [Kind::Heading, Kind::Caption, Kind::Boilerplate]);
    }

    proptest! {
        #[test]
        fn any_text_gives_ascending_marks_inside_it(source in "([#>*_`~|<!\\[\\]()-]|\n|\\PC|https://a\\.b ){0,80}") {
            let read = markdown(&source);
            let mut end = 0;
            for mark in &read.marks {
                prop_assert!(mark.span.start >= end && mark.span.end <= read.text.len());
                prop_assert!(read.text.is_char_boundary(mark.span.start) && read.text.is_char_boundary(mark.span.end));
                end = mark.span.end;
            }
        }
    }
}
