use crate::base::Span;
use crate::sentence::Sentence;

/// Where each row stands in a text, every row looked for after the one before; `None` where it does not
/// occur there. A run of white space in either counts as one space.
///
/// ```
/// use stance::base::Span;
/// use stance::dataset::locate;
/// let found = locate("Let them\nin. No! Let them in.", ["Let them in.", "Yes!", "Let them in."]);
/// assert_eq!(found, [Some(Span::new(0, 12)), None, Some(Span::new(17, 29))]);
/// ```
pub fn locate<'r>(text: &str, rows: impl IntoIterator<Item = &'r str>) -> Vec<Option<Span>> {
    let folded = Folded::new(text);
    let mut from = 0;
    let place = |row: &str| {
        let row = row.split_whitespace().collect::<Vec<_>>().join(" ");
        let start = from + folded.text[from..].find(&row).filter(|_| !row.is_empty())?;
        from = start + row.len();
        Some(Span::new(folded.bytes[start], folded.bytes[from - 1] + 1))
    };
    rows.into_iter().map(place).collect()
}

/// A text with every run of white space as one space, and the byte each of its bytes comes from.
#[derive(Default)]
struct Folded {
    text: String,
    bytes: Vec<usize>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = Folded::default();
        for (at, letter) in text.char_indices() {
            let letter = if letter.is_whitespace() { ' ' } else { letter };
            if letter == ' ' && folded.text.ends_with(' ') {
                continue;
            }
            folded.text.push(letter);
            folded.bytes.extend(at..at + letter.len_utf8());
        }
        folded
    }
}

/// The sentence that shares most bytes with a span, the first of two that share as many; sentences ascend.
pub fn most_overlapping(sentences: &[Sentence], span: Span) -> Option<usize> {
    let first = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let touching = sentences[first..].iter().take_while(|sentence| sentence.span.start < span.end);
    let shared = touching.map(|sentence| sentence.span.end.min(span.end) - sentence.span.start.max(span.start));
    let most = shared.enumerate().reduce(|most, next| if next.1 > most.1 { next } else { most });
    most.map(|(at, _)| first + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(start: usize, end: usize) -> Sentence {
        Sentence { span: Span::new(start, end), ..Sentence::default() }
    }

    #[test]
    fn a_row_gets_the_sentence_that_holds_most_of_it() {
        let sentences = [sentence(0, 4), sentence(5, 20), sentence(21, 30)];
        let found = |start, end| most_overlapping(&sentences, Span::new(start, end));
        assert_eq!(found(2, 12), Some(1));
        assert_eq!(found(5, 30), Some(1));
        assert_eq!(found(4, 5), None);
        assert_eq!(found(30, 40), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_the_row_but_for_white_space(text in "[ab \n\u{a0}é]{0,40}", row in "[ab é]{0,4}") {
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            for span in locate(&text, [row.as_str(), row.as_str()]).into_iter().flatten() {
                proptest::prop_assert_eq!(words(span.of(&text)), words(&row));
            }
        }
    }
}
