use super::{SAMPLES, evaluate, folder, path};

const ARTICLE: &str =
    "Let the refugees in\n\nThe minister said that asylum is  a right. She will not\u{a0}close the border.\n";

fn labels(rows: &str) -> String {
    format!("doc,n,text,label,kind\n{rows}")
}

fn of(rows: &str) -> super::Ran {
    let data = folder(&[("story.txt", ARTICLE), ("labels.csv", &labels(rows))]);
    let folder = data.path().display().to_string();
    evaluate(&[&path(&data, "labels.csv"), "--articles", &folder, "--format", "json"])
}

fn number(ran: &super::Ran, key: &str) -> Option<f64> {
    serde_json::from_str::<serde_json::Value>(&ran.out).expect("JSON")[key].as_f64()
}

#[test]
fn rows_are_found_in_their_article_whatever_its_white_space() {
    let ran = of("story,1,Let the refugees in,admit,heading\n\
                  story,2,The minister said that asylum is a right.,admit,body\n\
                  story,3,She will not close the border.,admit,body\n");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!((number(&ran, "rows"), number(&ran, "boundary_f1")), (Some(3.0), Some(1.0)));
}

#[test]
fn a_sentence_labelled_in_two_rows_serves_both() {
    let ran = of("story,1,Let the refugees in,admit,heading\n\
                  story,2,The minister said that,neutral,body\n\
                  story,3,asylum is a right.,admit,body\n\
                  story,4,She will not close the border.,admit,body\n");
    assert_eq!((ran.code, number(&ran, "rows")), (Some(0), Some(4.0)));
    assert_eq!(
        (number(&ran, "boundary_precision"), number(&ran, "boundary_recall")),
        (Some(six(2.0 / 3.0)), Some(0.5))
    );
}

fn six(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

#[test]
fn a_row_that_is_not_in_its_article_is_told() {
    let ran = of("story,1,Let the refugees in,admit,heading\nstory,2,Nobody wrote this.,neutral,body\n");
    assert_eq!((ran.code, number(&ran, "rows")), (Some(1), Some(1.0)));
    assert!(ran.err.contains("labels.csv:3: expected a sentence of article \"story\""), "{}", ran.err);
    assert!(ran.err.contains("found \"Nobody wrote this.\""), "{}", ran.err);
}

#[test]
fn a_document_without_an_article_is_told() {
    let ran = of("story,1,Let the refugees in,admit,heading\nother,1,Let them in.,admit,body\n");
    assert_eq!((ran.code, number(&ran, "rows")), (Some(1), Some(1.0)));
    assert!(ran.err.contains("labels.csv:3: expected an article \"other\" in "), "{}", ran.err);
}

#[test]
fn every_row_of_the_sample_articles_is_found() {
    let ran = evaluate(&[SAMPLES, "--articles", "seeds/articles"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains("453 sentences of 10 documents"), "{}", ran.out);
    assert!(ran.out.contains("F1 of sentence boundaries"), "{}", ran.out);
    assert!(ran.out.contains("rows that no sentence of their article holds: 0"), "{}", ran.out);
}
