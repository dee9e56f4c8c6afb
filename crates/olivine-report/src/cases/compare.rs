//! Compares the rows of a table with those that a case expects, in whatever order.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Grid, Row};
use crate::columns::Columns;
use crate::manifest::{ColumnType, Table};

/// What differs, one sentence a row; nothing when the tables hold the same rows. Only the columns that the case names are
/// looked at.
pub fn differences(table: &str, columns: &Columns, expected: &Grid, actual: &Grid) -> Vec<String> {
    let mut places = Vec::new();
    for name in &expected.columns {
        match actual.columns.iter().position(|column| column == name) {
            Some(place) => places.push(place),
            None => return vec![format!("{table} has no column `{name}`")],
        }
    }
    let kind = |name: &String| columns.get(name).map_or(ColumnType::Text, |column| column.kind);
    let kinds: Vec<ColumnType> = expected.columns.iter().map(kind).collect();
    let mut balance: BTreeMap<Vec<Option<String>>, i64> = BTreeMap::new();
    for row in &expected.rows {
        let cells = row
            .iter()
            .zip(&kinds)
            .map(|(cell, kind)| normal(cell.as_deref(), *kind))
            .collect();
        *balance.entry(cells).or_default() += 1;
    }
    for row in &actual.rows {
        let cell = |place: usize| row.get(place).and_then(Option::as_deref);
        let cells = places
            .iter()
            .zip(&kinds)
            .map(|(place, kind)| normal(cell(*place), *kind))
            .collect();
        *balance.entry(cells).or_default() -= 1;
    }
    let uneven = balance.iter().filter(|(_, count)| **count != 0);
    uneven
        .map(|(row, count)| {
            let what = if *count > 0 { "lacks" } else { "has, unexpected," };
            let times = if count.abs() == 1 {
                String::new()
            } else {
                format!(" ({} times)", count.abs())
            };
            format!("{table} {what} {}{times}", Row(row))
        })
        .collect()
}

/// A key that more than one row of a result table has, in words: a run would not publish it. Rows that lack a value that none may lack
/// do not count, as a run leaves them out.
pub fn repeated_key(name: &str, table: &Table, actual: &Grid) -> Option<String> {
    let place = |column: &str| actual.columns.iter().position(|known| known == column);
    let key: Vec<usize> = table.key.iter().map(|column| place(column)).collect::<Option<_>>()?;
    if key.is_empty() {
        return None;
    }
    let needed = table.columns.iter().filter(|(_, column)| !column.nullable);
    let needed: Vec<usize> = needed.filter_map(|(column, _)| place(column)).collect();
    let cell = |row: &[Option<String>], place: usize| row.get(place).cloned().flatten();
    let whole = |row: &&Vec<Option<String>>| needed.iter().all(|place| cell(row, *place).is_some());
    let mut seen: BTreeSet<Vec<Option<String>>> = BTreeSet::new();
    let keys = actual.rows.iter().filter(whole);
    let mut keys = keys.map(|row| key.iter().map(|place| cell(row, *place)).collect::<Vec<_>>());
    let repeated = keys.find(|cells| !seen.insert(cells.clone()))?;
    let named = table.key.iter().zip(&repeated);
    let named = named.map(|(column, value)| format!("{column} = {}", value.as_deref().unwrap_or("null")));
    Some(format!(
        "{name} has more than one row with {}; by its `key` they would be the same",
        named.collect::<Vec<_>>().join(", ")
    ))
}

/// One spelling for each value of a type.
fn normal(cell: Option<&str>, kind: ColumnType) -> Option<String> {
    let text = cell?;
    Some(match kind {
        ColumnType::Integer => text
            .parse::<i64>()
            .map_or_else(|_| text.to_owned(), |number| number.to_string()),
        ColumnType::Float => text
            .parse::<f64>()
            .map_or_else(|_| text.to_owned(), |number| number.to_string()),
        ColumnType::Boolean => match text {
            "1" => "true".to_owned(),
            "0" => "false".to_owned(),
            other => other.to_lowercase(),
        },
        ColumnType::Datetime => {
            let text = text.trim_end_matches('Z').replace('T', " ");
            match text.split_once('.') {
                Some((seconds, fraction)) if fraction.trim_end_matches('0').is_empty() => seconds.to_owned(),
                Some(_) => text.trim_end_matches('0').to_owned(),
                None if text.len() == 10 => format!("{text} 00:00:00"),
                None => text,
            }
        }
        ColumnType::Date => text.get(..10).unwrap_or(text).to_owned(),
        ColumnType::String(_) | ColumnType::Text => text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::Words;

    const TABLE: &str = r#"
doc = "x"
key = ["n"]
[columns]
n = { type = "integer" }
at = { type = "datetime", nullable = true }
good = { type = "boolean", nullable = true }
share = { type = "float", nullable = true }
"#;

    #[test]
    fn rows_compare_by_value_in_any_order() {
        let table: Table = toml::from_str(TABLE).unwrap();
        let grid = |text: &str| Grid::read(text, &Words::new()).unwrap();
        let expected =
            grid("n | at | good | share\n1 | 2024-03-04 | true | 0.50\n2 | 2024-03-04 10:00:00.5 | |\n2 | | 0 | 3");
        let same = grid(
            "share | n | at | good\n3.0 | 2 | | false\n0.5 | 1 | 2024-03-04T00:00:00Z | 1\n | 2 | 2024-03-04T10:00:00.500000 |",
        );
        assert_eq!(differences("t", &table.columns, &expected, &same), Vec::<String>::new());
        let other =
            grid("n | at | good | share\n1 | 2024-03-04 | true | 0.5\n1 | 2024-03-04 | true | 0.5\n2 | | 0 | 3");
        let found = differences("t", &table.columns, &expected, &other);
        assert_eq!(
            found,
            [
                "t has, unexpected, 1 | 2024-03-04 00:00:00 | true | 0.5",
                "t lacks 2 | 2024-03-04 10:00:00.5 | null | null"
            ]
        );
        let short = grid("n | at | good\n1 | |");
        assert_eq!(
            differences("t", &table.columns, &expected, &short),
            ["t has no column `share`"]
        );
    }

    #[test]
    fn a_key_that_two_rows_have_is_named() {
        let table: Table = toml::from_str(&TABLE.replace("[\"n\"]", "[\"n\", \"good\"]")).unwrap();
        let found = |text: &str| repeated_key("t", &table, &Grid::read(text, &Words::new()).unwrap());
        assert_eq!(found("n | good | share\n1 | true | 1\n1 | false | 1\n2 | | 1"), None);
        // A run leaves rows without `n` out.
        assert_eq!(found("n | good\n | true\n | true"), None);
        let repeated = found("n | good | share\n1 | | 1\n2 | true | 1\n1 | | 2").unwrap();
        assert!(
            repeated.starts_with("t has more than one row with n = 1, good = null"),
            "{repeated}"
        );
    }
}
