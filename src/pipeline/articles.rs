//! Whole articles: files, folders, and tables with an article a row.

use super::input::{Input, Reader, unite};
use super::tally::{Chunk, Note};
use super::{BATCH, Labelled, PEEKED, PEEKED_BYTES, Run, Scratch};
use crate::article::{self, Article, Articles, Column, Format, Meta, Reading, TEXT, format_of};
use crate::base::{Reject, Turn, Turns, stream};
use crate::document::{self, Copies};
use crate::model::Worker;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// What a folder is searched for.
pub const IN_FOLDERS: &str = "files ending in txt, md, html or htm (.gz and .zst too; tables are read only when named)";

/// What a worker is given: a file to read, or what was read of a table.
enum Item {
    File(PathBuf),
    Read(Box<Result<Article, Reject>>),
}

impl Item {
    fn size(&self) -> u64 {
        match self {
            Item::File(path) => path.metadata().map_or(0, |file| file.len()),
            Item::Read(article) => article.as_ref().as_ref().map_or(0, |article| article.text.len() as u64),
        }
    }
}

/// Labels the articles of the inputs; `render` turns some of them into bytes, `sink` gets them in input order.
pub fn articles(
    inputs: Vec<Reader<Articles>>,
    run: &Run,
    render: impl Fn(&[Labelled], &mut Chunk) + Sync,
    mut sink: impl FnMut(Chunk) -> ControlFlow<()> + Send,
) {
    gather(inputs, run, |labelled, chunk, _| render(labelled, chunk), |chunk, ()| sink(chunk));
}

/// Labels the articles of the inputs; `make` makes something of some of them, `sink` gets it in input order.
pub(super) fn gather<T: Send>(
    inputs: Vec<Reader<Articles>>,
    run: &Run,
    make: impl Fn(&[Labelled], &mut Chunk, &mut Worker) -> T + Sync,
    mut sink: impl FnMut(Chunk, T) -> ControlFlow<()> + Send,
) {
    let copies = run.copies.then(Turns::<Copies<Box<str>>>::default);
    let work = |(number, batch): (usize, Vec<Item>), scratch: &mut Scratch| {
        let turn = copies.as_ref().map(|copies| copies.turn(number));
        let (mut chunk, mut labelled) = (Chunk::default(), Vec::new());
        for item in batch {
            match item {
                Item::File(path) => {
                    let found = run.reading.file(&path);
                    labelled.extend(found.filter_map(|found| one(found, run, scratch, &mut chunk)));
                }
                Item::Read(found) => labelled.extend(one(*found, run, scratch, &mut chunk)),
            }
        }
        if let Some(turn) = turn {
            find_copies(turn, &mut labelled);
            chunk.tally.copies = labelled.iter().filter(|labelled| labelled.copy_of.is_some()).count() as u64;
        }
        let made = make(&labelled, &mut chunk, &mut scratch.worker);
        (chunk, made)
    };
    let batches = Batches { items: inputs.into_iter().flat_map(|reader| items(reader, &run.reading)) };
    stream(run.threads, batches.skip(run.skip as usize).enumerate(), Scratch::default, work, |(chunk, made)| {
        sink(chunk, made)
    });
}

/// Says of each document which earlier one it reprints: in the order of the inputs, whoever comes to it first.
fn find_copies(turn: Turn<Copies<Box<str>>>, labelled: &mut [Labelled]) {
    let sketches: Vec<_> = labelled.iter().map(|labelled| document::sketch(&labelled.document)).collect();
    turn.take(|copies| {
        for (labelled, sketch) in labelled.iter_mut().zip(sketches) {
            let id = &labelled.document.id;
            labelled.copy_of = copies.original(sketch, || id.as_str().into());
        }
    });
}

fn one(found: Result<Article, Reject>, run: &Run, scratch: &mut Scratch, chunk: &mut Chunk) -> Option<Labelled> {
    let article = match found {
        Ok(article) => article,
        Err(reject) => {
            chunk.reject(reject);
            return None;
        }
    };
    let names = article.meta.columns.iter().map(|(name, _)| name.as_str());
    if let Some(name) = run.homeless(names) {
        let (expected, found) = run.homeless_words(&name);
        chunk.reject(Reject::file(&article.id, expected, found));
        return None;
    }
    if let Some(encoding) = article.meta.encoding.filter(|encoding| *encoding != "UTF-8") {
        chunk.notes.push(Note::Encoding { file: article.id.clone(), encoding });
    }
    let document = document::build(article, &mut scratch.stemmer);
    let mut labelled = run.label(document, &mut scratch.worker).with_words(run.model, run.words);
    if !run.copies {
        // Nobody reads them from here on, and they weigh several times the text: a long article need not hold both.
        labelled.document.tokens = Vec::new();
    }
    chunk.tally.count(&labelled);
    Some(labelled)
}

/// The own columns of the inputs' tables, in the order they are met, and the inputs to go on with. Of
/// JSON lines the first [`PEEKED`] rows are looked at.
pub fn article_columns(inputs: Vec<Input>, reading: &Reading) -> (Vec<Column>, Vec<Reader<Articles>>) {
    let mut columns = Vec::new();
    let peeked = inputs.into_iter().map(|input| {
        if !may_be_table(&input) {
            return Reader::new(input);
        }
        let mut articles = open(&input, reading);
        let first = first(&mut articles);
        for article in first.iter().flatten() {
            unite(&mut columns, &own_columns(&article.meta));
        }
        Reader::peeked(input, Box::new(first.into_iter().chain(articles)) as Articles)
    });
    let readers = peeked.collect();
    (columns, readers)
}

fn own_columns(meta: &Meta) -> Vec<Column> {
    let kind = |name: &str| meta.typed.as_ref().and_then(|row| row.kind(name)).unwrap_or(TEXT);
    meta.columns.iter().map(|(name, _)| Column { name: name.clone(), kind: kind(name) }).collect()
}

fn first(articles: &mut Articles) -> Vec<Result<Article, Reject>> {
    let (mut first, mut size) = (Vec::new(), 0);
    while first.len() < PEEKED
        && size < PEEKED_BYTES
        && let Some(article) = articles.next()
    {
        size += article.as_ref().map_or(0, |article| article.text.len() as u64);
        first.push(article);
    }
    first
}

fn may_be_table(input: &Input) -> bool {
    match input {
        Input::Stdin => true,
        Input::Path(path) => !path.is_dir() && !is_single(path),
    }
}

/// Whether the name says that the file holds one article.
fn is_single(path: &std::path::Path) -> bool {
    matches!(format_of(path), Some(Format::Text | Format::Markdown | Format::Html))
}

fn open(input: &Input, reading: &Reading) -> Articles {
    match input {
        Input::Stdin => reading.stream("-", std::io::stdin()),
        Input::Path(path) => reading.file(path),
    }
}

/// What an input holds. Files of one article are left for the workers to read.
fn items(reader: Reader<Articles>, reading: &Reading) -> Box<dyn Iterator<Item = Item> + Send> {
    if let Input::Path(path) = &reader.input {
        if path.is_dir() {
            return folder(path.clone());
        }
        if is_single(path) {
            return Box::new(std::iter::once(Item::File(path.clone())));
        }
    }
    Box::new(reader.take(|input| open(input, reading)).map(read))
}

fn read(found: Result<Article, Reject>) -> Item {
    Item::Read(Box::new(found))
}

fn folder(path: PathBuf) -> Box<dyn Iterator<Item = Item> + Send> {
    let mut files = article::files(&path).peekable();
    if files.peek().is_none() {
        let reject = Reject::file(path.display().to_string(), IN_FOLDERS, "none");
        return Box::new(std::iter::once(read(Err(reject))));
    }
    Box::new(files.map(|file| match file {
        Ok(file) => Item::File(file),
        Err(reject) => read(Err(reject)),
    }))
}

/// Groups items until they weigh enough.
struct Batches<I> {
    items: I,
}

impl<I: Iterator<Item = Item>> Iterator for Batches<I> {
    type Item = Vec<Item>;

    fn next(&mut self) -> Option<Vec<Item>> {
        let (mut batch, mut size) = (Vec::new(), 0);
        while size < BATCH
            && let Some(item) = self.items.next()
        {
            size += item.size() + 512;
            batch.push(item);
        }
        (!batch.is_empty()).then_some(batch)
    }
}
