//! Imports: snapshots of several LMS tables that are seen together.
//!
//! Each table has a log of its own, so an import commits one after the other. Which version of each counts is therefore said in one
//! place, the log of [`IMPORTS`], and an import says it after its last table, in one commit. One that ends before leaves all tables as
//! they were, however many it had committed, and so do several of them; the next one builds on what counted before them, whichever day it
//! is of. Where two are at work at once, the tables are those of the one that ends last, for each has named the versions that it made.
//! Imports of other tables do not meet it. The log of an LMS table tells of the version that counts as long as it does, also where imports
//! break off for months.

use arrow::datatypes::{DataType, Field, Schema};

use crate::error::LakeError;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::lms::{LmsWriter, SNAPSHOT_DATE};
use crate::snapshot::TableSnapshot;
use crate::table::{Change, Committed, Table};
use crate::transactions::{Transactions, read_transactions};

/// The table whose log names the version of each LMS table that counts, as an application transaction: the name of the table and the
/// version. It has no rows.
pub(crate) const IMPORTS: &str = "_imports";
/// Its log is read before LMS tables are, so it is summed up often.
const CHECKPOINT_EVERY: u64 = 4;
/// The version of a table that is made and has no rows yet.
const NO_ROWS: i64 = 0;

/// The LMS tables as the imports that were complete at one moment left them.
pub struct Imported {
    lake: Lake,
    versions: Transactions,
}

/// Of which tables a version is named.
#[derive(Clone, Copy)]
enum Naming {
    /// Of all.
    All,
    /// Of those that have one already. The newest version of any other counts as it is.
    Named,
    /// Of those that have none, or one that they have not come to: they were removed and made anew.
    Unnamed,
    /// Of those whose version that counts is this one.
    InPlaceOf(i64),
}

impl Naming {
    fn takes(self, known: Option<i64>, version: i64) -> bool {
        match self {
            Self::All => true,
            Self::Named => known.is_some(),
            Self::Unnamed => known.is_none_or(|known| known > version),
            Self::InPlaceOf(before) => known == Some(before),
        }
    }
}

impl Imported {
    /// What counts of an LMS table, with all dates; nothing when it was never written.
    pub(crate) async fn snapshot(&self, table: &str) -> Result<Option<TableSnapshot>, LakeError> {
        match self.lake.whole_snapshot(table).await? {
            Some(newest) => self.what_counts(table, newest).await.map(Some),
            None => Ok(None),
        }
    }

    /// What counts of a table of which this is the newest version.
    pub(crate) async fn what_counts(&self, table: &str, newest: TableSnapshot) -> Result<TableSnapshot, LakeError> {
        let older = self.older(table, newest.version).await?;
        Ok(older.unwrap_or(newest))
    }

    /// The table at the version that counts, where that is older than the newest one.
    pub(crate) async fn older(&self, table: &str, newest: i64) -> Result<Option<TableSnapshot>, LakeError> {
        match self.versions.get(table) {
            Some(version) if *version < newest => {
                let state = self.lake.table(table)?.load_at(*version).await?;
                Ok(Some(state.snapshot))
            }
            _ => Ok(None),
        }
    }
}

impl Lake {
    /// The LMS tables as complete imports have left them until now. Tables that are read together are read from one of these: an import
    /// that ends in the meantime does not change it.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub async fn imported(&self) -> Result<Imported, LakeError> {
        self.imported_by(i64::MAX).await
    }

    /// The same at a version of [`IMPORTS`].
    pub(crate) async fn imported_by(&self, version: i64) -> Result<Imported, LakeError> {
        Ok(Imported {
            lake: self.clone(),
            versions: read_transactions(&self.imports()?, version).await?,
        })
    }

    /// Puts the snapshots of several tables in place, all at one moment.
    ///
    /// # Errors
    /// A storage that fails; then all tables are seen as they were before.
    pub async fn commit_lms(&self, mut writers: Vec<LmsWriter>) -> Result<(), LakeError> {
        for writer in &mut writers {
            writer.store().await?;
        }
        // One table alone is one commit.
        let naming = if writers.len() > 1 {
            let tables = writers.iter().map(|writer| writer.table().to_owned());
            self.name_versions_before(tables.collect()).await?;
            Naming::All
        } else {
            Naming::Named
        };
        let before = self.imported().await?;
        let mut committed = Vec::with_capacity(writers.len());
        for writer in writers {
            let counted = before.versions.get(writer.table()).copied();
            committed.push(writer.commit_unseen(counted).await?);
        }
        self.name_versions(&committed, naming).await?;
        self.forget_before(&before, &committed).await;
        Ok(())
    }

    /// Lets the logs of tables forget what is long ago. What counted until now may still be read by whoever began before.
    async fn forget_before(&self, before: &Imported, committed: &[(String, i64)]) {
        for (table, version) in committed {
            let counted = before.versions.get(table).copied().unwrap_or(*version);
            let forgotten = match self.table(table) {
                Ok(table) => table.forget_before(counted.min(*version)).await,
                Err(error) => Err(error),
            };
            if let Err(error) = forgotten {
                tracing::debug!(table, %error, "old entries of the log are left to the next import");
            }
        }
    }

    /// Names the versions that count now, so that those to come do not count by themselves.
    async fn name_versions_before(&self, tables: Vec<String>) -> Result<(), LakeError> {
        let mut before = Vec::with_capacity(tables.len());
        for table in tables {
            let newest = self.whole_snapshot(&table).await?;
            before.push((table, newest.map_or(NO_ROWS, |newest| newest.version)));
        }
        self.name_versions(&before, Naming::Unnamed).await
    }

    /// Lets a version of a table count that holds the same rows as the one before.
    pub(crate) async fn name_same_rows(&self, table: &str, before: i64, version: i64) -> Result<(), LakeError> {
        let same = [(table.to_owned(), version)];
        self.name_versions(&same, Naming::InPlaceOf(before)).await
    }

    /// Names versions of tables, in one commit.
    async fn name_versions(&self, versions: &[(String, i64)], naming: Naming) -> Result<(), LakeError> {
        let imports = self.imports()?;
        for _ in 0..COMMIT_ATTEMPTS {
            let state = imports.load().await?;
            let known = match &state {
                Some(state) => read_transactions(&imports, state.snapshot.version).await?,
                None => Transactions::new(),
            };
            let taken = versions
                .iter()
                .filter(|(table, version)| naming.takes(known.get(table).copied(), *version));
            let transactions: Vec<(String, i64)> = taken.cloned().collect();
            if transactions.is_empty() {
                return Ok(());
            }
            let Some(state) = state else {
                imports.load_or_create(&columns(), SNAPSHOT_DATE).await?;
                continue;
            };
            let change = Change {
                data_change: true,
                transactions,
                ..Change::default()
            };
            if let Committed::Done = imports.commit(&state, change).await? {
                return Ok(());
            }
        }
        Err(LakeError::Conflict {
            table: IMPORTS.to_owned(),
            attempts: COMMIT_ATTEMPTS,
        })
    }

    fn imports(&self) -> Result<Table, LakeError> {
        Table::new(&self.storage, IMPORTS, CHECKPOINT_EVERY)
    }
}

/// A table must have columns.
fn columns() -> Schema {
    Schema::new(vec![
        Field::new("name", DataType::Utf8, true),
        Field::new(SNAPSHOT_DATE, DataType::Date32, true),
    ])
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::Path;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    use arrow::array::{ArrayRef, Int64Array, RecordBatch};
    use chrono::NaiveDate;

    use super::*;
    use crate::options::LakeOptions;

    const TABLES: [&str; 2] = ["auth_user", "auth_userprofile"];

    /// An import with so many rows in each table, before its commit.
    async fn import(lake: &Lake, count: i64) -> Vec<LmsWriter> {
        let schema = Arc::new(Schema::new(vec![Field::new("id", DataType::Int64, false)]));
        let day = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
        let mut writers = Vec::new();
        for table in TABLES {
            let mut writer = lake.lms_writer(table, day, &schema).await.unwrap();
            let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(0..count));
            let rows = RecordBatch::try_new(Arc::clone(&schema), vec![ids]).unwrap();
            writer.append(&rows).await.unwrap();
            writers.push(writer);
        }
        writers
    }

    /// Lets a log be as if all of it had been written long ago.
    fn made_old(log: &Path) {
        let long_ago = SystemTime::now() - Duration::from_secs(40 * 86_400);
        for entry in fs::read_dir(log).unwrap() {
            let file = File::options().write(true).open(entry.unwrap().path()).unwrap();
            file.set_modified(long_ago).unwrap();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_counts_is_not_forgotten_however_long_imports_break_off() {
        let folder = tempfile::tempdir().unwrap();
        let options = LakeOptions {
            checkpoint_every: 4,
            ..LakeOptions::at(folder.path().to_str().unwrap())
        };
        let lake = Lake::open(&options).await.unwrap();
        let log = folder.path().join("lms_auth_user/_delta_log");
        let first = log.join(format!("{:020}.json", 1));
        let rows = async || lake.latest_lms(TABLES[0]).await.unwrap().unwrap().1.rows();
        lake.commit_lms(import(&lake, 1).await).await.unwrap();
        for _ in 0..8 {
            made_old(&log);
            for writer in import(&lake, 2).await {
                writer.commit_unseen(Some(1)).await.unwrap();
            }
            assert_eq!(rows().await, 1);
        }
        made_old(&log);
        lake.commit_lms(import(&lake, 3).await).await.unwrap();
        assert_eq!(rows().await, 3);
        assert!(first.exists(), "whoever began before may still read it");
        made_old(&log);
        lake.commit_lms(import(&lake, 4).await).await.unwrap();
        assert_eq!(rows().await, 4);
        assert!(!first.exists(), "the log does not grow for ever");
    }
}
