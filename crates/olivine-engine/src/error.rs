//! The errors of the engine.

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

use arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use datafusion::parquet::errors::ParquetError;
use olivine_failure::{Failing, Failure};
use olivine_lake::may_pass;

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
    /// A thread cannot be made.
    #[error("no thread can be made")]
    Threads {
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// Too much that was stopped has not ended.
    #[error("{count} tasks of plugins that were stopped are still at work")]
    GivenUp {
        /// How many.
        count: usize,
    },
    /// A table cannot be handed to the session.
    #[error("table {table}: {reason}")]
    Table {
        /// Its name.
        table: String,
        /// Why not.
        reason: String,
    },
    /// The query engine failed. The message says what is behind it, so there is no cause below to be told beside it.
    #[error("{}", plain_message(.0))]
    Query(Box<DataFusionError>),
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
        DataFusionError::ResourcesExhausted(text) => on_one_line(text),
        DataFusionError::Plan(text) | DataFusionError::Execution(text) | DataFusionError::NotImplemented(text) => {
            text.clone()
        }
        DataFusionError::SQL(error, _) => error.to_string(),
        other => other.strip_backtrace(),
    };
    text.replace("datafusion.public.", "")
}

/// Which step wanted too much, and then who held how much. The query engine says it the other way round and on several lines, of which
/// the reason is the last.
fn on_one_line(text: &str) -> String {
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.split_once("\nError: ") {
        Some((holders, reason)) => format!("{} ({})", joined(reason), joined(holders)),
        None => joined(text),
    }
}

impl Failing for EngineError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::Refused { .. } => &failures::STATEMENT_REFUSED,
            Self::Parameter { .. } => &failures::PARAMETER,
            Self::CountryDatabase { .. } => &failures::COUNTRY_DATABASE,
            Self::SpillFolder { .. } => &failures::SPILL,
            Self::Threads { .. } | Self::GivenUp { .. } => &failures::NO_THREADS,
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
        match error.downcast_ref::<object_store::Error>() {
            Some(object_store::Error::NotFound { .. }) => return Some(&failures::VANISHED),
            Some(storage) if may_pass(storage) => {
                let inner = storage.source().and_then(failure_of_causes);
                return Some(inner.unwrap_or(&failures::UNREACHABLE));
            }
            _ => {}
        }
        if let Some(DataFusionError::ParquetError(inner)) = error.downcast_ref::<DataFusionError>() {
            match inner.as_ref() {
                ParquetError::External(inner) => return failure_of_causes(inner.as_ref()),
                ParquetError::General(text) => return failure_of_text(text),
                _ => {}
            }
        }
        cause = error.source();
    }
    None
}

/// The same where only the text of the answer of the store is left: the reader of file footers keeps no more.
fn failure_of_text(text: &str) -> Option<&'static Failure> {
    if text.contains("Object at location") && text.contains(" not found") {
        return Some(&failures::VANISHED);
    }
    let (_, generic) = text.split_once("Generic ")?;
    let (store, answer) = generic.split_once(" error: ")?;
    let error = object_store::Error::Generic {
        store: "object store",
        source: answer.into(),
    };
    (store != "LocalFileSystem" && may_pass(&error)).then_some(&failures::UNREACHABLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Source = Box<dyn StdError + Send + Sync>;

    /// The failures behind an error of the object store, wrapped as those who read through it do.
    fn codes(store: &'static str, source: impl Fn() -> Source) -> [&'static str; 3] {
        let answer = || object_store::Error::Generic {
            store,
            source: source(),
        };
        let text = format!(
            "Failed to fetch metadata for file a: Parquet error: External: {}",
            answer()
        );
        let wrapped = [
            DataFusionError::ObjectStore(Box::new(answer())),
            DataFusionError::ParquetError(Box::new(ParquetError::External(Box::new(answer())))),
            DataFusionError::ParquetError(Box::new(ParquetError::General(text))),
        ];
        wrapped.map(|error| EngineError::from(error).failure().code)
    }

    #[test]
    fn an_outage_of_the_storage_may_pass_and_a_refusal_does_not() {
        let met = |kind: io::ErrorKind| move || -> Source { Box::new(io::Error::from(kind)) };
        let said = |status: &'static str| {
            move || -> Source { format!("Server returned non-2xx status code: {status}: ").into() }
        };
        let reset = met(io::ErrorKind::ConnectionReset);
        assert_eq!(codes("S3", reset), ["ENGINE-012"; 3]);
        assert_eq!(codes("S3", said("503 Service Unavailable")), ["ENGINE-012"; 3]);
        assert_eq!(codes("S3", said("403 Forbidden")), ["ENGINE-005"; 3]);
        assert_eq!(codes("LocalFileSystem", reset), ["ENGINE-005"; 3]);
        assert_eq!(codes("S3", met(io::ErrorKind::StorageFull))[..2], ["ENGINE-008"; 2]);
        assert_eq!(failures::UNREACHABLE.class, olivine_failure::Class::Transient);
    }

    #[test]
    fn who_wants_too_much_memory_is_said_first_and_on_one_line() {
        let text = "Additional allocation failed for sort with top memory consumers (across reservations) as:\n  \
                    sort#1(can spill: true) consumed 8.0 B, peak 8.0 B.\nError: sort holds 8.0 B and wants 9.0 B more; 0.0 B are left for it";
        let error = EngineError::from(DataFusionError::ResourcesExhausted(text.to_owned()));
        let said = error.to_string();
        assert!(said.starts_with("sort holds 8.0 B and wants 9.0 B more"), "{said}");
        assert!(said.contains("peak 8.0 B") && !said.contains('\n'), "{said}");
        assert_eq!(error.failure().code, "ENGINE-004");
    }
}
