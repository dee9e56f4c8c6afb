//! What is published: one record for each result table and for the one kept behind it.
//!
//! The records are a table of their own in the results, replaced together with the result tables by the same swap: on
//! SQLite in one transaction, on MySQL by the same `RENAME TABLE`. So they cannot say something else than what the tables
//! hold, whenever the program dies.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{NaiveDate, NaiveDateTime};
use olivine_report::manifest::{Audience, ColumnType};

use crate::connection::{Keep, Link};
use crate::ddl::table_options;
use crate::error::StoreError;
use crate::name::quoted;
use crate::store::{Place, Store, typed};
use crate::value::{Rows, Value};

/// The table of the records.
pub(crate) const TABLE: &str = "olivine_published";
/// What stands behind the name of a table kept for roll-back.
pub(crate) const OLD: &str = "__old";

/// What is known about a published result table.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Published {
    /// The table.
    pub table: String,
    /// What it was computed from, as the run that published it says.
    pub fingerprint: String,
    /// The run that published it.
    pub run_id: String,
    /// The last complete day in it.
    pub as_of: NaiveDate,
    /// When the publish that brought it began to load, UTC; the `created` of its rows.
    pub created: NaiveDateTime,
    /// How many rows it has.
    pub rows: u64,
    /// Its declaration when it was built, in the form that `plan` compares.
    #[serde(skip)]
    pub(crate) declaration: String,
    /// Raised by every swap; one value for all tables swapped at once.
    #[serde(skip)]
    pub(crate) generation: i64,
}

impl Published {
    /// Who might read it when it was published, where that was said: whoever declares a table of the name now may say something else.
    pub fn readers(&self) -> Option<Audience> {
        crate::plan::readers(&self.declaration)
    }

    fn values(&self) -> Vec<Value> {
        vec![
            Value::from(self.table.as_str()),
            Value::from(self.generation),
            Value::from(self.run_id.as_str()),
            Value::from(self.fingerprint.as_str()),
            Value::from(self.as_of),
            Value::from(i64::try_from(self.rows).unwrap_or(i64::MAX)),
            Value::from(self.created),
            Value::from(self.declaration.as_str()),
        ]
    }
}

const COLUMNS: &str = "table_name, generation, run_id, fingerprint, as_of, row_count, created, declaration";

fn create(name: &str, place: &Place) -> String {
    let (long, options) = match place.collation() {
        Some(collation) => ("longtext", table_options(collation)),
        None => ("text", String::new()),
    };
    format!(
        "CREATE TABLE IF NOT EXISTS {} (table_name varchar(64) NOT NULL PRIMARY KEY, generation bigint NOT NULL, \
         run_id varchar(255) NOT NULL, fingerprint {long} NOT NULL, as_of date NOT NULL, row_count bigint NOT NULL, \
         created datetime NOT NULL, declaration {long} NOT NULL){options}",
        quoted(name)
    )
}

/// Makes the table of the records where it is missing.
pub(crate) async fn prepare(store: &Store) -> Result<(), StoreError> {
    match store.inner.readers.rows(select(TABLE), Vec::new(), Keep::No).await {
        Ok(_) => return Ok(()),
        Err(StoreError::NotPublished { .. }) => {}
        Err(error) => return Err(error),
    }
    let mut writer = store.writer().await?;
    writer.plain(create(TABLE, &store.inner.place)).await?;
    writer.close().await
}

pub(crate) fn select(table: &str) -> String {
    format!("SELECT {COLUMNS} FROM {}", quoted(table))
}

/// All records, those of kept tables under `<table>__old`.
pub(crate) fn records(rows: Rows) -> Result<Vec<Published>, StoreError> {
    let kind = |column: &str| match column {
        "as_of" => Some(ColumnType::Date),
        "created" => Some(ColumnType::Datetime),
        "generation" | "row_count" => Some(ColumnType::Integer),
        _ => Some(ColumnType::Text),
    };
    let broken = || StoreError::Internal {
        detail: format!("a record in {TABLE} is incomplete"),
    };
    typed(rows, &kind)?
        .rows
        .into_iter()
        .map(|row| record(row).ok_or_else(broken))
        .collect()
}

fn record(row: Vec<Value>) -> Option<Published> {
    let text = |place: usize| row.get(place)?.as_text().map(str::to_owned);
    Some(Published {
        table: text(0)?,
        generation: row.get(1)?.as_int()?,
        run_id: text(2)?,
        fingerprint: text(3)?,
        as_of: row.get(4)?.as_date()?,
        rows: u64::try_from(row.get(5)?.as_int()?).ok()?,
        created: row.get(6)?.as_datetime()?,
        declaration: text(7)?,
    })
}

/// Puts the records in place of those that are in the table `name`.
pub(crate) async fn replace(
    connection: &mut crate::connection::Connection,
    name: &str,
    records: &[Published],
) -> Result<(), StoreError> {
    connection.plain(format!("DELETE FROM {}", quoted(name))).await?;
    for record in records {
        let sql = format!(
            "INSERT INTO {} ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            quoted(name)
        );
        connection.execute(sql, record.values()).await?;
    }
    Ok(())
}

/// Makes the table `name` for records, beside the one in use.
pub(crate) async fn create_beside(
    connection: &mut crate::connection::Connection,
    name: &str,
    place: &Place,
) -> Result<(), StoreError> {
    connection.plain(create(name, place)).await
}

/// The number of the latest swap; it tells a reader on MySQL whether anything moved meanwhile.
pub(crate) async fn generation(link: Link<'_>) -> Result<i64, StoreError> {
    let rows = link
        .rows(format!("SELECT max(generation) FROM {TABLE}"), Vec::new(), Keep::No)
        .await?;
    Ok(rows.rows.first().and_then(|row| row[0].as_int()).unwrap_or(0))
}

/// The records of the tables in use, by table.
pub(crate) type InUse = Arc<BTreeMap<String, Published>>;

/// The records that were read last, with the mark of their state. Every answer says how fresh it is, but what is published
/// changes a few times a day: so the records are read again only where the mark is another one.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<Option<(Rows, InUse)>>);

impl Known {
    /// The records, if those known are of this state.
    pub(crate) fn of(&self, mark: &Rows) -> Option<InUse> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, records) = known.as_ref().filter(|(known, _)| known == mark)?;
        Some(Arc::clone(records))
    }

    /// Keeps the records of this state.
    pub(crate) fn keep(&self, mark: Rows, records: &InUse) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((mark, Arc::clone(records)));
    }
}

/// Asks for what tells one published state from another: the latest swap and, for a database that was put in the place of
/// another one, when and by which run it was filled.
pub(crate) fn mark() -> String {
    format!("SELECT max(generation), count(*), max(created), max(run_id) FROM {TABLE}")
}

/// The records of the tables in use.
pub(crate) fn in_use(records: Vec<Published>) -> BTreeMap<String, Published> {
    records
        .into_iter()
        .filter(|record| !record.table.ends_with(OLD))
        .map(|record| (record.table.clone(), record))
        .collect()
}

/// The records of the tables kept for roll-back, under the names of those in use.
fn kept(records: Vec<Published>) -> BTreeMap<String, Published> {
    let kept = records.into_iter().filter_map(|mut record| {
        let table = record.table.strip_suffix(OLD)?.to_owned();
        record.table.clone_from(&table);
        Some((table, record))
    });
    kept.collect()
}

impl Store {
    /// What is published, by table.
    ///
    /// # Errors
    /// What stops any read.
    pub async fn published(&self) -> Result<BTreeMap<String, Published>, StoreError> {
        Ok(in_use(self.records().await?))
    }

    /// What a roll-back would bring back, by table.
    ///
    /// # Errors
    /// What stops any read.
    pub async fn kept(&self) -> Result<BTreeMap<String, Published>, StoreError> {
        Ok(kept(self.records().await?))
    }

    /// What a roll-back of the latest swap alone would bring back, by table. What is kept of other tables is older than what they
    /// showed beside these before it: together they would be a mix.
    ///
    /// # Errors
    /// What stops any read.
    pub async fn kept_by_latest_swap(&self) -> Result<BTreeMap<String, Published>, StoreError> {
        let records = self.records().await?;
        let mut kept = kept(records.clone());
        let shown = in_use(records);
        let latest = shown.values().map(|record| record.generation).max();
        let is_latest = |table: &str| shown.get(table).map(|record| record.generation) == latest;
        kept.retain(|table, _| is_latest(table));
        Ok(kept)
    }

    /// Reads what every reader reads first, from the file or the server: little enough to be asked for all the time.
    ///
    /// # Errors
    /// What stops any read.
    pub async fn check_readable(&self) -> Result<(), StoreError> {
        self.inner.readers.rows(mark(), Vec::new(), Keep::No).await.map(drop)
    }

    pub(crate) async fn records(&self) -> Result<Vec<Published>, StoreError> {
        records(self.inner.readers.rows(select(TABLE), Vec::new(), Keep::No).await?)
    }
}
