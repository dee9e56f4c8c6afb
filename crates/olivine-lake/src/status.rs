//! What the lake holds.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::error::LakeError;
use crate::imports::IMPORTS;
use crate::ingest::DEAD;
use crate::lake::Lake;
use crate::lms::is_lms;
use crate::schema::EVENTS;
use crate::snapshot::Fingerprint;
use crate::transactions::{Transactions, read_transactions};

/// Application ids of running totals begin with this.
pub(crate) const TOTAL: &str = "olivine/total/";

/// What the lake holds.
#[derive(Debug, Clone, Serialize)]
pub struct LakeStatus {
    /// Its address.
    pub location: String,
    /// Its tables by name.
    pub tables: BTreeMap<String, TableStatus>,
    /// Totals of all ingests ever: `lines`, `events`, `duplicates`, `noise`, `dead_letters` and
    /// `dead_letters/<reason>`; lines = events + duplicates + noise + dead letters. `unread/<member>`: events with a value
    /// there of which nothing is made.
    pub totals: BTreeMap<String, i64>,
    /// Events that an earlier version of the parser may have read: `replay` looks at them, and reads those again.
    pub earlier_parser: u64,
}

impl LakeStatus {
    /// Lines of all ingests ever that could not be understood, by reason.
    pub fn dead_letters(&self) -> impl Iterator<Item = (&str, u64)> {
        self.totals
            .iter()
            .filter_map(|(name, lines)| Some((name.strip_prefix(DEAD)?, u64::try_from(*lines).ok()?)))
    }
}

/// What one table holds.
#[derive(Debug, Clone, Serialize)]
pub struct TableStatus {
    /// The version of its log.
    pub version: i64,
    /// Data files.
    pub files: u64,
    /// Rows.
    pub rows: u64,
    /// Bytes of the data files.
    pub bytes: u64,
    /// Stands for the set of its rows.
    pub fingerprint: Fingerprint,
    /// What it holds of each date.
    pub dates: BTreeMap<NaiveDate, DateStatus>,
}

/// What a table holds of one date.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DateStatus {
    /// Data files.
    pub files: u64,
    /// Rows.
    pub rows: u64,
    /// Bytes of the data files.
    pub bytes: u64,
}

impl Lake {
    /// Names of the tables of the lake that hold rows.
    ///
    /// # Errors
    /// A storage that fails.
    pub async fn tables(&self) -> Result<Vec<String>, LakeError> {
        let listing = self.object_store().list_with_delimiter(None).await;
        let listing = listing.map_err(LakeError::storage("list the tables of the lake"))?;
        let names = listing
            .common_prefixes
            .iter()
            .filter_map(|prefix| prefix.filename().map(str::to_owned));
        Ok(names.filter(|name| name != IMPORTS).collect())
    }

    /// What the lake holds.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub async fn status(&self) -> Result<LakeStatus, LakeError> {
        let mut status = LakeStatus {
            location: self.root_url().to_string(),
            tables: BTreeMap::new(),
            totals: BTreeMap::new(),
            earlier_parser: 0,
        };
        let imported = self.imported().await?;
        for name in self.tables().await? {
            let Some(state) = self.table(&name)?.load().await? else {
                continue;
            };
            if name == EVENTS {
                status.earlier_parser = state.files_of_earlier_parsers().map(|file| file.rows).sum();
            }
            let snapshot = if is_lms(&name) {
                imported.what_counts(&name, state.snapshot).await?
            } else {
                self.what_counts(&name, state).await?
            };
            let mut dates: BTreeMap<NaiveDate, DateStatus> = BTreeMap::new();
            for file in &snapshot.files {
                if let Some(date) = file.partition {
                    let known = dates.entry(date).or_default();
                    known.files += 1;
                    known.rows += file.rows;
                    known.bytes += file.size;
                }
            }
            if name == EVENTS {
                status.totals = totals(&read_transactions(&self.table(&name)?, snapshot.version).await?);
            }
            let table = TableStatus {
                version: snapshot.version,
                files: snapshot.files.len() as u64,
                rows: snapshot.rows(),
                bytes: snapshot.bytes(),
                fingerprint: snapshot.fingerprint(),
                dates,
            };
            status.tables.insert(name, table);
        }
        Ok(status)
    }
}

/// The running totals among the application transactions.
pub(crate) fn totals(transactions: &Transactions) -> BTreeMap<String, i64> {
    let totals = transactions
        .iter()
        .filter_map(|(id, count)| Some((id.strip_prefix(TOTAL)?.to_owned(), *count)));
    totals.collect()
}
