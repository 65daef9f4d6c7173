//! What the hardware allows: n-grams of words (1 to 3) and of characters (2 to 5) of each line hashed into a table of
//! 2^20 rows of made-up weights, the heaviest of three classes written. No stems, no negation, no context, no
//! probabilities.
//!
//!   reference INPUT OUTPUT

const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
const BITS: u32 = 20;
const LABELS: [&[u8]; 3] = [b"admit\n", b"restrict\n", b"neutral\n"];

fn mix(hash: u64, more: u64) -> u64 {
    (hash.rotate_left(5) ^ more).wrapping_mul(ODD)
}

fn add(sums: &mut [f32; 3], weights: &[[f32; 4]], hash: u64) {
    let row = &weights[(hash >> (64 - BITS)) as usize];
    for (sum, weight) in sums.iter_mut().zip(row) {
        *sum += weight;
    }
}

/// A letter or digit in small letters; 0 for what separates words.
fn fold(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' | b'0'..=b'9' | 128.. => byte,
        b'A'..=b'Z' => byte | 0x20,
        _ => 0,
    }
}

fn score(line: &[u8], weights: &[[f32; 4]], words: &mut Vec<u64>, lower: &mut Vec<u8>) -> usize {
    let mut sums = [0.0; 3];
    words.clear();
    let (mut hash, mut open) = (ODD, false);
    for &byte in line.iter().chain(b" ") {
        match fold(byte) {
            0 if open => {
                words.push(hash);
                (hash, open) = (ODD, false);
            }
            0 => {}
            c => (hash, open) = (mix(hash, u64::from(c)), true),
        }
    }
    for start in 0..words.len() {
        let mut gram = 0;
        for &word in &words[start..(start + 3).min(words.len())] {
            gram = mix(gram, word);
            add(&mut sums, weights, gram);
        }
    }
    lower.clear();
    lower.extend(line.iter().map(u8::to_ascii_lowercase));
    for start in 0..lower.len() {
        let mut gram = 77;
        for (length, &c) in (1..).zip(&lower[start..(start + 5).min(lower.len())]) {
            gram = mix(gram, u64::from(c));
            if length > 1 {
                add(&mut sums, weights, gram);
            }
        }
    }
    (1..3).fold(0, |best, next| if sums[next] > sums[best] { next } else { best })
}

fn main() -> std::io::Result<()> {
    let names: Vec<_> = std::env::args_os().skip(1).collect();
    let [input, output] = names.as_slice() else { panic!("expected INPUT OUTPUT") };
    let text = std::fs::read(input)?;
    let mut state = 1;
    let mut weight = |_| {
        state = mix(state, 3);
        [(state & 255) as f32, (state >> 8 & 255) as f32, (state >> 16 & 255) as f32, 0.0]
    };
    let weights: Vec<[f32; 4]> = (0..1 << BITS).map(&mut weight).collect();
    let (mut words, mut lower, mut out) = (Vec::new(), Vec::new(), Vec::new());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        out.extend_from_slice(LABELS[score(line, &weights, &mut words, &mut lower)]);
    }
    std::fs::write(output, out)
}
