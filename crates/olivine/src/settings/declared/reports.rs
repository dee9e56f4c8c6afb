//! Reports: which are on, and what they are told.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The reports about learners.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Engagement {
    /// Percentile of a metric among the active people of a course, below which a value is low.
    #[schemars(extend("class" = "site", "minimum" = 0, "maximum" = 100))]
    pub low_percentile: f64,
    /// Percentile of a metric among the active people of a course, from which on a value is high.
    #[schemars(extend("class" = "site", "minimum" = 0, "maximum" = 100))]
    pub high_percentile: f64,
    /// User name, at most 30 characters, under which everything is kept that people without one did; empty: it is not kept.
    #[schemars(extend("class" = "site"))]
    pub store_anonymous_username: String,
    /// Characters after which texts of profiles are cut in the roster.
    #[schemars(extend("class" = "site"))]
    pub max_field_length: u32,
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
    #[schemars(extend("class" = "site", "minimum" = 0, "maximum" = 31_536_000))]
    pub task_seconds: u64,
    /// Memory that a task of a plugin may use for sorting, grouping and joining, in MiB; never more than `engine.memory_mib`.
    #[schemars(extend("class" = "site", "minimum" = 16, "maximum" = 16_777_216))]
    pub task_memory_mib: usize,
    /// Rows that a task of a plugin may make; 0: any number.
    #[schemars(extend("class" = "site"))]
    pub task_rows: u64,
    /// Seconds that a query of a plugin may take; 0: as long as any answer may.
    #[schemars(extend("class" = "site", "minimum" = 0, "maximum" = 31_536_000))]
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
