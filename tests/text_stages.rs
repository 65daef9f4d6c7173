//! Measured checks of the text stages against the labelled seeds and the real train rows.
//!
//! They need `../shared/data` and say so where it is absent. `cargo test --release --test
//! text_stages -- --nocapture` prints the figures; with `SHOW_MISSES=1` also what was missed.

#![allow(clippy::print_stdout, reason = "the figures are what these tests are for")]

use stance::article::{self, Article};
use stance::base::{Kind, Span};
use stance::clean;
use stance::dataset::locate;
use stance::sentence;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// A gold row: its text and kind.
struct Gold {
    text: String,
    kind: Kind,
    paragraph: String,
}

/// Counts of a yes/no decision.
#[derive(Default, Clone, Copy)]
struct Counts {
    hit: usize,
    missed: usize,
    wrong: usize,
}

impl Counts {
    fn add(&mut self, gold: bool, found: bool) {
        self.hit += usize::from(gold && found);
        self.missed += usize::from(gold && !found);
        self.wrong += usize::from(!gold && found);
    }

    fn precision(&self) -> f64 {
        self.hit as f64 / (self.hit + self.wrong).max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.hit as f64 / (self.hit + self.missed).max(1) as f64
    }

    fn f1(&self) -> f64 {
        2.0 * self.hit as f64 / (2 * self.hit + self.missed + self.wrong).max(1) as f64
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { hit, missed, wrong } = self;
        let (p, r, f1) = (self.precision(), self.recall(), self.f1());
        write!(f, "precision {p:.3}, recall {r:.3}, F1 {f1:.3} ({hit} hit, {missed} missed, {wrong} wrong)")
    }
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    if !path.exists() {
        println!("skipped: ../shared/data is absent");
        return None;
    }
    Some(path)
}

fn show() -> bool {
    std::env::var_os("SHOW_MISSES").is_some()
}

/// Gold rows by document, in the order of the file.
fn gold(path: &Path) -> BTreeMap<String, Vec<Gold>> {
    let mut reader = csv::Reader::from_path(path).expect("a labelled file");
    let names = reader.headers().expect("a header").clone();
    let at = |name: &str| names.iter().position(|n| n == name);
    let (doc, text, kind, paragraph) = (at("doc"), at("text"), at("kind"), at("paragraph"));
    let mut docs: BTreeMap<String, Vec<Gold>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a row");
        let field = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or("").to_owned();
        let kind = field(kind).parse().expect("a kind");
        docs.entry(doc.map_or_else(String::new, |doc| field(Some(doc)))).or_default().push(Gold {
            text: field(text),
            kind,
            paragraph: field(paragraph),
        });
    }
    docs
}

/// The gold rows' places in `text`, each looked for after the one before.
fn places<'g>(text: &str, rows: &'g [Gold]) -> Vec<(Span, &'g Gold)> {
    let found = locate(text, rows.iter().map(|row| row.text.as_str()));
    let span = |(row, span): (&'g Gold, Option<Span>)| {
        (span.unwrap_or_else(|| panic!("gold row not in the text: {:?}", row.text)), row)
    };
    rows.iter().zip(found).map(span).collect()
}

fn is_aside(kind: Kind) -> bool {
    matches!(kind, Kind::Boilerplate | Kind::Caption)
}

/// Boundaries: (start, end) pairs of a sentence, right when both ends agree to the byte.
/// Boilerplate: each gold row counts once, by the block that holds its first byte.
fn measure(name: &str, article: &Article, rows: &[Gold], boundaries: &mut Counts, asides: &mut Counts) {
    let text = &article.text;
    let blocks = clean::mark(article);
    let sentences = sentence::split(text, &blocks);
    let gold = places(text, rows);
    for sentence in &sentences {
        let right = gold.iter().any(|(span, _)| *span == sentence.span);
        boundaries.add(right, true);
        if !right && show() {
            println!("  {name} + {:?}", sentence.span.of(text));
        }
    }
    for (span, row) in &gold {
        if !sentences.iter().any(|sentence| sentence.span == *span) {
            boundaries.add(true, false);
            if show() {
                println!("  {name} - {:?}", row.text);
            }
        }
        let block = blocks.iter().find(|block| block.span.end > span.start).expect("blocks cover the text");
        asides.add(is_aside(row.kind), is_aside(block.kind));
        if is_aside(row.kind) != is_aside(block.kind) && show() {
            println!("  {name} {} found {} by {:?}: {:?}", row.kind, block.kind, block.rule, row.text);
        }
    }
}

#[test]
fn labelled_seeds_reach_the_floors_of_boundaries_and_boilerplate() {
    let Some(folder) = shared("seeds") else {
        return;
    };
    let (mut boundaries, mut asides) = (Counts::default(), Counts::default());
    for (doc, rows) in gold(&folder.join("labels.csv")) {
        let article = article::read(&folder.join(format!("{doc}.txt"))).next().expect("one article").expect("readable");
        measure(&doc, &article, &rows, &mut boundaries, &mut asides);
    }
    println!("seeds, boundaries: {boundaries}");
    println!("seeds, boilerplate or caption: {asides}");
    assert!(boundaries.f1() >= 0.98, "{boundaries}");
    assert!(asides.f1() >= 0.95, "{asides}");
}

/// A document of train rows: the rows of a paragraph joined by a space, paragraphs by a blank line.
fn joined(rows: &[Gold]) -> String {
    let mut text = String::new();
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            text.push_str(if rows[i - 1].paragraph == row.paragraph { " " } else { "\n\n" });
        }
        text.push_str(&row.text);
    }
    text
}

#[test]
fn real_train_rows_keep_their_recall_by_document() {
    let Some(path) = shared("real/train_sentences.csv") else {
        return;
    };
    let (mut boundaries, mut asides) = (Counts::default(), Counts::default());
    let (mut marked, mut full) = (0, 0);
    for (doc, rows) in gold(&path) {
        let article = Article { text: joined(&rows), ..Article::default() };
        let mut own = Counts::default();
        measure(&doc, &article, &rows, &mut boundaries, &mut own);
        marked += usize::from(own.hit + own.missed > 0);
        full += usize::from(own.hit > 0 && own.missed == 0);
        asides =
            Counts { hit: asides.hit + own.hit, missed: asides.missed + own.missed, wrong: asides.wrong + own.wrong };
    }
    println!("real train, boundaries (gold from a simple splitter): {boundaries}");
    println!("real train, boilerplate or caption: {asides}");
    println!("real train, by document: all rows found in {full} of {marked} documents that have any");
    assert!(asides.recall() >= 0.8 && asides.precision() >= 0.9, "{asides}");
}

/// Files that hold pages with gold, by name without ending.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(folder) = std::fs::read_dir(root.join("tests/fixtures/pages")) else {
        return Vec::new();
    };
    let mut pages: Vec<PathBuf> = folder
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "html"))
        .collect();
    pages.sort();
    pages
}

#[test]
fn pages_of_ten_site_builders_are_read_whole_and_their_boilerplate_marked() {
    let pages = pages();
    if pages.is_empty() {
        return println!("skipped: tests/fixtures/pages is absent");
    }
    let (mut boundaries, mut asides, mut lost) = (Counts::default(), Counts::default(), 0);
    for path in pages {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let article = article::read(&path).next().expect("one article").expect("readable");
        let mut rows = gold(&path.with_extension("gold.csv")).into_values().flatten().collect::<Vec<_>>();
        let before = rows.len();
        rows = present(&article.text, rows);
        lost += before - rows.len();
        let mut own = Counts::default();
        measure(&name, &article, &rows, &mut boundaries, &mut own);
        println!(
            "page {name}: {own}; {:?}",
            (
                &article.meta.title,
                &article.meta.date,
                &article.meta.author,
                &article.meta.url,
                &article.meta.source,
                &article.meta.language,
                &article.meta.encoding
            )
        );
        asides =
            Counts { hit: asides.hit + own.hit, missed: asides.missed + own.missed, wrong: asides.wrong + own.wrong };
    }
    println!("pages, boundaries: {boundaries}");
    println!("pages, boilerplate or caption: {asides}");
    assert_eq!(lost, 0, "rows of the gold that are not in the text");
    assert!(asides.f1() >= 0.95, "{asides}");
}

/// The rows whose text stands in `text`, in order; what is missing is printed.
fn present(text: &str, rows: Vec<Gold>) -> Vec<Gold> {
    let found = locate(text, rows.iter().map(|row| row.text.as_str()));
    let is_there = |(row, span): &(Gold, Option<Span>)| {
        if span.is_none() {
            println!("  not in the text: {:?}", row.text);
        }
        span.is_some()
    };
    rows.into_iter().zip(found).filter(is_there).map(|(row, _)| row).collect()
}

#[test]
fn sample_articles_keep_their_boundaries_and_boilerplate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles");
    let (mut boundaries, mut asides, mut lost) = (Counts::default(), Counts::default(), 0);
    for (doc, rows) in gold(&folder.join("labels.csv")) {
        let path = folder.join(&doc);
        let article = article::read(&path).next().expect("one article").expect("readable");
        let before = rows.len();
        let rows = present(&article.text, rows);
        lost += before - rows.len();
        measure(&doc, &article, &rows, &mut boundaries, &mut asides);
    }
    println!("sample articles, boundaries: {boundaries}");
    println!("sample articles, boilerplate or caption: {asides}; {lost} rows not in the text");
    assert!(boundaries.f1() >= 0.95 && asides.f1() >= 0.9, "{boundaries}, {asides}");
}
