//! Dead letters in between two commits: files of a batch that `events` does not confirm yet, and files that a batch replaces.
//!
//! Two tables cannot change in one commit. The commit of `events` decides: a file of dead letters carries the name of its batch, and
//! counts once `events` confirms that batch. A file whose letters are read again carries the name of the batch that replaces it, too,
//! from the commit on that adds what is left of them, and counts until `events` confirms that batch. So new events come, and the letters
//! that they were go, in one commit. Whoever begins later ends what was left in between: files of batches that died are dropped, files
//! that were to be replaced by them are as before, and those that were replaced are dropped.
//!
//! On an object store writers do not keep each other out. A writer may find dead letters of another one that is still at
//! work, and take its batch for one that died. So before it ends that it adds a commit of its own to `events`: the other
//! one began on an older state and cannot confirm its batch any more, and does it again. A batch that is confirmed needs
//! nothing more: its dead letters are there, nobody drops them, and they may be merged with others. A file that a batch replaces is
//! never merged, because its letters would be there a second time.

use std::collections::HashSet;

use deltalake_core::kernel::Add;

use crate::error::LakeError;
use crate::facts::DATE;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::schema::{DEAD_LETTERS, EVENT_COLUMNS, EVENTS, arrow_schema};
use crate::snapshot::TableSnapshot;
use crate::table::{Change, Committed, TableState};
use crate::transactions::{Transactions, read_transactions};

/// The tag of a file of dead letters that names its batch.
pub(super) const BATCH_TAG: &str = "olivine.batch";
/// The tag of a file of dead letters that names the batch which replaces it.
const REPLACED_TAG: &str = "olivine.replaced_by";
/// What the application id of a batch that had dead letters begins with; its number follows.
const BATCH: &str = "olivine/batch/";
/// The application id in `events` that says no more than that batches were given up that had begun before.
const FENCE: &str = "olivine/fence";

/// The application id that confirms a batch.
pub(super) fn confirmation(batch: u64) -> String {
    format!("{BATCH}{batch}")
}

fn from_root(path: &str) -> String {
    format!("{DEAD_LETTERS}/{path}")
}

/// Of the table of dead letters.
impl TableState {
    /// The batch and the path inside the table of each file with a tag that names one.
    fn of_batches<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = (u64, &'a str)> {
        self.tagged(tag)
            .filter_map(|(batch, path)| Some((batch.parse().ok()?, path)))
    }

    fn batches(&self) -> HashSet<u64> {
        let named = self.of_batches(BATCH_TAG).chain(self.of_batches(REPLACED_TAG));
        named.map(|(batch, _)| batch).collect()
    }

    /// Whether a batch replaces one of its files, or is about to.
    fn has_replaced(&self) -> bool {
        self.of_batches(REPLACED_TAG).next().is_some()
    }

    /// Whether a batch replaces the file at a path from the lake's root, or is about to.
    pub(crate) fn is_replaced(&self, path: &str) -> bool {
        self.tag_of(DEAD_LETTERS, path, REPLACED_TAG).is_some()
    }

    /// The entries of files, by path inside the table, with the name of the batch that replaces them. Nothing where one of them is not
    /// there any more, or another batch replaces it.
    pub(super) fn replaced_by(&self, batch: u64, files: &[String]) -> Option<Vec<Add>> {
        let taken: HashSet<&str> = self.of_batches(REPLACED_TAG).map(|(_, path)| path).collect();
        let marked = files.iter().map(|path| {
            if taken.contains(path.as_str()) {
                return None;
            }
            self.tagged_anew(path, REPLACED_TAG, Some(batch.to_string()))
        });
        marked.collect()
    }

    /// Files, by path from the lake's root, that do not count: those of batches that are not confirmed, and those that confirmed ones replaced.
    fn not_counting(&self, is_confirmed: impl Fn(u64) -> bool) -> HashSet<String> {
        let written = self.of_batches(BATCH_TAG).filter(|(batch, _)| !is_confirmed(*batch));
        let replaced = self.of_batches(REPLACED_TAG).filter(|(batch, _)| is_confirmed(*batch));
        written.chain(replaced).map(|(_, path)| from_root(path)).collect()
    }
}

/// What `events` says. It is read after the dead letters, so that a batch which was confirmed in between counts as such.
async fn transactions_of_events(lake: &Lake) -> Result<Transactions, LakeError> {
    let table = lake.table(EVENTS)?;
    match table.load().await? {
        Some(events) => read_transactions(&table, events.snapshot.version).await,
        None => Ok(Transactions::new()),
    }
}

/// The files of dead letters that nobody may merge or read again, by path from the lake's root: those whose batch `events` does not
/// confirm (it died, or is being written), and those that a batch replaces or is about to.
pub(crate) async fn dead_letters_in_between(lake: &Lake, state: &TableState) -> Result<HashSet<String>, LakeError> {
    let mut files = not_counting_dead_letters(lake, state).await?;
    files.extend(state.of_batches(REPLACED_TAG).map(|(_, path)| from_root(path)));
    Ok(files)
}

/// The files of dead letters that do not count, by path from the lake's root.
pub(super) async fn not_counting_dead_letters(lake: &Lake, state: &TableState) -> Result<HashSet<String>, LakeError> {
    if state.batches().is_empty() {
        return Ok(HashSet::new());
    }
    let known = transactions_of_events(lake).await?;
    Ok(state.not_counting(|batch| known.contains_key(&confirmation(batch))))
}

/// The dead letters without those that others took the place of, and without those that will take the place of others. Where nothing is
/// read again at the moment, those of a batch that is being written are among them.
pub(crate) async fn counting_dead_letters(lake: &Lake, state: TableState) -> Result<TableSnapshot, LakeError> {
    if !state.has_replaced() {
        return Ok(state.snapshot);
    }
    let hidden = not_counting_dead_letters(lake, &state).await?;
    let mut snapshot = state.snapshot;
    snapshot.files.retain(|file| !hidden.contains(&file.path));
    Ok(snapshot)
}

/// Ends what batches that died left in between. What was read of `events` before is old after it.
pub(crate) async fn settle(lake: &Lake) -> Result<(), LakeError> {
    let (events, dead_letters) = (lake.table(EVENTS)?, lake.table(DEAD_LETTERS)?);
    for _ in 0..COMMIT_ATTEMPTS {
        let Some(state) = dead_letters.load().await? else {
            return Ok(());
        };
        let batches = state.batches();
        if batches.is_empty() {
            return Ok(());
        }
        // Read after the dead letters: whoever wrote those began on this state or on an older one.
        let base = events.load_or_create(&arrow_schema(EVENT_COLUMNS), DATE).await?;
        let known = read_transactions(&events, base.snapshot.version).await?;
        let (confirmed, died): (HashSet<u64>, HashSet<u64>) = batches
            .into_iter()
            .partition(|batch| known.contains_key(&confirmation(*batch)));
        if died.is_empty() {
            if state.has_replaced() {
                end_batches(lake, &confirmed, &died).await?;
            }
            return Ok(());
        }
        let fence = Change {
            transactions: vec![(FENCE.to_owned(), 1)],
            ..Change::default()
        };
        if let Committed::Done = events.commit(&base, fence).await? {
            return end_batches(lake, &confirmed, &died).await;
        }
    }
    Err(LakeError::Conflict {
        table: EVENTS.to_owned(),
        attempts: COMMIT_ATTEMPTS,
    })
}

/// Drops what confirmed batches replaced, and what batches wrote that nobody can confirm any more; what those were about to replace is
/// as before.
pub(super) async fn end_batches(lake: &Lake, confirmed: &HashSet<u64>, died: &HashSet<u64>) -> Result<(), LakeError> {
    let table = lake.table(DEAD_LETTERS)?;
    for _ in 0..COMMIT_ATTEMPTS {
        let Some(state) = table.load().await? else {
            return Ok(());
        };
        let written = state.of_batches(BATCH_TAG).filter(|(batch, _)| died.contains(batch));
        let replaced = state
            .of_batches(REPLACED_TAG)
            .filter(|(batch, _)| confirmed.contains(batch));
        let gone: HashSet<&str> = written.chain(replaced).map(|(_, path)| path).collect();
        let as_before = state
            .of_batches(REPLACED_TAG)
            .filter(|(batch, path)| died.contains(batch) && !gone.contains(path))
            .filter_map(|(_, path)| state.tagged_anew(path, REPLACED_TAG, None));
        let add: Vec<Add> = as_before.collect();
        let remove: Vec<String> = gone.into_iter().map(from_root).collect();
        if add.is_empty() && remove.is_empty() {
            return Ok(());
        }
        let change = Change {
            add,
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
