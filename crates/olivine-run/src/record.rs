//! What a run did, as kept on record.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use olivine_engine::failures::{SQL, STATEMENT_REFUSED};
use olivine_failure::{Class, Failing};
use serde::Serialize;
use serde_json::Value;

use crate::failures::{AUDIENCE, LIMIT, WRONG_COLUMNS};
use crate::params::TaskParams;
use crate::reason::Reason;

/// What a run did.
#[derive(Debug, Clone, Serialize)]
pub struct RunSummary {
    /// Id of the run; later runs have greater ids.
    pub run_id: String,
    /// When it began.
    pub started: DateTime<Utc>,
    /// How long it took.
    pub seconds: f64,
    /// Last complete day of the results.
    pub as_of: NaiveDate,
    /// Versions of the lake tables it read.
    pub lake_versions: BTreeMap<String, i64>,
    /// What was left out of those tables when they were taken in, by reason: lines of all logs, records of the last import.
    pub left_out: BTreeMap<String, BTreeMap<String, u64>>,
    /// What became of each task, in order.
    pub tasks: Vec<TaskRecord>,
    /// What became of the files made from tables.
    pub files: Vec<FilesOutcome>,
    /// Why the run as a whole failed, for example because its results could not be published.
    pub failure: Option<FailureRecord>,
}

/// What became of the files of one declaration.
#[derive(Debug, Clone, Serialize)]
pub struct FilesOutcome {
    /// Name of the declaration.
    pub file: String,
    /// The report it belongs to.
    pub report: String,
    /// The table they are made from.
    pub table: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Files made, by path below the folder of files.
    pub made: Vec<String>,
    /// Their rows.
    pub rows: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How long it took.
    pub seconds: f64,
    /// Why it failed.
    pub failure: Option<FailureRecord>,
}

/// What became of a task.
#[derive(Debug, Clone, Serialize)]
pub struct TaskRecord {
    /// The task.
    pub task: String,
    /// The report it belongs to.
    pub report: String,
    /// The table it fills.
    pub table: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it was computed or not, for programs.
    pub reason: Reason,
    /// The same in words.
    pub because: String,
    /// The parameters it was computed with.
    pub params: Vec<TaskParams>,
    /// Days computed, for facts.
    pub days: usize,
    /// Rows of the result.
    pub rows: u64,
    /// How long it took.
    pub seconds: f64,
    /// What was left out or shortened, and how often.
    pub remarks: BTreeMap<String, u64>,
    /// Why it failed.
    pub failure: Option<FailureRecord>,
}

/// How a task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Computed.
    Computed,
    /// Not computed; what is there is current, or nobody needs it.
    Skipped,
    /// It failed; what was there before stays.
    Failed,
    /// Not run, because a task that it reads from failed.
    Blocked,
}

/// Failures that happen again in every run until somebody changes the report or what it may take.
const STOPPING: [&str; 5] = [
    LIMIT.code,
    AUDIENCE.code,
    SQL.code,
    STATEMENT_REFUSED.code,
    WRONG_COLUMNS.code,
];

/// A failure, as kept on record.
#[derive(Debug, Clone, Serialize)]
pub struct FailureRecord {
    /// Its code.
    pub code: &'static str,
    /// Its class.
    pub class: &'static str,
    /// What happened.
    pub text: String,
    /// What to do.
    pub hint: &'static str,
    /// Whether it may pass by itself.
    pub transient: bool,
    /// Whether a plugin in which it happens is to be switched off: it would happen in every run, at the cost of the others.
    #[serde(skip)]
    pub stops_report: bool,
}

impl FailureRecord {
    pub(crate) fn of(error: &dyn Failing) -> Self {
        let failure = error.failure();
        Self {
            code: failure.code,
            class: failure.class.as_str(),
            text: error.full_text(),
            hint: failure.hint,
            transient: failure.class == Class::Transient,
            stops_report: STOPPING.contains(&failure.code),
        }
    }
}

impl RunSummary {
    /// Whether the run or any task failed.
    pub fn has_failures(&self) -> bool {
        let failed = |outcome: Outcome| outcome == Outcome::Failed;
        self.failure.is_some()
            || self.tasks.iter().any(|task| failed(task.outcome))
            || self.files.iter().any(|file| failed(file.outcome))
    }

    /// All failures on record: of the run, of tasks, of files.
    pub fn failures(&self) -> impl Iterator<Item = &FailureRecord> {
        let of_tasks = self.tasks.iter().filter_map(|task| task.failure.as_ref());
        let of_files = self.files.iter().filter_map(|files| files.failure.as_ref());
        self.failure.iter().chain(of_tasks).chain(of_files)
    }

    /// Whether anything was computed.
    pub fn changed_anything(&self) -> bool {
        let computed = |outcome: Outcome| outcome == Outcome::Computed;
        self.tasks.iter().any(|task| computed(task.outcome)) || self.files.iter().any(|file| computed(file.outcome))
    }

    /// Whether a table was computed but not published, because it does not fit its declaration.
    pub(crate) fn is_refused(&self, table: &str) -> bool {
        let of_table = |task: &&TaskRecord| task.table == table;
        self.tasks
            .iter()
            .filter(of_table)
            .any(|task| task.outcome == Outcome::Failed)
    }

    /// Whether it found everything current: nothing was computed, and nothing failed.
    pub(crate) fn is_quiet(&self) -> bool {
        !self.changed_anything() && !self.has_failures()
    }

    /// The form in which it is kept. Of a run that found everything current, tasks are only counted: they would say for each
    /// pass of a server that nothing has happened.
    pub(crate) fn on_record(&self) -> Value {
        // A struct of texts and numbers always has a JSON form.
        let mut record = serde_json::to_value(self).unwrap_or_default();
        if self.is_quiet() {
            record["current"] = self.tasks.len().into();
            record["tasks"] = Value::Array(Vec::new());
        }
        record
    }
}
