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
    // In a run of its own, so that the reads from memory overlap.
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
        let rest = &text[at..span.end];
        let piece = common(rest.as_bytes()).unwrap_or_else(|| any(rest, lower));
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

/// Spaces, and words of ASCII letters with another ASCII character after them: most of all text. `None` for the rest.
fn common(rest: &[u8]) -> Option<Piece> {
    let first = *rest.first()?;
    if first == b' ' {
        return Some(Piece { length: 1, class: None, hash: 0, negator: false, capital: false });
    }
    if !first.is_ascii_alphabetic() {
        return None;
    }
    let mut lower = [0; COMMON];
    let length = ascii_word(rest, &mut lower)?;
    let lower = &lower[..length];
    let hash = xxh3_64(lower);
    let negator = lower.ends_with(b"n't") || NEGATORS.contains(hash);
    Some(Piece { length, class: Some(Class::Word), hash, negator, capital: first.is_ascii_uppercase() && length > 1 })
}

/// The length of a word (see [`word_length`]), its lower-case letters in `lower`. `None` for a long one, and where a
/// character beyond ASCII stands in it or right after it.
fn ascii_word(rest: &[u8], lower: &mut [u8; COMMON]) -> Option<usize> {
    let mut lower_run = 0;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'a'..=b'z' => lower_run += 1,
            b'A'..=b'Z' if lower_run < 3 => lower_run = 0,
            b'\'' => match rest.get(at + 1) {
                Some(next) if next.is_ascii_alphabetic() => lower_run = 0,
                Some(128..) => return None,
                _ => return Some(at),
            },
            128.. => return None,
            _ => return Some(at),
        }
        // The bit that makes letters small; the apostrophe has it.
        *lower.get_mut(at)? = byte | 0x20;
    }
    Some(rest.len())
}

/// Any piece, character by character; `rest` is not empty.
#[cold]
fn any(rest: &str, lower: &mut String) -> Piece {
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
