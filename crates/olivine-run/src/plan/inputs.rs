//! The lake tables that a run reads.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use olivine_lake::{Lake, TableSnapshot};
use olivine_report::Registry;

use super::EVENTS;
use crate::convert::schema_of;
use crate::error::RunError;

/// The inputs as they were when the plan was made; what is computed reads exactly these.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inputs {
    /// Lake tables other than facts, by name; facts are read as they are after their days were computed.
    pub(crate) lake: BTreeMap<String, TableSnapshot>,
    /// Days of the newest snapshots of LMS tables.
    pub(super) import_dates: BTreeMap<String, NaiveDate>,
    /// The first day that no task sees: results hold complete days, so events of the day in progress are no change.
    pub(crate) end: NaiveDate,
    /// All days with events, also those that no task sees.
    pub(super) event_days: BTreeSet<NaiveDate>,
}

impl Inputs {
    /// The lake tables that tasks read, as they are now.
    pub(super) async fn of(lake: &Lake, registry: &Registry, end: NaiveDate) -> Result<Self, RunError> {
        let mut inputs = Self { end, ..Self::default() };
        // One for all of them: tables of the LMS that are read together are of one import.
        let imported = lake.imported().await?;
        let tables: BTreeSet<&String> = registry.tasks_in_order().flat_map(|(_, _, task)| &task.reads).collect();
        for table in tables {
            if table == EVENTS {
                if let Some(snapshot) = lake.snapshot(EVENTS).await? {
                    inputs.event_days = snapshot.files.iter().filter_map(|file| file.partition).collect();
                    inputs
                        .lake
                        .insert(table.clone(), snapshot.restricted_to(|date| date < end));
                }
            } else if table.starts_with("lms_")
                && let Some((date, snapshot)) = imported.latest(table).await?
            {
                inputs.import_dates.insert(table.clone(), date);
                // An import made by an older version knows less of the LMS: what it lacks is null until the next one.
                let snapshot = match registry.lms_table(table) {
                    Some(declared) => snapshot.with_columns_of(&schema_of(declared)),
                    None => snapshot,
                };
                inputs.lake.insert(table.clone(), snapshot);
            }
        }
        Ok(inputs)
    }

    /// The day on which the LMS was read last for any of these tables.
    pub(super) fn import_date<'t>(&self, tables: impl IntoIterator<Item = &'t String>) -> Option<NaiveDate> {
        let dates = tables.into_iter().filter_map(|table| self.import_dates.get(table));
        dates.max().copied()
    }

    /// The fingerprint of each table as a whole.
    pub(super) fn fingerprints(&self) -> BTreeMap<String, String> {
        let of = |(table, snapshot): (&String, &TableSnapshot)| (table.clone(), snapshot.fingerprint().to_string());
        self.lake.iter().map(of).collect()
    }
}
