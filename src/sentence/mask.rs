//! A copy of a paragraph, byte for byte as long, in which the splitter sees no quotation marks.
//!
//! `sentencex` never splits inside a quotation. With the marks turned to spaces it splits a
//! quotation of several sentences like any other text; offsets stay those of the paragraph.

use crate::base::find_byte;

/// What stands in for white space, tabs and line breaks of every kind.
const GAP: char = ' ';

/// Writes the masked copy of `text` into `out`, replacing what `out` held.
pub(super) fn mask(text: &str, out: &mut String) {
    out.clear();
    out.reserve(text.len());
    let mut item_closes = 0;
    let mut at = 0;
    loop {
        let special = find_byte(&text.as_bytes()[at..], is_special).map_or(text.len(), |found| at + found);
        out.push_str(&text[at..special]);
        at = special;
        let mut chars = text[at..].chars();
        let Some(c) = chars.next() else { break };
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = chars.next().unwrap_or(' ');
        if c == '('
            && let Some(length) = item_label(&text.as_bytes()[at + 1..])
        {
            item_closes = at + 1 + length;
            out.push('-');
        } else if c == ')' && at == item_closes {
            out.push('-');
        } else {
            stand_in(c, before, after, out);
        }
        at += c.len_utf8();
    }
    debug_assert_eq!(out.len(), text.len());
}

/// Whether a byte begins a character that may not stay as it is.
fn is_special(byte: u8) -> bool {
    (byte >= 128) | (byte == b'"') | (byte.wrapping_sub(b'\'') < 3) | (byte == b'`') | (byte.wrapping_sub(9) < 5)
}

/// Length of the label in `(a)`, `(12)`, `(iv)`; the splitter would take all after it for one item.
fn item_label(rest: &[u8]) -> Option<usize> {
    let length = rest.iter().take(5).take_while(|b| b.is_ascii_alphanumeric()).count();
    ((1..=4).contains(&length) && rest.get(length) == Some(&b')')).then_some(length)
}

fn stand_in(c: char, before: char, after: char, out: &mut String) {
    if c.is_ascii() {
        return out.push(match c {
            '"' | '`' => GAP,
            '\'' if !(before.is_alphanumeric() && after.is_alphanumeric()) => GAP,
            c if c.is_ascii_whitespace() || c == '\u{b}' => GAP,
            c => c,
        });
    }
    match c {
        '’' | '‘' if before.is_alphanumeric() && after.is_alphanumeric() => repeat('a', c, out),
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '’' | '‚' => repeat(' ', c, out),
        '…' => out.push_str("..."),
        '–' | '—' | '‒' | '―' | '•' | '·' => repeat('-', c, out),
        '€' | '£' => repeat('$', c, out),
        c if c.is_whitespace() => repeat(' ', c, out),
        '\u{c0}'..='\u{24f}' if c.is_uppercase() => {
            out.push('A');
            (1..c.len_utf8()).for_each(|_| out.push('a'));
        }
        '\u{c0}'..='\u{24f}' => repeat('a', c, out),
        c => out.push(c),
    }
}

fn repeat(stand_in: char, c: char, out: &mut String) {
    (0..c.len_utf8()).for_each(|_| out.push(stand_in));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_has_no_quotation_marks_and_the_same_length() {
        let mut out = String::new();
        mask("“Élan,” don’t the Müllers’ …\n'Go!'", &mut out);
        assert_eq!(out, "   Aalan,    donaaat the Maallers    ...  Go! ");
    }

    #[test]
    fn other_scripts_stay_as_they_are() {
        let mut out = String::new();
        mask("他说。", &mut out);
        assert_eq!(out, "他说。");
    }
}
