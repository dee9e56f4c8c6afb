//! Looking at LMS tables before they are imported: are they there, may they be read.

use std::time::Duration;

use crate::error::SourceError;
use crate::lms::LmsSource;
use crate::tables::LmsTable;
use crate::{csv_folder, mysql};

/// How a table of a source stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableLook {
    /// Its name in the LMS.
    pub table: &'static str,
    /// How it stands.
    pub state: TableState,
}

/// Whether an import could read a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableState {
    /// It could.
    Readable,
    /// There is none, or none that this user may know of.
    Absent,
    /// Columns are not there, or none that this user may know of.
    Lacks {
        /// The columns.
        columns: Vec<String>,
        /// Whether no import is possible without them; else they are empty.
        stops_import: bool,
    },
    /// The server does not let this user read it, or cannot; its reason.
    Refused(String),
}

impl TableState {
    /// Whether an import takes the table.
    pub fn lets_import(&self) -> bool {
        matches!(
            self,
            Self::Readable
                | Self::Lacks {
                    stops_import: false,
                    ..
                }
        )
    }
}

/// Looks at tables without reading them. A server that is silent for longer is given up.
///
/// # Errors
/// The source cannot be reached or refuses who asks; a file that cannot be read.
pub async fn look(
    source: &LmsSource,
    wanted: &[&'static LmsTable],
    longest_silence: Duration,
) -> Result<Vec<TableLook>, SourceError> {
    match source {
        LmsSource::Mysql { url, tls } => mysql::look(url, *tls, wanted, longest_silence).await,
        LmsSource::Csv(folder) => csv_folder::look(folder, wanted),
    }
}
