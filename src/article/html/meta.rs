//! Title, date, author, address, site and language of a page.

use super::super::Meta;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};
use serde_json::Value;

/// What was found where, before the best is chosen.
#[derive(Default)]
struct Found {
    og_title: Option<String>,
    h1: Option<String>,
    title: Option<String>,
    meta_date: Option<String>,
    time: Option<String>,
    json_date: Option<String>,
    json_author: Option<String>,
    author: Option<String>,
    canonical: Option<String>,
    og_url: Option<String>,
    site: Option<String>,
    language: Option<String>,
}

/// Reads the meta data of a page.
pub(super) fn meta(page: &Html) -> Meta {
    let mut found = Found::default();
    for edge in page.tree.root().traverse() {
        let Edge::Open(node) = edge else { continue };
        let Node::Element(element) = node.value() else {
            continue;
        };
        let text =
            || node.descendants().filter_map(|inner| inner.value().as_text()).map(|text| &**text).collect::<String>();
        match element.name() {
            "meta" => named(element, &mut found),
            "link" if is(element, "rel", "canonical") => keep(&mut found.canonical, element.attr("href")),
            "title" if found.title.is_none() => keep(&mut found.title, Some(&text())),
            "h1" if found.h1.is_none() => keep(&mut found.h1, Some(&text())),
            "time" => keep(&mut found.time, element.attr("datetime")),
            "a" | "span" | "div" | "p" if found.author.is_none() && is_author(element) => {
                keep(&mut found.author, Some(&text()))
            }
            "html" => keep(&mut found.language, element.attr("lang")),
            "script" if is(element, "type", "application/ld+json") => json_ld(&text(), &mut found),
            _ => {}
        }
    }
    Meta {
        title: found.og_title.or(found.h1).or(found.title),
        date: found.json_date.or(found.meta_date).or(found.time),
        author: found.json_author.or(found.author),
        url: found.canonical.or(found.og_url),
        source: found.site,
        language: found
            .language
            .and_then(|tag| tag.split(['-', '_']).next().map(str::to_ascii_lowercase))
            .filter(|tag| (2..=3).contains(&tag.len())),
        ..Meta::default()
    }
}

fn is(element: &Element, attribute: &str, value: &str) -> bool {
    element.attr(attribute).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
}

fn is_author(element: &Element) -> bool {
    is(element, "rel", "author") || is(element, "itemprop", "author")
}

/// Keeps the first value that is not empty, its white space folded.
fn keep(slot: &mut Option<String>, value: Option<&str>) {
    if slot.is_none() {
        let folded = value.unwrap_or("").split_whitespace().take(200).collect::<Vec<_>>().join(" ");
        *slot = Some(folded).filter(|folded| !folded.is_empty());
    }
}

fn named(element: &Element, found: &mut Found) {
    let name = element.attr("property").or_else(|| element.attr("name")).or_else(|| element.attr("itemprop"));
    let Some(name) = name.map(str::to_ascii_lowercase) else {
        return;
    };
    let slot = match name.as_str() {
        "og:title" => &mut found.og_title,
        "article:published_time"
        | "datepublished"
        | "date"
        | "dc.date"
        | "dcterms.created"
        | "pubdate"
        | "parsely-pub-date" => &mut found.meta_date,
        "author" | "article:author" | "dc.creator" | "byl" | "parsely-author" => &mut found.author,
        "og:url" => &mut found.og_url,
        "og:site_name" => &mut found.site,
        _ => return,
    };
    keep(slot, element.attr("content"));
}

/// Dates and authors of schema.org objects, wherever they lie in the document.
fn json_ld(text: &str, found: &mut Found) {
    let Ok(value) = serde_json::from_str::<Value>(text.trim()) else {
        return;
    };
    let mut open = vec![&value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(object) => {
                let dated = object.get("datePublished").or_else(|| object.get("coverageStartTime"));
                keep(&mut found.json_date, dated.and_then(Value::as_str));
                keep(&mut found.json_author, object.get("author").and_then(names).as_deref());
                open.extend(object.get("@graph"));
            }
            _ => {}
        }
    }
}

/// `"Ann Lee"`, `{"name": "Ann Lee"}` or a list of these.
fn names(author: &Value) -> Option<String> {
    match author {
        Value::String(name) => Some(name.clone()),
        Value::Object(object) => object.get("name")?.as_str().map(str::to_owned),
        Value::Array(authors) => {
            let all: Vec<String> = authors.iter().filter(|author| !author.is_array()).filter_map(names).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}
