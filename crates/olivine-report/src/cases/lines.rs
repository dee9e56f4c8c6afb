//! Log lines of a case.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::grid::{Grid, Words};

/// A part of a case's events: a table whose columns are members of the line, or lines as they stand in a log.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventsPart {
    /// Members that every line of the table has.
    #[serde(default)]
    every: toml::Table,
    /// The table.
    #[serde(default)]
    rows: Option<String>,
    /// Lines as they stand.
    #[serde(default)]
    lines: Option<String>,
}

impl EventsPart {
    pub(super) fn lines(&self, words: &Words) -> Result<Vec<String>, String> {
        let mut lines = Vec::new();
        if let Some(text) = &self.rows {
            let grid = Grid::read(text, words).map_err(|what| format!("events: {what}"))?;
            for row in &grid.rows {
                lines.push(self.line(&grid.columns, row, words)?);
            }
        }
        let raw = self
            .lines
            .iter()
            .flat_map(|text| text.lines())
            .filter(|line| !line.trim().is_empty());
        lines.extend(raw.map(str::to_owned));
        Ok(lines)
    }

    fn line(&self, columns: &[String], row: &[Option<String>], words: &Words) -> Result<String, String> {
        let mut line = Map::new();
        for (path, value) in &self.every {
            let value = value.as_str().map_or_else(
                || serde_json::to_value(value).map_err(|error| format!("every.{path}: {error}")),
                |text| {
                    Ok(Value::String(
                        words.get(text).cloned().unwrap_or_else(|| text.to_owned()),
                    ))
                },
            )?;
            set(&mut line, path, value)?;
        }
        for (path, cell) in columns.iter().zip(row) {
            if let Some(text) = cell {
                set(&mut line, path, json(text))?;
            }
        }
        Ok(Value::Object(line).to_string())
    }
}

/// A cell as JSON where it is written so (number, `true`, `null`, `"…"`, `{…}`, `[…]`), else as text.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// Sets the member that `path` names; dots go into members.
fn set(object: &mut Map<String, Value>, path: &str, value: Value) -> Result<(), String> {
    let Some((member, rest)) = path.split_once('.') else {
        object.insert(path.to_owned(), value);
        return Ok(());
    };
    let inner = object.entry(member).or_insert_with(|| Value::Object(Map::new()));
    match inner {
        Value::Object(inner) => set(inner, rest, value),
        _ => Err(format!("events: `{member}` is a value and has members")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_becomes_a_line() {
        let part: EventsPart = toml::from_str(
            r#"
every = { event_source = "server", "context.org_id" = "Org" }
rows = """
time             | context.user_id | event.mode | page
2024-03-01T10:00 | 7               | audit      |
2024-03-01T11:00 | "7"             |            | null
"""
lines = '''
{"raw": 1}
'''
"#,
        )
        .unwrap();
        assert_eq!(
            part.lines(&Words::new()).unwrap(),
            [
                r#"{"event_source":"server","context":{"org_id":"Org","user_id":7},"time":"2024-03-01T10:00","event":{"mode":"audit"}}"#,
                r#"{"event_source":"server","context":{"org_id":"Org","user_id":"7"},"time":"2024-03-01T11:00","page":null}"#,
                r#"{"raw": 1}"#,
            ]
        );
    }
}
