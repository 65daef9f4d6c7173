use super::unit::last;
use super::{Annotation, Conflict, Unit, latest, units};
use crate::base::Stance;
use std::str::FromStr;

/// How one label is made of what several annotators said of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The label of more than half of the annotators.
    Majority,
    /// What this annotator said; where they said nothing, what all others agree on.
    Adjudicator(String),
    /// The latest, whoever said it.
    Latest,
}

/// A rule of none of the three names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected majority, adjudicator=NAME or latest, found {0:?}")]
pub struct BadRule(pub String);

impl FromStr for Rule {
    type Err = BadRule;

    fn from_str(word: &str) -> Result<Self, BadRule> {
        match word.split_once('=') {
            Some(("adjudicator", name)) if !name.is_empty() => Ok(Rule::Adjudicator(name.to_owned())),
            None if word == "majority" => Ok(Rule::Majority),
            None if word == "latest" => Ok(Rule::Latest),
            _ => Err(BadRule(word.to_owned())),
        }
    }
}

/// One annotation a sentence, and the sentences that the rule did not decide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Sorted by document, number and digest; `annotator` names all whose label it is, `+` between them.
    pub annotations: Vec<Annotation>,
    /// Sentences without a label now.
    pub conflicts: Vec<Conflict>,
}

/// Merges annotations by a rule, the last word of each annotator first (see [`latest`]). Of those whose label holds,
/// `alone` and `holder` are kept where they agree, and are else empty.
pub fn merge(annotations: Vec<Annotation>, rule: &Rule) -> Merged {
    let (annotations, conflicts) = latest(annotations);
    let unsettled: Vec<Unit> = conflicts.iter().map(|conflict| conflict.unit.clone()).collect();
    let mut merged = Merged { conflicts, ..Merged::default() };
    for (unit, said) in units(annotations) {
        if unsettled.contains(&unit) {
            continue;
        }
        match winner(&said, rule) {
            Ok(winner) => merged.annotations.push(winner),
            Err(why) => merged.conflicts.push(Conflict { unit, why: why.to_owned(), annotations: said }),
        }
    }
    merged.conflicts.sort_by(|a, b| a.unit.cmp(&b.unit));
    merged
}

fn winner(said: &[Annotation], rule: &Rule) -> Result<Annotation, &'static str> {
    match rule {
        Rule::Majority => majority(said).map(|label| united(said, label)).ok_or("no label has a majority"),
        Rule::Latest => last(said).cloned().ok_or("nothing tells which is the latest (column time)"),
        Rule::Adjudicator(name) => match said.iter().find(|annotation| annotation.annotator == *name) {
            Some(annotation) => Ok(annotation.clone()),
            None if said.iter().all(|annotation| annotation.label == said[0].label) => Ok(united(said, said[0].label)),
            None => Err("the annotators differ and the adjudicator said nothing"),
        },
    }
}

fn majority(said: &[Annotation]) -> Option<Stance> {
    let votes = |stance: &Stance| said.iter().filter(|annotation| annotation.label == *stance).count();
    Stance::ALL.into_iter().find(|stance| 2 * votes(stance) > said.len())
}

/// One annotation for all that have the label.
fn united(said: &[Annotation], label: Stance) -> Annotation {
    let winners: Vec<&Annotation> = said.iter().filter(|annotation| annotation.label == label).collect();
    let mut united = (*winners.last().expect("a label that somebody gave")).clone();
    if winners.iter().any(|annotation| annotation.alone != united.alone) {
        united.alone = None;
    }
    if winners.iter().any(|annotation| annotation.holder != united.holder) {
        united.holder.clear();
    }
    let mut names: Vec<&str> = winners.iter().map(|annotation| annotation.annotator.as_str()).collect();
    names.sort_unstable();
    united.annotator = names.join("+");
    united
}
