use super::console::{Exit, Failure, answer, rejected};
use crate::article::{self, Article};
use crate::base::CodePoints;
use crate::clean;
use crate::document::{self, Document};
use crate::feature::{Cues, FeatureSettings, collect};
use crate::token::Stemmer;
use std::fmt::Write;
use std::path::PathBuf;

/// Show what a stage saw of a file: its blocks, sentences, tokens or features.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  stance show sentences seeds/articles/01-news-report.txt")]
pub(super) struct ShowArgs {
    /// Which stage
    stage: Stage,
    /// An article
    file: PathBuf,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Stage {
    Blocks,
    Sentences,
    Tokens,
    Features,
}

pub(super) fn run(args: &ShowArgs) -> Result<Exit, Failure> {
    let mut stemmer = Stemmer::default();
    let mut rejects = Vec::new();
    for article in article::read(&args.file) {
        match article {
            Ok(article) => answer(&shown(args.stage, article, &mut stemmer))?,
            Err(reject) => rejects.push(reject),
        }
    }
    Ok(rejected(&rejects))
}

fn shown(stage: Stage, article: Article, stemmer: &mut Stemmer) -> String {
    if let Stage::Blocks = stage {
        return blocks(&article);
    }
    let document = document::build(article, stemmer);
    match stage {
        Stage::Tokens => tokens(&document, stemmer),
        Stage::Features => features(&document),
        _ => sentences(&document),
    }
}

// Writing to a string cannot fail, so its results are not looked at below.

fn blocks(article: &Article) -> String {
    let mut text = String::new();
    let mut points = CodePoints::new(&article.text);
    for block in clean::mark(article) {
        let (start, end) = (points.at(block.span.start), points.at(block.span.end));
        let rule = block.rule.unwrap_or("");
        let quoted = block.span.of(&article.text);
        let _ = writeln!(text, "{start}..{end}\t{}\t{rule}\tparagraph {}\t{quoted:?}", block.kind, block.paragraph);
    }
    text
}

fn sentences(document: &Document) -> String {
    let mut text = String::new();
    let mut points = CodePoints::new(&document.text);
    for (at, sentence) in document.sentences.iter().enumerate() {
        let (start, end) = (points.at(sentence.span.start), points.at(sentence.span.end));
        let quote = match (sentence.quote.begins_inside, sentence.quote.ends_inside) {
            (true, true) => "inside a quotation",
            (true, false) => "ends a quotation",
            (false, true) => "opens a quotation",
            (false, false) => "",
        };
        let quoted = sentence.span.of(&document.text);
        let _ = writeln!(text, "{}\t{start}..{end}\t{}\t{quote}\t{quoted:?}", at + 1, sentence.kind);
    }
    text
}

fn tokens(document: &Document, stemmer: &Stemmer) -> String {
    let mut text = String::new();
    for (at, sentence) in document.sentences.iter().enumerate() {
        for token in document.tokens_of(sentence) {
            let word = token.span().of(&document.text);
            let stem = stemmer.stem(&word.to_lowercase().replace('’', "'"));
            let negated = if token.negated { "negated" } else { "" };
            let _ = writeln!(text, "{}\t{word}\t{:?}\t{stem}\t{negated}", at + 1, token.class);
        }
    }
    text
}

fn features(document: &Document) -> String {
    let mut text = String::new();
    let (settings, cues) = (FeatureSettings::default(), Cues::default());
    for at in 0..document.sentences.len() {
        for (key, family) in collect(document, at, &settings, &cues) {
            let _ = writeln!(text, "{}\t{}\t{key:08x}", at + 1, family.name());
        }
    }
    text
}
