use super::*;
use crate::base::Kind;
use proptest::prelude::*;

fn kind_of(html: &str, part: &str) -> Option<Kind> {
    let page = page(html);
    let at = page.text.find(part).unwrap_or_else(|| panic!("{part:?} is not in {:?}", page.text));
    page.marks.iter().find(|mark| mark.span.start <= at && at < mark.span.end).map(|mark| mark.kind)
}

fn article(inside: &str) -> String {
    let prose = "<p>The council met on Tuesday night and, after four hours, voted to open the old school to forty people from the boats.</p>".repeat(6);
    format!(
        "<html lang=en-GB><head><title>T</title></head><body><nav><a href=/>Home</a><a href=/n>News</a></nav><article><h1>Open the school</h1>{prose}{inside}</article><footer>The Post</footer></body></html>"
    )
}

#[test]
fn the_text_is_what_a_reader_sees() {
    let page = page(
        "<p>A <b>bold</b>\n  word &amp; more</p><script>no()</script><div hidden>no</div><p style='color:red;display: none'>no</p><ul><li>One<li>Two</ul>x<br>y<!-- no -->",
    );
    assert_eq!(page.text, "A bold word & more\n\nOne\n\nTwo\n\nx\ny");
}

#[test]
fn menus_footers_headings_and_captions_are_marked() {
    let html = article(
        "<figure><img><figcaption>The hall at dusk</figcaption></figure><div class=share-bar>Tell your friends</div>",
    );
    assert_eq!(kind_of(&html, "Home"), Some(Kind::Boilerplate));
    assert_eq!(kind_of(&html, "The Post"), Some(Kind::Boilerplate));
    assert_eq!(kind_of(&html, "Open the school"), Some(Kind::Heading));
    assert_eq!(kind_of(&html, "The hall at dusk"), Some(Kind::Caption));
    assert_eq!(kind_of(&html, "Tell your friends"), Some(Kind::Boilerplate));
    assert_eq!(kind_of(&html, "The council met"), None);
}

#[test]
fn a_reference_mark_inside_a_sentence_is_cut_out_and_a_time_is_not() {
    let html = article(
        "<p>The school had stood empty since <time>1989</time> or so.<sup><a href=#1>[1]</a></sup> It was cold in there.</p>",
    );
    assert_eq!(kind_of(&html, "[1]"), Some(Kind::Boilerplate));
    assert_eq!(kind_of(&html, "1989"), None);
}

#[test]
fn meta_data_come_from_json_ld_meta_elements_and_links() {
    let html = r#"<html lang="en"><head><title>T - Site</title><meta property="og:title" content="T"><meta property="og:site_name" content="Site">
        <link rel="canonical" href="https://a.example/t"><script type="application/ld+json">{"@graph":[{"datePublished":"2022-10-03","author":[{"name":"Ann Lee"},{"name":"Tom Ray"}]}]}</script></head><body><p>x</p></body></html>"#;
    let meta = page(html).meta;
    assert_eq!((meta.title.as_deref(), meta.source.as_deref()), (Some("T"), Some("Site")));
    assert_eq!((meta.date.as_deref(), meta.author.as_deref()), (Some("2022-10-03"), Some("Ann Lee, Tom Ray")));
    assert_eq!((meta.url.as_deref(), meta.language.as_deref()), (Some("https://a.example/t"), Some("en")));
}

#[test]
fn nesting_past_all_sense_is_read_without_structure() {
    for tag in ["<div>", "<b>", "<p><table>", "<blockquote><p>"] {
        let deep = format!("{}Let them in.", tag.repeat(60_000));
        assert!(page(&deep).text.contains("Let them in."), "{tag}");
    }
    let nested = format!("{}Let them in.{}", "<div>".repeat(2500), "</div>".repeat(2500));
    assert_eq!(page(&nested).text, "Let them in.");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_tag_soup_gives_text_and_ascending_marks_inside_it(pieces in proptest::collection::vec(piece(), 0..40)) {
        let page = page(&pieces.concat());
        let mut end = 0;
        for mark in &page.marks {
            prop_assert!(mark.span.start >= end && mark.span.end <= page.text.len());
            prop_assert!(page.text.is_char_boundary(mark.span.start) && page.text.is_char_boundary(mark.span.end));
            end = mark.span.end;
        }
    }
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(vec![
            "<p>", "</p>", "<div class=\"share postMeta\">", "</div>", "<nav>", "</nav>", "<a href=x>", "</a>", "<h1>", "</h1>", "<article>", "</article>", "<ul><li>", "</ul>", "<table><tr><td>", "</table>", "<br>", "<pre>\n", "</pre>", "<svg><title>", "<template>", "<sup>",
            "<figure><figcaption>", "<time>", "&amp;", "&#0;", "&nbsp;", "<", ">", "<!--", "-->", "<script>", "</script>", "<select><option>", "<form>", "<b><i></b>", "They came in the night, and nobody opened the gate to them.", "é日本👩‍👧 ", " ", "\n",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}
