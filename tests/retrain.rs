//! `stance retrain` as a user calls it: what is learnt, what is refused, what stands on disk afterwards.

mod program;

use program::{Ran, stance};
use stance::dataset::LabelledDocument;
use stance::model::{Model, TrainSettings};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A model of a part of the corpus, trained once a run.
fn model() -> &'static [u8] {
    static MODEL: OnceLock<Vec<u8>> = OnceLock::new();
    MODEL.get_or_init(|| {
        let documents: Vec<LabelledDocument> = corpus().iter().take(30).cloned().collect();
        let settings = TrainSettings::from_toml("folds = 2\n[features]\nchars_max = 3").expect("good settings");
        Model::train(documents, &settings, 2).expect("trains").0.to_bytes()
    })
}

fn corpus() -> &'static [LabelledDocument] {
    static CORPUS: OnceLock<Vec<LabelledDocument>> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        stance::dataset::project::load(&data, None).expect("the project's own data").train
    })
}

/// A checkout in small: the model, the frozen test split, a folder of batches.
fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let at = |name: &str| folder.path().join(name);
    for name in ["models", "data/corpus", "data/annotations"] {
        fs::create_dir_all(at(name)).expect("made");
    }
    for name in ["data/corpus/sentences.csv", "data/corpus/documents.csv", "data/splits.csv"] {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), at(name)).expect("copied");
    }
    fs::write(at("models/stance.safetensors"), model()).expect("written");
    folder
}

/// The documents of the corpus from the hundredth on, as a batch.
fn batch(documents: std::ops::Range<usize>) -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["doc", "n", "paragraph", "text", "label", "alone", "annotator"]).expect("memory");
    for labelled in &corpus()[documents] {
        for (sentence, gold) in labelled.document.sentences.iter().zip(&labelled.gold) {
            let (n, paragraph) = (gold.n.to_string(), sentence.paragraph.to_string());
            let alone = gold.alone.map(|alone| alone.to_string()).unwrap_or_default();
            let text = sentence.span.of(&labelled.document.text);
            csv.write_record([&labelled.document.id, &n, &paragraph, text, gold.label.name(), &alone, "anna"])
                .expect("memory");
        }
    }
    String::from_utf8(csv.into_inner().expect("memory")).expect("UTF-8")
}

fn retrain(folder: &Path, arguments: &[&str]) -> Ran {
    stance(folder, &[&["retrain"], arguments].concat())
}

fn with_batch(name: &str, text: &str) -> TempDir {
    let project = project();
    fs::write(project.path().join("data/annotations").join(name), text).expect("written");
    project
}

fn bytes(project: &TempDir) -> Vec<u8> {
    fs::read(project.path().join("models/stance.safetensors")).expect("a model")
}

fn kept(project: &TempDir) -> Vec<PathBuf> {
    let found = fs::read_dir(project.path().join("models/previous"));
    let mut kept: Vec<PathBuf> = found.into_iter().flatten().map(|entry| entry.expect("an entry").path()).collect();
    kept.sort();
    kept
}

#[test]
fn new_rows_are_learnt_and_the_former_model_and_its_card_are_kept() {
    let project = with_batch("spring.csv", &batch(100..110));
    fs::write(project.path().join("models/README.md"), "# Model card: stance\n").expect("written");
    let ran = retrain(project.path(), &["--holdout", "20%", "--force"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    assert!(ran.out.contains("2 document(s) held out\n"), "{}", ran.out);
    assert!(ran.out.contains("frozen test, label: 759 rows of 30 documents, macro-F1 0."), "{}", ran.out);
    assert!(ran.out.contains("cargo build --release"), "{}", ran.out);
    let former = &stance::base::sha256_hex(model())[..16];
    let at = |ending: &str| project.path().join(format!("models/previous/{former}.{ending}"));
    assert_eq!(kept(&project), [at("md"), at("safetensors")]);
    assert!(fs::read(at("safetensors")).expect("kept") == model());
    let new = Model::from_bytes(&bytes(&project)).expect("a model");
    let retraining = &new.info().retrained[0];
    assert_eq!((retraining.batches[0].name.as_str(), retraining.learnt.documents), ("spring.csv", 8));
    let card = fs::read_to_string(project.path().join("models/README.md")).expect("a card");
    for part in ["## Retrained", "| retrained | 8 |", "`spring.csv`", "| held out, alone |"] {
        assert!(card.contains(part), "{part}\n{card}");
    }
}

#[test]
fn nothing_new_gives_the_same_model_byte_for_byte() {
    let project = with_batch("known.csv", &batch(0..5));
    let ran = retrain(project.path(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("nothing new to learn"), "{}", ran.out);
    assert!(bytes(&project) == model() && kept(&project).is_empty());
    retrain(project.path(), &["-o", "mine.safetensors"]);
    assert!(fs::read(project.path().join("mine.safetensors")).expect("written") == model());
}

#[test]
fn what_was_learnt_is_not_learnt_again_and_a_corrected_label_is() {
    let project = with_batch("spring.csv", &batch(100..104));
    retrain(project.path(), &["--force"]);
    let once = bytes(&project);
    assert!(once != model());
    let again = retrain(project.path(), &["--force"]);
    assert!(again.out.starts_with("nothing new to learn") && bytes(&project) == once, "{}", again.out);
    let first = batch(100..101).lines().nth(1).expect("a row").to_owned();
    let other = if first.contains(",restrict,") { ",admit,admit,anna" } else { ",restrict,restrict,anna" };
    let cut = first.rsplitn(4, ',').last().expect("the text");
    let head = "doc,n,paragraph,text,label,alone,annotator";
    fs::write(project.path().join("data/annotations/corrections.csv"), format!("{head}\n{cut}{other}\n"))
        .expect("written");
    let ran = retrain(project.path(), &["--force"]);
    assert!(ran.out.starts_with("learnt 1 row(s) of 1 document(s)"), "{}{}", ran.out, ran.err);
}

#[test]
fn the_same_batches_give_the_same_bytes_on_any_number_of_threads() {
    let (one, two) = (with_batch("spring.csv", &batch(100..106)), with_batch("spring.csv", &batch(100..106)));
    retrain(one.path(), &["--force", "--threads", "1"]);
    retrain(two.path(), &["--force", "--threads", "2"]);
    assert!(bytes(&one) == bytes(&two) && bytes(&one) != model());
}

#[test]
fn documents_held_out_stay_so_and_the_share_holds_for_new_ones() {
    let project = with_batch("a.csv", &batch(100..110));
    retrain(project.path(), &["--holdout", "20%", "--force"]);
    let file = project.path().join("data/annotations/holdout.csv");
    let first = fs::read_to_string(&file).expect("frozen");
    let held = |text: &str| text.lines().filter(|line| line.ends_with(",test")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!((held(&first).len(), first.lines().count()), (2, 11), "{first}");
    fs::write(project.path().join("data/annotations/b.csv"), batch(110..120)).expect("written");
    let ran = retrain(project.path(), &["--holdout", "20%", "--force"]);
    let second = fs::read_to_string(&file).expect("frozen");
    assert_eq!((held(&second).len(), second.lines().count()), (4, 21), "{second}{}", ran.err);
    assert!(held(&first).iter().all(|line| held(&second).contains(line)));
}

#[test]
fn a_model_that_is_worse_stays_out_unless_forced() {
    // Labels turned round: what is learnt is wrong.
    let turned =
        batch(100..160).replace(",admit,", ",A,").replace(",restrict,", ",admit,").replace(",A,", ",restrict,");
    let turned = turned.replace(",neutral,", ",N,").replace(",restrict,", ",neutral,").replace(",N,", ",restrict,");
    let project = with_batch("wrong.csv", &turned);
    let ran = retrain(project.path(), &["--max-drop", "0"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("beyond the limit, and more than chance"), "{}", ran.out);
    assert!(ran.out.contains("the gate does not hold: models/stance.safetensors is as it was"), "{}", ran.out);
    assert!(bytes(&project) == model() && kept(&project).is_empty());
    assert_eq!(retrain(project.path(), &["--force"]).code, Some(0));
    let new = Model::from_bytes(&bytes(&project)).expect("a model");
    assert!(new.info().retrained[0].forced);
}

#[test]
fn copies_of_test_documents_are_refused_with_file_and_line() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let test = stance::dataset::project::load(&data, None).expect("data").test;
    let copy = &test[0].document;
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["doc", "n", "text", "label"]).expect("memory");
    for (n, sentence) in copy.sentences.iter().enumerate() {
        let text = sentence.span.of(&copy.text).replace("the ", "The ");
        csv.write_record(["elsewhere", &(n + 1).to_string(), &text, "neutral"]).expect("memory");
    }
    let text = String::from_utf8(csv.into_inner().expect("memory")).expect("UTF-8");
    let project = with_batch("copy.csv", &text);
    let ran = retrain(project.path(), &[]);
    let expected = "data/annotations/copy.csv:2: expected a document that is no copy of one of the frozen test split, found elsewhere";
    assert!(ran.err.starts_with(expected), "{}{}", ran.err, ran.out);
    assert_eq!(ran.code, Some(1));
    assert!(bytes(&project) == model());
}

#[test]
fn batches_that_contradict_are_listed_and_merged_by_the_rule_named() {
    let two = "doc,n,text,label,annotator\nd,1,Every one of them should be let in today.,admit,anna\nd,1,Every one of them should be let in today.,neutral,ben\n";
    let project = with_batch("two.csv", two);
    let ran = retrain(project.path(), &["--force"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(
        ran.err.contains("two.csv:2: expected labels that the rule of --merge decides, found d 1 ["),
        "{}",
        ran.err
    );
    let ran = retrain(project.path(), &["--merge", "adjudicator=ben", "--force"]);
    assert!(ran.out.starts_with("learnt 1 row(s)"), "{}{}", ran.out, ran.err);
}

#[test]
fn without_anything_to_compare_on_a_model_is_written_only_by_force() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("old.safetensors"), model()).expect("written");
    fs::write(folder.path().join("rows.csv"), batch(100..103)).expect("written");
    let arguments = ["rows.csv", "--model", "old.safetensors", "-o", "new.safetensors"];
    let ran = retrain(folder.path(), &arguments);
    assert_eq!((ran.code, folder.path().join("new.safetensors").exists()), (Some(1), false));
    assert!(ran.out.contains("nothing to compare the models on: --holdout 20%"), "{}", ran.out);
    let ran = retrain(folder.path(), &[&arguments[..], &["--force"]].concat());
    assert!(ran.out.contains("use it with --model new.safetensors"), "{}{}", ran.out, ran.err);
    assert!(folder.path().join("new.safetensors").exists());
}

#[test]
fn bad_input_says_what_to_do_and_writes_nothing() {
    let project = with_batch("bad.csv", "text,label\nLet them in.,PRO\n");
    let cases: [(&[&str], &str); 5] = [
        (&[], "in column label admit, restrict or neutral (other words: --map FROM=TO,…), found \"PRO\""),
        (&["none.csv"], "stance: none.csv: expected a file or folder, found none of this name"),
        (&["--model", "bad.model"], "stance: model bad.model: "),
        (&["--holdout", "2"], "expected a share above 0 and below 1, such as 20%"),
        (&["--merge", "vote"], "expected majority, adjudicator=NAME or latest"),
    ];
    for (arguments, expected) in cases {
        let ran = retrain(project.path(), arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(ran.err.contains(expected), "{arguments:?} {}", ran.err);
    }
    let ran = retrain(project.path(), &["--map", "PRO=admit", "--force"]);
    assert!(ran.out.starts_with("learnt 1 row(s)"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_holdout_file_that_does_not_fit_is_refused() {
    let project = with_batch("spring.csv", &batch(100..102));
    let file = project.path().join("data/annotations/holdout.csv");
    let doc = &corpus()[100].document.id;
    fs::write(&file, format!("doc,split\n{doc},maybe\n")).expect("written");
    let ran = retrain(project.path(), &["--force"]);
    assert!(ran.err.contains("holdout.csv:2: expected in column split train or test"), "{}", ran.err);
    fs::remove_file(&file).expect("removed");
    retrain(project.path(), &["--force"]);
    fs::write(&file, format!("doc,split\n{doc},test\n")).expect("written");
    let ran = retrain(project.path(), &["--force"]);
    let expected = format!("holdout.csv: expected held-out documents that the model has not learnt from, found {doc}");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains(&expected), "{}", ran.err);
}

#[test]
fn a_model_without_what_retraining_starts_from_is_read_and_not_retrained() {
    let project = with_batch("spring.csv", &batch(100..101));
    let bare = without_curvature(model());
    assert!(Model::from_bytes(&bare).is_ok(), "it still labels");
    fs::write(project.path().join("models/stance.safetensors"), &bare).expect("written");
    let ran = retrain(project.path(), &["--force"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("train it again with this version of the program (stance train)"), "{}", ran.err);
    assert!(bytes(&project) == bare);
}

fn without_curvature(bytes: &[u8]) -> Vec<u8> {
    use safetensors::tensor::SafeTensors;
    let file = SafeTensors::deserialize(bytes).expect("a model");
    let (_, header) = SafeTensors::read_metadata(bytes).expect("a model");
    let kept = |name: &str| !name.starts_with("curvature") && name != "class_weights";
    let tensors = file.tensors().into_iter().filter(|(name, _)| kept(name));
    safetensors::serialize(tensors, header.metadata().clone()).expect("serializes")
}
