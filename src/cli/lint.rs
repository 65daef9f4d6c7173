use super::console::{Exit, Failure, answer, say, threads};
use crate::dataset::lint::{self, Fault, Finding, Judged, Part};
use crate::dataset::{LabelMap, LabelledDocument, annotation, splits};
use crate::model::{Model, OutOfFold, TrainSettings, Worker};
use crate::report::{Findings, findings_json, findings_text};
use std::path::PathBuf;

/// Look for what may be wrong with labelled sentences: copies, leaks, contradictions, likely label errors, drift.
///
/// Each DATA is a part (train, test …) of its own; with --splits all are read together. Labels are doubted by the
/// model compiled in where it has not learnt from the DATA; else by models trained now on other folds, which takes
/// a while: --scores takes what `stance train --cross-validate` wrote instead.
/// The exit code is 1 where one of the kinds of --fail-on was found.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Kinds: unusable, label-word, empty, long, leak, copy, contradiction, label-error, drift, shares
Examples:
  stance lint train.csv test.csv --kinds leak,contradiction --fail-on leak
  stance lint data/corpus --splits data/splits.csv --scores held-out.csv"
)]
pub(super) struct LintArgs {
    /// CSV, TSV or JSONL with `text,label` (and `doc,n,paragraph,title,alone,kind,annotator,time`), or folders of them
    #[arg(required = true)]
    data: Vec<PathBuf>,
    /// What other label words stand for: FROM=TO,…
    #[arg(long, value_name = "FROM=TO,…", default_value = "")]
    map: LabelMap,
    /// Folder with the texts that stand-off labels belong to
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// A table `doc,split` (train or test): the parts, in place of one a DATA
    #[arg(long, value_name = "FILE")]
    splits: Option<PathBuf>,
    /// Out-of-fold probabilities, as `stance train --cross-validate FILE` writes them: nothing is trained
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
    /// Look for these only [default: all]
    #[arg(long, value_name = "KIND,…", value_delimiter = ',')]
    kinds: Vec<Fault>,
    /// End with 1 where one of these is found
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', default_value = "unusable,label-word,empty")]
    fail_on: Vec<Fault>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Threads [default: every core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Text,
    Json,
}

pub(super) fn run(args: &LintArgs) -> Result<Exit, Failure> {
    let parts = parts(args)?;
    let looked_for: Vec<Fault> =
        Fault::ALL.into_iter().filter(|kind| args.kinds.is_empty() || args.kinds.contains(kind)).collect();
    let counts = parts.iter().map(lint::count).collect();
    let mut findings = Vec::new();
    findings.extend(lint::rejects(&parts));
    findings.extend(lint::sentences(&parts));
    findings.extend(lint::copies(&parts));
    findings.extend(lint::contradictions(&parts));
    findings.extend(lint::shares(&parts));
    if looked_for.contains(&Fault::Drift) {
        findings.extend(lint::drift(annotation::read(&args.data, &args.map).annotations));
    }
    if looked_for.contains(&Fault::LabelError) {
        findings.extend(label_errors(args, parts)?);
    }
    findings.retain(|finding| looked_for.contains(&finding.fault));
    findings.sort_by_key(|finding| Fault::ALL.iter().position(|fault| *fault == finding.fault));
    let failed = findings.iter().any(|finding| args.fail_on.contains(&finding.fault));
    let found = Findings { parts: counts, looked_for, findings };
    answer(&if args.format == Form::Json { findings_json(&found) } else { findings_text(&found) })?;
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}

fn parts(args: &LintArgs) -> Result<Vec<Part>, Failure> {
    let missing = args.data.iter().find(|path| !path.exists());
    if let Some(path) = missing {
        return Err(Failure(format!("{}: expected a file or folder, found none of this name", path.display())));
    }
    let Some(file) = &args.splits else {
        return Ok(lint::parts(&args.data, &args.map, args.texts.as_deref()));
    };
    let test = splits::read(file).map_err(|reject| Failure(reject.to_string()))?;
    Ok(lint::splits(&args.data, &args.map, args.texts.as_deref(), &test))
}

fn label_errors(args: &LintArgs, parts: Vec<Part>) -> Result<Vec<Finding>, Failure> {
    if let Some(file) = &args.scores {
        let known = lint::scores(file).map_err(|reject| Failure(reject.to_string()))?;
        let judged = lint::judged(&parts, &known);
        if judged.is_empty() {
            let expected = "probabilities of the rows of DATA (the same doc and n; paths as they were given to train)";
            return Err(Failure(format!("{}: expected {expected}, found none", file.display())));
        }
        return Ok(lint::label_errors(&judged));
    }
    let model = Model::default_model().map_err(|error| Failure::of("the model compiled into the program", error))?;
    let documents: Vec<LabelledDocument> = parts.into_iter().flat_map(|part| part.documents).collect();
    if !documents.iter().any(|labelled| model.trained_on(&labelled.document)) {
        return Ok(lint::label_errors(&new_to(&model, &documents)));
    }
    say(format!(
        "label-error: training on {} documents (--scores FILE, or --kinds without it, is quick)",
        documents.len()
    ));
    match Model::train(documents, &TrainSettings::default(), threads(args.threads)) {
        Ok((_, documents, rows)) => Ok(lint::label_errors(&out_of_fold(&documents, &rows))),
        Err(error) => {
            say(format!("label-error: not looked for: {error}"));
            Ok(Vec::new())
        }
    }
}

/// What the model says of documents that it has not learnt from.
fn new_to<'d>(model: &Model, documents: &'d [LabelledDocument]) -> Vec<Judged<'d>> {
    let mut worker = Worker::default();
    let judge = |labelled: &'d LabelledDocument| {
        let predictions = model.predict(&labelled.document, &mut worker).into_iter().enumerate();
        predictions.map(move |(sentence, said)| Judged { labelled, sentence, scores: said.scores })
    };
    documents.iter().flat_map(judge).collect()
}

fn out_of_fold<'d>(documents: &'d [LabelledDocument], rows: &[OutOfFold]) -> Vec<Judged<'d>> {
    let judged =
        |row: &OutOfFold| Judged { labelled: &documents[row.document], sentence: row.sentence, scores: row.label.0 };
    rows.iter().map(judged).collect()
}
