//! How a lake is opened.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;

/// How a lake is opened. The settings of the site fill it.
#[derive(Debug, Clone)]
pub struct LakeOptions {
    /// The folder, or `file://` or `s3://` address, under which the tables live. It is made when it does not exist.
    pub location: String,
    /// Options of the object store by name: `endpoint`, `region`, `access_key_id`, `secret_access_key`, `allow_http`,
    /// `timeout`, `connect_timeout` and the other names that the `object_store` crate knows; further `max_retries`
    /// (count) and `retry_timeout` (seconds), after which a passing failure becomes a failure.
    pub storage: BTreeMap<String, String>,
    /// Store a second copy of an event only once (per date of the event). Upstream keeps copies.
    pub deduplicate: bool,
    /// The first accepted date of an event; earlier ones are dead letters.
    pub first_date: NaiveDate,
    /// The last accepted date. `None`: the day after the day of the ingest (UTC).
    pub last_date: Option<NaiveDate>,
    /// Compaction merges the files of a date until they are about this large, in bytes.
    pub target_file_bytes: u64,
    /// Zstandard level for the lines as received, 1 to 9. Everything else is compressed at level 1.
    pub compression_level: i32,
    /// The log of a table is summed up in a checkpoint after this many commits.
    pub checkpoint_every: u64,
    /// Snapshots of an LMS table that stay when one is taken: it, and the newest of those before it; none of days to come. 0: all stay.
    pub keep_snapshots: usize,
    /// The folder of this machine with the writer lock of a lake that is not on it. `None`: it has no lock.
    pub lock_folder: Option<PathBuf>,
}

impl LakeOptions {
    /// The defaults at a location.
    pub fn at(location: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            storage: BTreeMap::new(),
            deduplicate: true,
            first_date: NaiveDate::from_ymd_opt(2012, 1, 1).unwrap_or_default(),
            last_date: None,
            target_file_bytes: 128 << 20,
            compression_level: 3,
            checkpoint_every: 20,
            keep_snapshots: 0,
            lock_folder: None,
        }
    }
}
