use super::Scratch;
use super::family::join;
use crate::base::{Reject, Stance};
use crate::document::Document;
use crate::sentence::Sentence;
use crate::token::{HashIsKey, Stemmer, Token, word_hash};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Longest cue, in words.
const LONGEST_CUE: usize = 4;

/// What a cue phrase does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Role {
    /// Speaks for letting people in.
    Admit = 0,
    /// Speaks against it.
    Restrict = 1,
    /// Names people who flee, or asylum matters.
    People = 2,
    /// Says that what came before is wrong.
    Refutation = 3,
    /// Grants a point before the turn.
    Concession = 4,
    /// Turns.
    Contrast = 5,
    /// Reports somebody's words.
    Report = 6,
    /// Opens a sentence that adds to the one before.
    Addition = 7,
    /// Opens a sentence about what was just named.
    Anaphora = 8,
}

/// A cue in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub role: Role,
    /// Whether it stands in a negator's scope.
    pub negated: bool,
    /// Its words.
    pub from: super::Extent,
}

impl Role {
    /// All, in order.
    pub const ALL: [Role; 9] = [
        Role::Admit,
        Role::Restrict,
        Role::People,
        Role::Refutation,
        Role::Concession,
        Role::Contrast,
        Role::Report,
        Role::Addition,
        Role::Anaphora,
    ];

    /// The word in the `role` column of `seeds/cues/*.csv`.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 9] =
            ["admit", "restrict", "people", "refutation", "concession", "contrast", "report", "addition", "anaphora"];
        NAMES[self as usize]
    }
}

/// Cue phrases as hashes of their stems; part of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cues {
    roles: Roles,
    openers: Roles,
    /// One bit for each value of a sequence's low 16 bits: most sequences are no cue and stop here.
    sieve: Vec<u64>,
}

type Roles = HashMap<u64, Role, BuildHasherDefault<HashIsKey>>;

/// The place of a sequence in the sieve: word, bit.
fn sieved(content: u64) -> (usize, u64) {
    ((content >> 6 & 0x3FF) as usize, 1 << (content & 63))
}

const FILES: [&str; 6] = [
    include_str!("../../seeds/cues/admit.csv"),
    include_str!("../../seeds/cues/restrict.csv"),
    include_str!("../../seeds/cues/people.csv"),
    include_str!("../../seeds/cues/reversal.csv"),
    include_str!("../../seeds/cues/report.csv"),
    include_str!("../../seeds/cues/openers.csv"),
];

impl Default for Cues {
    /// The lists of `seeds/cues/`, compiled into the program.
    fn default() -> Self {
        let mut stemmer = Stemmer::default();
        let pairs = FILES.iter().flat_map(|file| csv::Reader::from_reader(file.as_bytes()).into_records());
        let cues = pairs.filter_map(|row| {
            let row = row.ok()?;
            let role = Role::ALL.into_iter().find(|role| Some(role.name()) == row.get(1))?;
            Some((phrase_hash(row.get(0)?, &mut stemmer), role))
        });
        Cues::from_hashes(cues.collect::<Vec<_>>())
    }
}

fn phrase_hash(phrase: &str, stemmer: &mut Stemmer) -> u64 {
    let stems = phrase.split([' ', '-']).map(|word| word_hash(&stemmer.stem(word)));
    stems.reduce(join).unwrap_or_default()
}

impl Cues {
    /// Cues from their hashes, as a model file holds them; the first role of a hash counts.
    pub fn from_hashes(pairs: impl IntoIterator<Item = (u64, Role)>) -> Self {
        let mut cues = Cues { roles: Roles::default(), openers: Roles::default(), sieve: vec![0; 1 << 10] };
        for (hash, role) in pairs {
            if matches!(role, Role::Addition | Role::Anaphora) {
                cues.openers.entry(hash).or_insert(role);
                continue;
            }
            cues.roles.entry(hash).or_insert(role);
            let (word, bit) = sieved(hash);
            cues.sieve[word] |= bit;
        }
        cues
    }

    /// The hashes with their roles: first those found anywhere, then the openers, each ascending.
    pub fn hashes(&self) -> impl Iterator<Item = (u64, Role)> {
        let ascending = |roles: &Roles| {
            let mut pairs: Vec<(u64, Role)> = roles.iter().map(|(hash, role)| (*hash, *role)).collect();
            pairs.sort_unstable();
            pairs
        };
        ascending(&self.roles).into_iter().chain(ascending(&self.openers))
    }

    /// Whether a sentence names people who flee.
    pub fn names_people(&self, document: &Document, sentence: &Sentence, scratch: &mut Scratch) -> bool {
        scratch.read(document.tokens_of(sentence), self);
        scratch.names_people()
    }

    /// What the first words of a sentence do: refute, concede, turn, add, or point back.
    pub fn opening<'t>(&self, words: impl Iterator<Item = &'t Token> + Clone) -> Option<Role> {
        let turns = |role: &Role| matches!(role, Role::Refutation | Role::Concession | Role::Contrast);
        self.longest(words.clone()).map(|(role, _)| role).filter(turns).or_else(|| {
            let mut best = None;
            let mut content = 0;
            for (length, token) in words.take(LONGEST_CUE).enumerate() {
                content = if length == 0 { token.stem } else { join(content, token.stem) };
                best = self.openers.get(&content).copied().or(best);
            }
            best
        })
    }

    /// The side that more of a sentence's cues speak for, a negated cue speaking for the other one; neutral where
    /// neither has more, and for captions and boilerplate. What a word list alone can do.
    ///
    /// ```
    /// use stance::{base::Stance, document, feature::Cues};
    /// let document = document::from_text("note", "We must not close the border.");
    /// assert_eq!(Cues::default().side(&document, &document.sentences[0]), Stance::Admit);
    /// ```
    pub fn side(&self, document: &Document, sentence: &Sentence) -> Stance {
        let tokens = document.tokens_of(sentence).iter();
        let words: Vec<Token> = tokens.filter(|token| token.is_word()).copied().collect();
        let mut found = Vec::new();
        self.find(&words, &mut found);
        let speaks = |found: &Found| match found.role {
            Role::Admit => 1 - 2 * i32::from(found.negated),
            Role::Restrict => 2 * i32::from(found.negated) - 1,
            _ => 0,
        };
        match found.iter().map(speaks).sum::<i32>().signum() {
            1 if sentence.kind.may_take_side() => Stance::Admit,
            -1 if sentence.kind.may_take_side() => Stance::Restrict,
            _ => Stance::Neutral,
        }
    }

    /// Finds the cues of a sentence in order, the longest at each place.
    pub(super) fn find(&self, words: &[Token], found: &mut Vec<Found>) {
        found.clear();
        for (at, first) in words.iter().enumerate() {
            if let Some((role, length)) = self.longest(words[at..].iter()) {
                let from = (first.start, words[at + length - 1].end);
                found.push(Found { role, negated: first.negated, from });
            }
        }
    }

    /// The longest cue that the words begin with, and how many of them it takes.
    fn longest<'t>(&self, words: impl Iterator<Item = &'t Token>) -> Option<(Role, usize)> {
        let mut content = 0;
        let mut best = None;
        for (length, token) in words.take(LONGEST_CUE).enumerate() {
            content = if length == 0 { token.stem } else { join(content, token.stem) };
            let (word, bit) = sieved(content);
            if self.sieve[word] & bit != 0 {
                best = self.roles.get(&content).map(|role| (*role, length + 1)).or(best);
            }
        }
        best
    }
}

/// Roles that other stages read: negation scope, masking.
const OTHER_ROLES: [&str; 2] = ["negation", "country"];

/// Reads one cue list and says what is not canonical about it (sorted, unique, lower case, known roles).
pub fn check_list(file: &str, bytes: &[u8]) -> Vec<Reject> {
    let mut rejects = Vec::new();
    let mut last = String::new();
    for (index, row) in csv::Reader::from_reader(bytes).into_records().enumerate() {
        let line = index as u64 + 2;
        let cue = match &row {
            Ok(row) => row.get(0).unwrap_or_default().to_owned(),
            Err(error) => {
                rejects.push(Reject::file(file, "a row of cue,role,source,note", error.to_string()).at(line));
                continue;
            }
        };
        let role = row.as_ref().ok().and_then(|row| row.get(1)).unwrap_or_default().to_owned();
        let known = Role::ALL.iter().any(|known| known.name() == role) || OTHER_ROLES.contains(&role.as_str());
        if !known {
            rejects.push(Reject::file(file, "a role that some stage reads", format!("{role:?}")).at(line));
        }
        if cue <= last || cue != cue.to_lowercase() || cue.split(' ').count() > LONGEST_CUE {
            let expected = format!("lower-case cues of at most {LONGEST_CUE} words, each once, in byte order");
            rejects.push(Reject::file(file, expected, format!("{cue:?} after {last:?}")).at(line));
        }
        last = cue;
    }
    rejects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_cues() {
        let roles: Vec<Role> = Cues::default().hashes().map(|(_, role)| role).collect();
        for role in Role::ALL {
            assert!(roles.contains(&role), "{}", role.name());
        }
    }

    #[test]
    fn a_list_out_of_order_or_with_an_unknown_role_is_reported_with_its_line() {
        let found = check_list("x.csv", b"cue,role,source,note\nb,admit,s,\na,wrong,s,\n");
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines.iter().all(|line| line.starts_with("x.csv:3: ")), "{lines:?}");
    }

    #[test]
    fn inflected_cues_are_found() {
        let document = crate::document::from_text("x", "Several asylum seekers waited.");
        assert!(Cues::default().names_people(&document, &document.sentences[0], &mut Scratch::default()));
    }

    #[test]
    fn the_first_word_of_a_country_names_nobody() {
        let document = crate::document::from_text("x", "New Zealand arrivals filled the hall. New arrivals filled it.");
        let (cues, mut scratch) = (Cues::default(), Scratch::default());
        let named = document.sentences.iter().map(|sentence| cues.names_people(&document, sentence, &mut scratch));
        assert_eq!(named.collect::<Vec<_>>(), [false, true]);
    }
}
