use super::{Cells, Table, brief};
use crate::base::Reject;

/// A file of JSON objects, one a line; the columns are all keys met.
pub(super) fn objects(file: String, bytes: &[u8]) -> Table {
    let mut table = Table { file, ..Table::default() };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let (line_number, row) = (at as u64 + 1, (table.rows.len() + table.rejects.len() + 1) as u64);
        match object(line) {
            Ok(object) => {
                let values = place(&mut table.columns, object);
                table.rows.push(Cells { line: line_number, row, values });
            }
            Err((expected, found)) => {
                table.rejects.push(Reject::file(&table.file, expected, found).at(line_number));
            }
        }
    }
    table
}

type Object = serde_json::Map<String, serde_json::Value>;

fn object(line: &[u8]) -> Result<Object, (&'static str, String)> {
    let line =
        std::str::from_utf8(line).map_err(|e| ("UTF-8", format!("other bytes after {} bytes", e.valid_up_to())))?;
    serde_json::from_str(line).map_err(|_| ("one JSON object a line", brief(line.trim())))
}

fn place(columns: &mut Vec<String>, object: Object) -> Vec<String> {
    let mut values = vec![String::new(); columns.len()];
    for (name, value) in object {
        let value = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        match columns.iter().position(|column| *column == name) {
            Some(at) => values[at] = value,
            None => {
                columns.push(name);
                values.push(value);
            }
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_objects_may_differ_in_their_keys() {
        let table = objects("t".into(), b"{\"text\":\"a\"}\n\n{\"n\":2,\"text\":\"b\",\"x\":null}\n[1]\n");
        let seen: Vec<_> = table.rows.iter().map(|row| (table.get(row, "text"), table.get(row, "n"))).collect();
        assert_eq!(seen, [(Some("a"), None), (Some("b"), Some("2"))]);
        insta::assert_snapshot!(table.rejects[0], @r#"t:4: expected one JSON object a line, found "[1]""#);
    }
}
