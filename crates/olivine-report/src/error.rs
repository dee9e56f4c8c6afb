//! What can be wrong with a report, and where.

use std::fmt;

use olivine_failure::{Class, Failing, Failure};
use serde::Serialize;

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

/// Failures of this room.
pub const FAILURES: &[&Failure] = &[&INVALID, &FOLDER, &UNKNOWN, &ARCHIVE, &CASES];

const INVALID: Failure = Failure {
    code: "REPORT-001",
    class: Class::Configuration,
    title: "a report's folder does not pass the checks",
    hint: "Mend what the message names; `olivine report check DIR` checks again, and `olivine report schema` helps editors.",
    page: "A report is a folder with `report.toml` and the files it names. Each line of the message names the report, the \
           place in its manifest, and what is wrong there. A plugin that does not pass is switched off; all others work.",
};
const FOLDER: Failure = Failure {
    code: "REPORT-002",
    class: Class::Environment,
    title: "a folder of reports cannot be read",
    hint: "Check the setting `reports.plugins`: the folder must exist and be readable by the user who runs olivine.",
    page: "Plugin folders are named by the setting `reports.plugins`, relative to the site folder. One of them is missing \
           or not readable.",
};
const UNKNOWN: Failure = Failure {
    code: "REPORT-003",
    class: Class::Configuration,
    title: "no report declares that name",
    hint: "`olivine tasks` and `olivine report list` show what there is.",
    page: "A task, table or report was named that does not exist, or that belongs to a report that is off.",
};

const ARCHIVE: Failure = Failure {
    code: "REPORT-004",
    class: Class::Data,
    title: "a plugin cannot be taken out of its archive",
    hint: "Make it again with `tar czf NAME.tar.gz FOLDER`, or name the folder itself.",
    page: "`olivine report install` takes a folder, or a `.tar`, `.tar.gz` or `.tgz` with one report in it. Of an archive it takes plain \
           files and folders below its root, and no more of them than a report has. Nothing was put in place.",
};
const CASES: Failure = Failure {
    code: "REPORT-005",
    class: Class::Data,
    title: "a case of a report gives other rows",
    hint: "Compare the rows named with those of `cases/NAME.toml`, and mend the SQL or the case.",
    page: "A report brings small examples of events and LMS rows with the rows that they must give. `olivine report test` computes them \
           in a site of their own. Each line of the message names a case, a table, and a row that is missing or one too many. A report \
           without any case cannot be tested and does not pass.",
};

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
