use crate::base::Stance;
use crate::pipeline::Verdict;
use std::fmt::Write;

/// Height above and below the line.
const HEIGHT: f32 = 10.0;

/// The article at a glance: a bar a sentence in reading order, admit above the line and restrict below, the
/// higher the surer.
pub(super) fn strip(verdicts: &[Verdict]) -> String {
    let (mut admit, mut restrict) = (String::new(), String::new());
    for (at, verdict) in verdicts.iter().enumerate() {
        let height = HEIGHT * verdict.score.unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = match verdict.label {
            Some(Stance::Admit) => write!(admit, "M{at} {HEIGHT}h.8v-{height:.1}h-.8z"),
            Some(Stance::Restrict) => write!(restrict, "M{at} {HEIGHT}h.8v{height:.1}h-.8z"),
            _ => Ok(()),
        };
    }
    let (count, tall) = (verdicts.len().max(1), 2.0 * HEIGHT);
    format!(
        "<svg class=\"strip\" role=\"img\" aria-label=\"Sentences in reading order: admit above the line, restrict below, \
         the higher the surer\" viewBox=\"0 0 {count} {tall}\" preserveAspectRatio=\"none\">\
         <path class=\"line\" d=\"M0 {HEIGHT}H{count}\"/><path class=\"admit\" d=\"{admit}\"/>\
         <path class=\"restrict\" d=\"{restrict}\"/></svg>\n"
    )
}
