use super::fields::{Fields, Misfit, number, number_or_text, score, text};
use crate::base::{Kind, Stance, sentence_digest};
use crate::dataset::LabelMap;
use crate::dataset::annotation::Annotation;
use serde_json::{Map, Value};

/// What travels from one tool to another: a sentence with what one annotator said of it, what a model said of it, or
/// neither. An empty text is one that is not known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// The tool's own name of the sentence.
    pub id: String,
    /// The document; empty where the sentence stands alone.
    pub doc: String,
    /// The sentence's number in its article, from 1.
    pub n: Option<u32>,
    /// Where it stands in its article, in code points.
    pub place: Option<(usize, usize)>,
    /// The paragraph it stands in, from 1.
    pub paragraph: Option<u32>,
    /// What part of its article it is.
    pub kind: Kind,
    /// The sentence.
    pub text: String,
    /// What the annotator said; none where nobody has answered.
    pub label: Option<Stance>,
    /// Read by itself.
    pub alone: Option<Stance>,
    /// Whose position it is.
    pub holder: String,
    /// What the annotator wrote beside it.
    pub note: String,
    /// Who said it.
    pub annotator: String,
    /// When.
    pub time: String,
    /// The program it was said in.
    pub tool: String,
    /// The batch it was a part of.
    pub batch: String,
    /// What a model said.
    pub suggestion: Option<Suggestion>,
    /// All else that stood in the file, by name. A name with a dot tells where it stood (`meta.source`).
    pub extra: Map<String, Value>,
    /// The file it was read from. Not written.
    pub file: String,
    /// Its line there. Not written.
    pub line: u64,
}

/// A label that comes from a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The label.
    pub label: Stance,
    /// Its probability.
    pub score: Option<f64>,
    /// Which model: the digest of its file, or what the tool calls it.
    pub model: String,
}

impl Record {
    /// As a row of a batch, if somebody labelled it; the suggestion and what is extra stay behind.
    pub fn annotation(self) -> Option<Annotation> {
        Some(Annotation {
            label: self.label?,
            digest: sentence_digest(&self.text),
            doc: self.doc,
            n: self.n,
            place: self.place,
            text: self.text,
            alone: self.alone,
            holder: self.holder,
            note: self.note,
            annotator: self.annotator,
            time: self.time,
            tool: self.tool,
            batch: self.batch,
            kind: self.kind,
            paragraph: self.paragraph,
            file: self.file,
            line: self.line,
        })
    }

    /// All that is known, by name.
    pub(super) fn to_fields(&self) -> Fields {
        let mut fields = Fields::new();
        let mut put = |name: &str, value: Option<Value>| value.map(|value| fields.insert(name.to_owned(), value));
        let words = |text: &str| Some(Value::from(text)).filter(|_| !text.is_empty());
        let stance = |stance: Option<Stance>| stance.map(|stance| Value::from(stance.name()));
        put("id", Some(number_or_text(&self.id)).filter(|_| !self.id.is_empty()));
        put("doc", words(&self.doc));
        put("n", self.n.map(Value::from));
        put("start", self.place.map(|(start, _)| Value::from(start)));
        put("end", self.place.map(|(_, end)| Value::from(end)));
        put("paragraph", self.paragraph.map(Value::from));
        put("kind", words(self.kind.name()).filter(|_| self.kind != Kind::Body));
        put("text", words(&self.text));
        put("label", stance(self.label));
        put("alone", stance(self.alone));
        let said = [("holder", &self.holder), ("note", &self.note), ("annotator", &self.annotator)];
        for (name, value) in
            said.into_iter().chain([("time", &self.time), ("tool", &self.tool), ("batch", &self.batch)])
        {
            put(name, words(value));
        }
        if let Some(Suggestion { label, score, model }) = &self.suggestion {
            put("suggestion", stance(Some(*label)));
            put("suggestion_score", score.map(Value::from));
            put("suggestion_model", words(model));
        }
        fields.extend(self.extra.clone());
        fields
    }

    /// The record that some fields make; what has no name of ours is extra.
    pub(super) fn from_fields(mut fields: Fields, map: &LabelMap) -> Result<Record, Misfit> {
        let start = number(&mut fields, "start", 0)?.zip(number(&mut fields, "end", 0)?);
        let record = Record {
            id: text(&mut fields, "id"),
            doc: text(&mut fields, "doc"),
            n: number(&mut fields, "n", 1)?,
            place: start.map(|(start, end)| (start as usize, end as usize)),
            paragraph: number(&mut fields, "paragraph", 1)?,
            kind: kind(&mut fields)?,
            text: text(&mut fields, "text"),
            label: stance(&mut fields, "label", map)?,
            alone: stance(&mut fields, "alone", map)?,
            holder: text(&mut fields, "holder"),
            note: text(&mut fields, "note"),
            annotator: text(&mut fields, "annotator"),
            time: text(&mut fields, "time"),
            tool: text(&mut fields, "tool"),
            batch: text(&mut fields, "batch"),
            suggestion: suggestion(&mut fields, map)?,
            ..Record::default()
        };
        let digest = text(&mut fields, "digest");
        if !record.text.is_empty() && !digest.is_empty() && digest != sentence_digest(&record.text) {
            return Err(Misfit::new(
                format!("in column digest {}, that of the text", sentence_digest(&record.text)),
                digest,
            ));
        }
        Ok(Record { extra: fields, ..record })
    }
}

fn suggestion(fields: &mut Fields, map: &LabelMap) -> Result<Option<Suggestion>, Misfit> {
    let Some(label) = stance(fields, "suggestion", map)? else { return Ok(None) };
    let (score, model) = (score(fields, "suggestion_score")?, text(fields, "suggestion_model"));
    Ok(Some(Suggestion { label, score, model }))
}

fn stance(fields: &mut Fields, name: &str, map: &LabelMap) -> Result<Option<Stance>, Misfit> {
    let word = text(fields, name);
    match word.trim() {
        "" => Ok(None),
        word => map.stance(word).map(Some).ok_or_else(|| Misfit::label(name, word)),
    }
}

fn kind(fields: &mut Fields) -> Result<Kind, Misfit> {
    let word = text(fields, "kind");
    match word.trim() {
        "" => Ok(Kind::Body),
        word => word.parse().map_err(|_| {
            let expected = "in column kind body, heading, caption or boilerplate (a column of another meaning: --columns input_kind=kind)";
            Misfit::new(expected, word)
        }),
    }
}
