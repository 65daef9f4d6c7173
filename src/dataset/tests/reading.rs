use super::*;
use crate::base::{Kind, Stance, sentence_digest};
use crate::dataset::{digest, join};

#[test]
fn rows_of_one_document_are_gathered_whatever_their_order() {
    let folder = folder(&[("a.csv", b"doc,n,text,label\nx,2,Two.,admit\ny,1,Why.,neutral\nx,1,One.,restrict\n")]);
    let reading = reading(&folder, &["a.csv"]);
    assert_eq!(labels(&reading.documents), ["x/1 One.=restrict", "x/2 Two.=admit", "y/1 Why.=neutral"]);
    assert!(reading.documents[0].document.has_context);
}

#[test]
fn a_row_without_a_document_is_one_of_its_own_without_context() {
    let folder = folder(&[("a.csv", b"text,label\nLet them in.,admit\n")]);
    let reading = reading(&folder, &["a.csv"]);
    let document = &reading.documents[0].document;
    assert!(document.id.ends_with("a.csv#1") && !document.has_context);
}

#[test]
fn an_excerpt_keeps_its_numbers() {
    let folder = folder(&[("a.csv", b"doc,n,paragraph,text,label\nx,41,7,Let them in.,admit\nx,43,8,No.,restrict\n")]);
    let document = &reading(&folder, &["a.csv"]).documents[0];
    assert_eq!((document.document.first, document.gold[1].n), (41, 43));
    assert_eq!(document.document.sentences[1].paragraph, 8);
}

#[test]
fn rows_without_a_number_follow_in_the_order_of_the_file() {
    let folder = folder(&[(
        "a.jsonl",
        b"{\"doc\":1,\"text\":\"One.\",\"label\":\"admit\"}\n{\"doc\":1,\"text\":\"Two.\",\"label\":\"neutral\"}\n",
    )]);
    assert_eq!(labels(&reading(&folder, &["a.jsonl"]).documents), ["1/1 One.=admit", "1/2 Two.=neutral"]);
}

#[test]
fn every_column_reaches_the_labelled_document() {
    let folder = folder(&[(
        "a.csv",
        b"doc,n,title,text,label,alone,holder,kind,annotator\nx,1,On doors,Let them in.,admit,neutral,author,heading,anna\n",
    )]);
    let labelled = &reading(&folder, &["a.csv"]).documents[0];
    let gold = &labelled.gold[0];
    assert_eq!(labelled.document.meta.title.as_deref(), Some("On doors"));
    assert_eq!(labelled.document.sentences[0].kind, Kind::Heading);
    assert_eq!((gold.alone, gold.holder.as_str(), gold.annotator.as_str()), (Some(Stance::Neutral), "author", "anna"));
    assert_eq!(gold.line, 2);
}

#[test]
fn the_documents_file_beside_a_table_gives_title_and_facts() {
    let folder = folder(&[
        ("a_sentences.csv", b"doc,text,label\nx,Let them in.,admit\n"),
        ("a_documents.csv", b"doc,title,source,genre,sentences\nx,On doors,The Gate,op-ed,1\n"),
    ]);
    let labelled = &reading(&folder, &["a_sentences.csv"]).documents[0];
    assert_eq!(labelled.document.meta.title.as_deref(), Some("On doors"));
    assert_eq!(labelled.document.meta.source.as_deref(), Some("The Gate"));
    assert_eq!((labelled.fact("genre"), labelled.fact("sentences")), (Some("op-ed"), None));
}

#[test]
fn words_for_labels_are_mapped() {
    let folder = folder(&[("a.tsv", b"text\tlabel\talone\nLet them in.\tFAVOR\tNONE\n")]);
    let map: LabelMap = "FAVOR=admit,NONE=neutral".parse().expect("a map");
    let reading = read_with(&paths(&folder, &["a.tsv"]), &map, None);
    let gold = &reading.documents[0].gold[0];
    assert_eq!((gold.label, gold.alone), (Stance::Admit, Some(Stance::Neutral)));
}

#[test]
fn compressed_tables_are_read() {
    use std::io::Write;
    let plain = b"text,label\nLet them in.,admit\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(plain).expect("packed");
    let gzip = gzip.finish().expect("packed");
    let zstd = zstd::encode_all(&plain[..], 1).expect("packed");
    let folder = folder(&[("a.csv.gz", &gzip), ("b.csv.zst", &zstd)]);
    assert_eq!(reading(&folder, &["a.csv.gz", "b.csv.zst"]).documents.len(), 2);
}

#[test]
fn a_folder_means_its_labelled_tables() {
    let folder = folder(&[
        ("a_sentences.csv", b"doc,n,text,label\nx,1,One.,admit\n"),
        ("a_documents.csv", b"doc,title\nx,X\n"),
        ("b.jsonl", b"{\"text\":\"Two.\",\"label\":\"neutral\"}\n"),
        ("c.csv", b"id,text\n1,No label here.\n"),
        ("d.standoff.csv", b"doc,n,digest,label\nz,1,0123456789abcdef,admit\n"),
        ("notes.txt", b"nothing"),
    ]);
    let reading = reading(&folder, &["."]);
    assert_eq!((reading.documents.len(), reading.rejects.len()), (2, 0));
    assert_eq!(reading.unjoined.values().sum::<usize>(), 1);
}

#[test]
fn a_later_row_supersedes_and_is_counted() {
    let folder = folder(&[("a.csv", b"doc,n,text,label\nx,1,One.,admit\nx,1,One.,neutral\n")]);
    let reading = reading(&folder, &["a.csv"]);
    assert_eq!(labels(&reading.documents), ["x/1 One.=neutral"]);
    assert_eq!(reading.superseded, 1);
}

#[test]
fn a_file_of_corrections_is_later_than_any_other() {
    let folder = folder(&[
        ("sentences.csv", b"doc,n,text,label,time\nx,1,One.,admit,2030\n"),
        ("corrections.csv", b"doc,n,text,label,reason\nx,1,One.,restrict,rule 6\n"),
    ]);
    assert_eq!(labels(&reading(&folder, &["sentences.csv", "corrections.csv"]).documents), ["x/1 One.=restrict"]);
}

#[test]
fn between_other_files_time_decides_and_then_the_name() {
    let folder = folder(&[
        ("a.csv", b"doc,n,text,label,time\nx,1,One.,admit,2026-02\nx,2,Two.,admit,\n"),
        ("b.csv", b"doc,n,text,label,time\nx,1,One.,restrict,2026-01\nx,2,Two.,restrict,\n"),
    ]);
    assert_eq!(labels(&reading(&folder, &["a.csv", "b.csv"]).documents), ["x/1 One.=admit", "x/2 Two.=restrict"]);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let folder = folder(&[("a.csv", b"text,label\nOne.,admit\n")]);
    assert_eq!(reading(&folder, &["a.csv", ".", "./a.csv"]).rows, 1);
}

#[test]
fn the_digest_knows_neither_files_nor_order_but_every_label() {
    let one = folder(&[("a.csv", b"doc,n,text,label\nx,1,One.,admit\ny,1,Two.,neutral\n")]);
    let two =
        folder(&[("b.csv", b"doc,n,text,label\ny,1,Two.,neutral\n"), ("c.csv", b"doc,n,text,label\nx,1,One.,admit\n")]);
    let other = folder(&[("a.csv", b"doc,n,text,label\nx,1,One.,restrict\ny,1,Two.,neutral\n")]);
    let of = |folder| digest(&reading(folder, &["."]).documents);
    assert_eq!(of(&one), of(&two));
    assert_ne!(of(&one), of(&other));
}

#[test]
fn stand_off_labels_find_their_sentences() {
    let (one, two) = (sentence_digest("Élan: let them in."), sentence_digest("No."));
    let rows = format!(
        "doc,n,digest,label,start,end\nart,1,{one},admit,4,23\nold,7,{two},restrict,,\nold,8,{one},neutral,,\n"
    );
    let folder = folder(&[
        ("labels/a.standoff.csv", rows.as_bytes()),
        ("texts/x.jsonl", "{\"id\":\"art\",\"title\":\"T\",\"text\":\"Öh. Élan: let  them in. So.\"}\n".as_bytes()),
        ("texts/y.csv", b"doc,n,text\nelse,1,No.\nold,7,No.\n"),
    ]);
    let (documents, rejects) = join(&paths(&folder, &["labels/a.standoff.csv"]), &folder.path().join("texts"));
    assert_eq!(labels(&documents), ["art/1 Élan: let  them in.=admit", "old/7 No.=restrict"]);
    assert_eq!(documents[0].document.meta.title.as_deref(), Some("T"));
    assert_eq!(rejects.len(), 1);
}
