//! What a card says in words. What holds for the project's own model only is said of no other.

use super::Card;
use std::fmt::Write;

const WHAT: &str = "
Labels a sentence of an English article `admit`, `restrict` or `neutral`: does it speak for letting people in who
flee, against it, or neither. A sentence stage, linear over hashed n-grams, and beside it a small convolution over the
words in their order; a context stage, linear over their scores and the sentence's surroundings; probabilities calibrated on
out-of-fold scores.

## Intended use
Labelling many articles, and reading shares, trends and examples: for media monitors, policy analysts and social scientists.
Before figures are published, have a sample of the labels read by people.

**Not** for judging single persons or single articles, for moderating or ranking what people wrote, for languages other
than English, or for texts about other disputes (labour migration, tourism, trade).

## Limits
- The label is the most probable one after weights that favour the two sides, because macro-F1 weighs the three alike.
  The probabilities are calibrated; the weights move the labels, not the probabilities.
- Irony, arguments that lean on other paragraphs, and a reported opponent's words are what this kind of model gets wrong most.
- An article that never names people who flee is neutral throughout, unread.
- Figures below hold for articles like those measured; other outlets, countries and years may differ.
";

const OWN_LIMIT: &str = "- Labels, and so the figures below, come from language-model annotators who read each sentence \
in its document; people would agree with each other less. What a label means: `data/guidelines.md`.\n";

const OTHER_LIMIT: &str = "- What the labels mean, who made them and how far they agree with one another is known to those who made \
them, not to the program that wrote this card.\n";

const OWN_ORIGIN: &str = "
`corpus` is the project's own writing and stands in the repository. `train` and `news` are real articles, speeches and
statements: the repository holds their labels without text (`data/real/`), so a model trained on all of it can be
rebuilt only by somebody who has the texts (`stance train --texts FOLDER`); from the repository alone, `stance train`
gives a model of the corpus. `off_topic` are whole articles about something else, every sentence neutral.

**Where the labels come from.** Language-model annotators read each sentence in its document under the written rules of
`data/guidelines.md`; nobody else has labelled them. How often two of their passes agreed, what was corrected and how, and
what is weak about each set: `data/README.md`.
";

const OTHER_ORIGIN: &str = "
`given` are the files named on the command line of `stance train`.

**Where the labels come from** was not told. Say it in a file given with `--notes`: who labelled, under which rules, how often
two readers agreed, and under what licence the texts may be used.
";

pub(super) const FIGURES: &str = "
## Figures
Each with its 95 % interval (bootstrap over documents). *Out of fold*: rows scored by a model that had not seen their
document. `label` is the reading in context, `alone` the reading of the sentence by itself. Where every sentence is
neutral, accuracy is the share left so, and macro-F1 says nothing.

| set | sentences | documents | macro-F1 | F1 admit | F1 restrict | F1 neutral | F_avg | accuracy | ECE |
|---|---:|---:|---|---|---|---|---|---|---|
";

pub(super) const BEHAVIOUR: &str =
    "Behaviour tests are sentences made to be hard; the frozen half is counted and not looked at. \
A pair is asked where one of its rows was rightly given a side, and holds where the other follows.
";

/// Name, use and limits.
pub(super) fn start(card: &Card) -> String {
    let mut text = format!("# Model card: {}\n{WHAT}", card.name);
    text += if card.own { OWN_LIMIT } else { OTHER_LIMIT };
    text + &side_precision(card)
}

/// How often a side given is right, from the first rows shown in detail: the figure that a reader must know first.
fn side_precision(card: &Card) -> String {
    let Some(shown) = card.evaluations.iter().find(|evaluation| !evaluation.slices.is_empty()) else {
        return String::new();
    };
    let mut text = String::new();
    let of = |side: &str| shown.figure(&format!("precision.{side}")).and_then(|figure| figure.value);
    if let (Some(admit), Some(restrict)) = (of("admit"), of("restrict")) {
        let _ = writeln!(
            text,
            "- Of the sentences it called admit {:.0} % were, of those it called restrict {:.0} % ({}).",
            admit * 100.0,
            restrict * 100.0,
            shown.title
        );
    }
    text
}

/// Where the training labels come from.
pub(super) fn origin(card: &Card) -> &'static str {
    if card.own { OWN_ORIGIN } else { OTHER_ORIGIN }
}

/// What the tables of sets mean.
pub(super) const SETS: &str = "Sets of stances: at a risk of 10 %, of each stance\'s sentences at most one in ten is to have a set without it \
(sentences of a document drawn at random, documents like those trained on). Only a set of one stance keeps a label; how often that \
label is wrong is measured, not promised.
";
