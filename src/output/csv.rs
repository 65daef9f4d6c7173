use super::cells::{numbers, offsets, own_cells, probability};
use super::columns::Columns;
use crate::pipeline::{Labelled, LabelledRows, Verdict};
use csv::{Writer, WriterBuilder};
use std::io::Write;

const WHY: &str = "memory takes all that is written";

/// A CSV in memory.
struct Sheet<'o> {
    writer: Writer<&'o mut Vec<u8>>,
    digits: Vec<u8>,
}

impl<'o> Sheet<'o> {
    fn new(out: &'o mut Vec<u8>) -> Self {
        let writer = WriterBuilder::new().buffer_capacity(1 << 14).from_writer(out);
        Sheet { writer, digits: Vec::new() }
    }

    fn cell(&mut self, text: impl AsRef<[u8]>) {
        self.writer.write_field(text).expect(WHY);
    }

    fn number(&mut self, number: usize) {
        self.digits.clear();
        write!(self.digits, "{number}").expect(WHY);
        self.writer.write_field(&self.digits).expect(WHY);
    }

    fn probability(&mut self, value: Option<f32>) {
        self.digits.clear();
        if let Some(value) = value {
            probability(value, &mut self.digits);
        }
        self.writer.write_field(&self.digits).expect(WHY);
    }

    fn verdict(&mut self, verdict: &Verdict, columns: &Columns) {
        self.cell(verdict.name());
        self.probability(verdict.score);
        for class in 0..3 {
            self.probability(verdict.scores.map(|scores| scores.0[class]));
        }
        if columns.has_sets() {
            self.cell(verdict.set.map_or_else(String::new, |set| set.to_string()));
        }
    }

    fn end_row(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect(WHY);
    }
}

/// One row of column names.
pub(super) fn head(columns: &Columns) -> Vec<u8> {
    let mut out = Vec::new();
    Sheet::new(&mut out).writer.write_record(columns.header()).expect(WHY);
    out
}

pub(super) fn article(labelled: &Labelled, columns: &Columns, out: &mut Vec<u8>) {
    let document = &labelled.document;
    let meta = &document.meta;
    let own: Vec<&str> = columns.own().iter().map(|name| own_cell(labelled, name)).collect();
    let on_topic = labelled.on_topic.map_or(String::new(), |on_topic| on_topic.to_string());
    let places = offsets(document).zip(numbers(document));
    let mut sheet = Sheet::new(out);
    for ((sentence, verdict), ((start, end), n)) in document.sentences.iter().zip(&labelled.verdicts).zip(places) {
        sheet.cell(&document.id);
        for known in [&meta.source, &meta.date, &meta.language] {
            sheet.cell(known.as_deref().unwrap_or_default());
        }
        [n as usize, start, end].into_iter().for_each(|number| sheet.number(number));
        sheet.cell(sentence.kind.name());
        sheet.cell(&on_topic);
        sheet.cell(sentence.span.of(&document.text));
        sheet.verdict(verdict, columns);
        if columns.copies() {
            sheet.cell(labelled.copy_of.as_deref().unwrap_or_default());
        }
        own.iter().for_each(|own| sheet.cell(own));
        sheet.end_row();
    }
}

fn own_cell<'l>(labelled: &'l Labelled, name: &str) -> &'l str {
    let found = labelled.document.meta.columns.iter().find(|(column, _)| column == name);
    found.map_or("", |(_, value)| value)
}

pub(super) fn rows(rows: &LabelledRows, columns: &Columns, out: &mut Vec<u8>) {
    out.reserve(1 << 18);
    let mut sheet = Sheet::new(out);
    own_cells(rows, columns.own(), |row, column, cell| {
        sheet.cell(cell.as_deref().unwrap_or_default());
        if column + 1 == columns.own().len() {
            sheet.verdict(&row.verdict, columns);
            sheet.end_row();
        }
    });
}
