/// The place of the first byte that is `wanted`. Sixteen are looked at together, so that `wanted` should be a few plain
/// comparisons joined by `|`.
///
/// ```
/// assert_eq!(stance::base::find_byte(b"in (out)", |byte| (byte == b'(') | (byte == b')')), Some(3));
/// ```
pub fn find_byte(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<16>();
    let unwanted = chunks.iter().take_while(|chunk| !chunk.iter().fold(false, |any, byte| any | wanted(*byte)));
    let start = unwanted.count() * 16;
    bytes[start..].iter().position(|byte| wanted(*byte)).map(|at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_is_found_wherever_it_stands(bytes in proptest::collection::vec(0u8..60, 0..100)) {
            prop_assert_eq!(find_byte(&bytes, |byte| byte == 7), bytes.iter().position(|byte| *byte == 7));
        }
    }
}
