use super::console::{self, Exit, Failure, answer, rejected, say};
use crate::annotate::{Loaded, Server, Store, load, suggestions};
use crate::dataset::annotation;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Label sentences in the browser, on a page that only this machine can reach.
///
/// INPUT is articles (files or folders, as for `label`), of which every sentence is asked about; a table that names
/// sentences (`doc,n,text`, as `label` and `sample` write it), of which only these are, shown in their articles where
/// those are given too; or a database made before, to go on with. Every answer is on disk before the page moves on;
/// stop with Ctrl-C and go on any time. Each annotator says a name and sees their own answers only.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance annotate seeds/articles
  stance annotate articles/ sample.csv --db spring.db --suggest
  stance annotate spring.db --export data/annotations/spring.csv")]
pub(super) struct AnnotateArgs {
    /// Articles, tables of sentences, or a database of this program
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Keep texts and answers in this file [default: annotations.db, or the database among the INPUTs]
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Show what the model says of each sentence, and how sure it is
    #[arg(long)]
    suggest: bool,
    /// Model to suggest with instead of the one compiled in
    #[arg(long, value_name = "FILE", requires = "suggest")]
    model: Option<PathBuf>,
    /// Port of 127.0.0.1; 0 is any that is free
    #[arg(long, value_name = "N", default_value_t = 8741)]
    port: u16,
    /// Write the answers of a database as a new batch (CSV or, by its name, JSONL) and end
    #[arg(long, value_name = "FILE", conflicts_with_all = ["suggest", "port", "db"])]
    export: Option<PathBuf>,
}

pub(super) fn run(args: &AnnotateArgs) -> Result<Exit, Failure> {
    if let Some(file) = &args.export {
        return export(&args.inputs, file);
    }
    let (databases, texts): (Vec<PathBuf>, Vec<PathBuf>) =
        args.inputs.iter().cloned().partition(|path| is_database(path));
    let path = database(args, &databases)?;
    let Loaded { tasks, rejects } = load(&texts);
    let exit = rejected(&rejects);
    if databases.is_empty() && tasks.is_empty() {
        return Err(Failure("expected articles or sentences to label, found none".to_owned()));
    }
    let server = Server::bind(args.port).map_err(|error| port_failure(args.port, &error))?;
    let failure = |error| Failure::of(path.display(), error);
    let mut store = Store::create(&path).map_err(failure)?;
    store.add(&tasks).map_err(failure)?;
    let asked = store.asked().map_err(failure)?;
    if asked == 0 {
        return Err(Failure(format!("{}: expected sentences to label, found none", path.display())));
    }
    let suggested = match args.suggest {
        true => Some(suggestions(store.documents().map_err(failure)?, &console::model(args.model.as_deref())?)),
        false => None,
    };
    let address = server.address(&store).map_err(failure)?;
    say(format!("{asked} sentences; answers go to {}. Open this page, stop with Ctrl-C:", path.display()));
    answer(&format!("{address}\n"))?;
    let labelled = server.run(store, suggested, &stem(&path)).map_err(failure_of_run)?;
    farewell(&path, &labelled);
    Ok(exit)
}

fn failure_of_run(error: std::io::Error) -> Failure {
    Failure::of("serving the page", error)
}

/// The database to use: the one named, the one among the inputs, else `annotations.db`.
fn database(args: &AnnotateArgs, databases: &[PathBuf]) -> Result<PathBuf, Failure> {
    match (&args.db, databases) {
        (Some(path), []) => Ok(path.clone()),
        (None, [path]) => Ok(path.clone()),
        (None, []) => Ok(PathBuf::from("annotations.db")),
        _ => Err(Failure("expected one database, found several".to_owned())),
    }
}

/// Whether a file is one of SQLite's, by its first bytes.
fn is_database(path: &Path) -> bool {
    let mut start = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == *b"SQLite format 3\0"
}

fn port_failure(port: u16, error: &std::io::Error) -> Failure {
    match error.kind() {
        ErrorKind::AddrInUse => Failure(format!(
            "port {port} is in use, perhaps by another `stance annotate`: choose one with --port N (0: any that is free)"
        )),
        _ => Failure::of(format!("port {port} of 127.0.0.1"), error),
    }
}

fn export(inputs: &[PathBuf], file: &Path) -> Result<Exit, Failure> {
    let [path] = inputs else {
        return Err(Failure("expected one database to export".to_owned()));
    };
    let failure = |error| Failure::of(path.display(), error);
    let annotations = Store::open(path).map_err(failure)?.annotations(&stem(file)).map_err(failure)?;
    let written = annotation::new_batch(file, &annotations);
    written.map_err(|error| Failure::of(format!("writing {}", file.display()), error))?;
    say(format!("{} annotations written to {}", annotations.len(), file.display()));
    Ok(Exit::Fine)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn farewell(path: &Path, labelled: &[(String, u32)]) {
    for (name, count) in labelled {
        say(format!("{name}: {count} sentences labelled"));
    }
    let database = path.display();
    say(format!("go on with: stance annotate {database}\nexport with: stance annotate {database} --export FILE.csv"));
}
