//! Committing a batch: events with the identities of its files in one commit; its dead letters just before.
//!
//! Two tables cannot change in one commit, so the commit of `events` decides for both (see `settle`). All files of a batch come and go
//! in one commit.

use std::collections::{BTreeMap, HashSet};

use deltalake_core::kernel::Add;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use serde_json::Value;

use super::dead_letters::DeadFiles;
use super::settle::{confirmation, end_batches};
use super::summary::{Counts, DEAD};
use crate::error::LakeError;
use crate::facts::DATE;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::partitions::with_new_columns;
use crate::schema::{DEAD_LETTER_COLUMNS, DEAD_LETTERS, EVENT_COLUMNS, arrow_schema};
use crate::status::{TOTAL, totals};
use crate::table::{Change, Committed, Table, TableState};
use crate::transactions::Transactions;

/// What a batch made.
pub(crate) struct Written {
    pub(crate) files: Vec<Add>,
    /// Its dead letters.
    pub(crate) dead: DeadFiles,
    pub(crate) counts: Counts,
    /// Application transactions that name what was taken in.
    pub(crate) identities: Vec<(String, i64)>,
    /// What was read again.
    pub(crate) again: Again,
}

/// Dead letters that a batch read again, and which of it became something else.
#[derive(Debug, Default)]
pub(crate) struct Again {
    /// Their files, by path inside the table, which those of the batch replace.
    pub(crate) files: Vec<String>,
    /// How many letters were read again, by the reason that they had.
    pub(crate) reasons: BTreeMap<String, u64>,
}

impl Written {
    /// Whether there is nothing to commit.
    pub(crate) fn is_empty(&self) -> bool {
        self.identities.is_empty() && self.again.files.is_empty()
    }

    /// Whether dead letters come or go.
    fn changes_dead_letters(&self) -> bool {
        !self.dead.adds.is_empty() || !self.again.files.is_empty()
    }

    /// By how much each running total changes: what was read again had been counted before, as dead letters.
    fn changes_of_totals(&self) -> BTreeMap<String, i64> {
        let mut changes: BTreeMap<String, i64> = BTreeMap::new();
        for (name, count) in self.counts.by_name() {
            changes.insert(name, 0_i64.saturating_add_unsigned(count));
        }
        for (reason, count) in &self.again.reasons {
            for name in ["lines".to_owned(), "dead_letters".to_owned(), format!("{DEAD}{reason}")] {
                let change = changes.entry(name).or_default();
                *change = change.saturating_sub_unsigned(*count);
            }
        }
        changes
    }
}

/// Commits a batch. False: another writer was first, and nothing changed; the files of the batch are removed.
pub(crate) async fn commit(
    lake: &Lake,
    table: &Table,
    state: &TableState,
    known: &Transactions,
    written: Written,
) -> Result<bool, LakeError> {
    let before = totals(known);
    let changes = written.changes_of_totals().into_iter();
    let mut transactions: Vec<(String, i64)> = changes
        .map(|(name, change)| {
            let total = before.get(&name).copied().unwrap_or(0).saturating_add(change);
            (format!("{TOTAL}{name}"), total)
        })
        .collect();
    let changes_dead_letters = written.changes_dead_letters();
    let Written {
        files,
        dead,
        counts,
        identities,
        again,
    } = written;
    transactions.extend(identities);
    let batch = HashSet::from([dead.batch]);
    if changes_dead_letters {
        transactions.push((confirmation(dead.batch), 1));
        if !commit_dead(lake, &dead, &again.files).await? {
            remove_files(table, &files).await;
            remove_files(&lake.table(DEAD_LETTERS)?, &dead.adds).await;
            return Ok(false);
        }
    }
    let told = if again.files.is_empty() {
        "olivineIngest"
    } else {
        "olivineReplay"
    };
    let change = Change {
        add: files.clone(),
        data_change: true,
        transactions,
        // A table that an older version made gets the columns that have come since.
        schema: with_new_columns(&state.snapshot.schema, &arrow_schema(EVENT_COLUMNS)),
        metadata: vec![(told.to_owned(), serde_json::to_value(&counts).unwrap_or(Value::Null))],
        ..Change::default()
    };
    let nothing = HashSet::new();
    match table.commit(state, change).await? {
        Committed::Done => {
            if !again.files.is_empty() {
                end_batches(lake, &batch, &nothing).await?;
            }
            Ok(true)
        }
        Committed::Conflict => {
            remove_files(table, &files).await;
            if changes_dead_letters {
                end_batches(lake, &nothing, &batch).await?;
            }
            Ok(false)
        }
    }
}

/// Commits the dead letters of a batch, and that its files replace others; both count once its events are committed, too. False: one of
/// those others is not there any more, or another batch replaces it.
async fn commit_dead(lake: &Lake, dead: &DeadFiles, replaced: &[String]) -> Result<bool, LakeError> {
    let table = lake.table(DEAD_LETTERS)?;
    for _ in 0..COMMIT_ATTEMPTS {
        let state = table.load_or_create(&arrow_schema(DEAD_LETTER_COLUMNS), DATE).await?;
        let Some(marked) = state.replaced_by(dead.batch, replaced) else {
            return Ok(false);
        };
        let change = Change {
            add: dead.adds.iter().cloned().chain(marked).collect(),
            // What is left of letters that were there is nothing new.
            data_change: replaced.is_empty(),
            schema: with_new_columns(&state.snapshot.schema, &arrow_schema(DEAD_LETTER_COLUMNS)),
            ..Change::default()
        };
        if let Committed::Done = table.commit(&state, change).await? {
            return Ok(true);
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
