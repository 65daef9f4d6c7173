use super::{Ran, SAMPLES, evaluate_in, folder, path};
use std::fs;
use tempfile::TempDir;

/// A folder with the sample labels as `gold.csv`, a changelog, and these floors.
fn project(floors: Option<&str>) -> TempDir {
    let labels = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/articles/labels.csv"));
    let data = folder(&[("gold.csv", &labels.expect(SAMPLES)), ("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n")]);
    if let Some(floors) = floors {
        fs::write(data.path().join("quality.toml"), floors).expect("written");
    }
    data
}

/// Evaluates in that folder, as in a project of one's own.
fn gold(project: &TempDir, more: &[&str]) -> Ran {
    evaluate_in(project.path(), &[&["gold.csv", "--floors", "quality.toml"], more].concat())
}

fn read(project: &TempDir, name: &str) -> String {
    fs::read_to_string(path(project, name)).expect(name)
}

/// A project whose floors are what the model reaches.
fn with_floors() -> TempDir {
    let project = project(None);
    let ran = gold(&project, &["--write-floors"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    project
}

fn floor(text: &str, key: &str) -> f64 {
    let table: toml::Table = toml::from_str(text).expect("TOML");
    table["gold.csv, label"][key].as_float().expect("a number")
}

#[test]
fn floors_that_are_written_are_reached_the_next_time() {
    let project = with_floors();
    let text = read(&project, "quality.toml");
    assert!(floor(&text, "macro_f1") > 0.2, "{text}");
    let ran = gold(&project, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("\npass macro_f1 is ") && ran.out.contains("\npass f1.admit is "), "{}", ran.out);
    assert_eq!(read(&project, "quality.toml"), text, "a check writes nothing");
}

#[test]
fn a_floor_that_is_missed_fails_and_is_not_lowered_by_raising() {
    let project = with_floors();
    let before = read(&project, "quality.toml");
    let strict = before.replace(&format!("macro_f1 = {}", floor(&before, "macro_f1")), "macro_f1 = 0.99");
    fs::write(path(&project, "quality.toml"), &strict).expect("written");
    for more in [&[][..], &["--write-floors"]] {
        let ran = gold(&project, more);
        assert_eq!(ran.code, Some(1));
        assert!(ran.out.contains("\nFAIL macro_f1 is 0."), "{}", ran.out);
        assert_eq!(read(&project, "quality.toml"), strict);
    }
    assert!(gold(&project, &["--write-floors"]).err.contains("--lower-floors WHY lowers it"));
}

#[test]
fn lowering_a_floor_leaves_a_line_in_the_changelog() {
    let project = with_floors();
    let before = read(&project, "quality.toml");
    let reached = floor(&before, "macro_f1");
    fs::write(path(&project, "quality.toml"), before.replace(&format!("macro_f1 = {reached}"), "macro_f1 = 0.99"))
        .expect("written");
    let ran = gold(&project, &["--lower-floors", "fewer words, on purpose"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(read(&project, "quality.toml"), before);
    let line =
        format!("- Quality floor lowered: macro_f1 of gold.csv, label from 0.99 to {reached}: fewer words, on purpose");
    assert!(read(&project, "CHANGELOG.md").contains(&line), "{}", read(&project, "CHANGELOG.md"));
}

#[test]
fn without_a_changelog_no_floor_is_lowered() {
    let project = with_floors();
    let strict = read(&project, "quality.toml").replace("macro_f1 = 0.", "macro_f1 = 0.99");
    fs::write(path(&project, "quality.toml"), &strict).expect("written");
    fs::write(path(&project, "CHANGELOG.md"), "# Changelog\n").expect("written");
    let ran = gold(&project, &["--lower-floors", "why"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("CHANGELOG.md: expected a section \"## [Unreleased]\""), "{}", ran.err);
    assert_eq!(read(&project, "quality.toml"), strict);
}

#[test]
fn floors_of_other_rows_are_an_error_that_says_what_to_do() {
    let project = with_floors();
    let rows = read(&project, "gold.csv");
    let fewer: Vec<&str> = rows.lines().take(300).collect();
    fs::write(path(&project, "gold.csv"), fewer.join("\n")).expect("written");
    let ran = gold(&project, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("hold for rows with the digest") && ran.err.contains("--write-floors"), "{}", ran.err);
    let before = read(&project, "quality.toml");
    let ran = gold(&project, &["--lower-floors", "rows changed"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_ne!(read(&project, "quality.toml"), before);
    assert_eq!(gold(&project, &[]).code, Some(0));
}

#[test]
fn floors_that_do_not_fit_are_refused_with_what_there_is() {
    let ran = gold(&project(None), &[]);
    assert_eq!(ran.code, Some(2), "no file");
    let other = project(Some("[\"other.csv, label\"]\ndata = \"0\"\nmacro_f1 = 0.5\n"));
    let ran = gold(&other, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("expected floors of \"gold.csv, label\", found those of \"other.csv, label\""),
        "{}",
        ran.err
    );
    let unknown = project(Some("[\"gold.csv, label\"]\ndata = \"0\"\nf1 = 0.5\n"));
    let ran = gold(&unknown, &["--write-floors"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("macro_f1, f_avg") && ran.err.contains("found \"f1\""), "{}", ran.err);
}
