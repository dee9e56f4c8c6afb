//! Snapshots of LMS tables, course structure and catalog, kept by the date they were taken.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;
use chrono::{NaiveDate, Utc};

use crate::error::LakeError;
use crate::imports::Imported;
use crate::ingest::{DEAD, UNREAD};
use crate::lake::Lake;
use crate::partitions::{OnNewColumns, PartitionWriter};
use crate::snapshot::TableSnapshot;
use crate::status::TOTAL;
use crate::transactions::{LEFT_OUT, read_transactions};

/// The partition column of LMS snapshots.
pub(crate) const SNAPSHOT_DATE: &str = "snapshot_date";

/// What the lake's names of LMS tables begin with.
const LMS: &str = "lms_";

/// Whether a table of the lake is one of the LMS.
pub(crate) fn is_lms(table: &str) -> bool {
    table.starts_with(LMS)
}

/// The lake's name of an LMS table.
fn lake_table(table: &str) -> String {
    if is_lms(table) {
        table.to_owned()
    } else {
        format!("{LMS}{table}")
    }
}

/// Takes the rows of one LMS table as they come. They become the snapshot of a date by a commit: of this table alone, or of several
/// with [`Lake::commit_lms`]. Dropping the writer instead leaves the table as it was.
pub struct LmsWriter {
    lake: Lake,
    table: String,
    writer: PartitionWriter,
}

impl LmsWriter {
    /// Adds rows.
    ///
    /// # Errors
    /// Rows that do not have the declared columns, or a storage that fails.
    pub async fn append(&mut self, batch: &RecordBatch) -> Result<(), LakeError> {
        self.writer.append(batch).await
    }

    /// Writes all that was added, so that only the commit is left to do. Nobody sees it before.
    ///
    /// # Errors
    /// A storage that fails.
    pub async fn store(&mut self) -> Result<(), LakeError> {
        self.writer.store().await
    }

    /// Notes with the commit how many records of the source were left out, by reason.
    pub fn note_left_out(&mut self, left_out: &BTreeMap<String, u64>) {
        self.writer.note_left_out(left_out);
    }

    /// Puts the snapshot in place of what that date held. Where the lake does not keep all, those before it that are more than it keeps
    /// go, and those of days to come, which a clock that was ahead made.
    ///
    /// # Errors
    /// A storage that fails; then the table is seen as it was before.
    pub async fn commit(self) -> Result<(), LakeError> {
        let lake = self.lake.clone();
        lake.commit_lms(vec![self]).await
    }

    /// The table, as the lake names it.
    pub(crate) fn table(&self) -> &str {
        &self.table
    }

    /// Does all of a commit, on top of the version that counts, but letting the new one count: gives back the table and the new version.
    pub(crate) async fn commit_unseen(mut self, counted: Option<i64>) -> Result<(String, i64), LakeError> {
        self.writer.build_on(counted);
        let version = self.writer.commit(OnNewColumns::KeepOthers).await?;
        Ok((self.table, version))
    }
}

impl Lake {
    /// Begins the snapshot of one LMS table (`auth_user` or `lms_auth_user`) for a date.
    ///
    /// # Errors
    /// Columns that a table cannot have.
    pub async fn lms_writer(&self, table: &str, date: NaiveDate, schema: &Schema) -> Result<LmsWriter, LakeError> {
        let name = lake_table(table);
        let table = self.table(&name)?;
        let mut writer = PartitionWriter::new(table, schema, SNAPSHOT_DATE, self.options.target_file_bytes);
        writer.keep_dates(self.options.keep_snapshots);
        writer.begin(date, None).await?;
        Ok(LmsWriter {
            lake: self.clone(),
            table: name,
            writer,
        })
    }

    /// Replaces the snapshot of one LMS table for a date.
    ///
    /// # Errors
    /// As [`LmsWriter`].
    pub async fn write_lms_snapshot(
        &self,
        table: &str,
        date: NaiveDate,
        schema: &Schema,
        batches: &[RecordBatch],
    ) -> Result<(), LakeError> {
        let mut writer = self.lms_writer(table, date, schema).await?;
        for batch in batches {
            writer.append(batch).await?;
        }
        writer.commit().await
    }

    /// What was left out of a table, by reason: dead letters of all ingests for `events`, records of the last import for tables of
    /// the LMS.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub async fn left_out(&self, table: &str) -> Result<BTreeMap<String, u64>, LakeError> {
        let Some(snapshot) = self.snapshot(table).await? else {
            return Ok(BTreeMap::new());
        };
        let transactions = read_transactions(&self.table(table)?, snapshot.version).await?;
        let reason = |id: &str| {
            let total = |id: &str| {
                let total = id.strip_prefix(TOTAL)?;
                let dead = total.strip_prefix(DEAD);
                dead.or_else(|| total.starts_with(UNREAD).then_some(total))
                    .map(str::to_owned)
            };
            id.strip_prefix(LEFT_OUT).map(str::to_owned).or_else(|| total(id))
        };
        let counts = transactions
            .iter()
            .filter_map(|(id, count)| Some((reason(id)?, u64::try_from(*count).ok()?)));
        Ok(counts.filter(|(_, count)| *count > 0).collect())
    }

    /// The newest snapshot of an LMS table that is read alone, as [`Imported::latest`].
    ///
    /// # Errors
    /// A log that cannot be read.
    pub async fn latest_lms(&self, table: &str) -> Result<Option<(NaiveDate, TableSnapshot)>, LakeError> {
        self.imported().await?.latest(table).await
    }
}

impl Imported {
    /// The newest snapshot of an LMS table: its date, and the table with only the files of that date. A snapshot of a day
    /// to come is taken only where there is no other: the clock was wrong when it was taken, and it would stand before
    /// all that are taken until that day.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub async fn latest(&self, table: &str) -> Result<Option<(NaiveDate, TableSnapshot)>, LakeError> {
        let table = lake_table(table);
        let Some(snapshot) = self.snapshot(&table).await? else {
            return Ok(None);
        };
        let dates: BTreeSet<NaiveDate> = snapshot.files.iter().filter_map(|file| file.partition).collect();
        let Some(date) = newest(&dates, Utc::now().date_naive()) else {
            return Ok(None);
        };
        if let Some(ahead) = dates.last().filter(|last| **last != date) {
            tracing::warn!(
                table,
                "the snapshot of {ahead} is of a day to come and left out; that of {date} is taken"
            );
        }
        Ok(Some((date, snapshot.restricted_to(|other| other == date))))
    }
}

/// The last of the dates up to today (UTC, as imports have it); else the last of all.
fn newest(dates: &BTreeSet<NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    let known = dates.range(..=today).next_back();
    known.or_else(|| dates.last()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_to_come_is_the_newest_only_where_there_is_no_other() {
        let day = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
        let cases: [(&[u32], Option<u32>); 5] = [
            (&[], None),
            (&[1, 3, 9], Some(9)),
            (&[1, 10, 11], Some(10)),
            (&[1, 9, 12, 30], Some(9)),
            (&[12, 30], Some(30)),
        ];
        for (dates, expected) in cases {
            let known: BTreeSet<NaiveDate> = dates.iter().map(|date| day(*date)).collect();
            assert_eq!(newest(&known, day(10)), expected.map(day), "{dates:?}");
        }
    }
}
