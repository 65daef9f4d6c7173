//! The commands of `docs/ci.md` and of its example workflow do what the page says, in a project of somebody's own.

#![allow(clippy::print_stdout)] // a skipped test says so

mod program;

use program::bash;
use stance::dataset::LabelledDocument;
use stance::model::{Model, TrainSettings};
use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::OnceLock;
use tempfile::TempDir;

const PAGE: &str = include_str!("../docs/ci.md");
const WORKFLOW: &str = include_str!("../docs/examples/quality.yml");

/// Two small models, the second of more documents.
fn models() -> &'static [Vec<u8>; 2] {
    static MODELS: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    MODELS.get_or_init(|| {
        let project = stance::dataset::project::load(Path::new("data"), None).expect("the project's own data");
        let settings = TrainSettings::from_toml("folds = 2\n[features]\nchars_max = 3").expect("good settings");
        [16, 24].map(|count| {
            let documents: Vec<LabelledDocument> = project.train.iter().take(count).cloned().collect();
            Model::train(documents, &settings, 2).expect("trains").0.to_bytes()
        })
    })
}

/// A folder with the files that the page names; the floors are left to its commands.
fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let at = |name: &str| folder.path().join(name);
    for name in ["labels", "models", "behaviour"] {
        fs::create_dir(at(name)).expect("made");
    }
    fs::copy("seeds/articles/labels.csv", at("labels/test.csv")).expect("copied");
    fs::copy("tests/behaviour/negation.csv", at("behaviour/negation.csv")).expect("copied");
    fs::write(at("models/previous.safetensors"), &models()[0]).expect("written");
    fs::write(at("models/mine.safetensors"), &models()[1]).expect("written");
    fs::write(at("CHANGELOG.md"), "# Changelog\n\n## [Unreleased]\n").expect("written");
    folder
}

/// Runs a line as a CI does; `None` where there is no bash.
fn run(script: &str, folder: &Path) -> Option<Output> {
    let mut command = bash(script, folder);
    command.env("GITHUB_STEP_SUMMARY", folder.join("summary.md"));
    for (name, value) in environment() {
        command.env(name, value);
    }
    command.output().ok()
}

/// Runs a line that must be fine; whether there is a bash to run it.
fn fine(script: &str, folder: &Path) -> bool {
    let Some(output) = run(script, folder) else {
        println!("skipped: no bash");
        return false;
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{script}\n{said}");
    true
}

/// The lines of the page's `sh` blocks.
fn commands() -> Vec<&'static str> {
    let blocks = PAGE.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).collect()
}

/// The workflow's scripts, one a step.
fn steps() -> Vec<String> {
    let mut steps = Vec::new();
    let mut lines = WORKFLOW.lines().peekable();
    while let Some(line) = lines.next() {
        match line.trim().strip_prefix("run: ") {
            Some("|") => {
                let mut script = String::new();
                while let Some(line) = lines.next_if(|line| line.starts_with("          ")) {
                    script += &format!("{}\n", line.trim());
                }
                steps.push(script);
            }
            Some(script) => steps.push(script.to_owned()),
            None => {}
        }
    }
    steps
}

/// The workflow's environment.
fn environment() -> Vec<(&'static str, &'static str)> {
    let lines = WORKFLOW.lines().skip_while(|line| *line != "env:").skip(1);
    lines.take_while(|line| line.starts_with("  ")).filter_map(|line| line.trim().split_once(": ")).collect()
}

#[test]
fn every_command_of_the_page_works() {
    let commands = commands();
    assert_eq!(commands.len(), 9, "{commands:?}");
    let project = project();
    for command in commands {
        if !fine(command, project.path()) {
            return;
        }
    }
    let at = |name: &str| project.path().join(name);
    assert!(fs::read_to_string(at("summary.md")).expect("a summary").starts_with("## labels/test.csv, label"));
    for name in [
        "report.html",
        "report.md",
        "report.junit.xml",
        "report.json",
        "report.txt",
        "predictions.csv",
        "confusion.csv",
    ] {
        assert!(at("report").join(name).is_file() && PAGE.contains(name), "{name}");
    }
}

/// A repository whose last commit replaces the model, with floors.
fn repository() -> Option<TempDir> {
    let project = project();
    let folder = project.path();
    let commit = "git add -A && git -c user.name=a -c user.email=a@b commit -qm model";
    let script = format!(
        "git init -q . && cp models/mine.safetensors new && mv models/previous.safetensors models/mine.safetensors && {commit} \
         && mv new models/mine.safetensors && {commit} && stance evaluate \"$LABELS\" --model \"$MODEL\" --floors quality.toml --write-floors"
    );
    fine(&script, folder).then_some(project)
}

#[test]
fn the_steps_of_the_workflow_work() {
    let steps = steps();
    assert_eq!(steps.len(), 4, "{steps:?}");
    let Some(project) = repository() else { return };
    for step in steps.iter().filter(|step| !step.starts_with("cargo install")) {
        fine(step, project.path());
    }
    let summary = fs::read_to_string(project.path().join("summary.md")).expect("a summary");
    assert!(summary.contains("✅ pass: max-drop"), "{summary}");
}

#[test]
fn the_workflow_fails_where_a_floor_is_missed_and_shows_why() {
    let Some(project) = repository() else { return };
    let floors = project.path().join("quality.toml");
    let strict: Vec<String> = fs::read_to_string(&floors)
        .expect("written")
        .lines()
        .map(|line| if line.starts_with("macro_f1") { "macro_f1 = 0.99".to_owned() } else { line.to_owned() })
        .collect();
    fs::write(&floors, strict.join("\n")).expect("written");
    let steps = steps();
    fine(&steps[1], project.path());
    let gate = run(&steps[2], project.path()).expect("there is a bash");
    assert_eq!(gate.status.code(), Some(1));
    let out = String::from_utf8_lossy(&gate.stdout).into_owned();
    assert!(out.starts_with("::error title=quality gate::macro_f1 is 0."), "{out}");
    fine(&steps[3], project.path());
    let summary = fs::read_to_string(project.path().join("summary.md")).expect("a summary");
    assert!(summary.contains("❌ **fail:** macro\\_f1 is 0."), "{summary}");
}
