/// What a feature is made of. The number is part of every key and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Family {
    /// One to three words.
    Words = 1,
    /// One to three stems.
    Stems = 2,
    /// A mark, or a mark and its neighbour.
    Marks = 3,
    /// Characters within a word, its ends marked.
    Chars = 4,
    /// One or two stems in a negator's scope.
    Negated = 5,
    /// Two stems with one or two words between them.
    Skips = 6,
    /// Cue phrases of `seeds/cues/`, alone and together.
    Cues = 7,
    /// Kind, quotation, length.
    Shape = 8,
    /// One to three stems, countries and other names replaced by their class.
    Masked = 9,
}

/// Families that share a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Words, stems, marks, skips.
    Words = 0,
    /// Masked and negated stems.
    Masked = 1,
    /// Character n-grams.
    Chars = 2,
    /// Cues and shape: few, and not scaled.
    Plain = 3,
}

impl Family {
    /// All, in order.
    pub const ALL: [Family; 9] = [
        Family::Words,
        Family::Stems,
        Family::Marks,
        Family::Chars,
        Family::Negated,
        Family::Skips,
        Family::Cues,
        Family::Shape,
        Family::Masked,
    ];

    /// The family's group.
    pub fn group(self) -> Group {
        match self {
            Family::Words | Family::Stems | Family::Marks | Family::Skips => Group::Words,
            Family::Masked | Family::Negated => Group::Masked,
            Family::Chars => Group::Chars,
            Family::Cues | Family::Shape => Group::Plain,
        }
    }

    /// The name in settings and in `stance explain`.
    pub fn name(self) -> &'static str {
        match self {
            Family::Words => "words",
            Family::Stems => "stems",
            Family::Marks => "marks",
            Family::Chars => "chars",
            Family::Negated => "negated",
            Family::Skips => "skips",
            Family::Cues => "cues",
            Family::Shape => "shape",
            Family::Masked => "masked",
        }
    }
}

/// The key of a feature: family, length (or variant) and content mixed into 32 bits.
pub fn key(family: Family, variant: u8, content: u64) -> u32 {
    let tag = (family as u64) << 8 | variant as u64;
    let mixed = (content ^ tag.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (mixed >> 32) as u32
}

/// The hash of a sequence grown by one word.
pub(super) fn join(sequence: u64, next: u64) -> u64 {
    (sequence.rotate_left(25) ^ next).wrapping_mul(0xA24B_AED4_963E_E407)
}
