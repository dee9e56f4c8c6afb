//! How much one query may take: a query of a report must not slow the site down for others.

use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::connection::{Keep, Link, Sql};
use crate::error::StoreError;
use crate::value::{Rows, Value};
use crate::{mysql, sqlite};

/// Steps of SQLite's virtual machine between two looks at the clock: some tenths of a millisecond.
const STEPS: i32 = 10_000;

/// How much one query may take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueryLimits {
    /// Time for the store to find the rows.
    pub time: Option<Duration>,
    /// Rows of the answer.
    pub rows: Option<u64>,
}

impl QueryLimits {
    /// Whether an answer of so many rows is within the limits.
    ///
    /// # Errors
    /// [`StoreError::Limit`] where it is not.
    pub(crate) fn check_rows(&self, rows: usize) -> Result<(), StoreError> {
        match self.rows {
            Some(most) if rows as u64 > most => Err(StoreError::Limit {
                detail: format!("more than {most} rows"),
            }),
            _ => Ok(()),
        }
    }
}

/// Runs a reading statement within limits.
pub(crate) async fn rows(
    link: Link<'_>,
    sql: impl Into<Sql>,
    values: Vec<Value>,
    keep: Keep,
    limits: &QueryLimits,
) -> Result<Rows, StoreError> {
    match link {
        Link::Sqlite(connection) => {
            if let Some(time) = limits.time {
                stop_after(connection, time).await?;
            }
            let found = sqlite::rows(connection, sql.into(), values, keep, limits).await;
            if limits.time.is_some() {
                no_end(connection).await?;
            }
            found
        }
        Link::Mysql(connection) => {
            if let Some(time) = limits.time {
                let setting = mysql::time_limit(time);
                sqlx::raw_sql(AssertSqlSafe(setting)).execute(&mut *connection).await?;
            }
            mysql::rows(connection, sql.into(), values, keep, limits).await
        }
    }
}

/// From now on, what the connection does is interrupted when the time is over.
async fn stop_after(connection: &mut SqliteConnection, time: Duration) -> Result<(), StoreError> {
    let end = Instant::now() + time;
    connection
        .lock_handle()
        .await?
        .set_progress_handler(STEPS, move || Instant::now() < end);
    Ok(())
}

/// Takes the end of a connection's time away, also that of a query whose asker went away.
pub(crate) async fn no_end(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    connection.lock_handle().await?.remove_progress_handler();
    Ok(())
}
