//! The errors of the lake.

use std::error::Error as StdError;
use std::io;

use deltalake_core::DeltaTableError;
use olivine_failure::{Failing, Failure};

use crate::failures;
use crate::patient::{http_status, may_pass};

/// What goes wrong in the lake.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// An address or storage option that cannot be used.
    #[error("{location}: {reason}")]
    Location {
        /// The address as given.
        location: String,
        /// Why not.
        reason: String,
    },
    /// The storage under the lake failed.
    #[error("{what}")]
    Storage {
        /// What was being done.
        what: String,
        /// The answer of the storage.
        #[source]
        source: object_store::Error,
    },
    /// A file of this machine failed.
    #[error("{what}")]
    File {
        /// What was being done.
        what: String,
        /// The answer of the system.
        #[source]
        source: io::Error,
    },
    /// Another process holds the writer lock.
    #[error("another run holds the site ({lock})")]
    Held {
        /// The lock file.
        lock: String,
    },
    /// A named input does not exist.
    #[error("{name} does not exist")]
    InputMissing {
        /// The path or address as given.
        name: String,
    },
    /// A compressed input is cut off or damaged.
    #[error("{name} is damaged: {reason}")]
    InputDamaged {
        /// The file.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An input is compressed in a way that is not read.
    #[error(
        "{name} is packed with {compression}: unpack it, and ingest what is in it, plain or compressed with gzip or zstd"
    )]
    InputCompression {
        /// The file.
        name: String,
        /// The name of the compression.
        compression: &'static str,
    },
    /// An input could not be read.
    #[error("cannot read {name}")]
    InputUnreadable {
        /// The file.
        name: String,
        /// The cause.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// A table's log cannot be read or written.
    #[error("table {table}")]
    Table {
        /// The table.
        table: String,
        /// The cause.
        #[source]
        source: Box<DeltaTableError>,
    },
    /// A data file cannot be read or written.
    #[error("data file of table {table}")]
    DataFile {
        /// The table.
        table: String,
        /// The cause.
        #[source]
        source: parquet::errors::ParquetError,
    },
    /// Other writers kept winning.
    #[error("table {table} was changed by other writers {attempts} times in a row")]
    Conflict {
        /// The table.
        table: String,
        /// How often it was tried.
        attempts: usize,
    },
    /// Rows do not fit.
    #[error("table {table}: {reason}")]
    Schema {
        /// The table.
        table: String,
        /// In what way.
        reason: String,
    },
    /// A state held to be impossible.
    #[error("internal error: {0}")]
    Internal(String),
}

impl LakeError {
    /// Wraps an error of the storage with what was being done.
    pub(crate) fn storage(what: impl Into<String>) -> impl FnOnce(object_store::Error) -> Self {
        let what = what.into();
        move |source| Self::Storage { what, source }
    }

    /// Wraps an error of the file system with what was being done.
    pub(crate) fn file(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::File { what, source }
    }

    /// Wraps an error of the table's log.
    pub(crate) fn table(table: &str) -> impl FnOnce(DeltaTableError) -> Self {
        let table = table.to_owned();
        move |source| Self::Table {
            table,
            source: Box::new(source),
        }
    }

    /// Wraps an error of a data file.
    pub(crate) fn data_file(table: &str) -> impl FnOnce(parquet::errors::ParquetError) -> Self {
        let table = table.to_owned();
        move |source| Self::DataFile { table, source }
    }

    /// Wraps an arrow error, which here always means rows that do not fit.
    pub(crate) fn rows(table: &str) -> impl FnOnce(arrow::error::ArrowError) -> Self {
        let table = table.to_owned();
        move |error| Self::Schema {
            table,
            reason: error.to_string(),
        }
    }
}

/// Finds the failure behind an error of any library by walking its causes.
fn failure_of_causes(error: &(dyn StdError + 'static)) -> Option<&'static Failure> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<io::Error>()
            && let Some(failure) = failure_of_io(io)
        {
            return Some(failure);
        }
        if let Some(storage) = error.downcast_ref::<object_store::Error>() {
            let refused = matches!(
                storage,
                object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. }
            );
            match http_status(storage) {
                _ if refused => return Some(&failures::REFUSED),
                Some(401 | 403) => return Some(&failures::REFUSED),
                Some(404) => return Some(&failures::LOCATION),
                _ if may_pass(storage) => {
                    let inner = storage.source().and_then(failure_of_causes);
                    return Some(inner.unwrap_or(&failures::UNREACHABLE));
                }
                _ => {}
            }
        }
        cause = error.source();
    }
    None
}

fn failure_of_io(error: &io::Error) -> Option<&'static Failure> {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(&failures::DISK_FULL),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Some(&failures::REFUSED),
        _ => None,
    }
}

impl Failing for LakeError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::Location { .. } => &failures::LOCATION,
            Self::Storage { source, .. } => failure_of_causes(source).unwrap_or(&failures::STORAGE),
            Self::File { source, .. } => failure_of_causes(source).unwrap_or(&failures::STORAGE),
            Self::Held { .. } => &failures::HELD,
            Self::InputMissing { .. } => &failures::INPUT_MISSING,
            Self::InputDamaged { .. } => &failures::INPUT_DAMAGED,
            Self::InputCompression { .. } => &failures::INPUT_COMPRESSION,
            Self::InputUnreadable { .. } => &failures::INPUT_UNREADABLE,
            Self::Table { source, .. } => failure_of_causes(source.as_ref()).unwrap_or(&failures::TABLE_DAMAGED),
            Self::DataFile { source, .. } => failure_of_causes(source).unwrap_or(&failures::TABLE_DAMAGED),
            Self::Conflict { .. } => &failures::CONFLICT,
            Self::Schema { .. } => &failures::SCHEMA,
            Self::Internal(_) => &failures::INTERNAL,
        }
    }
}
