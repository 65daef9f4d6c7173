//! The page for readers.

use super::{ONE, folder, label};
use std::fs;

const HOSTILE: &str = "id,title,url,text\n\"<b>&\"\"'\",<script>alert(1)</script>,javascript:alert(1),\
    \"We should let refugees in <img src=x onerror=alert(1)> & feed them.\"\n";

fn page(files: &[(&str, &[u8])], args: &[&str]) -> String {
    let folder = folder(files);
    let ran = label(folder.path(), &[args, &["-o", "page.html"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    fs::read_to_string(folder.path().join("page.html")).expect("written")
}

#[test]
fn an_articles_sentences_stand_in_it_with_label_probabilities_and_words() {
    let page = page(&[("a.txt", b"We should let refugees in.\n\nThe train was late.\n")], &["a.txt"]);
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    let (mark, tip) = page.split_once("We should let refugees in.<span class=\"tip\">").expect("a sentence with a tip");
    assert!(mark[mark.len() - 40..].contains("class=\"s admit p") && tip.contains(">admit 0."));
    assert!(page.contains("<q>refugees</q>"));
    assert!(page.contains("<span class=\"s neutral\" tabindex=\"0\">The train was late.<"));
    assert!(page.contains("2 sentences: <b class=\"admit\">1 admit</b>"));
}

#[test]
fn headings_captions_and_boilerplate_stand_apart() {
    let rows: &[u8] = b"doc,n,kind,text\nd,1,heading,Let them in\nd,2,caption,Refugees wait.\n\
        d,3,boilerplate,Subscribe now\nd,4,body,They fled.\nd,5,heading,What now\n";
    let page = page(&[("rows.csv", rows)], &["--unit", "sentence", "rows.csv"]);
    assert!(page.contains("<p class=\"aside caption\"><span class=\"kind\">caption</span>Refugees wait.</p>"));
    assert!(page.contains("<p class=\"aside boilerplate\"><span class=\"kind\">boilerplate</span>Subscribe now</p>"));
    assert_eq!((page.matches("<h2 id").count(), page.matches("<h3>").count()), (1, 1));
    assert!(page.contains(">Let them in<"));
}

#[test]
fn whatever_an_article_says_is_only_text() {
    let page = page(&[("a.csv", HOSTILE.as_bytes())], &["a.csv"]);
    for forbidden in ["<script", "<img", "<b>&", "href=\"javascript"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt; &amp; feed them."));
    assert!(page.contains("default-src 'none'"), "nothing may be fetched or run");
}

#[test]
fn rows_of_one_doc_are_an_article_and_lone_rows_are_paragraphs() {
    let rows: &[u8] = b"doc,text\na,We should let refugees in.\na,They fled.\n,Send them back.\nb,They stayed.\n";
    let page = page(&[("rows.csv", rows)], &["--unit", "sentence", "rows.csv"]);
    assert_eq!((page.matches("<article").count(), page.matches("<li><a href=\"#d").count()), (2, 2));
    assert_eq!(page.matches("tabindex=\"0\"").count(), 4, "every row is there");
}

#[test]
fn articles_about_something_else_or_in_another_language_are_closed() {
    let rows: &[u8] = b"id,language,text\na,en,The train was late. It rained.\nb,de,Sie flohen vor dem Krieg.\n";
    let page = page(&[("rows.csv", rows)], &["rows.csv"]);
    assert_eq!(page.matches("<details>").count(), 2);
    assert!(page.contains("2 sentences about something else: all neutral"));
    assert!(page.contains("1 sentences, not in English (de): nothing guessed"));
    assert_eq!(page.matches("<li class=\"off\">").count(), 2);
}

#[test]
fn a_label_withheld_is_marked_and_says_why() {
    let page = page(&[("a.txt", ONE)], &["a.txt", "--min-score", "1"]);
    assert!(page.contains("<span class=\"s abstain\"") && page.contains("Labels below 1 are withheld."));
}

#[test]
fn the_page_is_the_same_on_any_number_of_threads() {
    let files: Vec<(String, Vec<u8>)> = (0..60).map(|n| (format!("{n}.txt"), ONE.repeat(1 + n % 40))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let [one, four] = ["1", "4"].map(|threads| page(&files, &[".", "--threads", threads]));
    assert!(one == four && one.len() > 100_000);
    assert_eq!(one.matches("<article").count(), 60);
}
