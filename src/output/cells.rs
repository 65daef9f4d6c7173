//! Cells written the same way in every format.

use crate::base::CodePoints;
use crate::document::Document;
use crate::pipeline::{LabelledRow, LabelledRows};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A probability with four decimals, as `{:.4}` writes it, in a tenth of the time.
pub(super) fn probability(value: f32, out: &mut Vec<u8>) {
    // Exact: 24 bits of the value and 14 of the factor fit the 53 of the product.
    let scaled = (f64::from(value) * 10_000.0).round_ties_even();
    if !(0.0..=10_000.0).contains(&scaled) {
        return out.extend_from_slice(format!("{value:.4}").as_bytes());
    }
    let scaled = scaled as u32;
    let digit = |unit: u32| b'0' + (scaled / unit % 10) as u8;
    out.extend_from_slice(&[digit(10_000), b'.', digit(1000), digit(100), digit(10), digit(1)]);
}

/// Start and end of each sentence in code points.
pub(super) fn offsets(document: &Document) -> impl Iterator<Item = (usize, usize)> {
    let mut points = CodePoints::new(&document.text);
    document.sentences.iter().map(move |sentence| (points.at(sentence.span.start), points.at(sentence.span.end)))
}

/// The number of each sentence in its article.
pub(super) fn numbers(document: &Document) -> impl Iterator<Item = u32> {
    document.first..
}

/// Hands out the own cells of some rows: the row, the column's place in `own`, and the cell, `None` where
/// the row has none of that name. All of it is UTF-8.
pub(super) fn own_cells<'b>(
    rows: &LabelledRows<'b>,
    own: &[String],
    mut cell: impl FnMut(&LabelledRow<'b>, usize, Option<Cow<'b, [u8]>>),
) {
    let places = rows.names().map(|names| places(own, names));
    for row in rows.iter() {
        match &places {
            Some(places) => places
                .iter()
                .enumerate()
                .for_each(|(column, place)| cell(&row, column, place.map(|place| Cow::Borrowed(row.bytes(place))))),
            None => {
                let object: Map<String, Value> = serde_json::from_str(row.line()).expect("read as an object before");
                own.iter().enumerate().for_each(|(column, name)| cell(&row, column, object.get(name).and_then(plain)));
            }
        }
    }
}

/// Where each own column stands in a table; the second of a name is the table's second.
fn places(own: &[String], names: &[String]) -> Vec<Option<usize>> {
    let place = |(at, name): (usize, &String)| {
        let before = own[..at].iter().filter(|other| *other == name).count();
        names.iter().enumerate().filter(|(_, other)| *other == name).map(|(place, _)| place).nth(before)
    };
    own.iter().enumerate().map(place).collect()
}

/// A JSON value as a cell: strings as they are, null as nothing, the rest as JSON.
fn plain<'c>(value: &Value) -> Option<Cow<'c, [u8]>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Owned(text.clone().into_bytes())),
        other => Some(Cow::Owned(other.to_string().into_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn probabilities_are_written_as_the_standard_library_writes_them(value in 0f32..=1.0, sixteenths in 0u32..=1 << 16) {
            for value in [value, sixteenths as f32 / 65_536.0] {
                let mut out = Vec::new();
                probability(value, &mut out);
                prop_assert_eq!(String::from_utf8_lossy(&out), format!("{value:.4}"));
            }
        }
    }
}
