use super::{Fault, Finding, Part};
use crate::dataset::LabelledDocument;
use crate::document::{Copies, Sketch, sketch};
use std::collections::BTreeMap;

/// A document and the part it stands in.
#[derive(Clone, Copy)]
struct Member<'p> {
    labelled: &'p LabelledDocument,
    part: &'p Part,
    sketch: Option<Sketch>,
}

/// Documents that reprint an earlier one, in the order of the parts and of their ids, and documents that
/// stand in two parts.
pub fn copies(parts: &[Part]) -> Vec<Finding> {
    let mut copies: Copies<Member> = Copies::default();
    let mut seen: BTreeMap<&str, Member> = BTreeMap::new();
    let mut findings = Vec::new();
    for part in parts {
        for labelled in &part.documents {
            let document = &labelled.document;
            let member = Member { labelled, part, sketch: sketch(document) };
            let twice = seen.get(document.id.as_str()).copied().filter(|_| document.has_context);
            seen.entry(&document.id).or_insert(member);
            findings.extend(match twice {
                Some(first) => told(member, first, "stands also in"),
                None => {
                    copies.original(member.sketch, || member).and_then(|original| told(member, original, "reprints"))
                }
            });
        }
    }
    findings
}

fn told(member: Member, original: Member, does: &str) -> Option<Finding> {
    let (gold, first) = (member.labelled.gold.first()?, original.labelled.gold.first()?);
    let leaks = !std::ptr::eq(member.part, original.part);
    let whose = if does == "reprints" { &original.labelled.document.id } else { &original.part.name };
    let part = if leaks && does == "reprints" { format!(" of {}", original.part.name) } else { String::new() };
    let message = format!("{does} {whose}{part} ({}:{})", first.file, first.line);
    let both = member.sketch.zip(original.sketch);
    let fault = if leaks { Fault::Leak } else { Fault::Copy };
    Some(Finding {
        score: both.map(|(a, b)| a.likeness(&b)),
        ..Finding::document(fault, member.labelled, gold, message)
    })
}
