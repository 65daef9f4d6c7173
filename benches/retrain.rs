//! What retraining gives: a model that never saw a domain, retrained on 200 and 500 rows of it, on the rest of that domain
//! and on what it knew before. Needs the texts behind the labels at `../shared/data`; trains for some minutes the first time and
//! keeps that model as `target/retrain-base.safetensors`.
//!
//! `cargo bench --bench retrain` measures the settings of `stance retrain`; arguments `SENTENCE,CONTEXT,FIRMNESS` measure others,
//! and `written` starts from a model of the written corpus alone, to which all real rows are a new domain.

#![allow(clippy::print_stdout, clippy::expect_used)] // a program for developers

use stance::base::{Stance, sha256_hex};
use stance::dataset::project::{self, Project};
use stance::dataset::{Aligned, LabelledDocument, digest, portion};
use stance::model::{Lesson, Model, RetrainSettings, TrainSettings, Worker};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

const TEXTS: &str = "../shared/data";
const DRAWS: usize = 6;

/// The domain that a document is left out of the base with.
fn domain(document: &LabelledDocument) -> Option<&'static str> {
    let fact = |name| document.fact(name).unwrap_or_default();
    match (fact("set"), fact("source"), fact("genre")) {
        ("train", _, "speech") => Some("speeches"),
        (_, "Townhall" | "Breitbart News", _) => Some("two outlets"),
        _ => None,
    }
}

/// The domain where the written corpus alone is known.
fn real(document: &LabelledDocument) -> Option<&'static str> {
    document.fact("set").filter(|set| *set == "train").map(|_| "real")
}

/// Documents by use.
struct Parts {
    base: Vec<LabelledDocument>,
    /// A tenth of the other real documents, and the test split of the corpus.
    old: Vec<LabelledDocument>,
    corpus: Vec<LabelledDocument>,
    new: Vec<LabelledDocument>,
    domain: fn(&LabelledDocument) -> Option<&'static str>,
    file: &'static str,
}

fn written(project: Project) -> Parts {
    let (new, rest): (Vec<_>, Vec<_>) = project.train.into_iter().partition(|it| real(it).is_some());
    let base = rest.into_iter().filter(|it| it.fact("set") == Some("corpus")).collect();
    let file = "target/retrain-written.safetensors";
    Parts { base, old: project.test.clone(), corpus: project.test, new, domain: real, file }
}

fn parts(project: Project) -> Parts {
    let (new, rest): (Vec<_>, Vec<_>) = project.train.into_iter().partition(|it| domain(it).is_some());
    let is_real = |it: &LabelledDocument| matches!(it.fact("set"), Some("train" | "news"));
    let (real, mut base): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_real);
    let drawn = portion(&real, 0.1, 7);
    let (old, real): (Vec<_>, Vec<_>) = real.into_iter().zip(drawn).partition(|(_, drawn)| *drawn);
    base.extend(real.into_iter().map(|(it, _)| it));
    let (old, file) = (old.into_iter().map(|(it, _)| it).collect(), "target/retrain-base.safetensors");
    Parts { base, old, corpus: project.test, new, domain, file }
}

fn base(parts: &Parts) -> Model {
    if let Ok(bytes) = fs::read(parts.file) {
        return Model::from_bytes(&bytes).expect("a model");
    }
    let settings = fs::read_to_string("models/train.toml").expect("settings");
    let settings = TrainSettings::from_toml(&settings).expect("good settings");
    let model = Model::train(parts.base.clone(), &settings, 2).expect("three labels").0;
    fs::write(parts.file, model.to_bytes()).expect("written");
    model
}

/// Macro-F1 of both readings, and the log loss in context.
fn measure(model: &Model, documents: &[&LabelledDocument]) -> [f64; 3] {
    let mut worker = Worker::default();
    let (mut counts, mut loss, mut rows) = ([[[0u32; 3]; 3]; 2], 0.0, 0.0);
    for it in documents {
        let mut document = it.document.clone();
        for reading in [0, 1] {
            document.has_context = reading == 0;
            for (said, gold) in model.predict(&document, &mut worker).iter().zip(&it.gold) {
                let right = if reading == 0 { gold.label } else { gold.alone.unwrap_or(gold.label) };
                counts[reading][right.index()][said.label.unwrap_or(Stance::Neutral).index()] += 1;
                if reading == 0 {
                    loss -= f64::from(said.scores.of(right).max(1e-4)).ln();
                    rows += 1.0;
                }
            }
        }
    }
    [macro_f1(&counts[0]), macro_f1(&counts[1]), loss / rows]
}

fn macro_f1(counts: &[[u32; 3]; 3]) -> f64 {
    let f1 = |k: usize| {
        let (wanted, given): (u32, u32) = (counts[k].iter().sum(), counts.iter().map(|row| row[k]).sum());
        f64::from(2 * counts[k][k]) / f64::from(wanted + given).max(1.0)
    };
    (f1(0) + f1(1) + f1(2)) / 3.0
}

/// Whole documents of a domain until there are so many rows, and the rest.
fn split<'p>(
    parts: &'p Parts,
    name: &str,
    rows: usize,
    draw: usize,
) -> (Vec<&'p LabelledDocument>, Vec<&'p LabelledDocument>) {
    let mut all: Vec<&LabelledDocument> = parts.new.iter().filter(|it| (parts.domain)(it) == Some(name)).collect();
    all.sort_by_cached_key(|it| sha256_hex(format!("{draw}{}", it.document.id).as_bytes()));
    let mut taken = 0;
    all.into_iter().partition(|it| {
        let wanted = taken < rows;
        taken += it.gold.len();
        wanted
    })
}

fn main() {
    if !Path::new(TEXTS).is_dir() {
        return println!("skipped: no texts at {TEXTS}");
    }
    let project = project::load(Path::new("data"), Some(Path::new(TEXTS))).expect("the project's own data");
    let is_written = std::env::args().any(|argument| argument == "written");
    let parts = if is_written { written(project) } else { parts(project) };
    let names: BTreeSet<&str> = parts.new.iter().filter_map(|it| (parts.domain)(it)).collect();
    let base = base(&parts);
    let measured: Vec<LabelledDocument> = [&parts.old, &parts.new].into_iter().flatten().cloned().collect();
    let digests = [&digest(&measured)[..16], &base.info().data_digest[..16]];
    println!("old and new rows {}, base of {} documents, data {}", digests[0], base.info().documents.len(), digests[1]);
    let fixed = [&parts.old, &parts.corpus].map(|set| set.iter().collect::<Vec<_>>());
    let before = fixed.each_ref().map(|set| measure(&base, set));
    println!("before: old {:.3?}, corpus {:.3?} (label, alone, log loss)", before[0], before[1]);
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| argument.contains(',')).collect();
    let settings = asked.iter().map(|text| {
        let numbers: Vec<f64> = text.split(',').map(|number| number.parse().expect("a number")).collect();
        RetrainSettings { sentence: numbers[0] as f32, context: numbers[1] as f32, firmness: numbers[2] }
    });
    let settings: Vec<RetrainSettings> = settings.collect();
    let settings = if settings.is_empty() { vec![RetrainSettings::default()] } else { settings };
    for settings in settings {
        for (name, rows) in names.iter().flat_map(|name| [(*name, 200), (*name, 500)]) {
            println!("{}", line(&parts, &base, (&fixed, &before), (name, rows), &settings));
        }
    }
}

/// The mean of the draws: what the base reaches on the new domain, and what retraining changes there and elsewhere.
fn line(
    parts: &Parts,
    base: &Model,
    (fixed, before): (&[Vec<&LabelledDocument>; 2], &[[f64; 3]; 2]),
    (name, rows): (&str, usize),
    settings: &RetrainSettings,
) -> String {
    let (mut start, mut change, mut seconds) = ([0.0; 3], [[0.0; 3]; 3], 0.0);
    for draw in 0..DRAWS {
        let (learnt, rest) = split(parts, name, rows, draw);
        let clock = Instant::now();
        let lesson = |it: &&LabelledDocument| Lesson { rows: base.unlearnt(it), aligned: Aligned::rows((*it).clone()) };
        let model = base.retrain(&learnt.iter().map(lesson).collect::<Vec<_>>(), settings).expect("retrains");
        seconds += clock.elapsed().as_secs_f64() / DRAWS as f64;
        let first = measure(base, &rest);
        let after = [measure(&model, &rest), measure(&model, &fixed[0]), measure(&model, &fixed[1])];
        for figure in 0..3 {
            start[figure] += first[figure] / DRAWS as f64;
            for (set, former) in [first, before[0], before[1]].iter().enumerate() {
                change[set][figure] += (after[set][figure] - former[figure]) / DRAWS as f64;
            }
        }
    }
    let RetrainSettings { sentence, context, firmness } = settings;
    format!(
        "{sentence} {context} {firmness} | {name} {rows} | {start:.3?} | new {:+.3?} | old {:+.3?} | corpus {:+.3?} | {seconds:.1} s",
        change[0], change[1], change[2]
    )
}
