//! The door: opening a store, asking it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use olivine_report::manifest::ColumnType;
use sqlx::sqlite::SqliteConnectOptions;

use crate::connection::{Connection, Database, Keep};
use crate::convert::as_type;
use crate::error::StoreError;
use crate::load::STATEMENT_BYTES;
use crate::site::SiteState;
use crate::value::{Rows, Value};
use crate::{mysql, named, published, sqlite};

/// Which of the two stores it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreKind {
    /// SQLite files.
    Sqlite,
    /// A MySQL or MariaDB server.
    Mysql,
}

/// What may happen to the schema of the site's state when a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MigrateAtOpen {
    /// Migrations that only add run; if another one waits, opening fails.
    #[default]
    Safe,
    /// Nothing runs and nothing is checked but that the store is not newer: for `olivine db status|plan|migrate`.
    Never,
}

/// How to open a store.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// Connections that read results (and, as many again, at most, for site state).
    pub connections: u32,
    /// What may happen to the schema of the site's state.
    pub migrate: MigrateAtOpen,
    /// Whether a publish checks that each table's key is unique before swapping it in.
    pub check_keys: bool,
    /// File of the site's state on SQLite, if it is not `site.db` beside the results.
    pub site_file: Option<PathBuf>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            connections: 8,
            migrate: MigrateAtOpen::Safe,
            check_keys: true,
            site_file: None,
        }
    }
}

/// A store of results and of the site's state. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    /// Connections that cannot write.
    pub(crate) readers: Database,
    pub(crate) place: Place,
    site: SiteState,
    pub(crate) check_keys: bool,
    pub(crate) known: published::Known,
}

/// Where results are written.
#[derive(Debug)]
pub(crate) enum Place {
    Sqlite {
        file: PathBuf,
        options: Box<SqliteConnectOptions>,
    },
    Mysql(Box<mysql::Server>),
}

impl Store {
    /// Opens the store at `sqlite:///path/results.db` or `mysql://user:password@host/database`.
    ///
    /// SQLite files are made if missing, readable by their owner only. The schema of the site's state is brought up to date as
    /// [`StoreOptions::migrate`] says.
    ///
    /// # Errors
    /// An address that is not understood, a server or file that cannot be reached or used, a store made by a later
    /// version of this program.
    pub async fn open(url: &str, options: StoreOptions) -> Result<Self, StoreError> {
        let connections = options.connections.max(2);
        let (readers, place, site, watched) = if url.starts_with("mysql:") || url.starts_with("mariadb:") {
            let server = mysql::Server::find(url).await?;
            let readers = Database::Mysql(server.pool(connections, true).await?);
            let site = Database::Mysql(server.pool(connections, false).await?);
            (readers, Place::Mysql(Box::new(server)), site, None)
        } else if url.starts_with("sqlite:") {
            let file = sqlite::path_of(url)?;
            sqlite::create_file(&file, false)?;
            let connect = sqlite::options(&file);
            let site_file = options
                .site_file
                .clone()
                .unwrap_or_else(|| file.with_file_name("site.db"));
            sqlite::create_file(&site_file, true)?;
            let connect_site = sqlite::durable(sqlite::options(&site_file));
            sqlite::first_open(&connect).await?;
            sqlite::first_open(&connect_site).await?;
            let readers = Database::Sqlite(sqlite::pool(sqlite::reading(connect.clone()), connections).await?);
            let site = Database::Sqlite(sqlite::pool(connect_site.clone(), connections).await?);
            (
                readers,
                Place::Sqlite {
                    file,
                    options: Box::new(connect),
                },
                site,
                Some(connect_site),
            )
        } else {
            return Err(StoreError::Address {
                reason: "it begins with sqlite: or mysql:".to_owned(),
            });
        };
        let site = SiteState::open(site, watched.as_ref(), place.collation(), options.migrate).await?;
        let store = Self {
            inner: Arc::new(Inner {
                readers,
                place,
                site,
                check_keys: options.check_keys,
                known: published::Known::default(),
            }),
        };
        published::prepare(&store).await?;
        Ok(store)
    }

    /// Which of the two stores it is.
    pub fn kind(&self) -> StoreKind {
        match self.inner.place {
            Place::Sqlite { .. } => StoreKind::Sqlite,
            Place::Mysql(_) => StoreKind::Mysql,
        }
    }

    /// The file of the results, on SQLite.
    pub fn results_file(&self) -> Option<&Path> {
        match &self.inner.place {
            Place::Sqlite { file, .. } => Some(file),
            Place::Mysql(_) => None,
        }
    }

    /// Users, tokens, runs, sessions.
    pub fn site(&self) -> &SiteState {
        &self.inner.site
    }

    /// Asks the results with one reading statement; `:name` stands for the value of that name.
    ///
    /// Days and times come back as such where the column was declared so; for expressions over them (`min(date)`) and
    /// for booleans use [`Self::query_typed`]. The connection cannot write, whatever the statement says.
    ///
    /// # Errors
    /// [`StoreError::Refused`], [`StoreError::Parameter`], [`StoreError::Statement`]; [`StoreError::NotPublished`] for a
    /// table that no run has published yet.
    pub async fn query(&self, sql: &str, named: &[(&str, Value)]) -> Result<Rows, StoreError> {
        let statement = named::reading(sql, named)?;
        self.inner.readers.rows(statement.sql, statement.values, Keep::No).await
    }

    /// As [`Self::query`], each column read as the type that `types` gives for its name.
    ///
    /// # Errors
    /// Also [`StoreError::ColumnType`] for a value that is not of that type.
    pub async fn query_typed(
        &self,
        sql: &str,
        named: &[(&str, Value)],
        types: &(dyn Fn(&str) -> Option<ColumnType> + Sync),
    ) -> Result<Rows, StoreError> {
        typed(self.query(sql, named).await?, types)
    }

    /// The columns a reading statement would give, without running it: whether its SQL, its tables and columns, and its
    /// parameters are right.
    ///
    /// # Errors
    /// As [`Self::query`].
    pub async fn columns_of(&self, sql: &str, parameters: &[&str]) -> Result<Vec<String>, StoreError> {
        let named: Vec<(&str, Value)> = parameters.iter().map(|name| (*name, Value::Null)).collect();
        let statement = named::reading(sql, &named)?;
        self.inner.readers.columns(statement.sql).await
    }

    /// A connection of its own that writes results.
    pub(crate) async fn writer(&self) -> Result<Connection, StoreError> {
        Ok(match &self.inner.place {
            Place::Sqlite { options, .. } => Connection::Sqlite(sqlite::connect(options).await?),
            Place::Mysql(server) => Connection::Mysql(server.connect().await?),
        })
    }

    /// Closes all connections; what is still running on them ends first.
    pub async fn close(&self) {
        self.inner.readers.close().await;
        self.inner.site.close().await;
    }
}

impl Place {
    /// What follows a `CREATE TABLE` on this store.
    pub(crate) fn collation(&self) -> Option<&'static str> {
        match self {
            Self::Sqlite { .. } => None,
            Self::Mysql(server) => Some(server.collation),
        }
    }

    /// Bytes of values that go into one statement.
    pub(crate) fn statement_bytes(&self) -> usize {
        match self {
            Self::Sqlite { .. } => STATEMENT_BYTES,
            Self::Mysql(server) => server.statement_bytes,
        }
    }
}

/// Reads the columns of an answer as the types given for their names.
pub(crate) fn typed(mut rows: Rows, types: &(dyn Fn(&str) -> Option<ColumnType> + Sync)) -> Result<Rows, StoreError> {
    let kinds: Vec<Option<ColumnType>> = rows.columns.iter().map(|column| types(column)).collect();
    for row in &mut rows.rows {
        for (place, kind) in kinds.iter().enumerate() {
            let Some(kind) = kind else { continue };
            let value = std::mem::replace(&mut row[place], Value::Null);
            row[place] = as_type(value, *kind).map_err(|value| StoreError::ColumnType {
                column: rows.columns[place].clone(),
                expected: kind.to_string(),
                found: value.kind().to_owned(),
            })?;
        }
    }
    Ok(rows)
}
