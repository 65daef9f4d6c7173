use super::files::tables;
use super::{Gold, LabelledDocument, table};
use crate::article::{Article, Meta};
use crate::base::{Reject, Stance};
use crate::document;
use crate::token::Stemmer;
use std::collections::BTreeMap;
use std::path::Path;

/// Whole articles about something else, all of whose sentences are neutral: those to train on, those to measure.
pub(super) type Halves = (Vec<LabelledDocument>, Vec<LabelledDocument>);

/// Reads `off_topic.csv` (`doc,use` with use `train` or `measure`) and finds its articles in a folder of texts.
/// An article that is not there is a reject.
pub(super) fn load(list: &Path, texts: &Path) -> Result<(Halves, Vec<Reject>), Reject> {
    let list_table = table::load(list)?;
    let wanted: BTreeMap<&str, &str> = list_table
        .rows
        .iter()
        .filter_map(|row| Some((list_table.get(row, "doc")?, list_table.get(row, "use")?)))
        .collect();
    let mut found: BTreeMap<String, LabelledDocument> = BTreeMap::new();
    for table in tables(texts).iter().filter_map(|path| table::load(path).ok()) {
        if !(table.has("id") && table.has("text")) {
            continue;
        }
        for row in &table.rows {
            let (Some(id), Some(text)) = (table.get(row, "id"), table.get(row, "text")) else {
                continue;
            };
            if wanted.contains_key(id) {
                found.insert(id.to_owned(), neutral(id, text, table.get(row, "title")));
            }
        }
    }
    let missing = wanted.keys().filter(|id| !found.contains_key(**id)).map(|id| {
        Reject::file(list.display().to_string(), format!("the article {id} in {}", texts.display()), "none of that id")
    });
    let rejects = missing.collect();
    let halves = found.into_values().partition(|document| wanted.get(document.document.id.as_str()) == Some(&"train"));
    Ok((halves, rejects))
}

fn neutral(id: &str, text: &str, title: Option<&str>) -> LabelledDocument {
    let meta = Meta { title: title.map(str::to_owned), ..Meta::default() };
    let article = Article { id: id.to_owned(), meta, text: text.to_owned(), ..Article::default() };
    let document = document::build(article, &mut Stemmer::default());
    let gold = (1..=document.sentences.len() as u32).map(|n| Gold {
        n,
        label: Stance::Neutral,
        alone: Some(Stance::Neutral),
        holder: String::new(),
        annotator: String::new(),
        file: String::new(),
        line: 0,
    });
    LabelledDocument { gold: gold.collect(), document, ..LabelledDocument::default() }
}
