use super::console::{Exit, Failure, answer, model, rejected};
use crate::article;
use crate::base::Stance;
use crate::document::{self, Document};
use crate::model::{Explanation, Model, Worker};
use crate::token::Stemmer;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Show the scores of each sentence and the features behind them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  stance explain \"We should grant them asylum.\"\n  stance explain article.txt")]
pub(super) struct ExplainArgs {
    /// A sentence, or a file with an article
    #[arg(value_name = "TEXT|FILE")]
    input: String,
    /// The model; the one compiled in if not given
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Features shown for each sentence
    #[arg(short = 'n', long, default_value_t = 8)]
    features: usize,
}

pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Failure> {
    let model = model(args.model.as_deref())?;
    let path = Path::new(&args.input);
    if !path.is_file() {
        // A text given as such need not name people who flee to be about them.
        let mut document = document::from_text("text", &args.input);
        document.whole = false;
        document.has_context = document.sentences.len() > 1;
        answer(&explained(&model, &document, args.features))?;
        return Ok(Exit::Fine);
    }
    let mut stemmer = Stemmer::default();
    let mut rejects = Vec::new();
    for article in article::read(path) {
        match article {
            Ok(article) => {
                let document = document::build(article, &mut stemmer);
                answer(&explained(&model, &document, args.features))?;
            }
            Err(reject) => rejects.push(reject),
        }
    }
    Ok(rejected(&rejects))
}

fn explained(model: &Model, document: &Document, features: usize) -> String {
    let mut text = format!("{}  on topic: {}\n", document.id, if model.on_topic(document) { "yes" } else { "no" });
    let predictions = model.predict(document, &mut Worker::default());
    for (at, (sentence, prediction)) in document.sentences.iter().zip(predictions).enumerate() {
        let label = prediction.label.map_or("abstain", Stance::name);
        let [admit, restrict, neutral] = prediction.scores.0;
        let quoted = sentence.span.of(&document.text).replace('\n', " ");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n{}. {quoted}", at + 1);
        let _ = writeln!(
            text,
            "   {label}  admit {admit:.2}  restrict {restrict:.2}  neutral {neutral:.2}  ({})",
            sentence.kind
        );
        if sentence.kind.may_take_side() {
            text.push_str(&evidence(&model.explain(document, at, features)));
        }
    }
    text
}

fn evidence(explanation: &Explanation) -> String {
    let mut text = String::new();
    let [admit, restrict, neutral] = explanation.alone.0;
    let _ = writeln!(text, "   by itself: admit {admit:.2}  restrict {restrict:.2}  neutral {neutral:.2}");
    if let Some([admit, restrict, neutral]) = explanation.order {
        let _ = writeln!(text, "   {admit:+.2} {restrict:+.2} {neutral:+.2}  all words in their order");
    }
    for weight in &explanation.features {
        let [admit, restrict, neutral] = weight.pull;
        let what = if weight.what.is_empty() { "(the whole sentence)" } else { &weight.what };
        let _ = writeln!(text, "   {admit:+.2} {restrict:+.2} {neutral:+.2}  {}: {what}", weight.family);
    }
    text
}
