//! One way to talk to either store: pools, transactions, connections of one's own.

use std::borrow::Cow;

use sqlx::{Connection as _, MySql, MySqlConnection, MySqlPool, SqlSafeStr, Sqlite, SqliteConnection, SqlitePool};

use crate::error::StoreError;
use crate::limits::QueryLimits;
use crate::value::{Rows, Value};
use crate::{mysql, sqlite};

/// The text of a statement: ours, with names checked and quoted and values bound.
pub(crate) type Sql = Cow<'static, str>;

/// How often something is done anew that the server gave up because it and another transaction waited for each other.
pub(crate) const DEADLOCK_ATTEMPTS: u32 = 10;

/// A pool of connections.
#[derive(Debug, Clone)]
pub(crate) enum Database {
    Sqlite(SqlitePool),
    Mysql(MySqlPool),
}

/// A transaction; dropped, it is rolled back.
pub(crate) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Mysql(sqlx::Transaction<'static, MySql>),
}

/// A connection that belongs to one piece of work and is closed with it.
pub(crate) enum Connection {
    Sqlite(SqliteConnection),
    Mysql(MySqlConnection),
}

/// A borrowed connection of either kind.
pub(crate) enum Link<'c> {
    Sqlite(&'c mut SqliteConnection),
    Mysql(&'c mut MySqlConnection),
}

/// Whether the store should keep the prepared statement: yes for the few we repeat, no for what callers write, whose tables
/// are replaced under it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    Yes,
    No,
}

impl Database {
    /// Runs a statement; gives the number of rows changed.
    pub(crate) async fn execute(&self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(pool) => Link::Sqlite(&mut *pool.acquire().await?).execute(sql, values).await,
            Self::Mysql(pool) => execute_again(pool, sql.into(), values).await,
        }
    }

    /// Runs a reading statement.
    pub(crate) async fn rows(&self, sql: impl Into<Sql>, values: Vec<Value>, keep: Keep) -> Result<Rows, StoreError> {
        match self {
            Self::Sqlite(pool) => Link::Sqlite(&mut *pool.acquire().await?).rows(sql, values, keep).await,
            Self::Mysql(pool) => Link::Mysql(&mut *pool.acquire().await?).rows(sql, values, keep).await,
        }
    }

    /// The columns of a reading statement, which is prepared but not run.
    pub(crate) async fn columns(&self, sql: impl Into<Sql>) -> Result<Vec<String>, StoreError> {
        let sql = sqlx::AssertSqlSafe(sql.into()).into_sql_str();
        match self {
            Self::Sqlite(pool) => sqlite::columns(&mut *pool.acquire().await?, sql).await,
            Self::Mysql(pool) => mysql::columns(&mut *pool.acquire().await?, sql).await,
        }
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once: taking it later could fail although
    /// the waiting time is not over.
    pub(crate) async fn begin(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => Transaction::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Mysql(pool) => Transaction::Mysql(mysql::answered(pool.begin()).await?),
        })
    }

    /// Closes all connections.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Mysql(pool) => pool.close().await,
        }
    }
}

/// Runs a statement, and again where the server gave it up for another transaction: it has changed nothing then.
async fn execute_again(pool: &MySqlPool, sql: Sql, values: Vec<Value>) -> Result<u64, StoreError> {
    let mut attempt = 1;
    loop {
        let mut connection = pool.acquire().await?;
        let done = Link::Mysql(&mut connection).execute(sql.clone(), values.clone()).await;
        match done {
            Err(StoreError::Deadlock { .. }) if attempt < DEADLOCK_ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}

impl Transaction {
    pub(crate) fn link(&mut self) -> Link<'_> {
        match self {
            Self::Sqlite(transaction) => Link::Sqlite(transaction),
            Self::Mysql(transaction) => Link::Mysql(transaction),
        }
    }

    pub(crate) async fn execute(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<u64, StoreError> {
        self.link().execute(sql, values).await
    }

    pub(crate) async fn rows(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<Rows, StoreError> {
        self.link().rows(sql, values, Keep::Yes).await
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Mysql(transaction) => mysql::answered(transaction.commit()).await?,
        }
        Ok(())
    }
}

impl Connection {
    pub(crate) fn link(&mut self) -> Link<'_> {
        match self {
            Self::Sqlite(connection) => Link::Sqlite(connection),
            Self::Mysql(connection) => Link::Mysql(connection),
        }
    }

    pub(crate) fn is_mysql(&self) -> bool {
        matches!(self, Self::Mysql(_))
    }

    pub(crate) async fn execute(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<u64, StoreError> {
        self.link().execute(sql, values).await
    }

    pub(crate) async fn rows(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<Rows, StoreError> {
        self.link().rows(sql, values, Keep::No).await
    }

    /// Runs a statement without preparing it: what MySQL does not prepare, and transaction control.
    pub(crate) async fn plain(&mut self, sql: impl Into<Sql>) -> Result<(), StoreError> {
        self.link().plain(sql).await
    }

    /// Says good-bye to the server, which frees the locks at once.
    pub(crate) async fn close(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(connection) => connection.close().await?,
            Self::Mysql(connection) => mysql::answered(connection.close()).await?,
        }
        Ok(())
    }
}

impl Link<'_> {
    pub(crate) async fn execute(self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(connection) => sqlite::execute(connection, sql.into(), values).await,
            Self::Mysql(connection) => mysql::answered(mysql::execute(connection, sql.into(), values)).await,
        }
    }

    pub(crate) async fn rows(self, sql: impl Into<Sql>, values: Vec<Value>, keep: Keep) -> Result<Rows, StoreError> {
        match self {
            Self::Sqlite(connection) => {
                sqlite::rows(connection, sql.into(), values, keep, &QueryLimits::default()).await
            }
            Self::Mysql(connection) => {
                let limits = QueryLimits::default();
                mysql::answered(mysql::rows(connection, sql.into(), values, keep, &limits)).await
            }
        }
    }

    pub(crate) async fn plain(self, sql: impl Into<Sql>) -> Result<(), StoreError> {
        let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.into()));
        match self {
            Self::Sqlite(connection) => sql.execute(connection).await.map(drop)?,
            Self::Mysql(connection) => mysql::answered(sql.execute(connection)).await.map(drop)?,
        }
        Ok(())
    }
}
