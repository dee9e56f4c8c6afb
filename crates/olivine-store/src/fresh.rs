//! Whether a store holds anything yet: a back-up or a copy goes where there is nothing, never over something.
//!
//! A store without more than its tables counts as nothing: any command makes one on its way, also while somebody has moved the
//! store away to restore it.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;

use crate::connection::{Connection, Keep};
use crate::copy::{NOT_COPIED, SITE_TABLES};
use crate::error::StoreError;
use crate::name::quoted;
use crate::sqlite;
use crate::store::Store;

/// Tables of a file that hold nothing of a site: which migrations ran, and how far SQLite has counted.
const OF_THE_SCHEMA: [&str; 2] = ["olivine_migration", "sqlite_sequence"];
/// How long another program may take to let go of a file.
const PATIENCE: Duration = Duration::from_secs(2);

impl Store {
    /// Makes sure that nothing is published in the store and nothing is on record about the site.
    ///
    /// # Errors
    /// [`StoreError::InTheWay`] if there is; what stops a read.
    pub(crate) async fn expect_nothing(&self) -> Result<(), StoreError> {
        if !self.records().await?.is_empty() {
            return Err(in_the_way("the database holds published tables"));
        }
        for table in &SITE_TABLES {
            let sql = format!("SELECT 1 FROM {} LIMIT 1", table.name);
            match self.site().database().rows(sql, Vec::new(), Keep::No).await {
                Ok(rows) if rows.is_empty() => {}
                Ok(_) => return Err(in_the_way(format!("the database holds rows of `{}`", table.name))),
                // Its schema has not come so far.
                Err(StoreError::NotPublished { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Makes sure that a file of a store holds nothing and is in use by nobody; nothing is left beside it then.
///
/// # Errors
/// [`StoreError::InTheWay`] if it does or is; what stops a read.
pub(crate) async fn expect_nothing_in(path: &Path) -> Result<(), StoreError> {
    let in_its_way = |what: &str| in_the_way(format!("{} {what}", path.display()));
    if !path.is_file() {
        return Err(in_its_way("is no file"));
    }
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(PATIENCE);
    let mut connection = Connection::Sqlite(sqlite::connect(&options).await?);
    let looked = look(&mut connection).await;
    let closed = connection.close().await;
    match looked {
        Ok(Found::Nothing) => closed,
        Ok(Found::Rows) => Err(in_its_way("holds a store")),
        Ok(Found::Users) | Err(StoreError::Busy { .. }) => Err(in_its_way("is in use")),
        Err(StoreError::Corrupt { .. }) => Err(in_its_way("is something else than a store")),
        Err(error) => Err(error),
    }
}

/// What there is about a file.
enum Found {
    Nothing,
    Rows,
    Users,
}

async fn look(connection: &mut Connection) -> Result<Found, StoreError> {
    let names = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let tables = connection.rows(names, Vec::new()).await?;
    for table in tables.rows.iter().filter_map(|row| row[0].as_text()) {
        if OF_THE_SCHEMA.contains(&table) || NOT_COPIED.contains(&table) {
            continue;
        }
        let sql = format!("SELECT 1 FROM {} LIMIT 1", quoted(table));
        if !connection.rows(sql, Vec::new()).await?.is_empty() {
            return Ok(Found::Rows);
        }
    }
    // Only who is alone with a file can take it out of WAL, and with it goes the log beside it.
    let mode = connection.rows("PRAGMA journal_mode = DELETE", Vec::new()).await?;
    let alone = mode.rows.first().and_then(|row| row[0].as_text()) == Some("delete");
    Ok(if alone { Found::Nothing } else { Found::Users })
}

/// Something is where a store is to be put.
pub(crate) fn in_the_way(what: impl Into<String>) -> StoreError {
    StoreError::InTheWay { what: what.into() }
}
