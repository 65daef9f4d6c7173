use super::EvaluateArgs;
use crate::base::Reject;
use crate::cli::console::{Failure, rejected, say};
use crate::dataset::{self, Aligned};
use crate::evaluate::{Cuts, Gate, Measured, Resampling, Scored, cut_figures};
use crate::model::Model;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The project's own behaviour tests.
pub(super) const BEHAVIOUR: &str = "tests/behaviour";

/// Rejects shown where none of the rows can be used.
const SHOWN: usize = 10;

/// What is measured on.
pub(super) struct Data {
    pub aligned: Vec<Aligned>,
    pub rejects: Vec<Reject>,
    /// Whether the documents are whole articles.
    articles: bool,
}

pub(super) fn load(args: &EvaluateArgs) -> Result<Data, Failure> {
    let (documents, mut rejects) = match args.behaviour {
        true if args.data.is_empty() => dataset::behaviour(&[PathBuf::from(BEHAVIOUR)]),
        true => dataset::behaviour(&args.data),
        false => {
            let reading = dataset::read_with(&args.data, &args.map, args.texts.as_deref());
            (reading.documents, reading.rejects)
        }
    };
    let aligned = match &args.articles {
        None => documents.into_iter().map(Aligned::rows).collect(),
        Some(folder) => {
            let (aligned, missing) = dataset::align(documents, folder);
            rejects.extend(missing);
            aligned
        }
    };
    if aligned.is_empty() {
        return Err(nothing(&rejects));
    }
    Ok(Data { aligned, rejects, articles: args.articles.is_some() })
}

/// Why no row can be used; label words of another language are named together.
fn nothing(rejects: &[Reject]) -> Failure {
    rejected(&rejects[..rejects.len().min(SHOWN)]);
    if rejects.len() > SHOWN {
        say(format!("and {} more", rejects.len() - SHOWN));
    }
    let unknown = rejects.iter().filter(|reject| reject.expected.starts_with("in column label admit"));
    let words: BTreeSet<&str> = unknown.map(|reject| reject.found.as_str()).filter(|word| *word != "none").collect();
    if words.is_empty() {
        return Failure("expected rows with a gold label, found none".to_owned());
    }
    let words: Vec<&str> = words.into_iter().take(SHOWN).collect();
    let words = words.join(", ");
    Failure(format!("expected labels admit, restrict or neutral, found {words}: say what they stand for with --map"))
}

/// Gives the rows the columns of their own files where a slice asks for one that they lack.
pub(super) fn add_columns(args: &EvaluateArgs, gates: &[Gate], rows: &mut [Scored]) {
    let of_gates = gates.iter().filter_map(|gate| gate.slice.as_ref().map(|(column, _)| column));
    let asked: Vec<&String> = args.by.iter().chain(of_gates).collect();
    let lacks = |row: &Scored| asked.iter().any(|column| row.value(column) == "(none)");
    if !rows.iter().any(lacks) {
        return;
    }
    let mut further = dataset::further_columns(&args.data);
    for row in rows {
        row.facts.extend(further.remove(&(row.file.clone(), row.line)).unwrap_or_default());
    }
}

/// Refuses to measure a model on documents it was trained on.
pub(super) fn refuse_leak(model: &Model, name: &str, data: &[Aligned]) -> Result<(), Failure> {
    let seen = |it: &&Aligned| model.trained_on(&it.labelled.document) || model.trained_on(it.document());
    let leaked: Vec<&str> = data.iter().filter(seen).map(|it| it.labelled.document.id.as_str()).collect();
    if leaked.is_empty() {
        return Ok(());
    }
    let first = leaked[..leaked.len().min(5)].join(", ");
    let (count, all) = (leaked.len(), data.len());
    Err(Failure(format!(
        "expected documents that {name} was not trained on, found {count} of {all} that it was: {first}{}; \
         --allow-leak measures all the same",
        if count > 5 { ", …" } else { "" }
    )))
}

impl Data {
    /// The digest of the rows and their labels.
    pub fn digest(&self) -> String {
        let labelled: Vec<_> = self.aligned.iter().map(|aligned| aligned.labelled.clone()).collect();
        dataset::digest(&labelled)
    }

    /// How well articles were cut into sentences; nothing where rows were given.
    pub fn cut_figures(&self) -> Vec<Measured> {
        if !self.articles {
            return Vec::new();
        }
        let cuts: Vec<Cuts> = self.aligned.iter().map(cuts).collect();
        cut_figures(&cuts, &Resampling::default())
    }

    /// What became of the rows of articles.
    pub fn about(&self) -> Option<(String, String)> {
        let without = |it: &Aligned| {
            (0..it.labelled.gold.len()).filter(|&row| it.has(row) && it.sentence_of(row).is_none()).count()
        };
        let count: usize = self.aligned.iter().map(without).sum();
        self.articles.then(|| ("rows that no sentence of their article holds".to_owned(), count.to_string()))
    }
}

fn cuts(it: &Aligned) -> Cuts {
    let document = it.document();
    let mut cuts = Cuts { found: document.sentences.iter().map(|found| found.span).collect(), ..Cuts::default() };
    for (row, gold) in it.labelled.document.sentences.iter().enumerate() {
        if let Some(span) = it.place(row) {
            cuts.gold.push((span, gold.kind));
            cuts.kinds.push(it.sentence_of(row).map(|at| document.sentences[at].kind));
        }
    }
    cuts
}
