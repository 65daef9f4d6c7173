use super::LabelledDocument;
use crate::base::sha256_hex;

/// SHA-256 of labelled documents as 64 hexadecimal digits: ids, titles, numbers, paragraphs, kinds, texts,
/// labels and holders, whatever the order of documents and the files they came from. A lone row
/// counts without its id, which only says where its file lay.
///
/// ```
/// use stance::dataset::{LabelledDocument, digest};
/// let mut document = LabelledDocument::default();
/// document.document.id = "a".to_owned();
/// document.document.has_context = true;
/// let mut other = document.clone();
/// other.document.id = "b".to_owned();
/// let one = digest(&[document.clone(), other.clone()]);
/// assert_eq!(one, digest(&[other.clone(), document]));
/// assert_ne!(one, digest(&[other]));
/// ```
pub fn digest(documents: &[LabelledDocument]) -> String {
    let mut parts: Vec<String> = documents.iter().map(|document| sha256_hex(&canonical(document))).collect();
    parts.sort();
    sha256_hex(parts.join("\n").as_bytes())
}

fn canonical(labelled: &LabelledDocument) -> Vec<u8> {
    let document = &labelled.document;
    let mut out = Vec::new();
    // Each field carries its length, so that no two documents are written alike.
    let mut put = |field: &str| {
        out.extend_from_slice(&(field.len() as u64).to_le_bytes());
        out.extend_from_slice(field.as_bytes());
    };
    put(if document.has_context { &document.id } else { "" });
    put(document.meta.title.as_deref().unwrap_or_default());
    for (sentence, gold) in document.sentences.iter().zip(&labelled.gold) {
        put(&gold.n.to_string());
        put(&sentence.paragraph.to_string());
        put(sentence.kind.name());
        put(sentence.span.of(&document.text));
        put(gold.label.name());
        put(gold.alone.map_or("", |alone| alone.name()));
        put(&gold.holder);
    }
    out
}
