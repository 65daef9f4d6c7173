//! What the context stage sees of a sentence: its own scores, its neighbours', its article's, and its place.

use super::sentence_stage::TwoLogits;
use crate::base::{Kind, Scores};
use crate::document::Document;
use crate::feature::{Cues, Role};
use crate::sentence::Sentence;
use crate::token::Class;

/// Sentences looked at on either side.
const REACH: usize = 3;
/// Own scores of both readings; neighbours; article; place; products of the two.
pub(super) const WIDTH: usize = 83;

/// What the sentence stage hands to the context stage of one sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evidence {
    /// Log-odds of both readings.
    pub logits: TwoLogits,
    /// Whether it names people who flee.
    pub people: bool,
}

/// One sentence's evidence: probabilities of the two sides in both readings.
#[derive(Debug, Clone, Copy, Default)]
struct Sides {
    label: [f32; 2],
    alone: [f32; 2],
}

impl Sides {
    fn of(logits: &TwoLogits, kind: Kind) -> Sides {
        if !kind.may_take_side() {
            return Sides::default();
        }
        let sides = |logits: [f32; 3]| {
            let Scores([admit, restrict, _]) = Scores::softmax(logits);
            [admit, restrict]
        };
        Sides { label: sides(logits[0]), alone: sides(logits[1]) }
    }
}

/// Hands out the inputs of every sentence of a document, in order; all at once they would outweigh the document.
pub(super) fn context_inputs(
    document: &Document,
    evidence: &[Evidence],
    cues: &Cues,
    mut each: impl FnMut(usize, &[f32; WIDTH]),
) {
    let sentences = &document.sentences;
    let sides: Vec<Sides> = sentences.iter().zip(evidence).map(|(s, e)| Sides::of(&e.logits, s.kind)).collect();
    let article = Article::of(document, &sides);
    let naming = evidence.iter().filter(|evidence| evidence.people).count();
    let share = naming as f32 / evidence.len().max(1) as f32;
    for (at, sentence) in sentences.iter().enumerate() {
        let mut inputs = Inputs { values: [0.0; WIDTH], next: 0 };
        own(&mut inputs, &evidence[at].logits, &sides[at]);
        neighbours(&mut inputs, sentences, &sides, at);
        article.inputs(&mut inputs, &sides[at], sentence);
        place(&mut inputs, document, sentence, at);
        turns(&mut inputs, document, sentence, &sides, at, cues);
        people(&mut inputs, evidence, at, share);
        debug_assert_eq!(inputs.next, WIDTH);
        each(at, &inputs.values);
    }
}

struct Inputs {
    values: [f32; WIDTH],
    next: usize,
}

impl Inputs {
    fn push(&mut self, value: f32) {
        self.values[self.next] = value;
        self.next += 1;
    }

    fn pair(&mut self, values: [f32; 2]) {
        self.push(values[0]);
        self.push(values[1]);
    }

    fn flag(&mut self, value: bool) {
        self.push(f32::from(u8::from(value)));
    }
}

/// 8 inputs: log-odds of the sides against neutral, and probabilities, for both readings.
fn own(inputs: &mut Inputs, logits: &TwoLogits, sides: &Sides) {
    for reading in logits {
        inputs.pair([0, 1].map(|side| (reading[side] - reading[2]).clamp(-6.0, 6.0) / 3.0));
    }
    inputs.pair(sides.label);
    inputs.pair(sides.alone);
}

/// 28 inputs: up to [`REACH`] neighbours before and after, those of the same paragraph again, decaying sums.
fn neighbours(inputs: &mut Inputs, sentences: &[Sentence], sides: &[Sides], at: usize) {
    for direction in [-1isize, 1] {
        let neighbour = |distance: usize| {
            let place = at.checked_add_signed(direction * distance as isize)?;
            Some((sides.get(place)?, sentences.get(place)?))
        };
        for distance in 1..=REACH {
            inputs.pair(neighbour(distance).map_or([0.0; 2], |(sides, _)| sides.label));
        }
        let next = neighbour(1);
        inputs.pair(next.map_or([0.0; 2], |(sides, _)| sides.alone));
        let same = next.filter(|(_, sentence)| sentence.paragraph == sentences[at].paragraph);
        inputs.pair(same.map_or([0.0; 2], |(sides, _)| sides.label));
        inputs.flag(next.is_none());
        let around = decaying((1..=8).filter_map(|distance| neighbour(distance).map(|(sides, _)| sides.label)));
        inputs.pair(around);
        inputs.push(balance(around));
    }
}

/// How far admit outweighs restrict, as a logarithm.
fn balance(sides: [f32; 2]) -> f32 {
    libm::logf((sides[0] + 0.05) / (sides[1] + 0.05)) / 2.0
}

/// Sum of the sides, each sentence counting 0.7 of the nearer one.
fn decaying(sides: impl Iterator<Item = [f32; 2]>) -> [f32; 2] {
    let mut weight = 0.5;
    let mut sum = [0.0; 2];
    for [admit, restrict] in sides {
        sum[0] += weight * admit;
        sum[1] += weight * restrict;
        weight *= 0.7;
    }
    sum
}

/// What holds for the whole article.
struct Article {
    total: [f32; 2],
    count: f32,
    heading: [f32; 2],
    paragraphs: Vec<(u32, [f32; 2], f32)>,
}

impl Article {
    fn of(document: &Document, sides: &[Sides]) -> Self {
        let mut article = Article { total: [0.0; 2], count: 0.0, heading: [0.0; 2], paragraphs: Vec::new() };
        for (sentence, sides) in document.sentences.iter().zip(sides) {
            if !sentence.kind.may_take_side() {
                continue;
            }
            add(&mut article.total, sides.label);
            article.count += 1.0;
            if sentence.kind == Kind::Heading && article.heading == [0.0; 2] {
                article.heading = sides.label;
            }
            match article.paragraphs.last_mut() {
                Some((paragraph, sum, count)) if *paragraph == sentence.paragraph => {
                    add(sum, sides.label);
                    *count += 1.0;
                }
                _ => article.paragraphs.push((sentence.paragraph, sides.label, 1.0)),
            }
        }
        article
    }

    /// 11 inputs: means of article and paragraph without the sentence itself, their balance, the first heading, products.
    fn inputs(&self, inputs: &mut Inputs, own: &Sides, sentence: &Sentence) {
        let mine = if sentence.kind.may_take_side() { 1.0 } else { 0.0 };
        let mean = without(self.total, self.count, own.label, mine);
        inputs.pair(mean);
        inputs.push(balance(mean));
        inputs.pair(self.heading);
        let found = self.paragraphs.binary_search_by_key(&sentence.paragraph, |(paragraph, ..)| *paragraph);
        let paragraph = found.map_or([0.0; 2], |at| {
            let (_, sum, count) = self.paragraphs[at];
            without(sum, count, own.label, mine)
        });
        inputs.pair(paragraph);
        let open = 1.0 - own.label[0] - own.label[1];
        inputs.pair(mean.map(|value| value * open));
        inputs.pair([own.label[0] * (mean[0] - mean[1]), own.label[1] * (mean[1] - mean[0])]);
    }
}

fn add(sum: &mut [f32; 2], sides: [f32; 2]) {
    sum[0] += sides[0];
    sum[1] += sides[1];
}

fn without(sum: [f32; 2], count: f32, own: [f32; 2], mine: f32) -> [f32; 2] {
    let others = count - mine;
    if others < 0.5 {
        return [0.0; 2];
    }
    [0, 1].map(|side| (sum[side] - mine * own[side]) / others)
}

/// 12 inputs: place in the article, kind, quotation, length.
fn place(inputs: &mut Inputs, document: &Document, sentence: &Sentence, at: usize) {
    let number = document.first as f32 + at as f32;
    inputs.push(1.0 / number);
    inputs.flag(number <= 3.0);
    inputs.flag(at + 3 >= document.sentences.len());
    inputs.flag(sentence.kind == Kind::Heading);
    inputs.flag(sentence.quote.marks);
    inputs.flag(sentence.quote.begins_inside);
    inputs.flag(sentence.quote.ends_inside);
    let tokens = document.tokens_of(sentence);
    let words = tokens.iter().filter(|token| token.class == Class::Word).count();
    inputs.push((words as f32 / 20.0).min(3.0));
    inputs.flag(words < 8);
    inputs.flag(tokens.iter().any(|token| token.class == Class::Number));
    inputs.flag(document.sentences.len() < 3);
    let first_of_paragraph = at == 0 || document.sentences[at - 1].paragraph != sentence.paragraph;
    inputs.flag(first_of_paragraph);
}

/// 20 inputs: how the sentence opens, and what that makes of the one before; a running quotation.
fn turns(inputs: &mut Inputs, document: &Document, sentence: &Sentence, sides: &[Sides], at: usize, cues: &Cues) {
    let opening = cues.opening(document.tokens_of(sentence).iter().filter(|token| token.class == Class::Word));
    let before = if at == 0 { [0.0; 2] } else { sides[at - 1].label };
    for role in [Role::Refutation, Role::Concession, Role::Contrast, Role::Addition, Role::Anaphora] {
        let here = opening == Some(role);
        inputs.flag(here);
        inputs.pair(if here { before } else { [0.0; 2] });
    }
    let running = sentence.quote.begins_inside;
    inputs.pair(if running { before } else { [0.0; 2] });
    let open = 1.0 - sides[at].label[0] - sides[at].label[1];
    inputs.pair(before.map(|side| side * open));
    let after = sides.get(at + 1).map_or(0.0, |sides| sides.label[0] - sides.label[1]);
    inputs.push(after * open);
}

/// 4 inputs: whether people who flee are named here, just before, just after, and how often in the article.
fn people(inputs: &mut Inputs, evidence: &[Evidence], at: usize, share: f32) {
    let named = |range: &[Evidence]| range.iter().any(|evidence| evidence.people);
    inputs.flag(evidence[at].people);
    inputs.flag(named(&evidence[at.saturating_sub(2)..at]));
    inputs.flag(named(&evidence[at + 1..(at + 3).min(evidence.len())]));
    inputs.push(share);
}
