//! Publishing: tables are built beside, then all of them come into use at once.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, Utc};
use olivine_report::manifest::Table;

use crate::connection::Connection;
use crate::error::StoreError;
use crate::leftovers::{self, Claim, NEW};
use crate::load::TableLoad;
use crate::name::quoted;
use crate::plan::declaration;
use crate::published::Published;
use crate::sqlite_load::SqliteLoader;
use crate::store::{Place, Store};
use crate::swap::{Change, swap};
use crate::value::Value;
use crate::{convert, ddl, sqlite};

/// What a run says about a table it publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The table; one that was loaded in this publish.
    pub table: String,
    /// What it was computed from; opaque to the store.
    pub fingerprint: String,
    /// The last complete day in it.
    pub as_of: NaiveDate,
}

/// What was loaded into a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct TableSummary {
    /// Rows.
    pub rows: u64,
    /// Texts cut to the declared length, by column (`ES O-26`).
    pub cut: BTreeMap<String, u64>,
    /// Numbers that are none (infinite, not a number) and became null, by column (`EN S12` rule 5).
    pub not_finite: BTreeMap<String, u64>,
}

/// What a publish did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct PublishSummary {
    /// When it came into use, UTC; the `created` of all rows.
    pub created: NaiveDateTime,
    /// By table.
    pub tables: BTreeMap<String, TableSummary>,
}

/// A publish under way. Dropped before [`Self::commit`], nothing changes for readers; what it built is cleared by the
/// next one.
pub struct Publish {
    store: Store,
    run_id: String,
    created: NaiveDateTime,
    pub(crate) connection: Connection,
    /// What fills the tables, on SQLite.
    pub(crate) loader: Option<SqliteLoader>,
    claim: Claim,
    loaded: BTreeMap<String, Loaded>,
}

pub(crate) struct Loaded {
    table: Table,
    pub(crate) summary: TableSummary,
    finished: bool,
}

impl Store {
    /// Begins a publish for a run, and clears what earlier ones that died have left.
    ///
    /// # Errors
    /// What stops a connection or a write.
    pub async fn begin_publish(&self, run_id: &str) -> Result<Publish, StoreError> {
        let mut connection = self.writer().await?;
        if !connection.is_mysql() {
            connection.plain(sqlite::LOADING).await?;
            // For building indexes.
            connection.plain("PRAGMA cache_size = -65536").await?;
        }
        let claim = Claim::take(&self.inner.place, &mut connection).await?;
        leftovers::clean(&self.inner.place, &mut connection).await?;
        let loader = match &self.inner.place {
            Place::Sqlite { file, .. } => Some(SqliteLoader::open(file)),
            Place::Mysql(_) => None,
        };
        Ok(Publish {
            store: self.clone(),
            run_id: run_id.to_owned(),
            created: convert::whole_seconds(Utc::now().naive_utc()),
            connection,
            loader,
            claim,
            loaded: BTreeMap::new(),
        })
    }
}

impl Publish {
    /// Makes a table beside the one in use and gives the way to fill it. An empty table is published if nothing is appended.
    ///
    /// # Errors
    /// A declaration that cannot be a table; a table begun twice; what stops a write.
    pub async fn table(&mut self, name: &str, table: &Table) -> Result<TableLoad<'_>, StoreError> {
        self.table_of_time(name, table, self.created).await
    }

    /// As [`Self::table`], for rows that were published before.
    pub(crate) async fn table_of_time(
        &mut self,
        name: &str,
        table: &Table,
        created: NaiveDateTime,
    ) -> Result<TableLoad<'_>, StoreError> {
        ddl::check(name, table)?;
        if self.loaded.contains_key(name) {
            return Err(StoreError::Publish {
                table: name.to_owned(),
                reason: "it is loaded twice",
            });
        }
        let physical = self.physical(name);
        let collation = self.store.inner.place.collation();
        self.connection.plain(ddl::create(&physical, table, collation)).await?;
        let loaded = Loaded {
            table: table.clone(),
            summary: TableSummary::default(),
            finished: false,
        };
        self.loaded.insert(name.to_owned(), loaded);
        Ok(TableLoad::new(self, name, &physical, table, created))
    }

    /// Bytes of values that one statement takes.
    pub(crate) fn statement_bytes(&self) -> usize {
        self.store.inner.place.statement_bytes()
    }

    /// The name of a table while it is built.
    fn physical(&self, name: &str) -> String {
        format!("{name}{NEW}{}", self.claim.token)
    }

    /// Makes a table complete whose rows are in: its indexes, and a look whether its key is one, unless that is known. Other tables may
    /// still be computed meanwhile, so that little is left to do at the end.
    pub(crate) async fn finish(
        &mut self,
        name: &str,
        summary: TableSummary,
        keys_differ: bool,
    ) -> Result<(), StoreError> {
        let physical = self.physical(name);
        let Some(loaded) = self.loaded.get_mut(name) else {
            return Ok(());
        };
        for sql in ddl::indexes(&physical, &self.claim.token, &loaded.table, self.connection.is_mysql()) {
            self.connection.plain(sql).await?;
        }
        if self.store.inner.check_keys && !keys_differ {
            check_key(&mut self.connection, name, &physical, &loaded.table).await?;
        }
        loaded.summary = summary;
        loaded.finished = true;
        Ok(())
    }

    /// Brings all loaded tables into use at once. Readers see the old tables until then and the new ones from then on.
    ///
    /// # Errors
    /// Tables loaded but not named, or named but not loaded or not finished; what stops a write. Then nothing has changed for
    /// readers.
    pub async fn commit(self, publications: Vec<Publication>) -> Result<PublishSummary, StoreError> {
        let record = |publication: Publication| Published {
            table: publication.table,
            fingerprint: publication.fingerprint,
            run_id: self.run_id.clone(),
            as_of: publication.as_of,
            created: self.created,
            rows: 0,
            declaration: String::new(),
            generation: 0,
        };
        let records = publications.into_iter().map(record).collect();
        self.commit_records(records).await
    }

    /// As [`Self::commit`], with the records as they are to be but for rows, declaration and generation.
    pub(crate) async fn commit_records(mut self, publications: Vec<Published>) -> Result<PublishSummary, StoreError> {
        let wrong = |table: &str, reason| StoreError::Publish {
            table: table.to_owned(),
            reason,
        };
        for name in self.loaded.keys() {
            if !publications.iter().any(|publication| publication.table == *name) {
                return Err(wrong(name, "it was loaded but is not named at the end"));
            }
        }
        let mut records = Vec::with_capacity(publications.len());
        for publication in publications {
            let name = publication.table.as_str();
            let Some(loaded) = self.loaded.get(name) else {
                return Err(wrong(name, "it is named at the end but was not loaded"));
            };
            if !loaded.finished {
                return Err(wrong(name, "its rows are not complete: finish was not called"));
            }
            records.push(Published {
                rows: loaded.summary.rows,
                declaration: declaration(&loaded.table),
                ..publication
            });
        }
        if !records.is_empty() {
            swap(
                &self.store.inner.place,
                &mut self.connection,
                &Change::Publish(records),
                &self.claim.token,
            )
            .await?;
        }
        let tables = self
            .loaded
            .into_iter()
            .map(|(name, loaded)| (name, loaded.summary))
            .collect();
        let summary = PublishSummary {
            created: self.created,
            tables,
        };
        // The tables are in use: that the connection cannot say good-bye any more does not change it.
        if let Err(error) = self.connection.close().await {
            tracing::debug!(%error, "closing after a publish");
        }
        Ok(summary)
    }

    /// Gives up: drops what was built.
    ///
    /// # Errors
    /// What stops a write; then the next publish clears it.
    pub async fn abandon(mut self) -> Result<(), StoreError> {
        for name in self.loaded.keys() {
            let physical = self.physical(name);
            self.connection
                .plain(format!("DROP TABLE IF EXISTS {}", quoted(&physical)))
                .await?;
        }
        self.connection.close().await
    }
}

/// Fails if two rows of a table have the same key; nulls count as the same (`OP (i)` rule 3).
async fn check_key(connection: &mut Connection, name: &str, physical: &str, table: &Table) -> Result<(), StoreError> {
    if table.key.is_empty() {
        return Ok(());
    }
    let columns: Vec<String> = table.key.iter().map(|column| quoted(column)).collect();
    let columns = columns.join(", ");
    let sql = format!(
        "SELECT {columns} FROM {} GROUP BY {columns} HAVING count(*) > 1 LIMIT 1",
        quoted(physical)
    );
    let rows = connection.rows(sql, Vec::new()).await?;
    let Some(row) = rows.rows.first() else { return Ok(()) };
    let key: Vec<String> = table
        .key
        .iter()
        .zip(row)
        .map(|(column, value)| format!("{column} = {}", in_words(value)))
        .collect();
    Err(StoreError::DuplicateKey {
        table: name.to_owned(),
        key: key.join(", "),
    })
}

/// A value as messages show it.
fn in_words(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Date(day) => day.to_string(),
        Value::Datetime(time) => time.to_string(),
    }
}
