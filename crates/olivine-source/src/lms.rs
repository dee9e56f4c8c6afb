//! Brings the LMS tables into the lake.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use chrono::NaiveDate;
use olivine_failure::Failing;
use olivine_lake::Lake;
use serde::Serialize;
use tracing::warn;

use crate::error::SourceError;
use crate::rows::Complete;
use crate::tables::{LMS_TABLES, LmsTable};
use crate::{csv_folder, mysql};

/// Tries of an import whose connection is lost (`ES F-12`).
const TRIES: usize = 3;

/// Where the LMS tables are.
#[derive(Debug, Clone)]
pub enum LmsSource {
    /// A MySQL or MariaDB server.
    Mysql {
        /// `mysql://user:password@host:port/database`, or the same with `mariadb://`.
        url: String,
        /// How the connection is protected.
        tls: Tls,
    },
    /// A folder with a CSV file for each table.
    Csv(PathBuf),
}

impl LmsSource {
    /// Whether a place that somebody named is the address of a database, be it a good one or not, and no folder: an address may hold
    /// a password, which a message about a folder would show.
    pub fn is_database(place: &str) -> bool {
        let scheme = place.split_once(':').map(|(scheme, _)| scheme);
        place.contains("://") || scheme.is_some_and(mysql::is_scheme)
    }
}

/// How a database connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Not at all.
    Off,
    /// Where the server can.
    Preferred,
    /// Always; the server's certificate is not checked.
    Required,
    /// Always, and the server's certificate and name are checked.
    Verify,
}

/// Sees how an import goes.
pub trait Watch: Sync {
    /// A table is being read.
    fn table(&self, name: &str) {
        let _ = name;
    }
}

impl Watch for () {}

/// What an import did.
#[derive(Debug, Clone, Serialize)]
pub struct ImportSummary {
    /// Day of the snapshot.
    pub date: NaiveDate,
    /// Tables taken, by their name in the lake.
    pub tables: BTreeMap<String, TableImport>,
    /// Tables that the source has not.
    pub absent: Vec<String>,
    /// Tables of which a folder does not tell, by their name in the lake: they are among those taken, as the snapshot before held them.
    pub kept: Vec<String>,
    /// Courses that the LMS failed at; what the snapshot before held of them is kept.
    pub failed: Vec<String>,
}

/// What came of one table.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TableImport {
    /// Rows taken.
    pub rows: u64,
    /// Rows left out, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Columns that the source has not; they are empty.
    pub lacking: Vec<String>,
}

impl ImportSummary {
    /// Nothing imported yet.
    pub fn new(date: NaiveDate) -> Self {
        Self {
            date,
            tables: BTreeMap::new(),
            absent: Vec::new(),
            kept: Vec::new(),
            failed: Vec::new(),
        }
    }

    /// Takes in what another import of the same day did.
    pub fn add(&mut self, other: Self) {
        self.tables.extend(other.tables);
        self.absent.extend(other.absent);
        self.kept.extend(other.kept);
        self.failed.extend(other.failed);
    }

    /// Whether all courses were told.
    ///
    /// # Errors
    /// The LMS failed at some of them; all else was taken in.
    pub fn check_complete(&self) -> Result<(), SourceError> {
        match self.failed.first() {
            None => Ok(()),
            Some(first) => Err(SourceError::CoursesFailed {
                number: self.failed.len(),
                first: first.clone(),
            }),
        }
    }

    /// Names tables that were taken over as they were.
    pub(crate) fn note_kept(&mut self, tables: &[&LmsTable]) {
        self.kept.extend(tables.iter().map(|table| name_in_lake(table)));
    }

    /// Makes tables visible, all at one moment, and counts them.
    pub(crate) async fn commit(&mut self, lake: &Lake, tables: Vec<Complete>) -> Result<(), SourceError> {
        let mut writers = Vec::with_capacity(tables.len());
        let mut counted = Vec::with_capacity(tables.len());
        for mut complete in tables {
            complete.writer.note_left_out(&complete.skipped);
            writers.push(complete.writer);
            let counts = TableImport {
                rows: complete.rows,
                skipped: complete.skipped,
                lacking: complete.lacking,
            };
            counted.push((name_in_lake(complete.table), counts));
        }
        lake.commit_lms(writers).await?;
        self.tables.extend(counted);
        Ok(())
    }
}

fn name_in_lake(table: &LmsTable) -> String {
    format!("lms_{}", table.name)
}

/// Reads the tables of the LMS that all reports may need, as [`import_tables`].
///
/// # Errors
/// As [`import_tables`].
pub async fn import(
    source: &LmsSource,
    lake: &Lake,
    date: NaiveDate,
    watch: &dyn Watch,
) -> Result<ImportSummary, SourceError> {
    let all: Vec<&'static LmsTable> = LMS_TABLES.iter().collect();
    import_tables(source, &all, lake, date, watch).await
}

/// Reads tables as they were at one time and puts them in place of what the lake holds for that date. A lost connection is tried
/// again from the start.
///
/// # Errors
/// The source cannot be reached or read or has none of the tables, a table lacks a column that is needed, or the lake cannot be
/// written. Then the lake holds what it held before.
pub async fn import_tables(
    source: &LmsSource,
    wanted: &[&'static LmsTable],
    lake: &Lake,
    date: NaiveDate,
    watch: &dyn Watch,
) -> Result<ImportSummary, SourceError> {
    let pauses = ExponentialBuilder::default()
        .with_min_delay(Duration::from_secs(1))
        .with_max_times(TRIES - 1)
        .with_jitter();
    let read = || async {
        let mut summary = ImportSummary::new(date);
        let tables = match source {
            LmsSource::Mysql { url, tls } => mysql::read(url, *tls, wanted, lake, date, &mut summary, watch).await?,
            LmsSource::Csv(folder) => csv_folder::read(folder, wanted, lake, date, &mut summary, watch).await?,
        };
        summary.commit(lake, tables).await?;
        Ok(summary)
    };
    read.retry(pauses)
        .when(|error: &SourceError| error.is_transient())
        .notify(|error, pause| warn!(?pause, "{error}; the import is tried again"))
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_no_folder() {
        for address in [
            "mysql://u:secret@h/db",
            "mariadb://u:secret@h/db",
            "MariaDB://h/db",
            "mysql:u:secret@h/db",
            "postgres://u:secret@h/db",
        ] {
            assert!(LmsSource::is_database(address), "{address}");
        }
        for folder in ["lms", "/srv/lms", "./mysql", "mysql", "C:/lms", "lms:2024", ""] {
            assert!(!LmsSource::is_database(folder), "{folder}");
        }
    }
}
