//! Filling a table that is being built.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use olivine_report::manifest::{ColumnType, Table};

use crate::convert::{as_type, datetime_text, whole_seconds};
use crate::error::StoreError;
use crate::keys::Keys;
use crate::name::quoted;
use crate::publish::{Publish, TableSummary};
use crate::value::Value;

/// Values written at a time: in one transaction of SQLite, in one statement of MySQL, which pays a journey for each.
const VALUES: usize = 24_000;
/// Bytes of values written at a time, at most: a server may take less.
pub(crate) const STATEMENT_BYTES: usize = 4 << 20;

/// Fills one table of a publish.
pub struct TableLoad<'p> {
    publish: &'p mut Publish,
    name: String,
    columns: Vec<LoadColumn>,
    /// `INSERT INTO … VALUES`
    head: String,
    /// One row's `(?, …, 'created')`.
    row_marks: String,
    /// The keys of the rows, where the store need not compare them itself.
    keys: Option<Keys>,
    rows_at_a_time: usize,
    bytes_at_a_time: usize,
    waiting: Vec<Value>,
    waiting_rows: usize,
    waiting_bytes: usize,
    rows: u64,
}

struct LoadColumn {
    name: String,
    kind: ColumnType,
    nullable: bool,
    cut: u64,
    not_finite: u64,
}

impl<'p> TableLoad<'p> {
    pub(crate) fn new(
        publish: &'p mut Publish,
        name: &str,
        physical: &str,
        table: &Table,
        created: NaiveDateTime,
    ) -> Self {
        let columns: Vec<LoadColumn> = table
            .columns
            .iter()
            .map(|(name, column)| LoadColumn {
                name: name.to_owned(),
                kind: column.kind,
                nullable: column.nullable,
                cut: 0,
                not_finite: 0,
            })
            .collect();
        let names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
        Self {
            // What a text equals is for the collation of MySQL to say.
            keys: publish.loader.is_some().then(|| Keys::of(table)),
            head: format!(
                "INSERT INTO {} ({}, {}) VALUES ",
                quoted(physical),
                names.join(", "),
                quoted("created")
            ),
            row_marks: format!("({}'{}')", "?, ".repeat(columns.len()), datetime_text(created)),
            rows_at_a_time: (VALUES / columns.len()).max(1),
            bytes_at_a_time: publish.statement_bytes(),
            name: name.to_owned(),
            columns,
            publish,
            waiting: Vec::new(),
            waiting_rows: 0,
            waiting_bytes: 0,
            rows: 0,
        }
    }

    /// Adds rows, each with a value for every declared column in declared order (`id` and `created` are the store's).
    ///
    /// Texts longer than declared are cut to that many characters and counted; infinite numbers and those that are none become
    /// null and are counted; times are rounded to whole seconds. Whole numbers fit where fractions are declared.
    ///
    /// # Errors
    /// [`StoreError::Row`] for a row that does not fit; what stops a write.
    pub async fn append(&mut self, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
        for row in rows {
            self.rows += 1;
            self.take(row)?;
            if self.waiting_rows >= self.rows_at_a_time || self.waiting_bytes >= self.bytes_at_a_time {
                self.write().await?;
            }
        }
        Ok(())
    }

    /// Writes what is left; the table is complete.
    ///
    /// # Errors
    /// A key that occurs twice; what stops a write.
    pub async fn finish(mut self) -> Result<TableSummary, StoreError> {
        self.write().await?;
        if let Some(loader) = &mut self.publish.loader {
            loader.settle().await?;
        }
        let counted = |count: fn(&LoadColumn) -> u64| -> BTreeMap<String, u64> {
            self.columns
                .iter()
                .filter(|column| count(column) > 0)
                .map(|column| (column.name.clone(), count(column)))
                .collect()
        };
        let summary = TableSummary {
            rows: self.rows,
            cut: counted(|column| column.cut),
            not_finite: counted(|column| column.not_finite),
        };
        let keys_differ = self.keys.is_some_and(|keys| keys.are_different());
        self.publish.finish(&self.name, summary.clone(), keys_differ).await?;
        Ok(summary)
    }

    fn take(&mut self, row: Vec<Value>) -> Result<(), StoreError> {
        let refuse = |reason: String| StoreError::Row {
            table: self.name.clone(),
            row: self.rows,
            reason,
        };
        if row.len() != self.columns.len() {
            return Err(refuse(format!(
                "{} values for {} columns",
                row.len(),
                self.columns.len()
            )));
        }
        let begin = self.waiting.len();
        for (value, column) in row.into_iter().zip(&mut self.columns) {
            let value = column.fit(value).map_err(refuse)?;
            self.waiting_bytes += value.bytes();
            self.waiting.push(value);
        }
        if let Some(keys) = &mut self.keys {
            keys.take(&self.waiting[begin..]);
        }
        self.waiting_rows += 1;
        Ok(())
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        if self.waiting_rows == 0 {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.waiting_rows);
        let values = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        if let Some(loader) = &mut self.publish.loader {
            let sql = format!("{}{}", self.head, self.row_marks);
            return loader.insert(sql, self.columns.len(), values).await;
        }
        let mut sql = String::with_capacity(self.head.len() + rows * (self.row_marks.len() + 2));
        sql.push_str(&self.head);
        for row in 0..rows {
            if row > 0 {
                sql.push_str(", ");
            }
            sql.push_str(&self.row_marks);
        }
        self.publish.connection.execute(sql, values).await?;
        Ok(())
    }
}

impl LoadColumn {
    /// The value as the column takes it, or why not.
    fn fit(&mut self, value: Value) -> Result<Value, String> {
        let value = match value {
            Value::Float(number) if !number.is_finite() => {
                self.not_finite += 1;
                Value::Null
            }
            value => value,
        };
        if value.is_null() {
            return if self.nullable {
                Ok(value)
            } else {
                Err(format!("`{}` must not be null", self.name))
            };
        }
        let fitting = as_type(value, self.kind).map_err(|value| {
            format!(
                "`{}` is declared {} but the value is {}",
                self.name,
                self.kind,
                value.kind()
            )
        })?;
        Ok(match (self.kind, fitting) {
            (ColumnType::String(length), Value::Text(mut text)) => {
                // The byte count is never below the character count, so most texts need no counting.
                let longest = length as usize;
                let too_long = text.len() > longest;
                if let Some((end, _)) = too_long.then(|| text.char_indices().nth(longest)).flatten() {
                    text.truncate(end);
                    self.cut += 1;
                }
                Value::Text(text)
            }
            (_, Value::Datetime(time)) => Value::Datetime(whole_seconds(time)),
            (_, value) => value,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(kind: ColumnType, nullable: bool) -> LoadColumn {
        LoadColumn {
            name: "c".to_owned(),
            kind,
            nullable,
            cut: 0,
            not_finite: 0,
        }
    }

    #[test]
    fn long_texts_are_cut_by_characters_and_counted() {
        let mut name = column(ColumnType::String(3), false);
        assert_eq!(name.fit(Value::from("äöü")), Ok(Value::from("äöü")));
        assert_eq!(name.cut, 0);
        assert_eq!(name.fit(Value::from("äöüß")), Ok(Value::from("äöü")));
        assert_eq!(name.cut, 1);
    }

    #[test]
    fn what_a_column_does_not_take_is_refused() {
        assert!(column(ColumnType::Integer, false).fit(Value::Null).is_err());
        assert!(column(ColumnType::Integer, true).fit(Value::from("1")).is_err());
        assert!(
            column(ColumnType::Float, false)
                .fit(Value::Float(f64::INFINITY))
                .is_err()
        );
        assert_eq!(
            column(ColumnType::Float, true).fit(Value::Float(f64::NAN)),
            Ok(Value::Null)
        );
        // The texts that older loads turned into null stay texts (`ES O-24`).
        assert_eq!(
            column(ColumnType::String(9), true).fit(Value::from("None")),
            Ok(Value::from("None"))
        );
    }
}
