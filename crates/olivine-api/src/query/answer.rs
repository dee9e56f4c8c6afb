//! What a query answers: typed rows and how fresh they are.

use chrono::{NaiveDate, NaiveDateTime};
use olivine_report::manifest::ColumnType;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::cell::{Cell, JsonCell};
use super::page::Page;

/// A column of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerColumn {
    /// Key in JSON, (start of the) column name in CSV.
    pub name: String,
    /// Its type where it is declared; lists and objects have none.
    pub kind: Option<ColumnType>,
    /// Meaning.
    pub doc: String,
    /// Unit, for example `people`.
    pub unit: Option<String>,
    /// Whether its times are ISO 8601 on the wire instead of the default form (`API 1.4`).
    pub iso8601: bool,
}

/// The answer of a query, shaped as declared.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Columns in order.
    pub columns: Vec<AnswerColumn>,
    /// Rows in order, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// Whether clients of the data API get the only row as an object instead of a list.
    pub single: bool,
    /// Which page of a longer list the rows are, if they are one.
    pub page: Option<Page>,
    /// Last complete day of the tables it was read from (the oldest of them); none before the first run.
    pub as_of: Option<NaiveDate>,
    /// When those tables were loaded, UTC (the newest of them).
    pub created: Option<NaiveDateTime>,
    /// What the tables were published as: changes exactly when an answer may change.
    pub version: String,
}

impl Answer {
    /// Position of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The field of a row by column name; null where there is no such column.
    pub fn field<'a>(&self, row: &'a [Cell], name: &str) -> &'a Cell {
        self.position(name)
            .and_then(|position| row.get(position))
            .unwrap_or(&Cell::Null)
    }

    /// One row as a JSON object, keys in column order, absent fields left out.
    pub fn json_row<'a>(&'a self, row: &'a [Cell]) -> JsonRow<'a> {
        JsonRow {
            columns: &self.columns,
            row,
        }
    }

    /// All rows as a JSON list, whether or not clients of the data API get one object.
    pub fn json_rows(&self) -> JsonRows<'_> {
        JsonRows(self)
    }
}

/// The form clients of the data API get: a bare list, or one object.
impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.rows.first() {
            Some(row) if self.single => self.json_row(row).serialize(serializer),
            _ => self.json_rows().serialize(serializer),
        }
    }
}

/// One row as JSON.
pub struct JsonRow<'a> {
    columns: &'a [AnswerColumn],
    row: &'a [Cell],
}

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, cell) in self.columns.iter().zip(self.row) {
            if *cell != Cell::Absent {
                map.serialize_entry(
                    &column.name,
                    &JsonCell {
                        cell,
                        iso8601: column.iso8601,
                    },
                )?;
            }
        }
        map.end()
    }
}

/// All rows as JSON.
pub struct JsonRows<'a>(&'a Answer);

impl Serialize for JsonRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.rows.len()))?;
        for row in &self.0.rows {
            list.serialize_element(&self.0.json_row(row))?;
        }
        list.end()
    }
}
