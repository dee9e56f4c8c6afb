//! What can be wrong with a report, and where.

use std::fmt;

use olivine_failure::{Failing, Failure};
use serde::Serialize;

use crate::failures::{ARCHIVE, CASES, FOLDER, INVALID, UNKNOWN};

/// One thing wrong with a report, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Id of the report, or its folder where the id cannot be read.
    pub report: String,
    /// Place in the manifest, for example `task.enrollment_daily.reads`.
    pub place: String,
    /// What is wrong, in words.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { report, place, what } = self;
        if place.is_empty() {
            write!(f, "{report}: {what}")
        } else {
            write!(f, "{report}: {place}: {what}")
        }
    }
}

/// What goes wrong with reports.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A report's folder does not pass the checks.
    #[error("{}", list(.0))]
    Invalid(Vec<Problem>),
    /// A folder that should hold a report cannot be read.
    #[error("{folder}: {source}")]
    Folder {
        /// The folder.
        folder: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// A plugin that comes as a file which cannot be taken apart.
    #[error("{archive}: {what}")]
    Archive {
        /// The file.
        archive: String,
        /// What is wrong with it.
        what: String,
    },
    /// Cases of a report give other rows than they expect.
    #[error("{}", .0.join("\n"))]
    Cases(Vec<String>),
    /// A task, table or parameter that no report declares.
    #[error("there is no {kind} `{name}`{}", suggestion.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    Unknown {
        /// What was looked for.
        kind: &'static str,
        /// Its name.
        name: String,
        /// The nearest name that exists.
        suggestion: Option<String>,
    },
    /// A report or task that is there, but off.
    #[error("`{name}` {}: turn it on with `olivine report enable {report}`", off(name, report))]
    Off {
        /// What was named.
        name: String,
        /// The report that it is, or belongs to.
        report: String,
    },
}

fn off(name: &str, report: &str) -> String {
    if name == report {
        "is off".to_owned()
    } else {
        format!("belongs to {report}, which is off")
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl Failing for ReportError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::Invalid(_) => &INVALID,
            Self::Folder { .. } => &FOLDER,
            Self::Unknown { .. } | Self::Off { .. } => &UNKNOWN,
            Self::Archive { .. } => &ARCHIVE,
            Self::Cases(_) => &CASES,
        }
    }
}
