//! What is read beside the logs: the LMS, its shop and catalog, structures, lengths of videos, countries.

use std::path::PathBuf;

use olivine_source::DEFAULT_PATIENCE;
use olivine_source::blocks::Numbering;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::settings::secret::Secret;

/// The LMS: its database and its APIs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Lms {
    /// Database of the LMS, `mysql://USER@HOST:PORT/edxapp`; a user with the right to read is enough. Or a folder of CSV files.
    #[schemars(extend("class" = "site"))]
    pub database: String,
    /// Password of that user.
    #[schemars(extend("class" = "secret"))]
    pub database_password: Secret,
    /// TLS to the database: `off`, `preferred`, `required`, or `verify`.
    #[schemars(extend("class" = "site"))]
    pub database_tls: String,
    /// Base URL of the LMS, for example `https://lms.example.org`; used for links and the courses API.
    #[schemars(extend("class" = "site"))]
    pub url: String,
    /// Client id of the service account in the LMS.
    #[schemars(extend("class" = "site"))]
    pub client_id: String,
    /// Client secret of the service account.
    #[schemars(extend("class" = "secret"))]
    pub client_secret: Secret,
    /// Kind of token that the service account asks for: `jwt`, or `bearer`.
    #[schemars(extend("class" = "site"))]
    pub token_type: String,
    /// User name for an LMS that gives tokens to people only (password grant); empty: client id and secret are enough.
    #[schemars(extend("class" = "site"))]
    pub oauth_username: String,
    /// Password of that user.
    #[schemars(extend("class" = "secret"))]
    pub oauth_password: Secret,
    /// Whether `olivine import lms` also reads the course list from the LMS courses API.
    #[schemars(extend("class" = "site"))]
    pub course_list: bool,
    /// Snapshots of each table of the LMS, the shop, the catalog and the structures that stay in the lake, one for each day of an import;
    /// runs read the newest only. An import drops older ones, and those of days to come, which a clock that was ahead made. 0: all stay.
    #[schemars(extend("class" = "site", "minimum" = 0, "maximum" = 36_500))]
    pub keep_snapshots: usize,
    /// Minutes between two imports of these tables by the passes of `olivine serve`; a day where it is not set. Each import reads the
    /// tables whole, and what it replaces stays in the lake for `lake.keep_hours`. `olivine import lms` imports at any time.
    #[schemars(extend("class" = "site", "minimum" = 1, "maximum" = 44_640))]
    pub import_minutes: u32,
    /// Base URL of Studio, for links; empty: no link.
    #[schemars(extend("class" = "site"))]
    pub studio_url: String,
    /// Base URL of the accounts of learners, for example `https://lms.example.org/api/user/v1/accounts/`; with the user name it is their
    /// `account_url` in the data API. Empty: `account_url` is null.
    #[schemars(extend("class" = "site"))]
    pub account_url: String,
}

impl Default for Lms {
    fn default() -> Self {
        Self {
            database: String::new(),
            database_password: Secret::default(),
            database_tls: "preferred".into(),
            url: String::new(),
            client_id: String::new(),
            client_secret: Secret::default(),
            token_type: "jwt".into(),
            oauth_username: String::new(),
            oauth_password: Secret::default(),
            course_list: false,
            keep_snapshots: 0,
            import_minutes: 1440,
            studio_url: String::new(),
            account_url: String::new(),
        }
    }
}

/// The course discovery service.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Catalog {
    /// Root of the discovery API, for example `https://discovery.example.org/api/v1`, or a folder with `course_runs.json`, `courses.json`
    /// and `programs.json`; what is made of a file that is not there stays as it was. Empty: no catalog.
    #[schemars(extend("class" = "site"))]
    pub url: String,
    /// Short codes of the partners whose course runs are read.
    #[schemars(extend("class" = "site"))]
    pub partners: Vec<String>,
}

/// What courses are made of: sections, subsections, units and their parts.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Structure {
    /// Base URL of the LMS whose courses and blocks APIs are read once a day by `olivine serve` with `run.every_minutes`, or a folder of
    /// JSON files. Empty: no structure, unless `olivine import structure` is told to read it.
    #[schemars(extend("class" = "site"))]
    pub url: String,
    /// Stands between the names of a block's path.
    #[schemars(extend("class" = "site"))]
    pub path_delimiter: String,
    /// Path of blocks that nothing in the course leads to.
    #[schemars(extend("class" = "site"))]
    pub deleted_blocks_path: String,
    /// Whether those blocks come before the others.
    #[schemars(extend("class" = "site"))]
    pub sort_orphan_blocks_up: bool,
}

impl Default for Structure {
    fn default() -> Self {
        let Numbering {
            path_delimiter,
            deleted_blocks_path,
            sort_orphan_blocks_up,
        } = Numbering::default();
        Self {
            url: String::new(),
            path_delimiter,
            deleted_blocks_path,
            sort_orphan_blocks_up,
        }
    }
}

/// Reading the APIs of the LMS, the discovery service and YouTube.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rest {
    /// Seconds for which a page of an API that is down, overloaded or breaks off is asked for again, with growing pauses; 0: it is asked
    /// once. An API that fails (500) is asked five times. In a pass of `olivine serve` each page has no longer than `run.every_minutes`.
    #[schemars(extend("class" = "job"))]
    pub retry_seconds: u64,
}

impl Default for Rest {
    fn default() -> Self {
        Self {
            retry_seconds: DEFAULT_PATIENCE.as_secs(),
        }
    }
}

/// The shop (ecommerce), whose tables the enterprise reports read.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ecommerce {
    /// Database of the shop, `mysql://USER@HOST:PORT/ecommerce`, or a folder of CSV files; read only while the report `site.enterprise`
    /// is on. Empty: no shop.
    #[schemars(extend("class" = "site"))]
    pub database: String,
    /// Password of that user.
    #[schemars(extend("class" = "secret"))]
    pub database_password: Secret,
}

/// Lengths of videos that players do not tell.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Video {
    /// Key of the YouTube data API, with which `olivine import youtube` looks lengths up. Empty: nothing is looked up.
    #[schemars(extend("class" = "secret"))]
    pub youtube_key: Secret,
    /// Root of that API.
    #[schemars(extend("class" = "site"))]
    pub youtube_url: String,
}

impl Default for Video {
    fn default() -> Self {
        Self {
            youtube_key: Secret::default(),
            youtube_url: "https://www.googleapis.com/youtube/v3".into(),
        }
    }
}

/// Countries of network addresses.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Geo {
    /// Country database in MaxMind DB format (GeoLite2, DB-IP and others), relative to the site folder. Empty: every country is unknown.
    #[schemars(extend("class" = "site"))]
    pub database: PathBuf,
}
