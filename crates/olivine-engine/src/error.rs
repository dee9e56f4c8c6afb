//! The errors of the engine.

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

use arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use datafusion::parquet::errors::ParquetError;
use olivine_failure::{Failing, Failure};

use crate::failures;

/// What goes wrong when SQL runs.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Not one reading statement.
    #[error("statement refused: {reason}")]
    Refused {
        /// The rule it breaks.
        reason: String,
    },
    /// A placeholder for which there is no value.
    #[error("there is no value for ${name}{}", known_names(.known))]
    Parameter {
        /// Its name.
        name: String,
        /// The names there are values for.
        known: Vec<String>,
    },
    /// The country database cannot be used.
    #[error("country database {}: {reason}", path.display())]
    CountryDatabase {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The folder for intermediate data cannot be used.
    #[error("folder {}", path.display())]
    SpillFolder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// A table cannot be handed to the session.
    #[error("table {table}: {reason}")]
    Table {
        /// Its name.
        table: String,
        /// Why not.
        reason: String,
    },
    /// The query engine failed.
    #[error("{}", plain_message(.0))]
    Query(#[from] Box<DataFusionError>),
}

impl From<ArrowError> for EngineError {
    fn from(error: ArrowError) -> Self {
        DataFusionError::from(error).into()
    }
}

impl From<DataFusionError> for EngineError {
    fn from(error: DataFusionError) -> Self {
        Self::Query(Box::new(error))
    }
}

fn known_names(known: &[String]) -> String {
    if known.is_empty() {
        return "; there are none".to_owned();
    }
    let names: Vec<String> = known.iter().map(|name| format!("${name}")).collect();
    format!("; there are {}", names.join(", "))
}

/// The message of the query engine without its wrappings and without the names of its own catalog.
fn plain_message(error: &DataFusionError) -> String {
    let text = match error.find_root() {
        DataFusionError::Plan(text)
        | DataFusionError::Execution(text)
        | DataFusionError::ResourcesExhausted(text)
        | DataFusionError::NotImplemented(text) => text.clone(),
        DataFusionError::SQL(error, _) => error.to_string(),
        other => other.strip_backtrace(),
    };
    text.replace("datafusion.public.", "")
}

impl Failing for EngineError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::Refused { .. } => &failures::STATEMENT_REFUSED,
            Self::Parameter { .. } => &failures::PARAMETER,
            Self::CountryDatabase { .. } => &failures::COUNTRY_DATABASE,
            Self::SpillFolder { .. } => &failures::SPILL,
            Self::Table { .. } => &failures::INTERNAL,
            Self::Query(error) => failure_of_query(error),
        }
    }
}

fn failure_of_query(error: &DataFusionError) -> &'static Failure {
    let root = error.find_root();
    if let Some(failure) = failure_of_causes(root) {
        return failure;
    }
    match root {
        DataFusionError::SQL(..)
        | DataFusionError::Plan(_)
        | DataFusionError::SchemaError(..)
        | DataFusionError::NotImplemented(_)
        | DataFusionError::Configuration(_) => &failures::SQL,
        DataFusionError::ResourcesExhausted(_) => &failures::MEMORY,
        DataFusionError::ParquetError(_) | DataFusionError::ObjectStore(_) | DataFusionError::IoError(_) => {
            &failures::UNREADABLE
        }
        DataFusionError::Execution(_) | DataFusionError::ArrowError(..) => &failures::VALUE,
        _ => &failures::INTERNAL,
    }
}

/// What the storage below says, wherever in the causes it says it.
fn failure_of_causes(error: &(dyn StdError + 'static)) -> Option<&'static Failure> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<io::Error>()
            && matches!(io.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
        {
            return Some(&failures::DISK_FULL);
        }
        if let Some(object_store::Error::NotFound { .. }) = error.downcast_ref::<object_store::Error>() {
            return Some(&failures::VANISHED);
        }
        if let Some(DataFusionError::ParquetError(inner)) = error.downcast_ref::<DataFusionError>() {
            match inner.as_ref() {
                ParquetError::External(inner) => return failure_of_causes(inner.as_ref()),
                // The reader of file footers keeps only the text of the answer of the store.
                ParquetError::General(text) if text.contains("Object at location") && text.contains(" not found") => {
                    return Some(&failures::VANISHED);
                }
                _ => {}
            }
        }
        cause = error.source();
    }
    None
}
