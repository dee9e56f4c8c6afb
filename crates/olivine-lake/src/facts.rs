//! Facts: compact tables that reports share, one partition per day.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use chrono::NaiveDate;

use crate::error::LakeError;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::partitions::{OnNewColumns, PartitionWriter, paths};
use crate::snapshot::Fingerprint;
use crate::table::{Change, Committed};

/// The partition column of facts and events.
pub(crate) const DATE: &str = "date";

impl Lake {
    /// Replaces whole days of a facts table in one commit. Each day comes with the fingerprint of what it was computed
    /// from; a day without rows still records it. The rows may or may not carry the column `date`; the day decides.
    /// When the columns differ from those of the table, all other days are dropped: they have to be computed again.
    ///
    /// # Errors
    /// Rows that do not have the columns of `schema`, or a storage that fails; then nothing changed.
    pub async fn write_facts(
        &self,
        table: &str,
        schema: SchemaRef,
        days: Vec<(NaiveDate, Fingerprint, Vec<RecordBatch>)>,
    ) -> Result<(), LakeError> {
        let mut writer = PartitionWriter::new(self.table(table)?, &schema, DATE, self.options.target_file_bytes);
        for (date, source, batches) in days {
            writer.begin(date, Some(source)).await?;
            for batch in batches {
                writer.append(&batch).await?;
            }
        }
        writer.commit(OnNewColumns::DropOthers).await?;
        Ok(())
    }

    /// What each day of a facts table was computed from.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub async fn fact_fingerprints(&self, table: &str) -> Result<BTreeMap<NaiveDate, Fingerprint>, LakeError> {
        let Some(snapshot) = self.snapshot(table).await? else {
            return Ok(BTreeMap::new());
        };
        let days = snapshot.files.iter();
        Ok(days.filter_map(|file| Some((file.partition?, file.source?))).collect())
    }

    /// Drops days of a facts table, in one commit. Days that it does not hold are no error.
    ///
    /// # Errors
    /// A storage that fails; then nothing changed.
    pub async fn drop_fact_days(&self, table: &str, dates: &BTreeSet<NaiveDate>) -> Result<(), LakeError> {
        let table = self.table(table)?;
        for _ in 0..COMMIT_ATTEMPTS {
            let Some(state) = table.load().await? else {
                return Ok(());
            };
            let remove = paths(&state, |date| date.is_some_and(|date| dates.contains(&date)));
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
            table: table.name,
            attempts: COMMIT_ATTEMPTS,
        })
    }
}
