use super::cues::Found;
use super::{Family, FeatureSettings, Role, Sink, key};
use crate::base::Kind;
use crate::sentence::Sentence;
use crate::token::Token;

/// Lengths in words that separate fragments, short, common and long sentences.
const LENGTHS: [usize; 5] = [4, 8, 15, 25, 40];

/// Made from the whole sentence.
const WHOLE: super::Extent = (0, 0);

/// Cue features and the sentence's own shape.
pub(super) fn shape(
    sentence: &Sentence,
    words: &[Token],
    found: &[Found],
    settings: &FeatureSettings,
    sink: &mut impl Sink,
) {
    if settings.cues {
        cues(found, sink);
    }
    if settings.shape {
        let length = LENGTHS.iter().filter(|&&bound| words.len() > bound).count() as u64;
        let quote = sentence.quote;
        let inside = u64::from(quote.begins_inside) | u64::from(quote.ends_inside) << 1 | u64::from(quote.marks) << 2;
        sink.feature(Family::Shape, key(Family::Shape, 1, length), WHOLE);
        sink.feature(Family::Shape, key(Family::Shape, 2, inside), WHOLE);
        sink.feature(Family::Shape, key(Family::Shape, 3, u64::from(sentence.kind == Kind::Heading)), WHOLE);
    }
}

/// Each cue with its negation; and which stance cues stand together with people who flee.
fn cues(found: &[Found], sink: &mut impl Sink) {
    let people = found.iter().any(|cue| cue.role == Role::People);
    for &Found { role, negated, from } in found {
        sink.feature(Family::Cues, key(Family::Cues, 1, (role as u64) << 1 | u64::from(negated)), from);
        if people && matches!(role, Role::Admit | Role::Restrict) {
            sink.feature(Family::Cues, key(Family::Cues, 2, (role as u64) << 1 | u64::from(negated)), from);
        }
    }
    for pair in found.windows(2) {
        let content = (pair[0].role as u64) << 8 | pair[1].role as u64;
        sink.feature(Family::Cues, key(Family::Cues, 3, content), WHOLE);
    }
}
