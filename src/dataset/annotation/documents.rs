use super::Annotation;
use crate::base::Reject;
use crate::dataset::LabelledDocument;
use crate::dataset::documents::Descriptions;
use crate::dataset::gather::gather;
use crate::dataset::join::fill;
use crate::dataset::row::Row;
use std::path::Path;

/// Labelled documents of merged annotations (see [`super::merge`]), sorted by id; those without text are joined to
/// the texts in a folder. A second annotation of one `doc` and `n` must have the same text.
pub fn documents(annotations: Vec<Annotation>, texts: Option<&Path>) -> (Vec<LabelledDocument>, Vec<Reject>) {
    let rows = (1..).zip(annotations).map(|(number, annotation)| row(annotation, number));
    let (mut rows, standoff): (Vec<Row>, Vec<Row>) = rows.partition(|row| !row.text.is_empty());
    let mut rejects = Vec::new();
    match texts {
        Some(folder) => {
            let (filled, missing) = fill(standoff, folder);
            rows.extend(filled);
            rejects.extend(missing);
        }
        None => rejects.extend(standoff.iter().map(|row| {
            let found = format!("digest {} without text", row.digest);
            Reject::file(&row.file, "the text of the sentence (--texts FOLDER)", found).at(row.line)
        })),
    }
    let gathered = gather(rows, &Descriptions::new());
    rejects.extend(gathered.rejects);
    (gathered.documents, rejects)
}

fn row(annotation: Annotation, number: u64) -> Row {
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    Row {
        n: annotation.n.filter(|_| !annotation.doc.is_empty()),
        doc: some(annotation.doc),
        paragraph: annotation.paragraph,
        title: None,
        text: annotation.text,
        digest: annotation.digest,
        cut: annotation.place,
        kind: annotation.kind,
        label: annotation.label,
        alone: annotation.alone,
        holder: annotation.holder,
        annotator: annotation.annotator,
        time: annotation.time,
        file: annotation.file,
        line: annotation.line,
        row: number,
    }
}
