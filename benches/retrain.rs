//! exp
use stance::base::Stance;
use stance::dataset::{Aligned, LabelledDocument, portion, project};
use stance::model::{Lesson, Model, RetrainSettings, TrainSettings, Worker};
use std::path::Path;

type Doc = LabelledDocument;

fn domain(d: &Doc) -> &'static str {
    let (set, source, genre) =
        (d.fact("set").unwrap_or(""), d.fact("source").unwrap_or(""), d.fact("genre").unwrap_or(""));
    match (set, source, genre) {
        ("train", _, "speech") => "speech",
        (_, "Townhall" | "Breitbart News", _) => "outlets",
        _ => "",
    }
}

fn counts(model: &Model, docs: &[&Doc], alone: bool) -> [[u32; 3]; 3] {
    let mut counts = [[0; 3]; 3];
    let mut worker = Worker::default();
    for d in docs {
        let mut document = d.document.clone();
        if alone {
            document.has_context = false;
        }
        for (p, g) in model.predict(&document, &mut worker).iter().zip(&d.gold) {
            let gold = if alone { g.alone.unwrap_or(g.label) } else { g.label };
            counts[gold.index()][p.label.unwrap_or(Stance::Neutral).index()] += 1;
        }
    }
    counts
}

fn logloss(model: &Model, docs: &[&Doc]) -> f64 {
    let (mut loss, mut n) = (0.0, 0.0);
    let mut worker = Worker::default();
    for d in docs {
        for (p, g) in model.predict(&d.document, &mut worker).iter().zip(&d.gold) {
            loss -= f64::from(p.scores.of(g.label).max(1e-4)).ln();
            n += 1.0;
        }
    }
    loss / n
}

fn f1(c: &[[u32; 3]; 3]) -> f64 {
    (0..3)
        .map(|k| {
            let wanted: u32 = c[k].iter().sum();
            let given: u32 = c.iter().map(|r| r[k]).sum();
            f64::from(2 * c[k][k]) / f64::from(wanted + given).max(1.0)
        })
        .sum::<f64>()
        / 3.0
}

fn main() {
    let project = project::load(Path::new("data"), Some(Path::new("../shared/data"))).expect("data");
    eprintln!("{} rejects", project.rejects.len());
    let test = project.test;
    let (domains, rest): (Vec<Doc>, Vec<Doc>) = project.train.into_iter().partition(|d| !domain(d).is_empty());
    let (others, real): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|d| !matches!(d.fact("set"), Some("train" | "news")));
    let old = portion(&real, 0.1, 7);
    let (old, real): (Vec<_>, Vec<_>) = real.into_iter().zip(old).partition(|(_, old)| *old);
    let old: Vec<Doc> = old.into_iter().map(|(d, _)| d).collect();
    let path = Path::new("target/retrain-base3.safetensors");
    if !path.exists() {
        let mut base = others;
        base.extend(real.into_iter().map(|(d, _)| d));
        let settings = TrainSettings::from_toml(&std::fs::read_to_string("models/train.toml").expect("s")).expect("s");
        std::fs::write(path, Model::train(base, &settings, 2).expect("trains").0.to_bytes()).expect("written");
    }
    let base = Model::from_bytes(&std::fs::read(path).expect("read")).expect("model");
    let old: Vec<&Doc> = old.iter().collect();
    let test: Vec<&Doc> = test.iter().collect();
    let both = |m: &Model, d: &[&Doc]| [f1(&counts(m, d, false)), f1(&counts(m, d, true))];
    let (base_old, base_test) = (both(&base, &old), both(&base, &test));
    println!("old {} docs {:.3?} loss {:.4}; corpus test {:.3?}", old.len(), base_old, logloss(&base, &old), base_test);
    let variants: Vec<RetrainSettings> = std::env::args()
        .skip(1)
        .filter(|a| a.contains(','))
        .map(|a| {
            let n: Vec<f64> = a.split(',').map(|x| x.parse().expect("number")).collect();
            RetrainSettings { sentence: n[0] as f32, context: n[1] as f32, firmness: n[2] }
        })
        .collect();
    for v in &variants {
        for name in ["speech", "outlets"] {
            for n in [200, 500] {
                let mut sums = [0.0; 9];
                let draws = 6;
                let mut time = 0.0;
                for draw in 0..draws {
                    let mut docs: Vec<&Doc> = domains.iter().filter(|d| domain(d) == name).collect();
                    docs.sort_by_key(|d| stance::base::sha256_hex(format!("{draw}{}", d.document.id).as_bytes()));
                    let (mut rows, mut taken) = (0, 0);
                    while rows < n {
                        rows += docs[taken].gold.len();
                        taken += 1;
                    }
                    let (learn, rest) = docs.split_at(taken);
                    let learn: Vec<Aligned> = learn.iter().map(|d| Aligned::rows((*d).clone())).collect();
                    let learn: Vec<Lesson> = learn
                        .into_iter()
                        .map(|aligned| Lesson { rows: base.unlearnt(&aligned.labelled), aligned })
                        .collect();
                    let start = std::time::Instant::now();
                    let new = base.retrain(&learn, v).expect("fits");
                    time += start.elapsed().as_secs_f64();
                    let (b, a) = (both(&base, rest), both(&new, rest));
                    let (o, t) = (both(&new, &old), both(&new, &test));
                    let values = [
                        b[0],
                        a[0] - b[0],
                        b[1],
                        a[1] - b[1],
                        o[0] - base_old[0],
                        o[1] - base_old[1],
                        t[0] - base_test[0],
                        t[1] - base_test[1],
                        logloss(&new, rest) - logloss(&base, rest),
                    ];
                    sums.iter_mut().zip(values).for_each(|(s, x)| *s += x / f64::from(draws));
                }
                let shown: Vec<String> = sums.iter().map(|s| format!("{s:+.3}")).collect();
                println!(
                    "{:>4} {:>4} {:>4} | {name:7} {n} | new {} {} / {} {} | old {} {} | corpus {} {} | loss {} | {:.2}s",
                    v.sentence,
                    v.context,
                    v.firmness,
                    shown[0],
                    shown[1],
                    shown[2],
                    shown[3],
                    shown[4],
                    shown[5],
                    shown[6],
                    shown[7],
                    shown[8],
                    time / f64::from(draws)
                );
            }
        }
    }
}
