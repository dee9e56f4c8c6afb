//! Rows as texts, and how two sets of them are compared.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use olivine_report::manifest::{ColumnType, Table};
use olivine_store::Value;

use crate::score::Verdict;

/// Text of a null.
pub const NULL: &str = r"\N";

/// Rows of named columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// A text for each column.
    pub rows: Vec<Vec<String>>,
}

/// How rows are compared.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// Whether rows that are not expected may be there.
    pub contained: bool,
    /// How far numbers of a column may be apart.
    pub tolerance: BTreeMap<String, f64>,
}

impl Rows {
    /// Rows of a CSV file with a header line.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read_csv(file: &Path) -> Result<Self, csv::Error> {
        let mut reader = csv::Reader::from_path(file)?;
        let columns = reader.headers()?.iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| Ok(row?.iter().map(str::to_owned).collect()));
        Ok(Self {
            columns,
            rows: rows.collect::<Result<_, csv::Error>>()?,
        })
    }

    /// Rows of vectors: objects with the same members.
    pub fn of_objects(objects: &[serde_json::Value], columns: &[&str]) -> Self {
        let cell = |value: Option<&serde_json::Value>| match value {
            None | Some(serde_json::Value::Null) => NULL.to_owned(),
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(serde_json::Value::Bool(truth)) => i32::from(*truth).to_string(),
            Some(other) => other.to_string(),
        };
        let row = |object: &serde_json::Value| columns.iter().map(|name| cell(object.get(*name))).collect();
        Self {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            rows: objects.iter().map(row).collect(),
        }
    }

    /// Rows of a query. `columns` serves where there is no batch.
    ///
    /// # Errors
    /// A type without text form.
    pub fn of_batches(batches: &[RecordBatch]) -> Result<Self, arrow::error::ArrowError> {
        let format = FormatOptions::new()
            .with_null(NULL)
            .with_timestamp_format(Some("%Y-%m-%d %H:%M:%S%.6f"))
            .with_timestamp_tz_format(Some("%Y-%m-%d %H:%M:%S%.6f"));
        let mut found = Self::default();
        for batch in batches {
            found.columns = batch
                .schema()
                .fields()
                .iter()
                .map(|field| field.name().clone())
                .collect();
            let columns: Vec<ArrayFormatter<'_>> = batch
                .columns()
                .iter()
                .map(|column| ArrayFormatter::try_new(column.as_ref() as &dyn Array, &format))
                .collect::<Result<_, _>>()?;
            for row in 0..batch.num_rows() {
                found.rows.push(
                    columns
                        .iter()
                        .map(|column| truth_as_number(column.value(row).to_string()))
                        .collect(),
                );
            }
        }
        Ok(found)
    }

    /// Rows of the result store.
    pub fn of_store(rows: olivine_store::Rows) -> Self {
        let cell = |value: Value| match value {
            Value::Null => NULL.to_owned(),
            Value::Bool(truth) => i32::from(truth).to_string(),
            Value::Int(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Text(text) => text,
            Value::Date(day) => day.to_string(),
            Value::Datetime(time) => time.format("%Y-%m-%d %H:%M:%S%.6f").to_string(),
        };
        Self {
            columns: rows.columns,
            rows: rows
                .rows
                .into_iter()
                .map(|row| row.into_iter().map(cell).collect())
                .collect(),
        }
    }

    /// The rows as a table declares them; a column that is not there is null.
    ///
    /// # Errors
    /// A text that is no value of its column.
    pub fn typed(&self, table: &Table) -> Result<RecordBatch, arrow::error::ArrowError> {
        let names: Vec<String> = table.columns.iter().map(|(name, _)| name.to_owned()).collect();
        let rows = self.select(&names).rows;
        let mut fields = Vec::with_capacity(names.len());
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(names.len());
        for (place, (name, column)) in table.columns.iter().enumerate() {
            let texts: StringArray = rows
                .iter()
                .map(|row| Some(row[place].as_str()).filter(|text| *text != NULL))
                .collect();
            let kind = match column.kind {
                ColumnType::String(_) | ColumnType::Text => DataType::Utf8,
                ColumnType::Integer => DataType::Int64,
                ColumnType::Float => DataType::Float64,
                ColumnType::Boolean => DataType::Boolean,
                ColumnType::Date => DataType::Date32,
                ColumnType::Datetime => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            };
            let options = CastOptions {
                safe: false,
                ..CastOptions::default()
            };
            columns.push(cast_with_options(&texts, &kind, &options)?);
            fields.push(Field::new(name, kind, true));
        }
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
    }

    /// These columns, in this order; a column that is not there is null.
    pub fn select(&self, columns: &[String]) -> Self {
        let places: Vec<Option<usize>> = columns
            .iter()
            .map(|name| self.columns.iter().position(|column| column == name))
            .collect();
        let pick = |row: &Vec<String>| {
            let cell = |place: &Option<usize>| place.map_or_else(|| NULL.to_owned(), |place| row[place].clone());
            places.iter().map(cell).collect()
        };
        Self {
            columns: columns.to_vec(),
            rows: self.rows.iter().map(pick).collect(),
        }
    }

    /// Compares as sets in which a row may be there several times; `expected` says which columns count.
    pub fn compare(&self, expected: &Self, how: &Comparison) -> Verdict {
        let mut surplus = self.select(&expected.columns).rows;
        let mut missing = Vec::new();
        for row in &expected.rows {
            let same = |found: &Vec<String>| {
                let cells = found.iter().zip(row).zip(&expected.columns);
                cells.into_iter().all(|((found, expected), column)| {
                    is_same(found, expected, how.tolerance.get(column).copied().unwrap_or(0.0))
                })
            };
            match surplus.iter().position(same) {
                Some(place) => {
                    surplus.swap_remove(place);
                }
                None => missing.push(row.clone()),
            }
        }
        if missing.is_empty() && (how.contained || surplus.is_empty()) {
            return Verdict::Passed;
        }
        Verdict::Failed(format!(
            "{} of {} rows missing: {missing:?}; {} not expected: {surplus:?}",
            missing.len(),
            expected.rows.len(),
            surplus.len()
        ))
    }
}

fn truth_as_number(text: String) -> String {
    match text.as_str() {
        "true" => "1".to_owned(),
        "false" => "0".to_owned(),
        _ => text,
    }
}

/// Equal as numbers where both are numbers, as times where both are times, else as texts.
fn is_same(found: &str, expected: &str, tolerance: f64) -> bool {
    if found == expected {
        return true;
    }
    if let (Ok(found), Ok(expected)) = (found.parse::<f64>(), expected.parse::<f64>()) {
        return (found - expected).abs() <= tolerance || found == expected;
    }
    match (time(found), time(expected)) {
        (Some(found), Some(expected)) => found == expected,
        _ => false,
    }
}

fn time(text: &str) -> Option<i64> {
    olivine_event::time::parse(text).map(|time| time.micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Rows {
        Rows {
            columns: vec!["a".into(), "b".into()],
            rows: rows
                .iter()
                .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
                .collect(),
        }
    }

    #[test]
    fn order_and_spelling_do_not_matter_but_number_and_content_do() {
        let expected = rows(&[&["1", "2014-01-01 00:00:00"], &["x", NULL], &["x", NULL]]);
        let compare = |found: &Rows, how: &Comparison| found.compare(&expected, how) == Verdict::Passed;
        let exact = Comparison::default();
        let same = rows(&[&["x", NULL], &["1.0", "2014-01-01 00:00:00.000000"], &["x", NULL]]);
        assert!(compare(&same, &exact));
        assert!(!compare(&rows(&[&["x", NULL], &["1", "2014-01-01 00:00:00"]]), &exact));
        assert!(!compare(
            &rows(&[&["x", ""], &["x", NULL], &["1", "2014-01-01 00:00:00"]]),
            &exact
        ));
        let more = rows(&[&["x", NULL], &["x", NULL], &["x", NULL], &["1", "2014-01-01 00:00:00"]]);
        assert!(!compare(&more, &exact));
        assert!(compare(
            &more,
            &Comparison {
                contained: true,
                ..exact.clone()
            }
        ));
        let near = rows(&[&["1.05", "2014-01-01 00:00:00"], &["x", NULL], &["x", NULL]]);
        assert!(!compare(&near, &exact));
        let tolerance = BTreeMap::from([("a".to_owned(), 0.1)]);
        assert!(compare(&near, &Comparison { tolerance, ..exact }));
    }

    #[test]
    fn columns_that_are_not_compared_may_be_there() {
        let found = Rows {
            columns: vec!["id".into(), "b".into(), "a".into()],
            rows: vec![vec!["7".into(), "y".into(), "x".into()]],
        };
        assert_eq!(
            found.compare(&rows(&[&["x", "y"]]), &Comparison::default()),
            Verdict::Passed
        );
    }
}
