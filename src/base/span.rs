use serde::{Deserialize, Serialize};

/// A byte range of an article's decoded text; `start <= end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Span { start, end }
    }

    /// The text the span stands for.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no text.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The span without white space at either end.
    pub fn trim(&self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Span::new(start, start + inner.trim().len())
    }
}

/// Turns ascending byte offsets of one text into Unicode code point offsets, in one pass.
///
/// ```
/// let mut points = stance::base::CodePoints::new("é1");
/// assert_eq!((points.at(2), points.at(3)), (1, 2));
/// ```
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    byte: usize,
    point: usize,
}

impl<'t> CodePoints<'t> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'t str) -> Self {
        CodePoints { text, byte: 0, point: 0 }
    }

    /// The code point offset of byte `byte`; asked for a smaller byte than last time, it starts over.
    pub fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            *self = CodePoints::new(self.text);
        }
        self.point += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_keeps_offsets_into_the_same_text() {
        let text = "a \u{a0}été\n";
        let span = Span::new(1, text.len()).trim(text);
        assert_eq!(span.of(text), "été");
    }

    #[test]
    fn code_points_may_be_asked_out_of_order() {
        let mut points = CodePoints::new("häß");
        assert_eq!((points.at(5), points.at(1), points.at(3)), (3, 1, 2));
    }
}
