//! Several queries that see one published state.
//!
//! On SQLite they share a read transaction. On MySQL a snapshot does not reach over renamed tables (a table made after the
//! snapshot would look empty), so each query reads what is in use and the number of the latest swap is compared at the
//! end: if something was swapped meanwhile, the work is done again, at last with swaps held off.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use olivine_report::manifest::ColumnType;
use tokio::sync::Mutex;

use crate::connection::{Connection, Database, Keep, Link};
use crate::error::StoreError;
use crate::leftovers::named_lock;
use crate::limits::{self, QueryLimits};
use crate::named;
use crate::published::{self, Published, TABLE};
use crate::store::{Place, Store, typed};
use crate::swap::swap_lock_name;
use crate::value::{Rows, Value};

/// How often the work is done before swaps are held off for it.
const FREE_ATTEMPTS: usize = 4;
/// Seconds to wait for a swap that is under way.
const LOCK_SECONDS: i64 = 30;

/// One published state. Cheap to clone; queries on it run one after the other.
#[derive(Clone)]
pub struct Snapshot {
    shared: Arc<Shared>,
    limits: QueryLimits,
}

struct Shared {
    connection: Mutex<Option<Reading>>,
    /// A query failed in a way that a swap during the work explains.
    disturbed: AtomicBool,
    store: Store,
}

enum Reading {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Mysql(sqlx::pool::PoolConnection<sqlx::MySql>),
}

impl Reading {
    fn link(&mut self) -> Link<'_> {
        match self {
            Self::Sqlite(transaction) => Link::Sqlite(transaction),
            Self::Mysql(connection) => Link::Mysql(connection),
        }
    }
}

impl Snapshot {
    /// The same state, each query within limits.
    #[must_use]
    pub fn limited(self, limits: QueryLimits) -> Self {
        Self { limits, ..self }
    }

    /// As [`Store::query`].
    ///
    /// # Errors
    /// As [`Store::query`].
    pub async fn query(&self, sql: &str, named: &[(&str, Value)]) -> Result<Rows, StoreError> {
        let statement = named::reading(sql, named)?;
        self.rows(statement.sql, statement.values).await
    }

    /// As [`Store::query_typed`].
    ///
    /// # Errors
    /// As [`Store::query_typed`].
    pub async fn query_typed(
        &self,
        sql: &str,
        named: &[(&str, Value)],
        types: &(dyn Fn(&str) -> Option<ColumnType> + Sync),
    ) -> Result<Rows, StoreError> {
        typed(self.query(sql, named).await?, types)
    }

    /// What is published in this state, by table.
    ///
    /// # Errors
    /// What stops any read.
    pub async fn published(&self) -> Result<Arc<BTreeMap<String, Published>>, StoreError> {
        let known = &self.shared.store.inner.known;
        let mark = self.rows(published::mark(), Vec::new()).await?;
        if let Some(records) = known.of(&mark) {
            return Ok(records);
        }
        let rows = self.rows(published::select(TABLE), Vec::new()).await?;
        let records = Arc::new(published::in_use(published::records(rows)?));
        known.keep(mark, &records);
        Ok(records)
    }

    async fn rows(&self, sql: String, values: Vec<Value>) -> Result<Rows, StoreError> {
        let mut connection = self.shared.connection.lock().await;
        let Some(reading) = connection.as_mut() else {
            return Err(StoreError::Internal {
                detail: "a snapshot was used after its end".to_owned(),
            });
        };
        let found = limits::rows(reading.link(), sql, values, Keep::No, &self.limits).await;
        if let Err(StoreError::Busy { .. } | StoreError::Deadlock { .. }) = &found {
            self.shared.disturbed.store(true, Ordering::Relaxed);
        }
        found
    }
}

impl Store {
    /// Does work of several queries that see one published state, even while a publish swaps tables. On MySQL the work may
    /// be done more than once, so it should do nothing but ask.
    ///
    /// # Errors
    /// What the work fails with, and what stops a read.
    pub async fn read<T, E, F, W>(&self, work: F) -> Result<T, E>
    where
        F: Fn(Snapshot) -> W,
        W: Future<Output = Result<T, E>>,
        E: From<StoreError>,
    {
        let mut attempt = 1;
        loop {
            let quiet = match attempt > FREE_ATTEMPTS {
                true => self.hold_swaps().await?,
                false => None,
            };
            let mut reading = self.reading().await?;
            let before = match self.inner.readers {
                Database::Sqlite(_) => None,
                Database::Mysql(_) => Some(published::generation(reading.link()).await?),
            };
            let shared = Arc::new(Shared {
                connection: Mutex::new(Some(reading)),
                disturbed: AtomicBool::new(false),
                store: self.clone(),
            });
            let done = work(Snapshot {
                shared: Arc::clone(&shared),
                limits: QueryLimits::default(),
            })
            .await;
            let Some(mut reading) = shared.connection.lock().await.take() else {
                return done;
            };
            let moved = match before {
                Some(before) => published::generation(reading.link()).await? != before,
                None => false,
            };
            let disturbed = before.is_some() && done.is_err() && shared.disturbed.load(Ordering::Relaxed);
            if quiet.is_some() || !(moved || disturbed && attempt <= FREE_ATTEMPTS) {
                return done;
            }
            attempt += 1;
        }
    }

    async fn reading(&self) -> Result<Reading, StoreError> {
        Ok(match &self.inner.readers {
            Database::Sqlite(pool) => Reading::Sqlite(pool.begin().await?),
            Database::Mysql(pool) => Reading::Mysql(pool.acquire().await?),
        })
    }

    /// Holds off swaps until the connection given back is dropped; on SQLite there is none, and nothing is held off.
    async fn hold_swaps(&self) -> Result<Option<Connection>, StoreError> {
        let Place::Mysql(server) = &self.inner.place else {
            return Ok(None);
        };
        let mut connection = self.writer().await?;
        let lock = swap_lock_name(server.options.get_database().unwrap_or_default());
        if named_lock(&mut connection, &lock, LOCK_SECONDS).await? {
            Ok(Some(connection))
        } else {
            Err(StoreError::Busy {
                detail: "a publish is swapping its tables".to_owned(),
            })
        }
    }
}
