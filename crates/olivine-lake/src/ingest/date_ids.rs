//! The id sets of the dates in work, within a budget of memory.
//!
//! The set of a date is read from the date's files when its first event comes. When the sets grow over the budget, the
//! one that was not used for longest is given up and read again when it is needed: its rows are written first, so that
//! the files hold all of its ids.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use arrow::array::AsArray;
use chrono::NaiveDate;
use futures::TryStreamExt;
use object_store::path::Path;

use super::ids::IdSet;
use super::poison::locked;
use crate::error::LakeError;
use crate::event_order::id_of;
use crate::read_file::{Selection, read_file};
use crate::table::Table;

/// A data file whose ids count.
#[derive(Debug, Clone)]
pub(crate) struct IdFile {
    /// Path inside the table.
    pub(crate) path: String,
    pub(crate) size: u64,
}

/// The set of one date, once it is read.
pub(crate) type Slot = Arc<Mutex<Option<IdSet>>>;

/// Id sets by date.
pub(crate) struct DateIds {
    table: Table,
    budget: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    files: HashMap<NaiveDate, Vec<IdFile>>,
    slots: HashMap<NaiveDate, Used>,
    clock: u64,
}

struct Used {
    slot: Slot,
    at: u64,
    bytes: usize,
}

impl DateIds {
    pub(crate) fn new(table: Table, budget: usize) -> Self {
        Self {
            table,
            budget,
            state: Mutex::new(State::default()),
        }
    }

    /// Starts over on the files of a committed state.
    pub(crate) fn reset(&self, files: HashMap<NaiveDate, Vec<IdFile>>) {
        *locked(&self.state) = State {
            files,
            ..State::default()
        };
    }

    /// Adds a file that was written.
    pub(crate) fn add_file(&self, date: NaiveDate, file: IdFile) {
        locked(&self.state).files.entry(date).or_default().push(file);
    }

    /// The set of a date; the caller locks it and fills it with [`DateIds::read`] when it is empty.
    pub(crate) fn slot(&self, date: NaiveDate) -> Slot {
        let mut state = locked(&self.state);
        state.clock += 1;
        let at = state.clock;
        let used = state.slots.entry(date).or_insert_with(|| Used {
            slot: Slot::default(),
            at,
            bytes: 0,
        });
        used.at = at;
        Arc::clone(&used.slot)
    }

    /// Reads the ids of a date from its files.
    pub(crate) async fn read(&self, date: NaiveDate) -> Result<IdSet, LakeError> {
        let files = locked(&self.state).files.get(&date).cloned().unwrap_or_default();
        let mut ids = Vec::new();
        let named = || LakeError::data_file(&self.table.name);
        for file in files {
            let selection = Selection {
                columns: Some(&["event_id"]),
                batch_rows: Some(64 << 10),
            };
            let path = Path::from(file.path.as_str());
            let mut rows = read_file(self.table.store(), &path, file.size, selection)
                .await
                .map_err(named())?;
            while let Some(batch) = rows.try_next().await.map_err(named())? {
                let column = batch.columns().first().and_then(|column| column.as_binary_opt::<i32>());
                let column = column.ok_or_else(|| LakeError::Schema {
                    table: self.table.name.clone(),
                    reason: format!("{} has no event ids", file.path),
                })?;
                ids.extend(column.iter().flatten().map(id_of));
            }
        }
        Ok(IdSet::of(ids))
    }

    /// Notes the size of a set that was used. When all sets together are over the budget, names the date to give up.
    pub(crate) fn over_budget(&self, date: NaiveDate, bytes: usize) -> Option<(NaiveDate, Slot)> {
        let mut state = locked(&self.state);
        if let Some(used) = state.slots.get_mut(&date) {
            used.bytes = bytes;
        }
        if state.slots.values().map(|used| used.bytes).sum::<usize>() <= self.budget {
            return None;
        }
        let others = state
            .slots
            .iter()
            .filter(|(other, used)| **other != date && used.bytes > 0);
        let oldest = others.min_by_key(|(_, used)| used.at);
        oldest.map(|(date, used)| (*date, Arc::clone(&used.slot)))
    }

    /// The set of a date was given up, after all its rows were written.
    pub(crate) fn gave_up(&self, date: NaiveDate) {
        if let Some(used) = locked(&self.state).slots.get_mut(&date) {
            used.bytes = 0;
        }
    }
}
