use super::console::{Exit, Failure, answer, rejected, say, write_whole};
use super::records::{self, FileArgs};
use super::rows::Reading;
use crate::dataset::annotation::{self, Annotation};
use crate::evaluate::{Answers, Resampling, agreement};
use crate::report::{agreement_json, agreement_matrix, agreement_text};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Say how far annotators agree, and list where they do not.
///
/// FILE is our batches (or a folder of them) and the files of any tool that `convert` reads. Percent agreement,
/// Krippendorff's alpha, Fleiss' and Cohen's kappa come for all labels and for each label against the rest, for all
/// annotators and for every two, each with its 95 % interval (bootstrap over documents). The last answer of each annotator
/// counts; what an adjudicator decided on the page of `annotate` does not.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance agree data/annotations
  stance agree anna.json ben.csv --matrix matrix.csv --disagreements disputed.csv
  stance annotate articles/ disputed.csv --db adjudication.db
  stance agree codes.csv --map PRO=admit,CON=restrict,NONE=neutral --format json")]
pub(super) struct AgreeArgs {
    /// Files (also .gz, .zst), folders of our batches, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    source: FileArgs,
    /// Which reading is compared
    #[arg(long, visible_alias = "column", value_enum, default_value_t = Reading::Label)]
    reading: Reading,
    /// One name in two files is two annotators
    #[arg(long)]
    by_file: bool,
    /// Write the sentences × annotators table here, as CSV
    #[arg(long, value_name = "FILE")]
    matrix: Option<PathBuf>,
    /// Write all answers to the sentences on which they differ here, as a batch (CSV or, by its name, JSONL)
    #[arg(long, value_name = "FILE")]
    disagreements: Option<PathBuf>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Text,
    Json,
}

pub(super) fn run(args: &AgreeArgs) -> Result<Exit, Failure> {
    refuse_inputs(args)?;
    let said = records::said(&args.files, &args.source)?;
    let mut exit = rejected(&said.rejects);
    if !said.open.is_empty() {
        say(format!("sentences without an answer, left out: {}", said.open.len()));
    }
    let annotations = named(said.annotations, args);
    let before = annotations.len();
    let (latest, conflicts) = annotation::latest(annotations);
    let unsettled: usize = conflicts.iter().map(|conflict| conflict.annotations.len()).sum();
    if before > latest.len() + unsettled {
        say(format!("answers replaced by later ones of the same annotator: {}", before - latest.len() - unsettled));
    }
    for conflict in &conflicts {
        say(conflict);
        exit = Exit::Findings;
    }
    let answers = Answers::new(latest, |annotation| match args.reading {
        Reading::Label => Some(annotation.label),
        Reading::Alone => annotation.alone,
    });
    refuse_few(&answers, args.reading)?;
    let found = agreement(&answers, &Resampling::default());
    if let Some(path) = &args.matrix {
        write_whole(path, &agreement_matrix(&answers))?;
    }
    if let Some(path) = &args.disagreements {
        write_disagreements(path, &answers)?;
    }
    answer(&if args.format == Form::Json { agreement_json(&found) } else { agreement_text(&found) })?;
    if found.all.shared == 0 {
        say("no sentence has two answers: sentences are the same where doc, n and the text's digest are");
    }
    Ok(exit)
}

/// An output that is an input would be written over it.
fn refuse_inputs(args: &AgreeArgs) -> Result<(), Failure> {
    match records::written_over([&args.matrix, &args.disagreements].into_iter().flatten(), &args.files) {
        Some(path) => Err(Failure(format!("{}: it is an input, and would be written over", path.display()))),
        None => Ok(()),
    }
}

/// Gives every answer the name of its annotator, and tells where the files leave doubt.
fn named(mut annotations: Vec<Annotation>, args: &AgreeArgs) -> Vec<Annotation> {
    let all = annotations.len();
    annotations.retain(|annotation| !annotation.annotator.ends_with(":adjudicator"));
    if all > annotations.len() {
        say(format!("decisions of adjudicators, left out: {}", all - annotations.len()));
    }
    let mut unnamed: BTreeMap<String, usize> = BTreeMap::new();
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for annotation in &mut annotations {
        let Annotation { annotator, file, .. } = annotation;
        if annotator.is_empty() {
            *unnamed.entry(file.clone()).or_default() += 1;
            annotator.clone_from(file);
        } else if args.by_file {
            *annotator = format!("{annotator} ({file})");
        }
        files.entry(annotator.clone()).or_default().insert(file.clone());
    }
    for (file, count) in unnamed {
        say(format!("{file}: answers without a name ({count}) are taken for those of one annotator, {file:?}"));
    }
    for (name, files) in files.into_iter().filter(|(_, files)| files.len() > 1) {
        let files: Vec<String> = files.into_iter().collect();
        say(format!("{name:?} in {} is taken for one annotator (--by-file: for several)", files.join(", ")));
    }
    annotations
}

fn refuse_few(answers: &Answers, reading: Reading) -> Result<(), Failure> {
    let found = match &answers.annotators[..] {
        [] => "none".to_owned(),
        [name] => format!("those of {name:?} alone ({})", answers.rows.len()),
        _ => return Ok(()),
    };
    let column = if reading == Reading::Alone { " in column alone" } else { "" };
    Err(Failure(format!(
        "expected answers of two annotators or more{column} (column annotator, or a file each), found {found}"
    )))
}

fn write_disagreements(path: &Path, answers: &Answers) -> Result<(), Failure> {
    let rows: Vec<&Vec<Annotation>> = answers.disagreements().map(|row| &row.said).collect();
    let count = rows.len();
    let said: Vec<Annotation> = rows.into_iter().flatten().cloned().collect();
    let is_jsonl = path.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson");
    write_whole(path, &if is_jsonl { annotation::jsonl(&said) } else { annotation::csv(&said) })?;
    say(format!("sentences on which answers differ: {count}, written to {}", path.display()));
    Ok(())
}
