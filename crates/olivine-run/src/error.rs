//! What goes wrong when tasks run.

use std::io;
use std::path::{Path, PathBuf};

use olivine_engine::EngineError;
use olivine_failure::{Failing, Failure};
use olivine_lake::LakeError;
use olivine_report::ReportError;
use olivine_store::StoreError;

use crate::failures::{
    AUDIENCE, BAD_PARAMETER, BROKE_OFF, DISK_FULL, EMPTIED, EVENT_FILE, INTERMEDIATE, LIMIT, NO_EVENTS, NOT_IMPORTED,
    SMALL_GROUP, WRONG_COLUMNS,
};

/// What goes wrong when tasks run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A table of the LMS that a task reads is not in the lake.
    #[error("task {task} reads {table}, which was never imported")]
    NotImported {
        /// The task.
        task: String,
        /// The lake's name of the table.
        table: String,
    },
    /// A parameter has a value that cannot be used, or none.
    #[error("parameter {name} ({setting}): {reason}")]
    Parameter {
        /// Its name.
        name: String,
        /// The setting that gives its value.
        setting: String,
        /// What is wrong.
        reason: String,
    },
    /// The SQL of a task gives other columns than its table declares.
    #[error("task {task} gives no column `{column}` of type {expected} for {table}")]
    Columns {
        /// The task.
        task: String,
        /// The table it fills.
        table: String,
        /// The declared column.
        column: String,
        /// Its declared type.
        expected: String,
    },
    /// A task puts who a person is where that is not said.
    #[error("task {task}: {what}")]
    Audience {
        /// The task.
        task: String,
        /// The column, and what it takes over.
        what: String,
    },
    /// A task of a plugin took more than it may.
    #[error("task {task} was stopped: {what}")]
    Limit {
        /// The task.
        task: String,
        /// Which limit it met.
        what: String,
    },
    /// A task ended in a way that no task should.
    #[error("task {task} broke off: {what}")]
    BrokeOff {
        /// The task.
        task: String,
        /// What it said.
        what: String,
    },
    /// A table that has rows would become empty.
    #[error("task {task} gives no rows, but {table} has {rows}")]
    Emptied {
        /// The task.
        task: String,
        /// The table it fills.
        table: String,
        /// Rows published now.
        rows: u64,
    },
    /// A file that holds a table while the run works cannot be written or read.
    #[error("{}", path.display())]
    Intermediate {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// A file of events that cannot be written.
    #[error("{}", path.display())]
    EventFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The lake holds no events, though results were published.
    #[error("the lake holds no events")]
    NoEvents,
    /// A selection leaves fewer people than its reader may see numbers of.
    #[error("fewer than {least} people are left in a course")]
    SmallGroup {
        /// How many there must be.
        least: u32,
    },
    /// The lake failed.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The result store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A report or task that does not exist.
    #[error(transparent)]
    Report(#[from] ReportError),
}

impl RunError {
    /// Wraps an error of the file system with the file.
    pub(crate) fn intermediate(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Intermediate { path, source }
    }
}

impl RunError {
    /// Wraps an error of the file system with the file of events.
    pub(crate) fn event_file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::EventFile { path, source }
    }
}

impl Failing for RunError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::NotImported { .. } => &NOT_IMPORTED,
            Self::Parameter { .. } => &BAD_PARAMETER,
            Self::Columns { .. } => &WRONG_COLUMNS,
            Self::Audience { .. } => &AUDIENCE,
            Self::Limit { .. } => &LIMIT,
            Self::BrokeOff { .. } => &BROKE_OFF,
            Self::Emptied { .. } => &EMPTIED,
            Self::Intermediate { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => &DISK_FULL,
                _ => &INTERMEDIATE,
            },
            Self::EventFile { .. } => &EVENT_FILE,
            Self::NoEvents => &NO_EVENTS,
            Self::SmallGroup { .. } => &SMALL_GROUP,
            Self::Lake(error) => error.failure(),
            Self::Engine(error) => error.failure(),
            Self::Store(error) => error.failure(),
            Self::Report(error) => error.failure(),
        }
    }
}
