//! What can go wrong while a sandbox is made.

use std::path::PathBuf;

use olivine_failure::{Failing, Failure};

use crate::failures;

/// Why there is no sandbox.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// An option is out of range.
    #[error("{what}")]
    Options {
        /// Which, and its range.
        what: &'static str,
    },
    /// A file or folder could not be written.
    #[error("cannot write {path}: {source}", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A table could not be written.
    #[error("cannot write {path}: {source}", path = path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// The true numbers could not be put into words.
    #[error("cannot write the true numbers: {source}")]
    Truth {
        /// Why.
        source: serde_json::Error,
    },
    /// A thread that compresses logs is gone.
    #[error("the thread that compresses {path} stopped", path = path.display())]
    Compressor {
        /// The file it was writing.
        path: PathBuf,
    },
}

impl Failing for SandboxError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::Options { .. } => &failures::OPTIONS,
            Self::Write { .. } | Self::Table { .. } => &failures::WRITE,
            Self::Truth { .. } | Self::Compressor { .. } => &failures::BUG,
        }
    }
}
