//! Where sentences end inside one paragraph.

use super::mask::mask;
use super::words;
use sentencex::languages::{English, Language};

/// Longest stretch given to the splitter at once. It takes time with the square of a paragraph
/// that holds many open brackets; at this length 50 MB in a single line stay linear.
const STRETCH: usize = 2 * 1024;

/// Scratch memory for [`cuts`].
#[derive(Default)]
pub(super) struct Scratch {
    masked: String,
    raw: Vec<usize>,
}

/// Fills `cuts` with the ends of the sentences of `text`, ascending, the last being its length.
pub(super) fn cuts(text: &str, scratch: &mut Scratch, cuts: &mut Vec<usize>) {
    cuts.clear();
    mask(text, &mut scratch.masked);
    scratch.raw.clear();
    splitter_cuts(&scratch.masked, &mut scratch.raw);
    let (mut start, mut read_to, length) = (0, 0, text.len());
    let mut filled = Filled::default();
    for &raw in &scratch.raw {
        let cut = if raw == length { raw } else { place(text, &scratch.masked, start, raw) };
        if cut <= start {
            continue;
        }
        missing_spaces(text, &scratch.masked, start.max(read_to), cut, cuts);
        read_to = cut;
        if cut == length || (filled.reaches(text, start, cut) && keeps(text, start, cut)) {
            cuts.push(cut);
            start = cut;
        }
    }
}

/// Whether the sentence under way holds a letter or digit, each byte being read once.
#[derive(Default)]
struct Filled {
    read_to: usize,
    filled_from: Option<usize>,
}

impl Filled {
    fn reaches(&mut self, text: &str, start: usize, cut: usize) -> bool {
        let from = self.read_to.max(start);
        if self.filled_from.is_none_or(|at| at < start) {
            self.filled_from = text[from..cut].find(char::is_alphanumeric).map(|at| from + at);
        }
        self.read_to = cut.max(self.read_to);
        self.filled_from.is_some_and(|at| at >= start)
    }
}

/// Cuts of the masked text as the splitter sees them, each at the start of the next sentence.
fn splitter_cuts(masked: &str, raw: &mut Vec<usize>) {
    let splitter = English {};
    let mut start = 0;
    while start < masked.len() {
        let (end, sentence_ends) = stretch(masked, start);
        let mut at = start;
        for piece in splitter.segment(&masked[start..end]) {
            at += piece.len();
            if at < end {
                raw.push(at);
            }
        }
        if sentence_ends || end == masked.len() {
            raw.push(end);
        }
        start = end;
    }
}

/// The end of the next stretch of at most [`STRETCH`] bytes, and whether a sentence ends there.
fn stretch(masked: &str, start: usize) -> (usize, bool) {
    if masked.len() - start <= STRETCH {
        return (masked.len(), true);
    }
    let end = floor(masked, start + STRETCH);
    let window = &masked.as_bytes()[start..end];
    if let Some(at) = (STRETCH / 2..window.len()).rev().find(|&at| plain_end(window, at)) {
        return (start + at + 1, true);
    }
    match window.iter().rposition(|&b| b == b' ') {
        Some(at) => (start + at + 1, false),
        None => (end, false),
    }
}

/// A full stop after a long lower-case word and before a space and a capital; `at` is the space.
fn plain_end(window: &[u8], at: usize) -> bool {
    at >= 6
        && window[at] == b' '
        && window.get(at + 1).is_some_and(u8::is_ascii_uppercase)
        && matches!(window[at - 1], b'.' | b'?' | b'!')
        && window[at - 5..at - 1].iter().all(u8::is_ascii_lowercase)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Moves a cut of the masked text to where it belongs in `text`: closing marks stay with the
/// sentence they end, opening marks go with the next.
fn place(text: &str, masked: &str, start: usize, mut raw: usize) -> usize {
    while !text.is_char_boundary(raw) {
        raw += 1;
    }
    let from = start.min(raw);
    let end = from + masked[from..raw].trim_end().len();
    for (offset, c) in text[end..raw].char_indices() {
        if c.is_whitespace() || matches!(c, '“' | '‘' | '«' | '„' | '‚' | '「' | '『') {
            return end + offset;
        }
    }
    // A straight mark right before the next sentence and after no space closes the one before.
    let tail = &text[raw..];
    let closing = tail.len() - tail.trim_start_matches(['"', '”', '’', '*', '†', ')', ']']).len();
    match tail[closing..].chars().next() {
        Some(c) if c.is_whitespace() => raw + closing,
        _ => raw,
    }
}

/// Whether the cut between `text[start..cut]` and what follows is the end of a sentence.
fn keeps(text: &str, start: usize, cut: usize) -> bool {
    let before = text[start..cut].trim_end();
    let after = text[cut..].trim_start();
    let quoted = after.starts_with(['“', '‘', '"', '\'']);
    let goes_on = (start == 0 && is_enumerator(before)) || (is_cut_off(before, after) && !quoted);
    starts_sentence(after) && !goes_on && !is_attributed(before, after)
}

/// A letter or digit follows before the text ends, and it is no small letter.
fn starts_sentence(after: &str) -> bool {
    after.chars().take(200).find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

/// `1.`, `IV.`, `(b)`, `Fig. 1.`
fn is_enumerator(before: &str) -> bool {
    if let Some((word, number)) = before.split_once(' ')
        && words::is_numbered(word.trim_end_matches('.'))
    {
        return is_enumerator(number);
    }
    let bare = before.trim_matches(['(', ')', '.']);
    bare.len() < before.len()
        && bare.len() <= 4
        && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'I' | b'V' | b'X'))
}

/// A title before a name, or a time before its day.
fn is_cut_off(before: &str, after: &str) -> bool {
    let Some(stem) = before.strip_suffix('.') else {
        return false;
    };
    let time = ["a.m", "p.m", "A.M", "P.M"].iter().any(|part| stem.ends_with(part));
    words::is_abbreviation(last_word(stem)) || (time && words::follows_time(first_word(after)))
}

fn first_word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}

fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().find(|(_, c)| !c.is_alphanumeric());
    &text[start.map_or(0, |(at, c)| at + c.len_utf8())..]
}

/// `“Why?” the minister asked`: a question or exclamation whose speaker follows.
fn is_attributed(before: &str, after: &str) -> bool {
    let inner = before.trim_end_matches(['”', '’', '"', '\'', '»']);
    inner.len() < before.len()
        && inner.ends_with(['?', '!'])
        && !after.starts_with(['“', '‘', '"', '\'', '«'])
        && speaker_follows(after)
}

/// A speech verb among the first words, all before it parts of a name or title.
fn speaker_follows(after: &str) -> bool {
    for word in after.split_whitespace().take(7) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if words::is_speech(bare) {
            return true;
        }
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        if !capital && !matches!(bare, "of" | "the" | "de" | "van" | "von" | "al" | "el" | "bin") {
            return false;
        }
        if word.ends_with(['.', '!', '?', ';']) && !words::is_abbreviation(bare) && bare.len() > 1 {
            return false;
        }
    }
    false
}

/// Adds cuts where a full stop stands right before the next sentence: `ended.The next`.
fn missing_spaces(text: &str, masked: &str, start: usize, end: usize, cuts: &mut Vec<usize>) {
    let stretch = masked.as_bytes().get(start + 3..end.saturating_sub(2)).unwrap_or_default();
    for (at, &byte) in (start + 3..).zip(stretch) {
        if matches!(byte, b'.' | b'?' | b'!') && joins(text, masked, at) {
            cuts.push(at + 1);
        }
    }
}

/// A terminator at `at`, letters or a closing bracket right before, a capitalised word right after.
fn joins(text: &str, masked: &str, at: usize) -> bool {
    let bytes = masked.as_bytes();
    let next = &bytes[at + 1..];
    let word = next.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let capitalised = next[0].is_ascii_uppercase() && next[1..word.max(1)].iter().all(u8::is_ascii_lowercase);
    let lone = word == 1 && matches!(next[0], b'I' | b'A') && next.get(1) == Some(&b' ');
    if !text.is_char_boundary(at + 1) || !capitalised || (word < 2 && !lone) {
        return false;
    }
    let stem = bytes[..at].iter().rev().take_while(|b| b.is_ascii_lowercase()).count();
    let joined = bytes[..at]
        .iter()
        .rev()
        .skip(stem)
        .take_while(|b| !b.is_ascii_whitespace())
        .take(80)
        .any(|b| matches!(b, b'.' | b'/' | b'@'));
    stem >= 3 && !joined && !words::is_suffix(&masked[at + 1..at + 1 + word]) && next.get(word) != Some(&b'.')
}
