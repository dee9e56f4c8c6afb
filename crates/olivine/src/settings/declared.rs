//! Every setting, declared once: name, type, default, class and meaning.
//!
//! The reference page, `olivine.example.toml`, `olivine config explain` and the check for unknown keys are all made from
//! these structs: a doc comment here is the manual. `class` says where a value belongs (`OP b.3` rule 3).

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use olivine_source::DEFAULT_PATIENCE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::secret::Secret;

/// The settings of a site.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The site as people know it.
    pub site: Site,
    /// Where events and facts live.
    pub lake: Lake,
    /// Reading tracking logs.
    pub ingest: Ingest,
    /// How SQL runs.
    pub engine: Engine,
    /// Where results live.
    pub store: Store,
    /// The LMS: its database and its APIs.
    pub lms: Lms,
    /// The course discovery service.
    pub catalog: Catalog,
    /// What courses are made of.
    pub structure: Structure,
    /// Patience with APIs.
    pub rest: Rest,
    /// The shop, for the enterprise reports.
    pub ecommerce: Ecommerce,
    /// Lengths of videos.
    pub video: Video,
    /// Countries of network addresses.
    pub geo: Geo,
    /// Running tasks.
    pub run: Run,
    /// Files made from results.
    pub files: Files,
    /// The data API.
    pub api: Api,
    /// The dashboard.
    pub web: Web,
    /// Signing in at the LMS.
    pub sign_in: SignIn,
    /// The reports about learners.
    pub engagement: Engagement,
    /// Agreement with the numbers of the pipeline that Olivine replaces.
    pub compat: Compat,
    /// Which reports are on, and where plugins are.
    pub reports: Reports,
    /// Parameters of single reports: `report."enrollment.activity".NAME`. `olivine tasks --params` lists them.
    pub report: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
}

/// The site as people know it.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// Name shown in the header of every page.
    #[schemars(extend("class" = "site"))]
    pub name: String,
    /// Mail address for help, shown on pages; empty: none.
    #[schemars(extend("class" = "site"))]
    pub support_email: String,
}

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
}

/// Reading tracking logs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ingest {
    /// Files, folders or URLs that `olivine ingest` reads when none are named on the command line.
    #[schemars(extend("class" = "site"))]
    pub sources: Vec<String>,
    /// Threads; 0: one per core.
    #[schemars(extend("class" = "job"))]
    pub threads: usize,
    /// Memory that ingest may use, in MiB.
    #[schemars(extend("class" = "job"))]
    pub memory_mib: usize,
}

/// How SQL runs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Engine {
    /// Memory that queries may use before they spill to disk, in MiB.
    #[schemars(extend("class" = "site"))]
    pub memory_mib: usize,
    /// Threads; 0: one per core.
    #[schemars(extend("class" = "site"))]
    pub threads: usize,
    /// Folder for spilled data, relative to the site folder.
    #[schemars(extend("class" = "site"))]
    pub spill_dir: PathBuf,
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
    /// Base URL of Studio, for links; empty: no link.
    #[schemars(extend("class" = "site"))]
    pub studio_url: String,
}

/// The course discovery service.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Catalog {
    /// Root of the discovery API, for example `https://discovery.example.org/api/v1`, or a folder of JSON files. Empty: no catalog.
    #[schemars(extend("class" = "site"))]
    pub url: String,
    /// Short codes of the partners whose course runs are read.
    #[schemars(extend("class" = "site"))]
    pub partners: Vec<String>,
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

/// What courses are made of: sections, subsections, units and their parts.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Structure {
    /// Base URL of the LMS whose courses and blocks APIs are read once a day, or a folder of JSON files. Empty: no structure, unless
    /// `olivine import structure` is told to read it.
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

/// Reading the APIs of the LMS, the discovery service and YouTube.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rest {
    /// Seconds for which a page of an API that is down, overloaded or breaks off is asked for again, with growing pauses; 0: it is asked
    /// once. A pass of `olivine serve` waits no longer than until the next one.
    #[schemars(extend("class" = "job"))]
    pub retry_seconds: u64,
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

/// Countries of network addresses.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Geo {
    /// Country database in MaxMind DB format (GeoLite2, DB-IP and others), relative to the site folder. Empty: every country is unknown.
    #[schemars(extend("class" = "site"))]
    pub database: PathBuf,
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
    /// Minutes between two passes of `olivine serve`, each of which takes in new logs and LMS data and computes what changed; 0: none.
    #[schemars(extend("class" = "site"))]
    pub every_minutes: u32,
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

/// The data API.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Api {
    /// Requests a minute of one user of the data API; 0: as shipped.
    #[schemars(extend("class" = "site"))]
    pub requests_per_minute: u32,
    /// Origins whose pages may call the API from a browser.
    #[schemars(extend("class" = "site"))]
    pub cors_origins: Vec<String>,
    /// Answer an empty list of course summaries with `200 []` instead of 404.
    #[schemars(extend("class" = "site"))]
    pub empty_course_summaries: bool,
}

/// The dashboard.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Web {
    /// Address and port to listen on.
    #[schemars(extend("class" = "site"))]
    pub bind: String,
    /// Address at which people reach the site, for example `https://insights.example.org`. Cookies are marked secure when it is https.
    #[schemars(extend("class" = "site"))]
    pub public_url: String,
    /// Hours after which a sign-in ends in any case.
    #[schemars(extend("class" = "site"))]
    pub session_hours: u32,
    /// Minutes without a visit after which a sign-in ends.
    #[schemars(extend("class" = "site"))]
    pub idle_minutes: u32,
    /// Whether the reverse proxy in front sets `X-Forwarded-For`; without one, leave it off.
    #[schemars(extend("class" = "site"))]
    pub trust_forwarded: bool,
    /// Key that signs links to embedded reports, at least 32 characters. Empty: nothing can be embedded.
    #[schemars(extend("class" = "secret"))]
    pub embed_key: Secret,
    /// Origins whose pages may show embedded reports in a frame, for example `https://studio.example.org`.
    #[schemars(extend("class" = "site"))]
    pub embed_origins: Vec<String>,
    /// Minutes for which a link to an embedded report is good.
    #[schemars(extend("class" = "site"))]
    pub embed_minutes: u32,
}

/// Signing in at the LMS. People who sign in there see the courses in which the LMS gives them a role.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SignIn {
    /// Client id of this site's application in the LMS (grant type authorization code; its redirect address is
    /// `<web.public_url>/complete/edx-oauth2/`). Empty: people sign in with accounts of this site only.
    #[schemars(extend("class" = "site"))]
    pub client_id: String,
    /// Client secret of that application.
    #[schemars(extend("class" = "secret"))]
    pub client_secret: Secret,
    /// Base URL at which this program reaches the LMS; empty: `lms.url`, where browsers reach it.
    #[schemars(extend("class" = "site"))]
    pub internal_url: String,
    /// Issuer of the LMS's tokens (its `JWT_ISSUER`); empty: `<lms.url>/oauth2`.
    #[schemars(extend("class" = "site"))]
    pub issuer: String,
    /// Audience of the LMS's tokens (its `JWT_AUDIENCE`).
    #[schemars(extend("class" = "site"))]
    pub audience: String,
    /// Public keys of the LMS as a JWK set (its `JWT_PUBLIC_SIGNING_JWK_SET`): a file, relative to the site folder, or an address.
    #[schemars(extend("class" = "site"))]
    pub keys: String,
    /// Secret of an LMS that signs its tokens with one (HS256) instead of a key.
    #[schemars(extend("class" = "secret"))]
    pub shared_secret: Secret,
    /// Seconds by which the clocks of the LMS and of this machine may differ, at most 300.
    #[schemars(extend("class" = "site"))]
    pub clock_skew_seconds: u32,
    /// Whether accounts of this site can sign in beside the LMS. Off: the sign-in page leads to the LMS at once.
    #[schemars(extend("class" = "site"))]
    pub local_accounts: bool,
    /// Where roles in courses are read: `api` (the courses API, with the service account of `lms.client_id`), or `database` (the
    /// imported table `student_courseaccessrole`; as fresh as the last import).
    #[schemars(extend("class" = "site"))]
    pub rights: String,
    /// Roles of the LMS whose courses people see. With `api`, `staff` includes instructors and staff of an organisation.
    #[schemars(extend("class" = "site"))]
    pub roles: Vec<String>,
    /// Whether people from the LMS may see reports about single learners; `olivine user set` makes exceptions.
    #[schemars(extend("class" = "site"))]
    pub see_people: bool,
    /// Minutes for which roles are taken as told. Rights withdrawn in the LMS are gone after at most twice that.
    #[schemars(extend("class" = "site"))]
    pub rights_minutes: u32,
    /// Hours for which the roles told last count while the LMS does not answer.
    #[schemars(extend("class" = "site"))]
    pub rights_keep_hours: u32,
    /// Where people go after signing out, for example `https://lms.example.org/logout`, to end their visit of the LMS, too. Empty: the
    /// LMS keeps them signed in.
    #[schemars(extend("class" = "site"))]
    pub logout_url: String,
}

/// The reports about learners.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Engagement {
    /// Percentile of a metric among the active people of a course, below which a value is low.
    #[schemars(extend("class" = "site"))]
    pub low_percentile: f64,
    /// Percentile of a metric among the active people of a course, from which on a value is high.
    #[schemars(extend("class" = "site"))]
    pub high_percentile: f64,
    /// User name, at most 30 characters, under which everything is kept that people without one did; empty: it is not kept.
    #[schemars(extend("class" = "site"))]
    pub store_anonymous_username: String,
    /// Characters after which texts of profiles are cut in the roster.
    #[schemars(extend("class" = "site"))]
    pub max_field_length: u32,
}

/// Agreement with the numbers of the pipeline that Olivine replaces. Off by default: the right numbers.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Compat {
    /// Turns all the switches below on, unless one is set itself.
    #[schemars(extend("class" = "site"))]
    pub upstream: bool,
    /// Days are cut from the text of `time` without converting its offset to UTC.
    #[schemars(extend("class" = "site"))]
    pub time: Option<bool>,
    /// Course keys with an empty run, a block part or only a version count as courses.
    #[schemars(extend("class" = "site"))]
    pub keys: Option<bool>,
    /// Visits of micro-front-end addresses (`/learning/course/…`) do not count as activity.
    #[schemars(extend("class" = "site"))]
    pub mfe: Option<bool>,
    /// The date of a location is the day of the LMS snapshot, not the last complete day.
    #[schemars(extend("class" = "site"))]
    pub location_date: Option<bool>,
    /// Lengths of videos that no video can have (negative, or more than ten hours) count as they are.
    #[schemars(extend("class" = "site"))]
    pub video: Option<bool>,
    /// Who tried no problem may count as struggling, and percentiles of equal values may differ in their last bit.
    #[schemars(extend("class" = "site"))]
    pub segments: Option<bool>,
    /// What people without a name did counts as if one person had done it.
    #[schemars(extend("class" = "site"))]
    pub anonymous: Option<bool>,
    /// Answers to problems are told apart, counted and shown as the old pipeline did: submissions without a user name are those of one
    /// learner, an answer without variant stands apart from the same answer in the first variant, and one empty selection takes
    /// the choice ids from a whole part.
    #[schemars(extend("class" = "site"))]
    pub answers: Option<bool>,
}

/// Which reports are on, where plugins are, and how much a plugin may take.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reports {
    /// Reports that are off: no page, no menu entry, no API route, no task. What `olivine report enable` and the page of the reports
    /// switch comes before it.
    #[schemars(extend("class" = "site"))]
    pub off: Vec<String>,
    /// Reports that are on although they are off as shipped.
    #[schemars(extend("class" = "site"))]
    pub on: Vec<String>,
    /// Folders with further reports, one folder each, relative to the site folder. `olivine report install` puts plugins into the
    /// first one.
    #[schemars(extend("class" = "site"))]
    pub plugins: Vec<PathBuf>,
    /// Seconds that a task of a plugin may take; 0: any number.
    #[schemars(extend("class" = "site"))]
    pub task_seconds: u64,
    /// Memory that a task of a plugin may use for sorting, grouping and joining, in MiB; never more than `engine.memory_mib`.
    #[schemars(extend("class" = "site"))]
    pub task_memory_mib: usize,
    /// Rows that a task of a plugin may make; 0: any number.
    #[schemars(extend("class" = "site"))]
    pub task_rows: u64,
    /// Seconds that a query of a plugin may take; 0: as long as any answer may.
    #[schemars(extend("class" = "site"))]
    pub query_seconds: u64,
    /// Rows that a query of a plugin may give; 0: any number.
    #[schemars(extend("class" = "site"))]
    pub query_rows: u64,
}

impl Default for Reports {
    fn default() -> Self {
        Self {
            off: Vec::new(),
            on: Vec::new(),
            plugins: vec!["plugins".into()],
            task_seconds: 600,
            task_memory_mib: 256,
            task_rows: 20_000_000,
            query_seconds: 5,
            query_rows: 100_000,
        }
    }
}

impl Default for Site {
    fn default() -> Self {
        Self {
            name: "Olivine".into(),
            support_email: String::new(),
        }
    }
}

impl Default for Engagement {
    fn default() -> Self {
        Self {
            low_percentile: 15.0,
            high_percentile: 85.0,
            store_anonymous_username: String::new(),
            max_field_length: 20_000,
        }
    }
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
        }
    }
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

impl Default for Engine {
    fn default() -> Self {
        Self {
            memory_mib: 512,
            threads: 0,
            spill_dir: "data/spill".into(),
        }
    }
}

impl Default for Store {
    fn default() -> Self {
        Self {
            url: "sqlite:data/results.db".into(),
            password: Secret::default(),
        }
    }
}

impl Default for Files {
    fn default() -> Self {
        Self {
            url: "data/files".into(),
        }
    }
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
            studio_url: String::new(),
        }
    }
}

impl Default for Structure {
    fn default() -> Self {
        Self {
            url: String::new(),
            path_delimiter: " / ".into(),
            deleted_blocks_path: "(Deleted block :)".into(),
            sort_orphan_blocks_up: false,
        }
    }
}

impl Default for Rest {
    fn default() -> Self {
        Self {
            retry_seconds: DEFAULT_PATIENCE.as_secs(),
        }
    }
}

impl Default for Video {
    fn default() -> Self {
        Self {
            youtube_key: Secret::default(),
            youtube_url: "https://www.googleapis.com/youtube/v3".into(),
        }
    }
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

impl Default for Web {
    fn default() -> Self {
        Self {
            bind: "127.0.0.1:8000".into(),
            public_url: String::new(),
            session_hours: 12,
            idle_minutes: 240,
            trust_forwarded: false,
            embed_key: Secret::default(),
            embed_origins: Vec::new(),
            embed_minutes: 10,
        }
    }
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            client_id: String::new(),
            client_secret: Secret::default(),
            internal_url: String::new(),
            issuer: String::new(),
            audience: "openedx".into(),
            keys: String::new(),
            shared_secret: Secret::default(),
            clock_skew_seconds: 30,
            local_accounts: true,
            rights: "api".into(),
            roles: vec!["staff".into()],
            see_people: false,
            rights_minutes: 15,
            rights_keep_hours: 24,
            logout_url: String::new(),
        }
    }
}
