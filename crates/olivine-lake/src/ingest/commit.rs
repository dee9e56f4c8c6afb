//! Committing a batch: events with the identities of its files in one commit; its dead letters just before.
//!
//! Two tables cannot change in one commit. The commit of `events` decides: dead letters carry the name of their batch,
//! and those of a batch that `events` does not confirm are dropped by the next ingest.

use chrono::{DateTime, Utc};
use deltalake_core::kernel::Add;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use serde_json::Value;

use super::rows::{DeadLetter, dead_rows};
use super::summary::Counts;
use crate::data_file::FileWriter;
use crate::error::LakeError;
use crate::facts::DATE;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::layouts;
use crate::partitions::with_new_columns;
use crate::schema::{DEAD_LETTER_COLUMNS, DEAD_LETTERS, EVENT_COLUMNS, arrow_schema};
use crate::status::{TOTAL, totals};
use crate::table::{Change, Committed, Table, TableState};
use crate::transactions::{Transactions, read_transactions};

/// The application id of the last batch that had dead letters.
const BATCH: &str = "olivine/batch";
/// The tag of a file of dead letters that names its batch.
const BATCH_TAG: &str = "olivine.batch";
/// Dead letters in a batch of rows that is written.
const DEAD_ROWS: usize = 4096;

/// What a batch made.
pub(crate) struct Written {
    pub(crate) files: Vec<Add>,
    pub(crate) dead: Vec<DeadLetter>,
    pub(crate) counts: Counts,
    /// Application transactions that name what was taken in.
    pub(crate) identities: Vec<(String, i64)>,
    pub(crate) received: DateTime<Utc>,
}

impl Written {
    /// Whether there is nothing to commit.
    pub(crate) fn is_empty(&self) -> bool {
        self.identities.is_empty()
    }
}

/// Commits a batch. False: another writer was first, and nothing changed.
pub(crate) async fn commit(
    lake: &Lake,
    table: &Table,
    state: &TableState,
    known: &Transactions,
    written: Written,
) -> Result<bool, LakeError> {
    let mut transactions = written.identities;
    let before = totals(known);
    for (name, count) in written.counts.by_name() {
        let total = before.get(&name).copied().unwrap_or(0).saturating_add_unsigned(count);
        transactions.push((format!("{TOTAL}{name}"), total));
    }
    let dead = match write_dead(lake, written.dead, written.received).await? {
        Some(dead) => {
            transactions.push((BATCH.to_owned(), dead.batch));
            Some(dead)
        }
        None => None,
    };
    let change = Change {
        add: written.files,
        data_change: true,
        transactions,
        // A table that an older version made gets the columns that have come since.
        schema: with_new_columns(&state.snapshot.schema, &arrow_schema(EVENT_COLUMNS)),
        metadata: vec![(
            "olivineIngest".to_owned(),
            serde_json::to_value(&written.counts).unwrap_or(Value::Null),
        )],
        ..Change::default()
    };
    match table.commit(state, change).await? {
        Committed::Conflict => Ok(false),
        Committed::Done => {
            if let Some(dead) = dead {
                dead.keep(lake).await?;
            }
            Ok(true)
        }
    }
}

/// Dead letters that are committed but not yet confirmed.
struct Unconfirmed {
    batch: i64,
    add: Add,
}

impl Unconfirmed {
    /// Makes sure that the dead letters are still there: another writer on an object store may have taken them for
    /// those of a batch that died.
    async fn keep(self, lake: &Lake) -> Result<(), LakeError> {
        let table = lake.table(DEAD_LETTERS)?;
        for _ in 0..COMMIT_ATTEMPTS {
            let state = table.load_or_create(&arrow_schema(DEAD_LETTER_COLUMNS), DATE).await?;
            if !state
                .tagged(DEAD_LETTERS, BATCH_TAG, &self.batch.to_string())
                .is_empty()
            {
                return Ok(());
            }
            let change = Change {
                add: vec![self.add.clone()],
                data_change: true,
                ..Change::default()
            };
            if let Committed::Done = table.commit(&state, change).await? {
                return Ok(());
            }
        }
        Err(LakeError::Conflict {
            table: DEAD_LETTERS.to_owned(),
            attempts: COMMIT_ATTEMPTS,
        })
    }
}

async fn write_dead(
    lake: &Lake,
    mut letters: Vec<DeadLetter>,
    received: DateTime<Utc>,
) -> Result<Option<Unconfirmed>, LakeError> {
    if letters.is_empty() {
        return Ok(None);
    }
    letters.sort_by(|a, b| (&a.source, a.offset).cmp(&(&b.source, b.offset)));
    let layout = layouts::dead_letters(lake.options.compression_level)?;
    let mut writer = FileWriter::new(DEAD_LETTERS, &layout)?;
    let mut content = 0u128;
    for letters in letters.chunks(DEAD_ROWS) {
        for letter in letters {
            content = content.wrapping_add(xxhash_rust::xxh3::xxh3_128(&letter.raw));
        }
        writer.append(&dead_rows(letters, received.timestamp_micros(), &layout.schema)?)?;
    }
    let batch = i64::from(rand::random::<u32>()) << 16 | i64::from(rand::random::<u16>());
    let table = lake.table(DEAD_LETTERS)?;
    let finished = writer.finish()?;
    let add = finished
        .store(
            &table,
            received.date_naive(),
            content,
            &[(BATCH_TAG, batch.to_string())],
        )
        .await?;
    for _ in 0..COMMIT_ATTEMPTS {
        let state = table.load_or_create(&arrow_schema(DEAD_LETTER_COLUMNS), DATE).await?;
        let change = Change {
            add: vec![add.clone()],
            data_change: true,
            transactions: vec![(BATCH.to_owned(), batch)],
            schema: with_new_columns(&state.snapshot.schema, &arrow_schema(DEAD_LETTER_COLUMNS)),
            ..Change::default()
        };
        if let Committed::Done = table.commit(&state, change).await? {
            return Ok(Some(Unconfirmed { batch, add }));
        }
    }
    Err(LakeError::Conflict {
        table: DEAD_LETTERS.to_owned(),
        attempts: COMMIT_ATTEMPTS,
    })
}

/// The files of the last batch, which may not be confirmed yet: they have to stay as they are.
pub(crate) async fn unsettled_dead_letters(table: &Table, state: &TableState) -> Result<Vec<String>, LakeError> {
    let transactions = read_transactions(table, state.snapshot.version).await?;
    let last = transactions.get(BATCH);
    Ok(last.map_or_else(Vec::new, |batch| {
        state.tagged(DEAD_LETTERS, BATCH_TAG, &batch.to_string())
    }))
}

/// Drops the dead letters of a batch that died before its events were committed.
pub(crate) async fn drop_unconfirmed(lake: &Lake, events: &Transactions) -> Result<(), LakeError> {
    let table = lake.table(DEAD_LETTERS)?;
    for _ in 0..COMMIT_ATTEMPTS {
        let Some(state) = table.load().await? else {
            return Ok(());
        };
        let transactions = read_transactions(&table, state.snapshot.version).await?;
        let Some(batch) = transactions.get(BATCH).filter(|batch| events.get(BATCH) != Some(batch)) else {
            return Ok(());
        };
        let remove = state.tagged(DEAD_LETTERS, BATCH_TAG, &batch.to_string());
        if remove.is_empty() {
            return Ok(());
        }
        let change = Change {
            remove,
            data_change: true,
            ..Change::default()
        };
        if let Committed::Done = table.commit(&state, change).await? {
            return Ok(());
        }
    }
    Err(LakeError::Conflict {
        table: DEAD_LETTERS.to_owned(),
        attempts: COMMIT_ATTEMPTS,
    })
}

/// Removes files that no commit names; what cannot be removed waits for vacuum.
pub(crate) async fn remove_files(table: &Table, files: &[Add]) {
    for add in files {
        if let Err(error) = table.store().delete(&Path::from(add.path.as_str())).await {
            tracing::debug!(table = table.name, path = add.path, %error, "left for vacuum");
        }
    }
}
