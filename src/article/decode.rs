//! Bytes → text: byte order mark, UTF-8, UTF-16 without a mark, else the likeliest older encoding.

use crate::base::Reject;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes looked at for the zero bytes of UTF-16 and the control characters of binary files.
const SAMPLE: usize = 64 * 1024;

/// Decodes a whole file; `name` is what a reject calls it. Returns the text without a byte order
/// mark, and the name of its encoding.
///
/// ```
/// use stance::article::decode;
/// assert_eq!(decode("a.txt", b"\xff\xfeA\0".to_vec())?, ("A".to_owned(), "UTF-16LE"));
/// assert_eq!(decode("a.txt", b"caf\xe9, na\xefve".to_vec())?.1, "windows-1252");
/// assert_eq!(decode("a.txt", vec![]).unwrap_err().to_string(), "a.txt: expected text, found an empty file");
/// # Ok::<(), stance::base::Reject>(())
/// ```
///
/// # Errors
/// An empty file, and bytes that are no text in any encoding.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<(String, &'static str), Reject> {
    decode_as(name, bytes, None)
}

/// Like [`decode`]; `declared` is the encoding that the file says it is in, believed unless a
/// byte order mark or valid UTF-8 says otherwise.
pub(super) fn decode_as(
    name: &str,
    bytes: Vec<u8>,
    declared: Option<&'static Encoding>,
) -> Result<(String, &'static str), Reject> {
    if bytes.is_empty() {
        return Err(Reject::file(name, "text", "an empty file"));
    }
    let encoding = match Encoding::for_bom(&bytes).map(|(encoding, _)| encoding).or_else(|| utf_16(&bytes)) {
        Some(encoding) => encoding,
        None => {
            check_binary(name, &bytes)?;
            match String::from_utf8(bytes) {
                Ok(text) => return checked(name, text, UTF_8),
                Err(error) => return with_guess(name, error.as_bytes(), declared),
            }
        }
    };
    let (text, errors) = encoding.decode_with_bom_removal(&bytes);
    match errors && encoding != UTF_8 {
        true => Err(Reject::file(name, "text", format!("bytes that are not valid {}", encoding.name()))),
        false => checked(name, text.into_owned(), encoding),
    }
}

fn with_guess(name: &str, bytes: &[u8], declared: Option<&'static Encoding>) -> Result<(String, &'static str), Reject> {
    let encoding = declared.filter(|&encoding| encoding != UTF_8).unwrap_or_else(|| guess(bytes));
    checked(name, encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding)
}

/// The likeliest encoding of bytes that are no UTF-8; UTF-8 with a few broken characters is
/// still UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let broken = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let whole: usize = bytes.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    if whole > broken * 4 {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a byte order mark: in Western text every second byte is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if pairs < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    match (even * 20 < pairs, odd * 20 < pairs) {
        (true, false) if odd * 5 > pairs * 2 => Some(UTF_16LE),
        (false, true) if even * 5 > pairs * 2 => Some(UTF_16BE),
        _ => None,
    }
}

/// Zero bytes, or more control characters than text ever has.
fn check_binary(name: &str, bytes: &[u8]) -> Result<(), Reject> {
    let binary = |found: String| Err(Reject::file(name, "text", found));
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        return binary(format!("binary data (a zero byte at offset {at})"));
    }
    if bytes.starts_with(b"%PDF-") {
        return binary("a PDF".to_owned());
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let controls = sample
        .iter()
        .filter(|&&b| (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0xb | 0xc | 0x1b)) || b == 0x7f)
        .count();
    match controls * 50 > sample.len() {
        true => binary(format!("binary data ({controls} control characters in the first {} bytes)", sample.len())),
        false => Ok(()),
    }
}

fn checked(name: &str, text: String, encoding: &'static Encoding) -> Result<(String, &'static str), Reject> {
    if text.trim().is_empty() {
        return Err(Reject::file(name, "text", "nothing but white space"));
    }
    if let Some(at) = text.find('\0') {
        return Err(Reject::file(name, "text", format!("binary data (a zero character at offset {at})")));
    }
    Ok((text, encoding.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<(String, &'static str), String> {
        decode("f", bytes.to_vec()).map_err(|reject| reject.to_string())
    }

    fn utf_16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_dropped() {
        assert_eq!(read("\u{feff}Hé".as_bytes()), Ok(("Hé".into(), "UTF-8")));
        assert_eq!(read(b"\xfe\xff\0H\0i"), Ok(("Hi".into(), "UTF-16BE")));
    }

    #[test]
    fn utf_16_is_seen_without_a_mark() {
        assert_eq!(read(&utf_16le("They fled.")), Ok(("They fled.".into(), "UTF-16LE")));
    }

    #[test]
    fn western_bytes_are_read_as_windows_1252() {
        let found = read(b"He said \x93no caf\xe9\x94 to the minister\x92s guests.").expect("text");
        assert_eq!(found, ("He said “no café” to the minister’s guests.".into(), "windows-1252"));
    }

    #[test]
    fn utf_8_with_one_broken_character_stays_utf_8() {
        let found =
            read(b"\xe2\x80\x9cA\xe2\x80\x9d \xe2\x80\x9cB\xe2\x80\x9d \xe2\x80\x9cC\xe2\x80\x9d \xff").expect("text");
        assert_eq!(found, ("“A” “B” “C” \u{fffd}".into(), "UTF-8"));
    }

    #[test]
    fn binary_files_are_rejected_with_the_reason() {
        assert_eq!(
            read(b"\x89PNG\r\n\x1a\n\0\0\0\r"),
            Err("f: expected text, found binary data (a zero byte at offset 8)".into())
        );
        assert_eq!(read(b"%PDF-1.4\n%\xe2\xe3"), Err("f: expected text, found a PDF".into()));
        assert_eq!(read(b" \n\t "), Err("f: expected text, found nothing but white space".into()));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_are_rejected(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok((text, _)) = read(&bytes) {
                prop_assert!(!text.trim().is_empty());
            }
        }

        #[test]
        fn any_utf_8_without_control_characters_comes_back_whole(text in "[^\\p{Cc}]{1,80}") {
            prop_assume!(!text.trim().is_empty() && !text.starts_with('\u{feff}'));
            prop_assert_eq!(read(text.as_bytes()), Ok((text, "UTF-8")));
        }
    }
}
