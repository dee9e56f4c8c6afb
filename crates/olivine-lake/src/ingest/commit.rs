//! Committing a batch: events with the identities of its files in one commit; its dead letters just before.
//!
//! Two tables cannot change in one commit. The commit of `events` decides: dead letters carry the name of their batch,
//! and those of a batch that `events` does not confirm are dropped by the next ingest. All files of a batch come and go
//! in one commit.
//!
//! On an object store writers do not keep each other out. A writer may find dead letters of another one that is still at
//! work, and take its batch for one that died. So before it drops them it adds a commit of its own to `events`: the other
//! one began on an older state and cannot confirm its batch any more, and does it again. A batch that is confirmed needs
//! nothing more: its dead letters are there, nobody drops them, and they may be merged with others.

use std::collections::HashSet;

use deltalake_core::kernel::Add;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use serde_json::Value;

use super::dead_letters::{BATCH_TAG, DeadFiles};
use super::summary::Counts;
use crate::error::LakeError;
use crate::facts::DATE;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::partitions::with_new_columns;
use crate::schema::{DEAD_LETTER_COLUMNS, DEAD_LETTERS, EVENT_COLUMNS, EVENTS, arrow_schema};
use crate::status::{TOTAL, totals};
use crate::table::{Change, Committed, Table, TableState};
use crate::transactions::{Transactions, read_transactions};

/// What the application id of a batch that had dead letters begins with; its number follows.
const BATCH: &str = "olivine/batch/";
/// The application id in `events` that says no more than that batches were given up that had begun before.
const FENCE: &str = "olivine/fence";

/// What a batch made.
pub(crate) struct Written {
    pub(crate) files: Vec<Add>,
    /// Its dead letters, if there are any.
    pub(crate) dead: Option<DeadFiles>,
    pub(crate) counts: Counts,
    /// Application transactions that name what was taken in.
    pub(crate) identities: Vec<(String, i64)>,
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
    if let Some(dead) = &written.dead {
        transactions.push((format!("{BATCH}{}", dead.batch), 1));
        commit_dead(lake, dead).await?;
    }
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
        Committed::Done => Ok(true),
        Committed::Conflict => {
            if let Some(dead) = &written.dead {
                drop_batches(lake, &HashSet::from([dead.batch])).await?;
            }
            Ok(false)
        }
    }
}

/// Commits the dead letters of a batch; they count once its events are committed, too.
async fn commit_dead(lake: &Lake, dead: &DeadFiles) -> Result<(), LakeError> {
    let table = lake.table(DEAD_LETTERS)?;
    for _ in 0..COMMIT_ATTEMPTS {
        let state = table.load_or_create(&arrow_schema(DEAD_LETTER_COLUMNS), DATE).await?;
        let change = Change {
            add: dead.adds.clone(),
            data_change: true,
            schema: with_new_columns(&state.snapshot.schema, &arrow_schema(DEAD_LETTER_COLUMNS)),
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

impl TableState {
    /// The batch and the path from the lake's root of each file that carries the name of its batch.
    fn files_of_batches(&self) -> impl Iterator<Item = (u64, String)> {
        self.tagged(BATCH_TAG)
            .filter_map(|(batch, path)| Some((batch.parse().ok()?, format!("{DEAD_LETTERS}/{path}"))))
    }
}

/// The files of dead letters whose batch `events` does not confirm: of a batch that died, or one that is being written.
///
/// The events are read after the dead letters, so that a batch which was confirmed in between counts as such.
pub(crate) async fn unconfirmed_dead_letters(lake: &Lake, state: &TableState) -> Result<Vec<String>, LakeError> {
    let mut files = state.files_of_batches().peekable();
    if files.peek().is_none() {
        return Ok(Vec::new());
    }
    let table = lake.table(EVENTS)?;
    let events = match table.load().await? {
        Some(events) => read_transactions(&table, events.snapshot.version).await?,
        None => Transactions::new(),
    };
    Ok(files
        .filter(|(batch, _)| !events.contains_key(&format!("{BATCH}{batch}")))
        .map(|(_, path)| path)
        .collect())
}

/// Drops the dead letters of batches that died before their events were committed. What was read of `events` before is old after it.
pub(crate) async fn drop_unconfirmed(lake: &Lake) -> Result<(), LakeError> {
    let (events, dead_letters) = (lake.table(EVENTS)?, lake.table(DEAD_LETTERS)?);
    for _ in 0..COMMIT_ATTEMPTS {
        let Some(state) = dead_letters.load().await? else {
            return Ok(());
        };
        let mut batches: HashSet<u64> = state.files_of_batches().map(|(batch, _)| batch).collect();
        if batches.is_empty() {
            return Ok(());
        }
        // Read after the dead letters: whoever wrote those began on this state or on an older one.
        let base = events.load_or_create(&arrow_schema(EVENT_COLUMNS), DATE).await?;
        let known = read_transactions(&events, base.snapshot.version).await?;
        batches.retain(|batch| !known.contains_key(&format!("{BATCH}{batch}")));
        if batches.is_empty() {
            return Ok(());
        }
        let fence = Change {
            transactions: vec![(FENCE.to_owned(), 1)],
            ..Change::default()
        };
        if let Committed::Done = events.commit(&base, fence).await? {
            return drop_batches(lake, &batches).await;
        }
    }
    Err(LakeError::Conflict {
        table: EVENTS.to_owned(),
        attempts: COMMIT_ATTEMPTS,
    })
}

/// Drops the dead letters of batches that nobody can confirm any more.
async fn drop_batches(lake: &Lake, batches: &HashSet<u64>) -> Result<(), LakeError> {
    let table = lake.table(DEAD_LETTERS)?;
    for _ in 0..COMMIT_ATTEMPTS {
        let Some(state) = table.load().await? else {
            return Ok(());
        };
        let files = state.files_of_batches().filter(|(batch, _)| batches.contains(batch));
        let remove: Vec<String> = files.map(|(_, path)| path).collect();
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
