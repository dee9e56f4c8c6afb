//! How the program ends: exit codes, and the errors that reach its edge.

use std::path::PathBuf;
use std::process::ExitCode;

use olivine_failure::{Class, Failing, Failure};

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
        (_, SITE_HELD) => code::SITE_HELD,
        (_, INPUT_MISSING | NOT_IMPORTED) => code::INPUT_MISSING,
        (Class::Configuration, _) => code::USAGE,
        (Class::Bug, _) => code::BUG,
        _ => code::FAILED,
    }
}

/// Another run holds the site.
const SITE_HELD: &str = "LAKE-005";
/// An input that was named is not there.
const INPUT_MISSING: &str = "LAKE-006";
/// A task needs LMS tables that were never imported.
const NOT_IMPORTED: &str = "RUN-001";

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
}

/// Failures of the program itself.
pub const FAILURES: &[&Failure] = &[&RUNTIME, &FILE, &LISTEN, &USAGE, &STALE_DOCS, &SITE_EXISTS, &UNKNOWN];

const RUNTIME: Failure = Failure {
    code: "MAIN-001",
    class: Class::Environment,
    title: "threads cannot be started",
    hint: "Raise the limit of processes for this user (`ulimit -u`) or free memory.",
    page: "The program needs a handful of threads. The system refused one, mostly because of a process limit or for \
           want of memory.",
};
const FILE: Failure = Failure {
    code: "MAIN-002",
    class: Class::Environment,
    title: "a file cannot be read or written",
    hint: "Check that it exists, who owns it, and that the disk has room.",
    page: "The message names the file and the reason that the system gave.",
};
const LISTEN: Failure = Failure {
    code: "MAIN-003",
    class: Class::Environment,
    title: "the address cannot be listened on",
    hint: "Choose another with `--bind` or the setting `web.bind`, or stop the program that uses it.",
    page: "Another program uses the port, the address is not one of this machine, or ports below 1024 need rights \
           that this user lacks.",
};
const USAGE: Failure = Failure {
    code: "MAIN-004",
    class: Class::Configuration,
    title: "the command cannot be understood",
    hint: "See `olivine help COMMAND`.",
    page: "Arguments are missing, or do not go together.",
};
const STALE_DOCS: Failure = Failure {
    code: "MAIN-005",
    class: Class::Data,
    title: "pages of the book are stale",
    hint: "Write them anew with `olivine docs` and commit them.",
    page: "The reference part of the book is generated from the declarations. The check compares; it found pages that \
           differ from what would be generated now.",
};
const SITE_EXISTS: Failure = Failure {
    code: "MAIN-006",
    class: Class::Configuration,
    title: "there is a site already",
    hint: "Name another folder; nothing was changed.",
    page: "`olivine init` never overwrites a site file.",
};
const UNKNOWN: Failure = Failure {
    code: "MAIN-007",
    class: Class::Configuration,
    title: "a name that does not exist",
    hint: "List what there is: `olivine tasks`, `olivine report list`, `olivine user list`, `olivine runs list`.",
    page: "A task, report, user, token or run named on the command line does not exist on this site.",
};

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
        }
    }
}
