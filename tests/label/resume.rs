//! Runs that were interrupted, and go on.

use super::{ONE, folder, label, label_with};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

fn start(folder: &Path, arguments: &[&str], out: &str, more: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stance"));
    command.current_dir(folder).arg("label").args(arguments).args(["--quiet", "--threads", "2", "-o", out]).args(more);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs")
}

/// Runs it with as many kills as asked for, anew after each end, and holds every end to the undisturbed run.
fn killed_at_random(folder: &Path, arguments: &[&str], kills: usize) {
    let begun = Instant::now();
    let undisturbed = start(folder, arguments, "whole.csv", &[]).wait_with_output().expect("it ends");
    let takes = begun.elapsed().as_micros() as u64;
    let read = |name: &str| fs::read(folder.join(name)).expect("written");
    let (mut dice, mut killed, mut midway, mut ends) = (Dice(takes), 0, 0, 0);
    while killed < kills || midway < 5 || ends == 0 {
        midway += usize::from(folder.join("out.csv.checkpoint.json").exists());
        let mut child = start(folder, arguments, "out.csv", &["--resume"]);
        if killed < kills || midway < 5 {
            std::thread::sleep(Duration::from_micros(dice.below(takes)));
            child.kill().expect("a child of ours");
        }
        let ended = child.wait_with_output().expect("it ends");
        if ended.status.code().is_none() {
            killed += 1;
            assert!(killed < 40 * kills, "it never gets on");
            continue;
        }
        ends += 1;
        assert_eq!(ended.status.code(), undisturbed.status.code());
        assert_eq!(String::from_utf8_lossy(&ended.stderr), String::from_utf8_lossy(&undisturbed.stderr));
        assert!(read("out.csv") == read("whole.csv"), "after {killed} kills");
        assert_eq!(read("out.csv.meta.json"), read("whole.csv.meta.json"));
        let left: Vec<String> = fs::read_dir(folder)
            .expect("there")
            .map(|entry| entry.expect("read").file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with("out.csv"))
            .collect();
        assert_eq!(left.len(), 2, "{left:?}");
        fs::remove_file(folder.join("out.csv")).expect("ours");
    }
}

#[test]
fn a_table_killed_at_random_moments_gives_what_an_undisturbed_run_gives() {
    let row = |n: usize| match n % 997 {
        0 => format!("{n},d{},\n", n / 20),
        1 => format!("{n},d\n"),
        _ => format!(
            "{n},d{},\"We should let family number {n} in, said the mayor of the town by the river.\"\n",
            n / 20
        ),
    };
    let rows: String = (0..40_000).map(row).collect();
    let folder = folder(&[("rows.csv", format!("id,doc,text\n{rows}").as_bytes())]);
    killed_at_random(folder.path(), &["rows.csv", "--unit", "sentence"], 25);
}

#[test]
fn a_folder_killed_at_random_moments_gives_what_an_undisturbed_run_gives() {
    let text = |n: usize| match n % 97 {
        0 => Vec::new(),
        1 => b"The caf\xe9 in the na\xefve town closed its doors at noon.\n".to_vec(),
        _ => ONE.repeat(5 + n % 40),
    };
    let files: Vec<(String, Vec<u8>)> = (0..1200).map(|n| (format!("news/{}/{n}.txt", n % 9), text(n))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    let folder = folder(&files);
    killed_at_random(folder.path(), &["news"], 25);
}

/// A folder with a run that was killed once it had written a checkpoint.
fn interrupted(folder: &Path) {
    loop {
        for left in ["out.csv.checkpoint.json", "out.csv"] {
            let _ = fs::remove_file(folder.join(left));
        }
        let mut child = start(folder, &["rows.csv", "--unit", "sentence"], "out.csv", &[]);
        while !folder.join("out.csv.checkpoint.json").exists() && child.try_wait().expect("ours").is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().expect("a child of ours");
        let left = ["out.csv.checkpoint.json", "out.csv.part"].iter().all(|file| folder.join(file).exists());
        if child.wait().expect("it ends").code().is_none() && left {
            return;
        }
    }
}

fn rows() -> Vec<u8> {
    let rows: String = (0..30_000).map(|n| format!("{n},They fled the war number {n} by sea and by land.\n")).collect();
    format!("id,text\n{rows}").into_bytes()
}

#[test]
fn what_has_changed_since_the_interruption_is_refused_and_named() {
    let folder = folder(&[("rows.csv", &rows())]);
    let folder = folder.path();
    interrupted(folder);
    let resumed = |more: &[&str]| {
        let arguments = [&["rows.csv", "--unit", "sentence", "-o", "out.csv", "--resume"], more].concat();
        label(folder, &arguments)
    };
    let ran = resumed(&["--min-score", "0.5"]);
    assert!(ran.err.contains("this has changed: the setting min_score (it was 0.0, it is 0.5)."), "{}", ran.err);
    assert_eq!(ran.code, Some(2));
    let ran = resumed(&["more.csv"]);
    assert!(ran.err.contains("the list of inputs (it was rows.csv, it is rows.csv more.csv)"), "{}", ran.err);
    let model = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/models/stance.safetensors")).expect("the model");
    fs::write(folder.join("model"), &model).expect("written");
    let checkpoint = fs::read_to_string(folder.join("out.csv.checkpoint.json")).expect("left");
    let other = checkpoint.replacen("\"model\": \"", "\"model\": \"0", 1);
    fs::write(folder.join("out.csv.checkpoint.json"), other).expect("written");
    assert!(resumed(&[]).err.contains("this has changed: the model (it was 0"), "another model");
    fs::write(folder.join("out.csv.checkpoint.json"), checkpoint).expect("written");
    let ran = resumed(&["--threads", "1"]);
    assert!(ran.code == Some(0) && ran.err.starts_with("out.csv: going on after "), "{}", ran.err);
}

#[test]
fn an_input_that_has_changed_since_is_refused_and_what_was_written_is_kept() {
    let folder = folder(&[("rows.csv", &rows())]);
    interrupted(folder.path());
    let part = fs::read(folder.path().join("out.csv.part")).expect("left");
    fs::write(folder.path().join("rows.csv"), b"id,text\n1,They fled.\n").expect("written");
    let ran = label(folder.path(), &["rows.csv", "--unit", "sentence", "-o", "out.csv", "--resume"]);
    assert!(ran.err.contains("this has changed: the input rows.csv (it was 1 file of "), "{}", ran.err);
    assert_eq!((ran.code, fs::read(folder.path().join("out.csv.part")).ok()), (Some(2), Some(part)));
    let ran = label(folder.path(), &["rows.csv", "--unit", "sentence", "-o", "out.csv"]);
    assert!(ran.err.contains("starting anew (--resume would have gone on)"), "{}", ran.err);
    assert_eq!((ran.code, fs::read_dir(folder.path()).expect("there").count()), (Some(0), 3));
}

#[test]
fn runs_that_cannot_be_gone_on_with_say_why() {
    let folder = folder(&[("a.txt", ONE)]);
    for (arguments, why) in [
        (&["a.txt"][..], "it needs an output file (-o FILE)"),
        (&["-", "-o", "out.csv"], "the input - cannot be read a second time"),
        (&["a.txt", "-o", "out.csv.gz"], "out.csv.gz is packed"),
        (&["a.txt", "-o", "out.csv", "--format", "table"], "not with table"),
    ] {
        let ran = label_with(folder.path(), &[arguments, &["--resume"]].concat(), ONE);
        assert!(ran.err.starts_with("stance: --resume cannot be used here: ") && ran.err.contains(why), "{}", ran.err);
        assert_eq!((ran.code, folder.path().join("out.csv").exists()), (Some(2), false));
    }
}

#[test]
fn without_a_checkpoint_it_starts_at_the_beginning() {
    let folder = folder(&[("a.txt", ONE)]);
    let ran = label(folder.path(), &["a.txt", "-o", "out.csv", "--resume"]);
    assert!(ran.err.starts_with("out.csv: no checkpoint; starting at the beginning\n"), "{}", ran.err);
    assert_eq!(ran.code, Some(0));
}

#[test]
fn two_runs_do_not_write_one_output() {
    let folder = folder(&[("a.txt", ONE)]);
    let part = fs::File::create(folder.path().join("out.csv.part")).expect("created");
    part.lock().expect("nobody else has it");
    let ran = label(folder.path(), &["a.txt", "-o", "out.csv", "--resume"]);
    assert_eq!((ran.code, &*ran.err), (Some(2), "stance: cannot write out.csv: another run is writing it\n"));
}
