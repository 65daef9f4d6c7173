use crate::base::{Scores, Stance, escape};
use crate::model::Word;
use crate::pipeline::{Labelled, Verdict};

/// Least probability of each shade but the first.
const SHADES: [f32; 4] = [0.45, 0.6, 0.75, 0.9];

/// One sentence: marked by its label, with a tip where something was weighed.
pub(super) fn sentence(labelled: &Labelled, at: usize) -> String {
    let document = &labelled.document;
    let sentence = &document.sentences[at];
    let text = escape(sentence.span.of(&document.text));
    let verdict = &labelled.verdicts[at];
    let weighed = verdict.scores.filter(|_| sentence.kind.may_take_side() && !super::nothing_said(labelled));
    let Some(scores) = weighed else { return text };
    let words = labelled.words.get(at).map_or(&[][..], Vec::as_slice);
    let (class, tip) = (class(verdict), tip(verdict, scores, words, document.first as usize + at));
    format!("<span class=\"s {class}\" tabindex=\"0\">{text}{tip}</span>")
}

fn class(verdict: &Verdict) -> String {
    let score = verdict.score.unwrap_or_default();
    match verdict.label {
        Some(side @ (Stance::Admit | Stance::Restrict)) => {
            format!("{side} p{}", 1 + SHADES.iter().filter(|&&least| score >= least).count())
        }
        _ => verdict.name().to_owned(),
    }
}

/// What the sentence shows of itself when it is pointed at or has the focus.
fn tip(verdict: &Verdict, scores: Scores, words: &[Word], n: usize) -> String {
    let [admit, restrict, neutral] = scores.0;
    let head = match (verdict.label, verdict.set) {
        (Some(label), _) => format!("{label} {:.2}", scores.of(label)),
        (None, Some(set)) if set.only().is_none() => {
            format!("abstain: could be {}", set.to_string().replace('|', " or "))
        }
        (None, _) => format!("abstain: {} only {:.2}", scores.best(), scores.of(scores.best())),
    };
    let percent = |p: f32| format!("{:.0}%", p * 100.0);
    let (to_admit, to_restrict) = (percent(admit), percent(admit + restrict));
    let quoted: Vec<String> = words.iter().map(|word| format!("<q>{}</q>", escape(&word.text))).collect();
    let why = if words.is_empty() {
        String::new()
    } else {
        format!("<span class=\"why\">words: {}</span>", quoted.join(", "))
    };
    format!(
        "<span class=\"tip\"><span class=\"head\">{head}</span><span class=\"mix\" style=\"--a:{to_admit};--r:{to_restrict}\"></span>\
         <span>admit {admit:.2}, restrict {restrict:.2}, neutral {neutral:.2}</span>{why}\
         <span class=\"no\">sentence {n}</span></span>"
    )
}
