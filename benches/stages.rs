//! The stages of the road one by one, over the sample articles: `cargo bench --bench stages [-- NAME]`.
//! Throughput is bytes of the articles' text. Times differ between machines and hours; what CI watches is
//! `benches/counts.sh`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use stance::article::{self, Article};
use stance::document::{self, Document, Row};
use stance::feature::{Cues, FeatureSettings, Scales, extract};
use stance::model::{Model, Worker};
use stance::output::{Columns, Format};
use stance::token::{Stemmer, tokenize};
use stance::{clean, pipeline, sentence};
use std::hint::black_box;

fn articles() -> Vec<Article> {
    let files = article::files("seeds/articles".as_ref()).map(|file| file.expect("a folder that can be read"));
    files.flat_map(|file| article::read(&file)).map(|article| article.expect("a sample article")).collect()
}

fn documents() -> Vec<Document> {
    let mut stemmer = Stemmer::default();
    articles().into_iter().map(|article| document::build(article, &mut stemmer)).collect()
}

fn throughput(articles: &[Article]) -> Throughput {
    Throughput::Bytes(articles.iter().map(|article| article.text.len() as u64).sum())
}

fn text_stages(criterion: &mut Criterion) {
    let articles = articles();
    let blocks: Vec<_> = articles.iter().map(clean::mark).collect();
    let mut group = criterion.benchmark_group("text");
    group.throughput(throughput(&articles));
    group.bench_function("language", |bench| {
        bench.iter(|| articles.iter().map(|article| article::language(black_box(&article.text))).collect::<Vec<_>>());
    });
    group.bench_function("clean", |bench| {
        bench.iter(|| articles.iter().map(|article| clean::mark(black_box(article)).len()).sum::<usize>());
    });
    group.bench_function("sentence", |bench| {
        let pairs = || articles.iter().zip(&blocks);
        bench.iter(|| pairs().map(|(article, blocks)| sentence::split(&article.text, blocks).len()).sum::<usize>());
    });
    group.bench_function("token", |bench| {
        let (mut stemmer, mut tokens) = (Stemmer::default(), Vec::new());
        let sentences: Vec<_> =
            articles.iter().zip(&blocks).map(|(article, blocks)| sentence::split(&article.text, blocks)).collect();
        bench.iter(|| {
            for (article, sentences) in articles.iter().zip(&sentences) {
                tokens.clear();
                sentences.iter().for_each(|s| tokenize(&article.text, s.span, &mut stemmer, &mut tokens));
            }
            tokens.len()
        });
    });
    group.finish();
}

fn model_stages(criterion: &mut Criterion) {
    let model = Model::default_model().expect("the model compiled in");
    let documents = documents();
    let lone: Vec<Document> = documents.iter().map(|d| Document { has_context: false, ..d.clone() }).collect();
    let mut group = criterion.benchmark_group("model");
    group.throughput(throughput(&articles()));
    group.bench_function("feature, as training sees it", |bench| {
        let (settings, scales, cues) = (FeatureSettings::default(), Scales::new(0.65), Cues::default());
        let count = |d: &Document| -> usize {
            (0..d.sentences.len()).map(|at| extract(d, at, &settings, &scales, &cues).keys.len()).sum()
        };
        bench.iter(|| documents.iter().map(count).sum::<usize>());
    });
    for (name, documents) in [("feature and sum", &lone), ("feature, sum and context", &documents)] {
        group.bench_function(name, |bench| {
            let mut worker = Worker::default();
            bench.iter(|| documents.iter().map(|d| model.predict(d, &mut worker).len()).sum::<usize>());
        });
    }
    group.finish();
}

fn whole(criterion: &mut Criterion) {
    let model = Model::default_model().expect("the model compiled in");
    let (articles, documents) = (articles(), documents());
    let mut group = criterion.benchmark_group("label");
    group.throughput(throughput(&articles));
    group.bench_function("articles", |bench| {
        let (mut stemmer, mut worker, columns) = (Stemmer::default(), Worker::default(), Columns::articles(vec![]));
        bench.iter(|| {
            let mut out = Vec::new();
            for article in &articles {
                let document = document::build(article.clone(), &mut stemmer);
                let labelled = pipeline::label(document, &model, 0.0, &mut worker);
                Format::Csv.articles(&[labelled], &columns, &mut out);
            }
            out.len()
        });
    });
    group.bench_function("rows in context", |bench| {
        let (mut stemmer, mut worker) = (Stemmer::default(), Worker::default());
        let rows: Vec<Vec<Row>> = documents.iter().map(rows).collect();
        bench.iter(|| {
            let label = |rows: &Vec<Row>| {
                let document = document::from_rows("d", article::Meta::default(), rows, 1, true, &mut stemmer);
                pipeline::label(document, &model, 0.0, &mut worker).verdicts.len()
            };
            rows.iter().map(label).sum::<usize>()
        });
    });
    group.finish();
}

fn rows(document: &Document) -> Vec<Row> {
    let row = |s: &sentence::Sentence| Row {
        text: s.span.of(&document.text).to_owned(),
        kind: s.kind,
        paragraph: Some(s.paragraph),
    };
    document.sentences.iter().map(row).collect()
}

criterion_group!(benches, text_stages, model_stages, whole);
criterion_main!(benches);
