//! How many labels does `stance sample` save against labelling at random? A simulation on labelled articles.
//!
//!     cargo bench --bench sampling -- --texts FOLDER [--seeds N]
//!
//! FOLDER is that of `stance train --texts`. For each seed: articles of the project's real training set are drawn to test
//! on (dev is never touched) and to choose from; 500 sentences are labelled at random, then batches of 500 by each strategy
//! until 4,000, the sentence stage being fit on all labelled ones before each batch. Figures are macro-F1 of `label` on the
//! test articles. The context stage is too slow to fit so often; for divergence a sentence's neighbours stand in for it: their
//! mean probabilities, averaged with its own. One thread, no clock: the same folder gives the same figures.

#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2};
use stance::base::{Random, Scores, Stance};
use stance::dataset::{LabelledDocument, digest, project};
use stance::evaluate::percentile;
use stance::feature::{Cues, FeatureVector, Group, Scales, extract};
use stance::model::{Logistic, SparseLogistic, SparseRecords, TrainSettings};
use stance::pipeline::{Standing, divergence, quotas, spread, uncertainty};
use std::collections::BTreeMap;
use std::path::Path;

/// What uncertainty weighs in `both`, the rest being divergence.
const MIX: f32 = 0.8;
const FIRST: usize = 500;
const BATCH: usize = 500;
const LAST: usize = 4000;
const TEST: usize = 6000;
const POOL: usize = 20_000;
const STRATEGIES: [&str; 7] = [
    "random",
    "uncertainty",
    "uncertainty, thirds",
    "uncertainty, halfway",
    "divergence, halfway",
    "both, halfway",
    "both, halfway, 20 % at random",
];

/// A sentence: its features by number, its article, its gold label.
struct Row {
    features: Vec<(u32, f32)>,
    doc: usize,
    gold: Stance,
}

struct Data {
    rows: Vec<Row>,
    /// The rows of each article, in order.
    docs: Vec<Vec<usize>>,
    names: Vec<String>,
    groups: Vec<Group>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| arguments.iter().position(|it| it == name).and_then(|at| arguments.get(at + 1));
    let Some(texts) = value("--texts") else {
        eprintln!("skipped: --texts FOLDER names the texts that the labels of data/real belong to");
        return;
    };
    let seeds = value("--seeds").map_or(5, |seeds| seeds.parse().expect("a number of seeds"));
    let settings = TrainSettings::from_toml(&std::fs::read_to_string("models/train.toml").expect("the settings"));
    let settings = settings.expect("settings that can be read");
    let project = project::load(Path::new("data"), Some(Path::new(texts))).expect("the project's data");
    let is_real = |it: &LabelledDocument| matches!(it.fact("set"), Some("train" | "news"));
    let documents: Vec<LabelledDocument> = project.train.into_iter().filter(is_real).collect();
    let data = prepare(&documents, &settings);
    println!("{} articles, {} sentences, data {}", data.docs.len(), data.rows.len(), &digest(&documents)[..16]);
    let curves: Vec<Vec<Vec<f64>>> = (1..=seeds).map(|seed| trial(&data, &settings, seed)).collect();
    report(&curves);
}

fn prepare(documents: &[LabelledDocument], settings: &TrainSettings) -> Data {
    let (cues, scales) = (Cues::default(), Scales::new(settings.sentence.length_power));
    let mut rows: Vec<(FeatureVector, usize, Stance)> = Vec::new();
    for (doc, labelled) in documents.iter().enumerate() {
        for (at, gold) in labelled.gold.iter().enumerate() {
            if labelled.document.sentences[at].kind.may_take_side() {
                let features = extract(&labelled.document, at, &settings.features, &scales, &cues);
                rows.push((features, doc, gold.label));
            }
        }
    }
    let mut known: BTreeMap<u32, (u32, Group)> = BTreeMap::new();
    for (features, ..) in &rows {
        for (key, family) in features.keys.iter().zip(&features.families) {
            known.insert(*key, (0, family.group()));
        }
    }
    known.values_mut().zip(0..).for_each(|(value, number)| value.0 = number);
    let mut docs = vec![Vec::new(); documents.len()];
    let numbered = |(at, (features, doc, gold)): (usize, (FeatureVector, usize, Stance))| {
        docs[doc].push(at);
        let features = features.keys.iter().zip(features.values).map(|(key, value)| (known[key].0, value)).collect();
        Row { features, doc, gold }
    };
    let rows = rows.into_iter().enumerate().map(numbered).collect();
    let names = documents.iter().map(|it| it.document.id.clone()).collect();
    Data { rows, docs, names, groups: known.values().map(|(_, group)| *group).collect() }
}

/// Macro-F1 after each batch, by strategy.
fn trial(data: &Data, settings: &TrainSettings, seed: u64) -> Vec<Vec<f64>> {
    let mut random = Random::new(seed);
    let order = shuffled((0..data.docs.len()).collect(), &mut random);
    let mut order = order.into_iter();
    let mut drawn = |most: usize| {
        let mut docs = Vec::new();
        let mut count = 0;
        while count < most
            && let Some(doc) = order.next()
        {
            count += data.docs[doc].len();
            docs.push(doc);
        }
        docs
    };
    let (test, pool) = (drawn(TEST), drawn(POOL));
    let rows = shuffled(pool.iter().flat_map(|&doc| data.docs[doc].clone()).collect(), &mut random);
    let curve = |strategy: &&str| {
        let mut random = Random::new(seed ^ 0x5A17);
        let mut labelled = rows[..FIRST].to_vec();
        let mut open = rows[FIRST..].to_vec();
        let mut curve = Vec::new();
        loop {
            let fitted = Fitted::new(data, &labelled, settings);
            curve.push(macro_f1(data, &fitted, &test));
            if labelled.len() >= LAST {
                break;
            }
            let taken = choose(strategy, data, &fitted, &pool, &open, &mut random);
            open.retain(|row| taken.binary_search(row).is_err());
            labelled.extend(taken);
        }
        eprintln!("seed {seed}, {strategy}: {}", curve.iter().map(|f1| format!(" {f1:.4}")).collect::<String>());
        curve
    };
    STRATEGIES.iter().map(curve).collect()
}

fn shuffled(mut items: Vec<usize>, random: &mut Random) -> Vec<usize> {
    for at in (1..items.len()).rev() {
        items.swap(at, random.below(at + 1));
    }
    items
}

/// The next batch, ascending.
fn choose(
    strategy: &str,
    data: &Data,
    fitted: &Fitted,
    pool: &[usize],
    open: &[usize],
    random: &mut Random,
) -> Vec<usize> {
    let at_random = match strategy {
        "random" => BATCH,
        _ if strategy.ends_with("at random") => BATCH / 5,
        _ => 0,
    };
    let open = shuffled(open.to_vec(), random);
    let mut taken = open[..at_random].to_vec();
    if at_random < BATCH {
        let mut known: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
        for &doc in pool {
            let own: Vec<Scores> = data.docs[doc].iter().map(|&row| fitted.scores(&data.rows[row])).collect();
            for (at, &row) in data.docs[doc].iter().enumerate() {
                let around = with_neighbours(&own, at);
                let value = match strategy.split(',').next() {
                    Some("uncertainty") => uncertainty(&own[at]),
                    Some("divergence") => divergence(&around, &own[at]),
                    _ => MIX * uncertainty(&own[at]) + (1.0 - MIX) * divergence(&own[at], &around),
                };
                known.insert(row, (value, own[at].best().index()));
            }
        }
        let mut rest = open[at_random..].to_vec();
        rest.sort_by(|a, b| known[b].0.total_cmp(&known[a].0));
        match strategy.contains(',') {
            true => {
                let mut kept = [0; 3];
                rest.retain(|row| {
                    kept[known[row].1] += 1;
                    kept[known[row].1] <= 5 * BATCH
                });
                let standing =
                    |row: &usize| Standing { class: known[row].1, source: "", doc: &data.names[data.rows[*row].doc] };
                let quotas = quotas_of(strategy, BATCH - at_random, &known, &open);
                let standings: Vec<Standing> = rest.iter().map(standing).collect();
                taken.extend(spread(&standings, quotas, |_, _| true).into_iter().map(|at| rest[at]));
            }
            false => taken.extend(&rest[..BATCH - at_random]),
        }
    }
    taken.sort_unstable();
    taken
}

/// How many of each class that the model gives.
fn quotas_of(strategy: &str, count: usize, known: &BTreeMap<usize, (f32, usize)>, open: &[usize]) -> [usize; 3] {
    let mut classes = [0u64; 3];
    open.iter().for_each(|row| classes[known[row].1] += 1);
    if strategy.contains("thirds") {
        return quotas(count, [1; 3]);
    }
    quotas(count, classes)
}

/// A sentence's probabilities, averaged with the mean of the three before and after it.
fn with_neighbours(own: &[Scores], at: usize) -> Scores {
    let around: Vec<&Scores> =
        (at.saturating_sub(3)..(at + 4).min(own.len())).filter(|&it| it != at).map(|it| &own[it]).collect();
    if around.is_empty() {
        return own[at];
    }
    let mean = |class: usize| around.iter().map(|scores| scores.0[class]).sum::<f32>() / around.len() as f32;
    Scores([0, 1, 2].map(|class| (own[at].0[class] + mean(class)) / 2.0))
}

/// The sentence stage, fit as in training.
struct Fitted {
    /// The value of each feature and its column in the weights.
    values: Vec<Option<(f32, u32)>>,
    weights: Logistic,
}

impl Fitted {
    fn new(data: &Data, rows: &[usize], settings: &TrainSettings) -> Self {
        let sentence = &settings.sentence;
        let mut counts = vec![0u32; data.groups.len()];
        rows.iter().flat_map(|&row| &data.rows[row].features).for_each(|(key, _)| counts[*key as usize] += 1);
        let mut columns = 0;
        let value = |(count, group): (u32, &Group)| {
            if count < sentence.min_sentences {
                return None;
            }
            columns += 1;
            let idf = libm::log(f64::from(rows.len() as u32 + 1) / f64::from(count + 1)) + 1.0;
            let weight = match group {
                Group::Words => 1.0,
                Group::Masked => sentence.masked_weight,
                Group::Chars => sentence.chars_weight,
                Group::Plain => return Some((1.0, columns - 1)),
            };
            Some((weight * libm::pow(idf, f64::from(sentence.idf_power)) as f32, columns - 1))
        };
        let values: Vec<Option<(f32, u32)>> = counts.into_iter().zip(&data.groups).map(value).collect();
        let known = |row: &usize| -> Vec<(u32, f32)> {
            let features = data.rows[*row].features.iter();
            features.filter_map(|(key, times)| values[*key as usize].map(|(value, at)| (at, times * value))).collect()
        };
        let records: Vec<Vec<(u32, f32)>> = rows.iter().map(known).collect();
        let mut given = [0f32; 3];
        rows.iter().for_each(|&row| given[data.rows[row].gold.index()] += 1.0);
        let factor = |class: usize| libm::powf(rows.len() as f32 / (3.0 * given[class].max(1.0)), sentence.balance);
        let weights: Array1<f32> = rows.iter().map(|&row| factor(data.rows[row].gold.index())).collect();
        let targets = Array2::from_shape_fn((rows.len(), 3), |(row, class)| {
            f32::from(u8::from(data.rows[rows[row]].gold.index() == class))
        });
        let records = SparseRecords::from_rows(columns as usize, records.iter().map(Vec::as_slice));
        let dataset = DatasetBase::new(records, targets).with_weights(weights);
        let weights = SparseLogistic::new(sentence.penalty).fit(&dataset).expect("all three labels in 500 sentences");
        Fitted { values, weights }
    }

    fn scores(&self, row: &Row) -> Scores {
        let mut logits = self.weights.bias;
        for (key, times) in &row.features {
            if let Some((value, at)) = self.values[*key as usize] {
                let weights = &self.weights.weights[at as usize];
                (0..3).for_each(|class| logits[class] += times * value * weights[class]);
            }
        }
        Scores::softmax(logits)
    }
}

fn macro_f1(data: &Data, fitted: &Fitted, test: &[usize]) -> f64 {
    let mut table = [[0f64; 3]; 3];
    for &row in test.iter().flat_map(|&doc| &data.docs[doc]) {
        let row = &data.rows[row];
        table[row.gold.index()][fitted.scores(row).best().index()] += 1.0;
    }
    let f1 = |class: usize| {
        let given: f64 = table.iter().map(|row| row[class]).sum();
        2.0 * table[class][class] / (given + table[class].iter().sum::<f64>())
    };
    (f1(0) + f1(1) + f1(2)) / 3.0
}

fn report(curves: &[Vec<Vec<f64>>]) {
    let sizes: Vec<usize> = (FIRST..=LAST).step_by(BATCH).collect();
    println!(
        "\nmacro-F1, mean of {} seeds\n{:30}{}",
        curves.len(),
        "",
        sizes.iter().map(|size| format!("{size:>7}")).collect::<String>()
    );
    let all: Vec<usize> = (0..curves.len()).collect();
    for (at, name) in STRATEGIES.iter().enumerate() {
        println!("{name:30}{}", mean(curves, at, &all).iter().map(|f1| format!("{f1:7.3}")).collect::<String>());
    }
    println!("\nagainst random, 95 % intervals by drawing seeds with replacement");
    println!("{:30}{:>28}{:>28}", "", "macro-F1 over all batches", "labels saved of 4,000");
    for (at, name) in STRATEGIES.iter().enumerate().skip(1) {
        let gain = |seeds: &[usize]| {
            let (own, random) = (mean(curves, at, seeds), mean(curves, 0, seeds));
            own.iter().zip(&random).skip(1).map(|(own, random)| own - random).sum::<f64>() / (own.len() - 1) as f64
        };
        let saved =
            |seeds: &[usize]| LAST as f64 - reaching(&mean(curves, at, seeds), mean(curves, 0, seeds)[sizes.len() - 1]);
        println!("{name:30}{:>28}{:>28}", interval(&all, gain, 4), interval(&all, saved, 0));
    }
}

fn mean(curves: &[Vec<Vec<f64>>], strategy: usize, seeds: &[usize]) -> Vec<f64> {
    let points = 0..curves[0][strategy].len();
    points
        .map(|point| seeds.iter().map(|&seed| curves[seed][strategy][point]).sum::<f64>() / seeds.len() as f64)
        .collect()
}

/// The number of labels at which a curve first reaches a figure; the last where it never does.
fn reaching(curve: &[f64], figure: f64) -> f64 {
    for (at, pair) in curve.windows(2).enumerate() {
        if pair[1] >= figure {
            let part = ((figure - pair[0]) / (pair[1] - pair[0])).clamp(0.0, 1.0);
            return (FIRST + at * BATCH) as f64 + part * BATCH as f64;
        }
    }
    LAST as f64
}

fn interval(all: &[usize], of: impl Fn(&[usize]) -> f64, decimals: usize) -> String {
    let mut random = Random::new(1);
    let mut drawn: Vec<f64> =
        (0..1000).map(|_| of(&all.iter().map(|_| random.below(all.len())).collect::<Vec<_>>())).collect();
    drawn.sort_by(f64::total_cmp);
    let end = |share: f64| percentile(&drawn, share).expect("a thousand values");
    format!("{:+.decimals$} ({:+.decimals$} to {:+.decimals$})", of(all), end(0.025), end(0.975))
}
