use sha2::{Digest, Sha256};

/// SHA-256 of some bytes, as 64 hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Names a sentence without holding its text: the first 16 hexadecimal digits of the SHA-256 of
/// the sentence with every run of white space as one space.
///
/// ```
/// use stance::base::sentence_digest;
/// assert_eq!(sentence_digest("Let  them\nin."), sentence_digest("Let them in."));
/// ```
pub fn sentence_digest(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    sha256_hex(folded.as_bytes())[..16].to_owned()
}
