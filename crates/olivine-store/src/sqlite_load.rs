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
