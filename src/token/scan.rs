use super::{Class, Stemmer, Token, word_hash};
use crate::base::{Hashes, Span};
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// How many words a negator reaches; scopes of 3 to 8 differ by less than 0.002 macro-F1 in cross-validation.
pub const NEGATION_REACH: u8 = 6;

/// Longest word of the common kind, in bytes.
const COMMON: usize = 32;

static NEGATORS: LazyLock<Hashes> = LazyLock::new(|| {
    let list = include_str!("../../seeds/cues/negation.csv");
    let cues = list.lines().skip(1).filter_map(|line| line.split(',').next());
    Hashes::new(cues.filter(|cue| !cue.contains(' ')).map(word_hash))
});

static SCOPE_ENDERS: LazyLock<Hashes> =
    LazyLock::new(|| Hashes::new(["but", "although", "though", "because", "while", "whereas"].map(word_hash)));

static NUMBER: LazyLock<u64> = LazyLock::new(|| word_hash("0"));

/// Appends the tokens of one sentence. `span` lies on character boundaries of `text`.
pub fn tokenize(text: &str, span: Span, stemmer: &mut Stemmer, tokens: &mut Vec<Token>) {
    let begin = tokens.len();
    scan(text, span, &mut stemmer.lower, tokens);
    // In runs of their own, so that the reads from memory overlap.
    stemmer.fetch(tokens[begin..].iter().map(|token| token.word));
    for token in tokens[begin..].iter_mut().filter(|token| token.class == Class::Word) {
        token.stem = stemmer.stem_hash(token.word, |lower| fold_case(token.span().of(text), lower));
    }
}

/// Appends the tokens without the stems of words; `lower` is scratch memory.
fn scan(text: &str, span: Span, lower: &mut String, tokens: &mut Vec<Token>) {
    let mut scope = 0u8;
    let mut after_word = false;
    let mut at = span.start;
    while at < span.end {
        let rest = &text.as_bytes()[at..];
        if rest[0] == b' ' {
            at += 1;
            continue;
        }
        let piece = common(rest, span.end - at).unwrap_or_else(|| uncommon(&text[at..span.end], lower));
        let (start, end) = (at as u32, (at + piece.length) as u32);
        at += piece.length;
        let Some(class) = piece.class else { continue };
        let (word, stem) = (piece.hash, piece.hash);
        let mut token = Token { start, end, word, stem, class, negated: false, name: false };
        scope = negate(&mut token, piece.negator, scope);
        token.name = after_word && piece.capital;
        after_word = token.is_word();
        tokens.push(token);
    }
}

/// What stands next in a sentence.
#[derive(Debug, PartialEq)]
struct Piece {
    /// In bytes.
    length: usize,
    /// `None` for white space.
    class: Option<Class>,
    /// Hash of the lower-cased word, or of the mark.
    hash: u64,
    negator: bool,
    /// Begins with a capital and has more than one byte.
    capital: bool,
}

/// A word of ASCII letters, small after the first, without an apostrophe: most words are. `None` for anything else.
/// `rest` is the text from here on, of which `most` bytes belong to the sentence.
#[inline(always)]
fn common(rest: &[u8], most: usize) -> Option<Piece> {
    let mut lower = [0; COMMON];
    let length = plain_word(rest, most, &mut lower)?;
    let hash = xxh3_64(&lower[..length]);
    let capital = rest[0].is_ascii_uppercase() && length > 1;
    Some(Piece { length, class: Some(Class::Word), hash, negator: NEGATORS.contains(hash), capital })
}

/// The length of such a word, its lower-case letters in `lower`. Eight bytes are read at once, so that a word right
/// before the end of the text is not taken for one.
#[inline(always)]
fn plain_word(rest: &[u8], most: usize, lower: &mut [u8; COMMON]) -> Option<usize> {
    let (words, _) = rest.as_chunks::<8>();
    let (small, _) = lower.as_chunks_mut::<8>();
    for (at, (bytes, small)) in (0..).step_by(8).zip(words.iter().zip(small)) {
        let eight = u64::from_le_bytes(*bytes);
        let letters = letters(eight).min(most - at);
        // Bit 5 makes letters small.
        *small = (eight | (EACH * 0x20)).to_le_bytes();
        let first = if at == 0 { 0x20 } else { 0 };
        let capitals = (!eight & (EACH * 0x20) & !first).trailing_zeros() as usize / 8;
        if capitals < letters {
            return None;
        }
        let end = at + letters;
        if end == most {
            return Some(end).filter(|end| *end > 0);
        }
        if letters < 8 {
            let ends = end > 0 && bytes[letters] != b'\'' && bytes[letters].is_ascii();
            return ends.then_some(end);
        }
    }
    None
}

/// Times a byte: that byte eight times.
const EACH: u64 = 0x0101_0101_0101_0101;

/// How many ASCII letters eight bytes begin with.
#[inline(always)]
fn letters(eight: u64) -> usize {
    let small = (eight | (EACH * 0x20)) & (EACH * 0x7f);
    // The upper bit of each byte: from `a` on, beyond `z`, beyond ASCII.
    let (from_a, beyond_z) = (small + EACH * (0x80 - 0x61), small + EACH * (0x80 - 0x7b));
    let others = (!from_a | beyond_z | eight) & (EACH * 0x80);
    others.trailing_zeros() as usize / 8
}

/// A piece of any kind, character by character; `rest` is not empty.
#[cold]
fn uncommon(rest: &str, lower: &mut String) -> Piece {
    let first = rest.chars().next().unwrap_or(' ');
    let (length, class) = measure(rest, first);
    let hash = match class {
        Some(Class::Word) => {
            fold_case(&rest[..length], lower);
            word_hash(lower)
        }
        Some(Class::Number) => *NUMBER,
        Some(_) => word_hash(&rest[..length]),
        None => 0,
    };
    let negator = class == Some(Class::Word) && (lower.ends_with("n't") || NEGATORS.contains(hash));
    Piece { length, class, hash, negator, capital: first.is_uppercase() && length > 1 }
}

/// Byte length of the next piece and its class; `None` for white space.
fn measure(rest: &str, first: char) -> (usize, Option<Class>) {
    if first.is_alphabetic() {
        return (word_length(rest), Some(Class::Word));
    }
    if first.is_numeric() {
        return (number_length(rest), Some(Class::Number));
    }
    let class = match first {
        c if c.is_whitespace() => None,
        '"' | '“' | '”' | '‘' | '’' | '\'' | '«' | '»' => Some(Class::Quote),
        '.' | ',' | ';' | ':' | '!' | '?' | '–' | '—' | '(' | ')' | '[' | ']' | '…' => Some(Class::Break),
        _ => Some(Class::Other),
    };
    (first.len_utf8(), class)
}

/// Letters and inner apostrophes, cut where a capital follows three lower-case letters.
fn word_length(rest: &str) -> usize {
    let mut lower_run = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner_mark = matches!(c, '\'' | '’') && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let joined = c.is_uppercase() && lower_run >= 3;
        if joined || !(c.is_alphabetic() || is_combining(c) || inner_mark) {
            return at;
        }
        lower_run = if c.is_lowercase() { lower_run + 1 } else { 0 };
    }
    rest.len()
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}')
}

/// Digits with inner points and commas.
fn number_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner_mark = matches!(c, '.' | ',') && chars.peek().is_some_and(|(_, next)| next.is_numeric());
        if !(c.is_numeric() || inner_mark) {
            return at;
        }
    }
    rest.len()
}

/// Lower case, straight apostrophes, no soft hyphens.
fn fold_case(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        match c {
            '’' => lower.push('\''),
            '\u{ad}' => {}
            c => lower.extend(c.to_lowercase()),
        }
    }
}

/// Marks the token if it stands in a negator's scope and returns the scope left after it.
fn negate(token: &mut Token, negator: bool, scope: u8) -> u8 {
    match token.class {
        Class::Break => 0,
        Class::Word if negator => NEGATION_REACH,
        Class::Word if SCOPE_ENDERS.contains(token.word) => 0,
        Class::Word => {
            token.negated = scope > 0;
            scope.saturating_sub(1)
        }
        _ => scope,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.span().of(text)).collect()
    }

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut Stemmer::default(), &mut tokens);
        tokens
    }

    #[test]
    fn garbled_joins_come_apart() {
        assert_eq!(pieces("Send40,000."), ["Send", "40,000", "."]);
        assert_eq!(pieces("AnnouncedThe plan"), ["Announced", "The", "plan"]);
    }

    #[test]
    fn names_with_inner_capitals_and_contractions_stay_whole() {
        assert_eq!(pieces("McKay won’t"), ["McKay", "won’t"]);
    }

    #[test]
    fn curly_and_straight_apostrophes_are_one_word() {
        assert_eq!(tokens("won’t")[0].word, tokens("won't")[0].word);
    }

    #[test]
    fn inflected_forms_share_a_stem() {
        assert_eq!(tokens("borders")[0].stem, tokens("Border")[0].stem);
    }

    #[test]
    fn negation_ends_with_the_clause() {
        let text = "They will not return, we hope";
        let negated: Vec<&str> =
            tokens(text).iter().filter(|token| token.negated).map(|token| token.span().of(text)).collect();
        assert_eq!(negated, ["return"]);
    }

    proptest! {
        #[test]
        fn a_common_word_is_read_as_any_other(text in "([a-zA-Z]{1,12}|[a-z]{20,40}|['’ é.,0-9@`\\[{])[a-z'é]{0,3}( |\\PC{0,12})", cut in 0usize..50) {
            let end = text.floor_char_boundary(cut.clamp(1, text.len()));
            if let Some(piece) = common(text.as_bytes(), end).filter(|_| end > 0) {
                prop_assert_eq!(piece, uncommon(&text[..end], &mut String::new()));
            }
        }

        #[test]
        fn tokens_ascend_and_lose_nothing_but_white_space(text in proptest::prelude::any::<String>()) {
            let mut at = 0;
            for token in tokens(&text) {
                prop_assert!(text[at..token.start as usize].trim().is_empty());
                prop_assert!(token.end > token.start);
                at = token.end as usize;
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
