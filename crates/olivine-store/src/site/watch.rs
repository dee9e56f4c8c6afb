//! Noticing that the site's state changed, whoever changed it: this program or another one.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::Mutex;

use crate::connection::{Keep, Link};
use crate::error::StoreError;
use crate::sqlite;

/// Another one after each change. Means nothing but that.
pub(super) type Version = i64;

/// A connection that does nothing but look. SQLite counts for each connection the changes that others made; MySQL has no such
/// count.
#[derive(Debug, Clone)]
pub(super) struct Watch(Arc<Mutex<Option<SqliteConnection>>>);

impl Watch {
    pub(super) async fn new(options: &SqliteConnectOptions) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(Mutex::new(Some(sqlite::connect(options).await?)))))
    }

    /// The version of the file now: what was read after this call is that of this version or a later one.
    pub(super) async fn version(&self) -> Result<Version, StoreError> {
        let unreadable = || StoreError::Internal {
            detail: "the version of the site's state cannot be read".to_owned(),
        };
        let mut connection = self.0.lock().await;
        let link = Link::Sqlite(connection.as_mut().ok_or_else(unreadable)?);
        let rows = link.rows("PRAGMA data_version", Vec::new(), Keep::Yes).await?;
        let version = rows.rows.first().and_then(|row| row.first()?.as_int());
        version.ok_or_else(unreadable)
    }

    pub(super) async fn close(&self) {
        if let Some(connection) = self.0.lock().await.take()
            && let Err(error) = connection.close().await
        {
            tracing::debug!(%error, "closing a connection");
        }
    }
}
