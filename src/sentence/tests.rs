use super::*;
use crate::article::Article;
use crate::clean;
use proptest::prelude::*;

fn sentences(text: &str) -> Vec<(String, Quote)> {
    let blocks = clean::mark(&Article { text: text.to_owned(), ..Article::default() });
    split(text, &blocks).into_iter().map(|s| (s.span.of(text).to_owned(), s.quote)).collect()
}

fn texts(text: &str) -> Vec<String> {
    sentences(text).into_iter().map(|(text, _)| text).collect()
}

/// Splits `text` at `|` and expects exactly these sentences.
fn expect(text: &str) {
    let want: Vec<&str> = text.split('|').map(str::trim).collect();
    assert_eq!(texts(&text.replace('|', "")), want);
}

#[test]
fn abbreviations_initials_and_numbers_end_no_sentence() {
    expect(
        "Mr. Lee met Sen. Ann Ray on Sept. 21 at 5 p.m. Thursday.| They paid $3.5 million.| J. K. Holm left the U.S. in 2004.| No. 10 was silent.",
    );
    expect("The right hon. Member spoke.| The hon. Lady agreed.");
}

#[test]
fn a_quotation_of_several_sentences_is_split_and_keeps_its_closing_mark() {
    expect("“They came at dawn.| Nobody slept.| We gave them soup,” she said.| He nodded.");
    expect("He wrote, “Let them stay and work.| All of them.”| Then he resigned.");
}

#[test]
fn a_question_and_its_speaker_are_one_sentence() {
    expect("“Why now?” the minister asked.| “Go home!” Ann Lee of Dover shouted.| “Why?”| Nobody knew.");
}

#[test]
fn a_missing_space_splits_and_a_garbled_join_does_not() {
    expect(
        "The war has not ended.|The next boat is due.| Send300,000.| SubmittedNotes reported it.| See example.com for more.",
    );
}

#[test]
fn a_mark_after_the_closing_quotation_mark_stays() {
    expect("She called it “no ground for asylum.”*| The judge did not agree.");
}

#[test]
fn ellipses_split_before_a_capital_only() {
    expect("They waited …| There was no bus.| They waited ... and then they walked.");
}

#[test]
fn items_of_laws_are_split_inside() {
    expect("(a) The Secretary shall report.| This includes the ports.");
    expect("1. Nobody is turned back.| That is the law.");
}

#[test]
fn quotation_states_run_through_a_paragraph() {
    let quotes: Vec<(bool, bool)> =
        sentences("He said, “Let them in. All of them. Now.” Then he left. ‘Why?’ she asked.")
            .iter()
            .map(|(_, q)| (q.begins_inside, q.ends_inside))
            .collect();
    assert_eq!(quotes, [(false, true), (true, true), (true, false), (false, false), (false, false)]);
}

#[test]
fn a_quotation_goes_on_in_the_next_paragraph_only_after_an_opening_mark() {
    let found = sentences(
        "“We waited for a week at the gate.\n\n“Nobody came to ask for our names.\n\nThe gate stayed shut all the same.",
    );
    let inside: Vec<bool> = found.iter().map(|(_, quote)| quote.begins_inside).collect();
    assert_eq!(inside, [false, true, false]);
}

#[test]
fn apostrophes_are_no_quotation_marks() {
    let found = sentences("The refugees’ tents and the ministers' plans aren't the '90s all over again.");
    assert!(!found[0].1.marks, "{found:?}");
}

#[test]
fn a_very_long_line_is_split_in_one_pass() {
    let text = "They came by sea (and by land. \"No room,\" he said. ".repeat(40_000);
    assert!(texts(&text).len() > 60_000);
}

proptest! {
    #[test]
    fn sentences_cover_all_that_is_not_white_space_once(text in clean::tests::soup()) {
        let blocks = clean::mark(&Article { text: text.clone(), ..Article::default() });
        let mut end = 0;
        for sentence in split(&text, &blocks) {
            let span = sentence.span;
            prop_assert!(span.start >= end, "ascending");
            prop_assert_eq!(span.trim(&text), span);
            prop_assert!(text[end..span.start].trim().is_empty(), "nothing lost");
            end = span.end;
        }
        prop_assert!(text[end..].trim().is_empty());
    }
}
