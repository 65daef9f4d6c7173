#![allow(clippy::print_stdout, reason = "figures for docs/testing.md, shown with --nocapture")]

use super::*;
use crate::document::from_text;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The documents of the written corpus and the sample articles, as words.
fn texts() -> Vec<(String, Vec<String>)> {
    let mut rows = csv::Reader::from_path("data/corpus/sentences.csv").expect("the written corpus");
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    for row in rows.records().map(|row| row.expect("a row")) {
        if texts.last().is_none_or(|(doc, _)| *doc != row[0]) {
            texts.push((row[0].to_owned(), Vec::new()));
        }
        let (_, words) = texts.last_mut().expect("just pushed");
        words.extend(row[3].split_whitespace().map(str::to_owned));
    }
    for file in
        ["01-news-report", "02-editorial-for", "05-debate", "07-wire-story", "09-something-else", "10-mixed-wire"]
    {
        let text = std::fs::read_to_string(format!("seeds/articles/{file}.txt")).expect("a sample article");
        texts.push((file.to_owned(), text.split_whitespace().map(str::to_owned).collect()));
    }
    texts
}

/// The words with a share of them changed: replaced, left out, or one put before them, drawn by a hash.
fn edited(words: &[String], share: f64, seed: u64) -> Vec<String> {
    let draw = |at: usize, salt: u64| xxh3_64_with_seed(&at.to_le_bytes(), seed ^ salt << 32);
    let mut edited = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let other = || format!("{}x", words[draw(at, 1) as usize % words.len()]);
        let changes = ((draw(at, 2) >> 11) as f64 / (1_u64 << 53) as f64) < share;
        match draw(at, 3) % 3 {
            _ if !changes => edited.push(word.clone()),
            0 => edited.push(other()),
            1 => {}
            _ => edited.extend([other(), word.clone()]),
        }
    }
    edited
}

fn sketch_of(words: &[String]) -> Sketch {
    sketch(&from_text("t", &words.join(" "))).expect("words enough")
}

/// The share of planted copies that are found, each pointing to its original, after all originals were met.
fn found(share: f64) -> f64 {
    let texts = texts();
    let mut copies = Copies::default();
    for (doc, words) in &texts {
        assert_eq!(copies.original(Some(sketch_of(words)), || doc.clone()), None, "{doc} is no copy");
    }
    let hits = texts.iter().enumerate().filter(|(at, (doc, words))| {
        let copy = sketch_of(&edited(words, share, *at as u64));
        copies.original(Some(copy), String::new) == Some(doc.clone())
    });
    hits.count() as f64 / texts.len() as f64
}

#[test]
fn planted_copies_are_found_and_different_articles_are_none() {
    for (share, floor) in [(0.0, 1.0), (0.02, 1.0), (0.05, 1.0), (0.1, 0.98), (0.2, 0.85)] {
        let found = found(share);
        println!("{share}: {found:.3}");
        assert!(found >= floor, "{found} of the copies with {share} of their words edited");
    }
}

#[test]
fn different_articles_stay_far_below_the_least_that_copies_share() {
    let sketches: Vec<Sketch> = texts().iter().map(|(_, words)| sketch_of(words)).collect();
    let pairs = sketches.iter().enumerate().flat_map(|(at, a)| sketches[..at].iter().map(move |b| a.shared(b)));
    let most = pairs.max();
    println!("{most:?}");
    assert!(most <= Some(LEAST * 2 / 3), "{most:?}");
}

#[test]
fn a_reprint_of_a_reprint_points_to_the_first() {
    let (_, words) = texts().swap_remove(0);
    let mut copies = Copies::default();
    let names = ["first", "second", "third"].map(|name| {
        let copy = edited(&words, 0.03, name.len() as u64);
        copies.original(Some(sketch_of(&copy)), || name)
    });
    assert_eq!(names, [None, Some("first"), Some("first")]);
}

#[test]
fn boilerplate_makes_no_copy_and_few_words_are_not_looked_at() {
    assert_eq!(sketch(&from_text("t", "Let them in now.")), None);
    let mut document = from_text("t", "They came at night, eleven of them, with two suitcases and a dog.");
    document.sentences[0].kind = crate::base::Kind::Boilerplate;
    assert_eq!(sketch(&document), None);
}

/// A sketch of nothing that was ever written.
fn drawn(number: u64) -> Sketch {
    Sketch(std::array::from_fn(|at| (mix(number << 8 | at as u64) >> 56) as u8))
}

#[test]
fn what_is_met_first_is_forgotten_when_both_halves_are_full() {
    let mut copies = Copies { half: 100, ..Copies::default() };
    for number in 0..200 {
        assert_eq!(copies.original(Some(drawn(number)), || number), None);
    }
    assert_eq!(copies.original(Some(drawn(0)), || 0), Some(0));
    assert_eq!(copies.original(Some(drawn(200)), || 200), None);
    assert_eq!(copies.original(Some(drawn(100)), || 0), Some(100));
    assert_eq!(copies.original(Some(drawn(0)), || 300), None);
}

#[test]
fn a_document_takes_as_many_bytes_as_is_said() {
    let mut memory = Memory::default();
    (0..1 << 12).for_each(|number| memory.add(drawn(number), ()));
    let bytes = memory.slots.capacity() * 4 + memory.sketches.capacity() * size_of::<Sketch>();
    assert_eq!(bytes, 128 << 12);
}

#[test]
#[ignore = "half a minute: a million and a half articles"]
fn a_million_articles_are_remembered_and_found() {
    let mut copies = Copies::default();
    let last = 3 * HALF as u64;
    let wrong = (0..last).filter(|&number| copies.original(Some(drawn(number)), || number).is_some()).count();
    let found =
        (last - 2 * HALF as u64..last).filter(|&number| copies.older_or_newer(drawn(number)) == Some(number)).count();
    println!("{wrong} taken for copies, {found} of {} found again", 2 * HALF);
    assert_eq!((wrong, found), (0, 2 * HALF));
}

impl Copies<u64> {
    fn older_or_newer(&self, sketch: Sketch) -> Option<u64> {
        self.older.find(&sketch).or_else(|| self.newer.find(&sketch)).copied()
    }
}
