use super::*;
use proptest::prelude::*;

fn kinds(text: &str) -> Vec<(Kind, &str)> {
    let article = Article { text: text.to_owned(), ..Article::default() };
    mark(&article).into_iter().map(|block| (block.kind, block.rule.unwrap_or(""))).collect()
}

const PROSE: &str = "The council met on Tuesday night and voted to open the old school to forty people from the boats.";

#[test]
fn title_deck_and_date_stand_above_the_text() {
    let text = format!(
        "Open the school\n\nForty beds are not too many for a town of nine thousand\n\nOctober 3, 2022 - 1:34 PM\n\n{PROSE}\n"
    );
    let found: Vec<Kind> = kinds(&text).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(found, [Kind::Heading, Kind::Heading, Kind::Boilerplate, Kind::Body]);
}

#[test]
fn a_list_under_related_links_is_boilerplate_to_its_end() {
    let text = format!(
        "{PROSE}\n\nMore From the Harbour Post:\n\n• Who Pays for the Beds?: Ann Lee\n\n• A Winter at the Fence: Tom Ray\n"
    );
    assert!(kinds(&text)[1..].iter().all(|(kind, _)| *kind == Kind::Boilerplate), "{:?}", kinds(&text));
}

#[test]
fn a_short_line_before_text_heads_it_and_one_after_all_text_does_not() {
    let text = format!("{PROSE}\n\nNo room left\n\n{PROSE}\n\nThe Post is the paper of the harbour\n\nLeave a Reply\n");
    let found: Vec<Kind> = kinds(&text).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(found, [Kind::Body, Kind::Heading, Kind::Body, Kind::Boilerplate, Kind::Boilerplate]);
}

#[test]
fn running_text_with_a_source_in_brackets_gives_two_blocks() {
    let text = format!("{PROSE} (Reuters)");
    assert_eq!(kinds(&text), [(Kind::Body, ""), (Kind::Boilerplate, "credit")]);
}

#[test]
fn front_matter_of_a_text_file_is_marked_and_its_title_is_a_heading() {
    let text = format!("---\ntitle: Open the school\ndate: 2022-10-03\n---\n\n{PROSE}");
    let found: Vec<Kind> = kinds(&text).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(found, [Kind::Boilerplate, Kind::Heading, Kind::Boilerplate, Kind::Boilerplate, Kind::Body]);
}

#[test]
fn marks_of_the_markup_stand() {
    let text = format!("Sign up for our newsletter\n\n{PROSE}");
    let marks = vec![crate::article::Mark { span: Span::new(0, 26), kind: Kind::Heading, rule: "heading element" }];
    let blocks = mark(&Article { text, marks, ..Article::default() });
    assert_eq!((blocks[0].kind, blocks[0].rule), (Kind::Heading, Some("heading element")));
}

proptest! {
    #[test]
    fn blocks_cover_all_that_is_not_white_space_once(text in soup()) {
        let blocks = mark(&Article { text: text.clone(), ..Article::default() });
        let mut covered = String::new();
        let mut end = 0;
        for block in &blocks {
            prop_assert!(block.span.start >= end && !block.span.of(&text).trim().is_empty());
            prop_assert!(text[end..block.span.start].trim().is_empty());
            covered.push_str(block.span.of(&text));
            end = block.span.end;
        }
        prop_assert!(text[end..].trim().is_empty());
        prop_assert!(blocks.windows(2).all(|pair| pair[0].paragraph <= pair[1].paragraph));
    }
}

/// Strings of the pieces that rules look for, and of anything.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(vec![
            " ", "\n", "\n\n", "\r\n", "“", "”", "\"", "'", "’", "‘", "«", "»", ".", "?", "!", "…", "...", "(", ")", "[", "—", "•", "- ", "---\n", "By ", "Mr. SMITH. ", "(Reuters)", "(Ann Lee/AP)",
            "Related: ", "More from ", "Sign up", "© 2022", "October 3, 2022", "title: ", "`", "# ", "| ", "www.a.org", "a@b.org", "@c", "5 p.m. ", "U.S. ", "ended.The next", "Send300,000.", "日本語。", "עברית", "👩‍👩‍👧 ", "é", "\u{200b}", "\u{a0}",
            "They came in the night. ", "“We will stay,” she said. ", "1. ", "(a) ", "Fig. 1. ", "\u{2028}", "\u{85}",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
