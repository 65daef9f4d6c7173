//! The walk through a page: its visible text and what the elements said of each part.

use super::element::{Said, is_hidden, is_inline, said};
use super::sizes::{Size, sizes};
use crate::base::{Kind, Span};
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

/// A stretch of the text and what its elements said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Where it stands.
    pub(super) span: Span,
    /// What was said of it.
    pub(super) said: Said,
}

/// The text that a reader sees, and the runs that elements spoke of.
#[derive(Debug, Default)]
pub(super) struct Visible {
    /// A blank line between blocks, one line break for `<br>`.
    pub(super) text: String,
    /// Ascending, not overlapping.
    pub(super) runs: Vec<Run>,
}

/// What is open around the place of the walk.
#[derive(Clone, Copy, Default)]
struct Frame {
    said: Option<Said>,
    in_article: bool,
    pre: bool,
}

/// Reads a page without recursion, so that no nesting is too deep.
pub(super) fn visible(page: &Html) -> Visible {
    let sizes = sizes(page);
    let whole = sizes.first().copied().unwrap_or_default();
    let mut writer = Writer::default();
    let mut frames = vec![Frame::default()];
    let (mut hidden, mut index) = (0, 0);
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => {
                let size = sizes.get(index).copied().unwrap_or_default();
                index += 1;
                let mut frame = frames.last().copied().unwrap_or_default();
                match node.value() {
                    Node::Element(element) => {
                        hidden += usize::from(is_hidden(element));
                        enter(element, size, whole, &mut frame);
                        if hidden == 0 {
                            writer.opens(element);
                        }
                    }
                    Node::Text(text) if hidden == 0 => writer.write(text, &frame),
                    _ => {}
                }
                frames.push(frame);
            }
            Edge::Close(node) => {
                frames.pop();
                if let Node::Element(element) = node.value() {
                    if hidden == 0 {
                        writer.closes(element);
                    }
                    hidden -= usize::from(is_hidden(element));
                }
            }
        }
    }
    writer.out
}

/// What an element changes for the text in it: boilerplate stays boilerplate all the way down.
fn enter(element: &Element, size: Size, whole: Size, frame: &mut Frame) {
    let own = said(element, size, whole, frame.in_article).or_else(|| links(element, size));
    frame.said = match (frame.said, own) {
        (Some(outer), Some(inner)) if outer.kind == Kind::Boilerplate && !outer.soft => {
            Some(Said { soft: outer.soft && inner.soft, ..outer })
        }
        (outer, inner) => inner.or(outer),
    };
    frame.in_article |= matches!(element.name(), "article" | "main");
    frame.pre |= element.name() == "pre";
}

/// Lists, rows and lines of links.
fn links(element: &Element, size: Size) -> Option<Said> {
    let named = matches!(element.name(), "ul" | "ol" | "li" | "p" | "div" | "td" | "section" | "dl" | "table" | "tr");
    let dense = size.text > 0 && size.link * 10 >= size.text * 8;
    (named && dense).then_some(Said { kind: Kind::Boilerplate, rule: "links", soft: false })
}

/// What stands between the text so far and the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Block,
}

#[derive(Default)]
struct Writer {
    out: Visible,
    gap: Gap,
    after_link: bool,
}

impl Writer {
    fn opens(&mut self, element: &Element) {
        match element.name() {
            "br" => self.gap = self.gap.max(Gap::Line),
            "a" | "amp-link" if self.after_link => self.gap = self.gap.max(Gap::Block),
            name if !is_inline(name) => self.gap = Gap::Block,
            _ => {}
        }
        self.after_link = false;
    }

    fn closes(&mut self, element: &Element) {
        if !is_inline(element.name()) {
            self.gap = Gap::Block;
        }
        self.after_link = element.name() == "a";
    }

    /// Writes a text node, its white space folded as a browser does.
    fn write(&mut self, text: &str, frame: &Frame) {
        let mut from = None;
        for c in text.chars() {
            if frame.pre && c == '\n' {
                self.gap = self.gap.max(Gap::Line);
            } else if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.gap = self.gap.max(Gap::Space);
            } else {
                self.fill_gap();
                from.get_or_insert(self.out.text.len());
                self.out.text.push(c);
            }
        }
        if let Some(from) = from {
            self.after_link = false;
            self.run(from, frame.said);
        }
    }

    fn fill_gap(&mut self) {
        let text = &mut self.out.text;
        if !text.is_empty() {
            text.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Block => "\n\n",
            });
        }
        self.gap = Gap::None;
    }

    fn run(&mut self, from: usize, said: Option<Said>) {
        let Some(said) = said else { return };
        let to = self.out.text.len();
        match self.out.runs.last_mut() {
            Some(last) if last.said == said && self.out.text[last.span.end..from].trim().is_empty() => {
                last.span.end = to
            }
            _ => self.out.runs.push(Run { span: Span::new(from, to), said }),
        }
    }
}
