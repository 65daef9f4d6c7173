//! Which sentences are asked about.

use super::{ARTICLE, Server, folder, run};
use serde_json::Value;

fn texts(sentences: &[Value]) -> Vec<&str> {
    sentences.iter().filter_map(|sentence| sentence["text"].as_str()).collect()
}

#[test]
fn of_articles_everything_that_may_take_a_side() {
    let text = b"At the border\n\nBy Ann Lee\n\nWe must let them in. The train was late.\n";
    let folder = folder(&[("in/a.txt", text)]);
    let server = Server::start(folder.path(), &["in"]);
    server.join("anna");
    let asked = server.asked("anna", 1);
    assert_eq!(texts(&asked), ["At the border", "We must let them in.", "The train was late."]);
    assert!(folder.path().join("annotations.db").exists());
}

#[test]
fn a_table_of_sentences_chooses_within_the_articles_given_beside_it() {
    let sample = b"doc,n,text\na.txt,3,The ministry wants to send them back.\na.txt,9,Not there.\n";
    let folder = folder(&[("a.txt", ARTICLE), ("b.txt", ARTICLE), ("sample.csv", sample)]);
    let server = Server::start(folder.path(), &["a.txt", "b.txt", "sample.csv"]);
    server.join("anna");
    let overview = server.get("api/overview", "anna").json();
    assert_eq!(overview["documents"].as_array().map(Vec::len), Some(1));
    assert_eq!(texts(&server.asked("anna", 1)), ["The ministry wants to send them back."]);
    let shown = server.get("api/documents/1", "anna").json();
    assert_eq!(shown["sentences"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_table_of_sentences_alone_is_shown_as_it_is() {
    let sample =
        b"doc,n,text,kind\nx,7,They fled.,body\nx,4,Close it!,body\ny,1,By Ann,boilerplate\n,,A lone one.,body\n";
    let folder = folder(&[("sample.csv", sample)]);
    let server = Server::start(folder.path(), &["sample.csv"]);
    server.join("anna");
    assert_eq!(texts(&server.asked("anna", 1)), ["Close it!", "They fled."]);
    let overview = server.get("api/overview", "anna").json();
    let docs = overview["documents"].as_array().expect("documents").iter().map(|document| document["doc"].clone());
    assert_eq!(docs.collect::<Vec<_>>(), ["x", "sample.csv#4"]);
}

#[test]
fn a_row_that_is_not_in_its_article_is_told_with_its_line() {
    let sample = b"doc,n,text\na.txt,9,Not there.\n";
    let folder = folder(&[("a.txt", ARTICLE), ("sample.csv", sample)]);
    let (code, err) = run(folder.path(), &["a.txt", "sample.csv", "--port", "0"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("sample.csv:2: expected a sentence of a.txt as this program cuts it, found \"Not there.\""),
        "{err}"
    );
}

#[test]
fn suggestions_are_sent_only_when_asked_for() {
    let folder = folder(&[("a.txt", "We should grant asylum to refugees who flee the war.".as_bytes())]);
    for (arguments, suggests) in [(&["a.txt"][..], false), (&["a.txt", "--suggest"], true)] {
        let server = Server::start(folder.path(), arguments);
        server.join("anna");
        let sentence = &server.asked("anna", 1)[0];
        assert_eq!(sentence["suggestion"].is_object(), suggests);
        if suggests {
            assert_eq!(sentence["suggestion"]["label"], "admit");
        }
    }
}

#[test]
fn more_can_be_asked_later_in_the_same_database() {
    let sample = b"doc,n,text\na.txt,3,The ministry wants to send them back.\n";
    let folder = folder(&[("a.txt", ARTICLE), ("sample.csv", sample)]);
    Server::start(folder.path(), &["a.txt", "sample.csv", "--db", "a.db"]).kill();
    let server = Server::start(folder.path(), &["a.txt", "a.db"]);
    server.join("anna");
    assert_eq!(server.asked("anna", 1).len(), 4);
}

#[test]
fn what_label_wrote_keeps_its_paragraphs() {
    let table = b"doc,n,start,end,text\nx,1,0,9,They fled.\nx,2,10,19,Close it!\nx,3,21,30,Let us in.\n";
    let folder = folder(&[("labels.csv", table)]);
    let server = Server::start(folder.path(), &["labels.csv"]);
    server.join("anna");
    let asked = server.asked("anna", 1);
    let paragraphs: Vec<_> = asked.iter().map(|sentence| sentence["paragraph"].as_u64()).collect();
    assert_eq!(paragraphs, [Some(1), Some(1), Some(2)]);
}
