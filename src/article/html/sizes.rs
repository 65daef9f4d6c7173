//! How much text and how much of it in links each element holds.

use super::element::is_hidden;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

/// Characters that are not white space under one element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// All that a reader sees.
    pub(super) text: usize,
    /// Of it, in links.
    pub(super) link: usize,
    /// Of it, in paragraphs, list items and cells, links left out.
    pub(super) prose: usize,
}

/// The sizes of all nodes in the order in which a walk enters them.
pub(super) fn sizes(page: &Html) -> Vec<Size> {
    let mut sizes: Vec<Size> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let (mut links, mut paragraphs, mut hidden) = (0_usize, 0_usize, 0_usize);
    for edge in page.tree.root().traverse() {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        let name = node.value().as_element().map_or("", |element| element.name());
        let step = |count: &mut usize, applies: bool| match edge {
            Edge::Open(_) => *count += usize::from(applies),
            Edge::Close(_) => *count -= usize::from(applies),
        };
        step(&mut links, name == "a");
        step(&mut paragraphs, matches!(name, "p" | "li" | "blockquote" | "dd" | "td"));
        step(&mut hidden, node.value().as_element().is_some_and(is_hidden));
        match edge {
            Edge::Open(_) => {
                open.push(sizes.len());
                sizes.push(Size::default());
                if let (Node::Text(text), 0) = (node.value(), hidden) {
                    let count = text.chars().filter(|c| !c.is_whitespace()).count();
                    let own = &mut sizes[*open.last().expect("just pushed")];
                    own.text = count;
                    own.link = count * usize::from(links > 0);
                    own.prose = count * usize::from(paragraphs > 0 && links == 0);
                }
            }
            Edge::Close(_) => {
                let Some(done) = open.pop().map(|at| sizes[at]) else {
                    continue;
                };
                if let Some(&parent) = open.last() {
                    sizes[parent].text += done.text;
                    sizes[parent].link += done.link;
                    sizes[parent].prose += done.prose;
                }
            }
        }
    }
    sizes
}
