//! Filling tables of a SQLite file, over a connection of its own and another driver.
//!
//! The driver of everything else hands each statement with all its values to a thread of its own, and copies each text twice on the
//! way. Nobody notices it for the rows of a page; for the millions of rows of a publish it costs more than SQLite itself. Here rows are
//! bound one after the other to a statement that was prepared once.

use std::path::Path;

use rusqlite::types::{Null, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, TransactionBehavior, params_from_iter};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::classify::sqlite_failure;
use crate::convert::{date_text, datetime_text};
use crate::error::StoreError;
use crate::sqlite::{BUSY_TIMEOUT, LOADING};
use crate::value::Value;

/// Fills tables; they are made and put into use by others.
pub(crate) struct SqliteLoader {
    /// The connection, once the rows before are in; nothing after a failure.
    work: Option<JoinHandle<Inserted>>,
}

type Inserted = Result<Connection, StoreError>;

impl SqliteLoader {
    pub(crate) fn open(file: &Path) -> Self {
        let file = file.to_owned();
        Self::at_work(move || {
            let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            connection.execute_batch(LOADING)?;
            Ok(connection)
        })
    }

    fn at_work(work: impl FnOnce() -> Inserted + Send + 'static) -> Self {
        Self {
            work: Some(spawn_blocking(work)),
        }
    }

    /// Runs a statement once for each row of values, in one transaction. Waits for the rows before these, not for these, so that the
    /// next ones can be made meanwhile.
    pub(crate) async fn insert(&mut self, sql: String, columns: usize, values: Vec<Value>) -> Result<(), StoreError> {
        let mut connection = self.settled().await?;
        *self = Self::at_work(move || {
            insert(&mut connection, &sql, columns, &values)?;
            Ok(connection)
        });
        Ok(())
    }

    /// Waits until all rows are in.
    pub(crate) async fn settle(&mut self) -> Result<(), StoreError> {
        let connection = self.settled().await?;
        *self = Self::at_work(|| Ok(connection));
        Ok(())
    }

    async fn settled(&mut self) -> Inserted {
        let internal = |detail: String| StoreError::Internal { detail };
        let work = self
            .work
            .take()
            .ok_or_else(|| internal("loading has failed before".to_owned()))?;
        work.await.map_err(|error| internal(error.to_string()))?
    }
}

fn insert(connection: &mut Connection, sql: &str, columns: usize, values: &[Value]) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut statement = transaction.prepare(sql)?;
        for row in values.chunks(columns.max(1)) {
            statement.execute(params_from_iter(row))?;
        }
    }
    Ok(transaction.commit()?)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => Null.into(),
            Self::Bool(yes) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*yes))),
            Self::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Self::Float(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Date(day) => date_text(*day).into(),
            Self::Datetime(time) => datetime_text(*time).into(),
        })
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let detail = error.to_string();
        match error {
            rusqlite::Error::SqliteFailure(failure, message) => {
                sqlite_failure(failure.extended_code, message.as_deref().unwrap_or_default(), detail)
            }
            _ => Self::Internal { detail },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSERT: &str = "insert into t values (?, ?)";

    #[tokio::test]
    async fn rows_of_a_failed_block_are_not_there_and_nothing_follows_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("results.db");
        let made = Connection::open(&file).unwrap();
        made.execute_batch("create table t (n integer not null, s text)")
            .unwrap();

        let row = |n: Value| [n, Value::Text("x".to_owned())];
        let block = |rows: &[Value]| rows.iter().cloned().flat_map(row).collect::<Vec<Value>>();
        let mut loader = SqliteLoader::open(&file);
        loader
            .insert(INSERT.to_owned(), 2, block(&[Value::Int(1), Value::Int(2)]))
            .await
            .unwrap();
        // Said by whoever waits for it next.
        loader
            .insert(INSERT.to_owned(), 2, block(&[Value::Int(3), Value::Null]))
            .await
            .unwrap();
        let error = loader.settle().await.unwrap_err();
        assert!(error.to_string().contains("NOT NULL"), "{error}");
        let later = loader.insert(INSERT.to_owned(), 2, block(&[Value::Int(4)])).await;
        assert!(later.is_err());
        assert!(loader.settle().await.is_err());

        let count = "select count(*) from t";
        let rows: i64 = made.query_row(count, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 2);
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_is_out_of_reach() {
        let folder = tempfile::tempdir().unwrap();
        let error = SqliteLoader::open(&folder.path().join("none.db")).settle().await;
        assert!(matches!(error, Err(StoreError::Unreachable { .. })), "{error:?}");
    }
}
