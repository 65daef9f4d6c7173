//! JSON values in the cells of a table, so that none changes on the way there and back.

use serde_json::Value;

/// A cell's value: what reads as a number, `true`, a list and so on, and would be written the same way, is that; all
/// else is text. A text in quotation marks is meant to have them, unless it would be no text without.
pub(super) fn decode(cell: &str) -> Value {
    let value = serde_json::from_str::<Value>(cell).ok().filter(|value| value.to_string().as_str() == cell);
    match value {
        Some(Value::String(inner))
            if inner.is_empty() || !matches!(decode(&inner), Value::String(it) if it == inner) =>
        {
            inner.into()
        }
        None | Some(Value::String(_)) => cell.into(),
        Some(value) => value,
    }
}

/// The cell of a value: text as it is, unless it would be read as something else.
pub(super) fn encode(value: &Value) -> String {
    match value {
        Value::String(text) if !text.is_empty() && decode(text) == *value => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_value_survives_a_cell() {
        for json in [
            "\"5\"",
            "5",
            "\"\"",
            "null",
            "\"a, b\"",
            "\"\\\"5\\\"\"",
            "[1,\"x\"]",
            "\"0.10\"",
            "-153",
            "\"[\"",
            "\"\\\"a\\\"\"",
        ] {
            let value: Value = serde_json::from_str(json).expect("JSON");
            assert_eq!(decode(&encode(&value)), value, "{json}");
        }
        for cell in ["0.10", "\"No!\"", "\"", "1e5", "{\"a\":1}", " 5"] {
            assert_eq!(encode(&decode(cell)), cell);
        }
        assert_eq!(decode("\"No!\""), Value::from("\"No!\""));
    }
}
