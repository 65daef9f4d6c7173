//! Arguments → the stages. The only place that prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]
#![allow(missing_docs)]

use crate::base::{Kind, Stance};
use crate::model::*;

pub fn lab(config: &str, out: Option<&str>) {
    let settings = TrainSettings::from_toml(config).expect("good settings");
    let project = crate::dataset::project::load("data".as_ref(), Some("../shared/data".as_ref()))
        .expect("data");
    eprintln!(
        "rejects {} superseded {} train {}",
        project.rejects.len(),
        project.superseded,
        project.train.len()
    );
    for r in project.rejects.iter().take(5) {
        eprintln!("{r}");
    }
    let start = std::time::Instant::now();
    let (model, documents, oof) = Model::train(project.train, &settings, 2).expect("trains");
    eprintln!(
        "trained in {:?}, {} bytes",
        start.elapsed(),
        model.to_bytes().len()
    );
    for set in ["", "train", "news", "corpus"] {
        let mut c = [[[0f64; 3]; 3]; 2];
        let mut ece = [(0f64, 0f64); 15];
        for row in &oof {
            let d = &documents[row.document];
            let s = d.fact("set").unwrap_or_default();
            if (set.is_empty() && s == "corpus") || (!set.is_empty() && s != set) {
                continue;
            }
            let g = &d.gold[row.sentence];
            c[0][g.label.index()][row.label.1.index()] += 1.0;
            c[1][g.alone.unwrap_or(g.label).index()][row.alone.1.index()] += 1.0;
            if d.document.sentences[row.sentence].kind == Kind::Body {
                let b = row.label.0.best();
                let p = row.label.0.of(b) as f64;
                let bin = &mut ece[((p * 15.0) as usize).min(14)];
                bin.0 += p;
                bin.1 += f64::from(u8::from(b == g.label));
            }
        }
        let f = |c: &[[f64; 3]; 3]| {
            let f: Vec<f64> = (0..3)
                .map(|k| {
                    2.0 * c[k][k]
                        / (c[k].iter().sum::<f64>() + (0..3).map(|j| c[j][k]).sum::<f64>())
                })
                .collect();
            ((f[0] + f[1] + f[2]) / 3.0, f)
        };
        let n: f64 = c[0].iter().flatten().sum();
        println!(
            "{set:8} n {n} label {:.4} {:.3?} alone {:.4} ece {:.4}",
            f(&c[0]).0,
            f(&c[0]).1,
            f(&c[1]).0,
            ece.iter().map(|(p, h)| (p - h).abs()).sum::<f64>() / n
        );
    }
    let mut dump = csv::Writer::from_path("/tmp/oof.csv").expect("csv");
    for row in &oof {
        let d = &documents[row.document];
        let g = &d.gold[row.sentence];
        let sent = &d.document.sentences[row.sentence];
        let (l, a) = (row.label, row.alone);
        dump.write_record([
            d.fact("set").unwrap_or(""),
            &d.document.id,
            &g.n.to_string(),
            &sent.kind.to_string(),
            g.label.name(),
            g.alone.unwrap_or(g.label).name(),
            &g.holder,
            l.1.name(),
            a.1.name(),
            &l.0.0[0].to_string(),
            &l.0.0[1].to_string(),
            &l.0.0[2].to_string(),
            &a.0.0[0].to_string(),
            &a.0.0[1].to_string(),
            sent.span.of(&d.document.text),
            d.document.meta.title.as_deref().unwrap_or(""),
            &sent.paragraph.to_string(),
        ])
        .expect("row");
    }
    dump.flush().expect("flush");
    if let Some(out) = out {
        std::fs::write(out, model.to_bytes()).expect("written");
        // fast twin equals slow
        let mut w = Worker::default();
        let mut worst = 0f32;
        for d in documents.iter().take(50) {
            for p in model.predict(&d.document, &mut w) {
                worst = worst.max(p.scores.0.iter().sum::<f32>() - 1.0);
            }
        }
        eprintln!("worst {worst}");
    }
    for (name, set) in &project.dev {
        println!("{name} {}", set.len());
    }
    let _ = Stance::Admit;
}
