use super::*;
use crate::base::sentence_digest;
use crate::dataset::LabelMap;
use proptest::prelude::*;

/// Annotator, label, time, file, line: all that rules look at.
fn said(annotator: &str, label: Stance, time: &str, file: &str, line: u64) -> Annotation {
    Annotation {
        doc: "d".into(),
        n: Some(1),
        place: None,
        digest: sentence_digest("No."),
        text: "No.".into(),
        label,
        alone: None,
        holder: String::new(),
        note: String::new(),
        annotator: annotator.into(),
        time: time.into(),
        tool: String::new(),
        batch: String::new(),
        kind: Kind::Body,
        paragraph: None,
        file: file.into(),
        line,
    }
}

/// The labels a rule gives, and the conflicts it leaves.
fn merged(annotations: &[Annotation], rule: &str) -> (Vec<Stance>, usize) {
    let merged = merge(annotations.to_vec(), &rule.parse().expect("a rule"));
    (merged.annotations.iter().map(|annotation| annotation.label).collect(), merged.conflicts.len())
}

use Stance::{Admit, Neutral, Restrict};

#[test]
fn a_later_row_of_the_same_annotator_holds() {
    let rows = [said("anna", Admit, "", "b.csv", 9), said("anna", Neutral, "", "b.csv", 10)];
    assert_eq!(merged(&rows, "majority"), (vec![Neutral], 0));
    let rows = [said("anna", Admit, "2026-02", "a.csv", 9), said("anna", Neutral, "2026-01", "b.csv", 10)];
    assert_eq!(merged(&rows, "majority"), (vec![Admit], 0));
    let rows = [said("anna", Admit, "", "a.corrections.csv", 2), said("anna", Neutral, "2026-01", "b.csv", 10)];
    assert_eq!(merged(&rows, "majority"), (vec![Admit], 0));
}

#[test]
fn two_batches_that_contradict_without_times_are_listed_and_not_guessed() {
    let rows = [said("anna", Admit, "", "a.csv", 2), said("anna", Restrict, "", "b.csv", 2)];
    let merged = merge(rows.to_vec(), &Rule::Latest);
    assert_eq!(merged.annotations, []);
    insta::assert_snapshot!(merged.conflicts[0], @"d 1 [38178a20b470cfd1]: one annotator said both, and nothing tells which is later (column time): anna=admit (a.csv:2) anna=restrict (b.csv:2)");
}

#[test]
fn a_majority_is_more_than_half() {
    let (anna, ben) = (said("anna", Admit, "", "a", 1), said("ben", Restrict, "", "a", 2));
    assert_eq!(merged(&[anna.clone(), ben.clone()], "majority"), (vec![], 1));
    assert_eq!(merged(&[anna, ben, said("cem", Admit, "", "a", 3)], "majority"), (vec![Admit], 0));
}

#[test]
fn the_adjudicator_wins_and_where_they_are_silent_only_agreement_counts() {
    let (anna, ben) = (said("anna", Admit, "", "a", 1), said("ben", Restrict, "", "a", 2));
    assert_eq!(merged(&[anna.clone(), ben.clone()], "adjudicator=ben"), (vec![Restrict], 0));
    assert_eq!(merged(&[anna.clone(), ben], "adjudicator=cem"), (vec![], 1));
    assert_eq!(merged(&[anna.clone(), said("ben", Admit, "", "a", 2)], "adjudicator=cem"), (vec![Admit], 0));
}

#[test]
fn the_latest_of_all_needs_times() {
    let rows = [said("anna", Admit, "2026-01", "a", 1), said("ben", Restrict, "2026-02", "b", 1)];
    assert_eq!(merged(&rows, "latest"), (vec![Restrict], 0));
    let rows = [said("anna", Admit, "", "a", 1), said("ben", Restrict, "2026-02", "b", 1)];
    assert_eq!(merged(&rows, "latest"), (vec![], 1));
}

#[test]
fn holders_that_differ_are_left_empty() {
    let anna = Annotation { holder: "Latvia".into(), ..said("anna", Admit, "", "a", 1) };
    let ben = Annotation { holder: "Riga".into(), ..said("ben", Admit, "", "a", 2) };
    let merged = merge(vec![anna, ben], &Rule::Majority);
    assert_eq!((merged.annotations[0].holder.as_str(), merged.annotations[0].annotator.as_str()), ("", "anna+ben"));
}

#[test]
fn a_row_without_a_number_speaks_of_the_only_sentence_it_can_mean() {
    let loose = Annotation { n: None, ..said("ben", Admit, "", "a", 2) };
    let one = vec![said("anna", Admit, "", "a", 1), loose.clone()];
    assert_eq!(units(one).len(), 1);
    let two = vec![said("anna", Admit, "", "a", 1), Annotation { n: Some(7), ..loose.clone() }, loose];
    assert_eq!(units(two).len(), 3);
}

#[test]
fn a_digest_of_another_text_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("b.csv");
    std::fs::write(&file, "text,digest,label\nNo.,38178a20b470cfd1,admit\nNo!,38178a20b470cfd1,admit\n")
        .expect("written");
    let batches = read(&[file], &LabelMap::default());
    assert_eq!((batches.rows, batches.annotations.len(), batches.rejects.len()), (2, 1, 1));
    assert_eq!(batches.rejects[0].line, Some(3));
}

#[test]
fn a_batch_is_never_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("b.csv");
    new_batch(&file, &[said("anna", Admit, "", "", 0)]).expect("written");
    let error = new_batch(&file, &[]).expect_err("there already");
    assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(read(&[file], &LabelMap::default()).annotations.len(), 1);
}

#[test]
fn merged_annotations_become_documents() {
    let lone = Annotation { doc: String::new(), n: None, ..said("anna", Admit, "", "a", 2) };
    let bare = Annotation { text: String::new(), ..said("anna", Admit, "", "a", 3) };
    let (documents, rejects) = documents(vec![said("anna", Admit, "", "a", 1), lone, bare], None);
    let ids: Vec<&str> = documents.iter().map(|labelled| labelled.document.id.as_str()).collect();
    assert_eq!(ids, ["a#2", "d"]);
    insta::assert_snapshot!(rejects[0], @"a:3: expected the text of the sentence (--texts FOLDER), found digest 38178a20b470cfd1 without text");
}

/// Text that is not all white space; nothing else is lost on the way.
fn words() -> impl Strategy<Value = String> {
    "[a-zé\",;\r\n\t' =\u{2028}ab]{0,12}".prop_filter("none", |text| text.is_empty() || !text.trim().is_empty())
}

fn annotation() -> impl Strategy<Value = Annotation> {
    let place = proptest::option::of((0usize..9, 9usize..99));
    let numbers = (proptest::option::of(1u32..99), place, proptest::option::of(1u32..9));
    let labels = (0usize..3, proptest::option::of(0usize..3), 0usize..4);
    (proptest::collection::vec(words(), 7), words(), numbers, labels).prop_map(|(texts, text, numbers, labels)| {
        let [doc, holder, note, annotator, time, tool, batch] = <[String; 7]>::try_from(texts).expect("seven");
        let text = if text.is_empty() { "No.".to_owned() } else { text };
        let (n, place, paragraph) = numbers;
        let (label, alone, kind) = labels;
        let (n, digest) = (n.filter(|_| !doc.is_empty()), sentence_digest(&text));
        let (label, alone, kind) = (Stance::ALL[label], alone.map(|alone| Stance::ALL[alone]), Kind::ALL[kind]);
        let (file, line) = (String::new(), 0);
        Annotation {
            doc,
            n,
            place,
            digest,
            text,
            label,
            alone,
            holder,
            note,
            annotator,
            time,
            tool,
            batch,
            kind,
            paragraph,
            file,
            line,
        }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(annotations in proptest::collection::vec(annotation(), 1..5)) {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in [("b.csv", csv(&annotations)), ("b.jsonl", jsonl(&annotations))] {
            let file = folder.path().join(name);
            std::fs::write(&file, bytes).expect("written");
            let batches = read(&[file], &LabelMap::default());
            prop_assert_eq!(&batches.rejects, &[]);
            let found = batches.annotations.into_iter().map(|found| Annotation { file: String::new(), line: 0, ..found });
            prop_assert_eq!(found.collect::<Vec<_>>(), annotations.clone());
        }
    }

    #[test]
    fn the_order_of_rows_changes_no_merge(rows in proptest::collection::vec((0usize..3, 0usize..3, 0usize..3), 1..6), rule in 0usize..3) {
        let rows: Vec<Annotation> = (1..).zip(&rows).map(|(line, &(who, label, time))| {
            said(["anna", "ben", "cem"][who], Stance::ALL[label], ["", "2026-01", "2026-02"][time], ["a", "b"][line as usize % 2], line)
        }).collect();
        let rule: Rule = ["majority", "adjudicator=ben", "latest"][rule].parse().expect("a rule");
        let backwards = rows.iter().rev().cloned().collect();
        prop_assert_eq!(merge(rows, &rule), merge(backwards, &rule));
    }
}
