//! Where data live and how they are worked on: lake, results, files, runs.

use std::path::PathBuf;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::settings::secret::Secret;

/// Where events and facts live.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Lake {
    /// Folder of the lake, relative to the site folder, or `s3://bucket/prefix`.
    #[schemars(extend("class" = "site"))]
    pub url: String,
    /// End point of an S3-compatible object store; empty: the provider's own.
    #[schemars(extend("class" = "site"))]
    pub endpoint: String,
    /// Region of the object store.
    #[schemars(extend("class" = "site"))]
    pub region: String,
    /// Access key of the object store.
    #[schemars(extend("class" = "secret"))]
    pub access_key_id: Secret,
    /// Secret key of the object store.
    #[schemars(extend("class" = "secret"))]
    pub secret_access_key: Secret,
    /// Whether the object store may be spoken to without TLS.
    #[schemars(extend("class" = "site"))]
    pub allow_http: bool,
    /// Whether a second copy of an event (same day, same content) is left out. Off: copies count, as in the old pipeline.
    #[schemars(extend("class" = "site"))]
    pub deduplicate: bool,
    /// First day whose events are taken in; older ones become dead letters.
    #[schemars(with = "String", extend("class" = "site", "format" = "date"))]
    pub accept_from: NaiveDate,
    /// Hours for which files stay after they were replaced, for those who still read them. Once a day `olivine serve` joins small files and
    /// removes what was replaced earlier; 0: it does neither. What was replaced more than a week ago may go sooner: the log of its table
    /// forgets it when it is next summed up, and from then on the age of the file counts.
    #[schemars(extend("class" = "site", "minimum" = 0, "maximum" = 876_000))]
    pub keep_hours: u32,
    /// Minutes a day for which `olivine serve` reads again what another version, or another `lake.accept_from`, may have understood
    /// otherwise: dead letters and events, until all are read; 0: never. `olivine lake replay` reads all of them at any time.
    #[schemars(extend("class" = "site", "minimum" = 0, "maximum" = 1440))]
    pub replay_minutes: u32,
}

impl Default for Lake {
    fn default() -> Self {
        Self {
            url: "data/lake".into(),
            endpoint: String::new(),
            region: "us-east-1".into(),
            access_key_id: Secret::default(),
            secret_access_key: Secret::default(),
            allow_http: false,
            deduplicate: true,
            // The first Open edX courses opened in 2012; earlier stamps are broken clocks.
            accept_from: NaiveDate::from_ymd_opt(2012, 1, 1).unwrap_or_default(),
            keep_hours: 168,
            replay_minutes: 30,
        }
    }
}

/// Reading tracking logs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ingest {
    /// Files, folders or URLs that `olivine ingest` reads when none are named on the command line.
    #[schemars(extend("class" = "site"))]
    pub sources: Vec<String>,
    /// Threads; 0: one per core.
    #[schemars(extend("class" = "job", "minimum" = 0, "maximum" = 1024))]
    pub threads: usize,
    /// Memory that ingest may use, in MiB.
    #[schemars(extend("class" = "job", "minimum" = 16, "maximum" = 16_777_216))]
    pub memory_mib: usize,
}

impl Default for Ingest {
    fn default() -> Self {
        Self {
            sources: Vec::new(),
            threads: 0,
            memory_mib: 512,
        }
    }
}

/// How SQL runs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Engine {
    /// Memory that queries may use before they spill to disk, in MiB.
    #[schemars(extend("class" = "site", "minimum" = 32, "maximum" = 16_777_216))]
    pub memory_mib: usize,
    /// Threads; 0: one per core.
    #[schemars(extend("class" = "site", "minimum" = 0, "maximum" = 1024))]
    pub threads: usize,
    /// Folder for spilled data, relative to the site folder.
    #[schemars(extend("class" = "site"))]
    pub spill_dir: PathBuf,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            memory_mib: 512,
            threads: 0,
            spill_dir: "data/spill".into(),
        }
    }
}

/// Where results live.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// `sqlite:PATH` (relative to the site folder) or `mysql://USER@HOST:PORT/DATABASE`.
    #[schemars(extend("class" = "site"))]
    pub url: String,
    /// Password of the database user.
    #[schemars(extend("class" = "secret"))]
    pub password: Secret,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            url: "sqlite:data/results.db".into(),
            password: Secret::default(),
        }
    }
}

/// Running tasks.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Run {
    /// First day of the results: `YYYY-MM-DD`, or relative, for example `400 days ago`.
    #[schemars(extend("class" = "run"))]
    pub from: String,
    /// Day after the last day of the results (exclusive): `YYYY-MM-DD`, `today`, `yesterday`, `N days ago`; resolved once per run, in UTC.
    #[schemars(extend("class" = "run"))]
    pub to: String,
    /// Minutes between two passes of `olivine serve`, each of which takes in new logs and, once a day, LMS data, and computes what
    /// changed; 0: none.
    #[schemars(extend("class" = "site", "minimum" = 0, "maximum" = 525_600))]
    pub every_minutes: u32,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            from: "2012-01-01".into(),
            to: "today".into(),
            every_minutes: 0,
        }
    }
}

/// Files made from results: reports for download, one for each course or course and period.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// Folder of the files, relative to the site folder, or `s3://bucket/prefix` (reached as the lake's object store is). Empty: none
    /// are made.
    #[schemars(extend("class" = "site"))]
    pub url: String,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            url: "data/files".into(),
        }
    }
}
