//! Arguments → the stages: one file a verb. The only place that prints.
//!
//! Exit codes: 0 fine; 1 it ran and something is wrong (bad rows, a gate failed); 2 it could not run.

mod agree;
#[cfg(feature = "annotate")]
mod annotate;
mod check;
mod console;
mod convert;
mod evaluate;
mod explain;
mod label;
mod learning;
mod lint;
mod progress;
mod records;
mod resume;
mod retrain;
mod rows;
mod sample;
mod session;
mod show;
mod train;

pub use console::{Exit, Failure};

use clap::{Parser, Subcommand};
use std::ffi::OsString;

/// Labels the sentences of articles: do they speak for letting people in who flee (admit), against it
/// (restrict), or neither (neutral)?
#[derive(Debug, Parser)]
#[command(name = "stance", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Train(train::TrainArgs),
    Retrain(retrain::RetrainArgs),
    Evaluate(evaluate::EvaluateArgs),
    Explain(explain::ExplainArgs),
    Show(show::ShowArgs),
    Check(check::CheckArgs),
    Label(label::LabelArgs),
    Lint(lint::LintArgs),
    #[cfg(feature = "annotate")]
    Annotate(annotate::AnnotateArgs),
    Convert(convert::ConvertArgs),
    Agree(agree::AgreeArgs),
    Sample(sample::SampleArgs),
}

/// Runs the program with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => return console::usage(&error),
    };
    let outcome = match parsed.verb {
        Verb::Train(args) => train::run(&args),
        Verb::Retrain(args) => retrain::run(&args),
        Verb::Evaluate(args) => evaluate::run(&args),
        Verb::Explain(args) => explain::run(&args),
        Verb::Show(args) => show::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Label(args) => label::run(&args),
        Verb::Lint(args) => lint::run(&args),
        #[cfg(feature = "annotate")]
        Verb::Annotate(args) => annotate::run(&args),
        Verb::Convert(args) => convert::run(&args),
        Verb::Agree(args) => agree::run(&args),
        Verb::Sample(args) => sample::run(&args),
    };
    outcome.unwrap_or_else(console::failed)
}
