//! The site's own state: who may read what, what ran, who is signed in.
//!
//! Unlike results it cannot be computed again: its schema changes by numbered [`migrations`], and it is synced with
//! every transaction. Secrets are kept as hashes only. Times are whole seconds since 1970, UTC, which both stores
//! keep and compare alike.

pub mod logins;
pub mod migrations;
mod passwords;
pub mod people_reads;
pub mod rights;
pub mod runs;
mod sessions;
mod settings;
pub mod switches;
pub mod tokens;
pub mod undo;
pub mod users;
mod watch;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use tokio::sync::Semaphore;

use self::tokens::KnownTokens;
use self::watch::{Version, Watch};
use crate::connection::{Database, Keep};
use crate::error::StoreError;
use crate::store::MigrateAtOpen;
use crate::value::{Rows, Value};

/// Passwords checked at once: each takes about 20 MB of memory for some tens of milliseconds.
const PASSWORDS_AT_ONCE: usize = 4;

/// Users, tokens, sessions, run records. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SiteState {
    database: Database,
    collation: Option<&'static str>,
    hashing: Arc<Semaphore>,
    watch: Option<Watch>,
    known_tokens: Arc<KnownTokens>,
}

/// Which courses someone may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Courses {
    /// Every course of the site.
    All,
    /// These course keys.
    Some(BTreeSet<String>),
}

impl Courses {
    /// Whether the course is among them.
    pub fn allow(&self, course_id: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(courses) => courses.contains(course_id),
        }
    }

    /// The courses that are in both.
    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::All, courses) | (courses, Self::All) => courses.clone(),
            (Self::Some(a), Self::Some(b)) => Self::Some(a.intersection(b).cloned().collect()),
        }
    }
}

/// Whom a request comes from and what they may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// The user.
    pub user_name: String,
    /// Which courses they may see.
    pub courses: Courses,
    /// Whether they may see reports about single learners.
    pub people: bool,
}

impl Principal {
    /// Whether they look after the site: whoever may see all of it, as in the LMS (`MS d`, access rules).
    pub fn is_operator(&self) -> bool {
        self.courses == Courses::All
    }
}

impl SiteState {
    pub(crate) async fn open(
        database: Database,
        watched: Option<&SqliteConnectOptions>,
        collation: Option<&'static str>,
        migrate: MigrateAtOpen,
    ) -> Result<Self, StoreError> {
        let watch = match watched {
            Some(options) => Some(Watch::new(options).await?),
            None => None,
        };
        let state = Self {
            database,
            collation,
            hashing: Arc::new(Semaphore::new(PASSWORDS_AT_ONCE)),
            watch,
            known_tokens: Arc::default(),
        };
        state.migrate_at_open(migrate).await?;
        Ok(state)
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) async fn close(&self) {
        self.database.close().await;
        if let Some(watch) = &self.watch {
            watch.close().await;
        }
    }

    /// Another one after each change of the site's state; none where changes cannot be noticed, so that what is kept does not count.
    async fn version(&self) -> Option<Version> {
        let watched = self.watch.as_ref()?.version().await;
        let failed = |error: &StoreError| tracing::warn!(%error, "changes of the site's state cannot be noticed");
        watched.inspect_err(failed).ok()
    }

    async fn rows(&self, sql: &'static str, values: Vec<Value>) -> Result<Rows, StoreError> {
        self.database.rows(sql, values, Keep::Yes).await
    }

    async fn execute(&self, sql: &'static str, values: Vec<Value>) -> Result<u64, StoreError> {
        self.database.execute(sql, values).await
    }
}

/// Now, in seconds since 1970.
fn now() -> i64 {
    Utc::now().timestamp()
}

/// A time kept as seconds.
fn time(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0)
        .map(|time| time.naive_utc())
        .unwrap_or_default()
}

/// The hash under which a secret is kept: SHA-256 as hex. Enough for secrets of 256 random bits; passwords go elsewhere.
fn secret_hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A value of a state row that must be there.
fn broken(what: &str) -> StoreError {
    StoreError::Internal {
        detail: format!("a {what} record cannot be read"),
    }
}
