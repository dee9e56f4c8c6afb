//! How the program ends: exit codes, and the errors that reach its edge.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use olivine_failure::{Class, Failing, Failure};

use crate::failures::{
    DAY_TO_COME, EMPTY_LAKE, FILE, LISTEN, RUNTIME, SERVED, SITE_EXISTS, STALE_DOCS, UNKNOWN, USAGE,
};

/// Exit codes (a contract: scripts rely on them).
pub mod code {
    /// It failed.
    pub const FAILED: u8 = 1;
    /// The command or the settings are wrong.
    pub const USAGE: u8 = 2;
    /// Another run holds the site.
    pub const SITE_HELD: u8 = 10;
    /// Input is missing.
    pub const INPUT_MISSING: u8 = 20;
    /// Nothing to do, asked to be an error.
    pub const UNCHANGED: u8 = 25;
    /// A task failed; others may have run.
    pub const TASK_FAILED: u8 = 30;
    /// A defect of the program.
    pub const BUG: u8 = 40;
}

/// A failure that ends the program.
#[derive(Debug)]
pub struct Problem {
    /// What went wrong.
    pub error: Box<dyn Failing + Send + Sync>,
}

impl Problem {
    /// The exit code of this failure.
    pub fn exit_code(&self) -> ExitCode {
        let failure = self.error.failure();
        ExitCode::from(exit_code(failure))
    }
}

/// The exit code of a declared failure.
pub fn exit_code(failure: &Failure) -> u8 {
    match (failure.class, failure.code) {
        (_, SITE_HELD | SITE_SERVED) => code::SITE_HELD,
        (_, INPUT_MISSING | NOT_IMPORTED | LAKE_EMPTY) => code::INPUT_MISSING,
        (Class::Configuration, _) => code::USAGE,
        (Class::Bug, _) => code::BUG,
        _ => code::FAILED,
    }
}

/// Another run holds the site.
const SITE_HELD: &str = olivine_lake::HELD.code;
/// Another program serves the site.
const SITE_SERVED: &str = SERVED.code;
/// An input that was named is not there.
const INPUT_MISSING: &str = olivine_lake::INPUT_MISSING.code;
/// The lake holds nothing.
const LAKE_EMPTY: &str = EMPTY_LAKE.code;
/// A task needs LMS tables that were never imported.
const NOT_IMPORTED: &str = olivine_run::NOT_IMPORTED.code;

impl<E: Failing + Send + Sync + 'static> From<E> for Problem {
    fn from(error: E) -> Self {
        Self { error: Box::new(error) }
    }
}

/// What goes wrong in the program itself.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The asynchronous runtime does not start.
    #[error("threads cannot be started: {0}")]
    Runtime(std::io::Error),
    /// A file of the program's own cannot be written or read.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// An address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// Arguments that do not go together.
    #[error("{0}")]
    Usage(String),
    /// A generated page differs from the one in the book.
    #[error("stale pages in the book: {}", .0.join(", "))]
    StaleDocs(Vec<String>),
    /// A site that is already there.
    #[error("{} already holds a site", .0.display())]
    SiteExists(PathBuf),
    /// A thing named on the command line does not exist.
    #[error("there is no {kind} `{name}`")]
    Unknown {
        /// What was named.
        kind: &'static str,
        /// Its name.
        name: String,
    },
    /// A snapshot of a day that nobody has lived.
    #[error("{0} is still to come: no snapshot is of that day")]
    DayToCome(NaiveDate),
    /// A question to a lake without anything in it.
    #[error("the lake holds no tables yet")]
    EmptyLake,
    /// A site that is to be replaced while it is served, or the other way round.
    #[error("another program serves the site in {}, or makes it anew", .0.display())]
    Served(PathBuf),
}

impl Failing for ProgramError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::Runtime(_) => &RUNTIME,
            Self::File { .. } => &FILE,
            Self::Listen { .. } => &LISTEN,
            Self::Usage(_) => &USAGE,
            Self::StaleDocs(_) => &STALE_DOCS,
            Self::SiteExists(_) => &SITE_EXISTS,
            Self::Unknown { .. } => &UNKNOWN,
            Self::DayToCome(_) => &DAY_TO_COME,
            Self::Served(_) => &SERVED,
            Self::EmptyLake => &EMPTY_LAKE,
        }
    }
}
