use super::*;
use crate::base::Scores;
use crate::dataset::annotation;
use std::fs;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = files.iter().map(|(name, text)| {
        fs::write(folder.path().join(name), text).expect("written");
        folder.path().join(name)
    });
    let paths = paths.collect();
    (folder, paths)
}

/// The findings of a check, without the folder's name.
fn told(files: &[(&str, &str)], check: impl Fn(&[Part]) -> Vec<Finding>) -> Vec<String> {
    let (folder, paths) = folder(files);
    let found = check(&parts(&paths, &LabelMap::default(), None));
    let plain = |text: &str| text.replace(&format!("{}/", folder.path().display()), "");
    let line = |finding: &Finding| finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    found.iter().map(|f| format!("{} {}{} {}", f.fault, plain(&f.file), line(f), plain(&f.message))).collect()
}

#[test]
fn what_the_reader_refused_is_told_by_kind() {
    let rows = "text,label\nThey fled.,maybe\n,admit\nThey fled.,admit,x\n";
    insta::assert_snapshot!(told(&[("a.csv", rows)], rejects).join("\n"), @r#"
    label-word a.csv:2 expected in column label admit, restrict or neutral (other words: --map FROM=TO,…), found "maybe"
    empty a.csv:3 expected in column text a value, found none
    unusable a.csv:4 expected 2 fields, as in the first line, found 3 fields
    "#);
}

#[test]
fn a_row_without_a_word_and_one_with_too_many_are_told() {
    let rows = format!("text,label\n—,neutral\n{},neutral\nThey fled.,neutral\n", "word ".repeat(MOST_WORDS + 1));
    insta::assert_snapshot!(told(&[("a.csv", &rows)], sentences).join("\n"), @r"
    empty a.csv:2 expected a sentence, found no letter or digit
    long a.csv:3 expected a sentence of at most 100 words, found 101
    ");
}

#[test]
fn the_label_that_differs_from_most_is_told_and_what_is_read_by_itself_alike_is_not() {
    let rows = "text,label,alone\nNo!,admit,neutral\nNo!,restrict,neutral\nLet them in.,admit,admit\n\
        let  them in.,neutral,neutral\nLet them in.,restrict,admit\n";
    insta::assert_snapshot!(told(&[("a.csv", rows)], contradictions).join("\n"), @"contradiction a.csv:5 neutral, but the same text is admit at a.csv:4");
}

const STORY: &str =
    "Eleven families crossed the river on Tuesday night with two suitcases and a dog that would not bark";

#[test]
fn copies_are_told_within_a_part_and_leaks_across() {
    let train = format!(
        "doc,n,text,label\na,1,{STORY},neutral\nb,1,{},neutral\nc,1,Nothing at all happened in the town hall on that day.,neutral\n",
        STORY.replace("Tuesday", "Monday")
    );
    let test = format!("doc,n,text,label\nd,1,{},neutral\nc,2,Nobody came.,neutral\n", STORY.replace("Eleven", "Nine"));
    insta::assert_snapshot!(told(&[("train.csv", &train), ("test.csv", &test)], copies).join("\n"), @r"
    copy train.csv:3 reprints a (train.csv:2)
    leak test.csv:3 stands also in train.csv (train.csv:4)
    leak test.csv:2 reprints a of train.csv (train.csv:2)
    ");
}

#[test]
fn splits_are_the_parts_where_they_are_given() {
    let rows = format!("doc,n,text,label\na,1,{STORY},neutral\nb,1,{STORY},neutral\n");
    let (_folder, paths) = folder(&[("all.csv", &rows)]);
    let parts = splits(&paths, &LabelMap::default(), None, &BTreeSet::from(["b".to_owned()]));
    let found = copies(&parts);
    assert_eq!((found[0].fault, found[0].doc.as_str()), (Fault::Leak, "b"));
}

#[test]
fn the_least_probable_labels_come_first_and_no_more_than_one_in_twenty() {
    let rows: String = (0..40).map(|n| format!("Sentence {n}.,admit\n")).collect();
    let (_folder, paths) = folder(&[("a.csv", &format!("text,label\n{rows}"))]);
    let parts = parts(&paths, &LabelMap::default(), None);
    let judged: Vec<Judged> = parts[0]
        .documents
        .iter()
        .map(|labelled| {
            let own = [0.9, 0.4, 0.01, 0.2][labelled.gold[0].line as usize % 4];
            Judged { labelled, sentence: 0, scores: Scores([own, 1.0 - own, 0.0]) }
        })
        .collect();
    let found: Vec<(Option<u64>, String)> =
        label_errors(&judged).into_iter().map(|finding| (finding.line, finding.message)).collect();
    let said = "admit (0.01), likely restrict (0.99)".to_owned();
    assert_eq!(found, [(Some(2), said.clone()), (Some(6), said)]);
}

/// 200 rows of ten documents by two annotators; the second turns to `later` half-way.
fn batch(later: &str) -> String {
    let mut rows = "doc,n,text,label,annotator,time\n".to_owned();
    for row in 0..200 {
        let label = ["admit", "neutral"][row % 2];
        let second = if row < 100 { label } else { later };
        for (annotator, label) in [("anna", label), ("ben", if second.is_empty() { label } else { second })] {
            rows += &format!(
                "d{0},{1},Sentence {row}.,{label},{annotator},2026-01-{2:02}\n",
                row / 10,
                row + 1,
                1 + row / 10
            );
        }
    }
    rows
}

fn drift_of(later: &str) -> Vec<String> {
    let (_folder, paths) = folder(&[("batch.csv", &batch(later))]);
    let found = drift(annotation::read(&paths, &LabelMap::default()).annotations);
    found.into_iter().map(|finding| format!("{}: {}", finding.line.unwrap_or_default(), finding.message)).collect()
}

#[test]
fn an_annotator_who_turns_half_way_is_told_and_a_steady_one_is_not() {
    assert_eq!(drift_of(""), Vec::<String>::new());
    let found = drift_of("restrict").join("\n");
    assert!(found.contains("ben: restrict 0 % of 100 rows before 2026-01-11, 100 % of 100 rows since"), "{found}");
    assert!(found.contains("ben: agreement with the others 100 % of 100 rows"), "{found}");
    assert!(!found.contains("anna: admit"), "{found}");
}

#[test]
fn a_label_that_is_missing_or_of_another_rate_is_told() {
    let part = |share: usize| {
        let rows = (0..200).map(|row| {
            let label = if row % 10 < share { "admit" } else { ["restrict", "neutral"][row % 2] };
            format!("d{},{},Sentence {row}.,{label}\n", row / 10, row + 1)
        });
        format!("doc,n,text,label\n{}", rows.collect::<String>())
    };
    let (first, second) = (part(5), part(0));
    insta::assert_snapshot!(told(&[("a.csv", &first), ("b.csv", &second)], shares).join("\n"), @r"
    shares b.csv admit: 0 of 200 rows
    shares b.csv restrict: 50 % of the rows, 20 % in a.csv
    shares b.csv neutral: 50 % of the rows, 30 % in a.csv
    ");
}
