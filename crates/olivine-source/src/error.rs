//! What goes wrong when LMS data comes in.

use olivine_failure::{Failing, Failure};
use olivine_lake::LakeError;
use reqwest::Url;

use crate::failures as f;

/// What goes wrong when LMS data comes in.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A folder that is not there.
    #[error("there is no folder {folder}")]
    NoFolder {
        /// The folder.
        folder: String,
    },
    /// A place without any known table.
    #[error("{place} holds none of the tables of an LMS")]
    NoTables {
        /// The folder or database.
        place: String,
    },
    /// A folder without any of the files that are read.
    #[error("{folder} holds no {wanted}")]
    NoFiles {
        /// The folder.
        folder: String,
        /// What was looked for.
        wanted: String,
    },
    /// A table that lacks a column.
    #[error("table {table} has no column {column}")]
    NoColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A file that cannot be read.
    #[error("{file}: {reason}")]
    File {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// A database address that is not understood. The address may hold a password and is not repeated.
    #[error("the address of the LMS database is not of the form mysql://USER@HOST:PORT/DATABASE")]
    Address,
    /// The server refuses user, password or database.
    #[error("the LMS database refuses: {0}")]
    Refused(String),
    /// The server cannot be reached, or the connection was lost.
    #[error("the LMS database cannot be reached: {0}")]
    Unreachable(String),
    /// Another answer of the database.
    #[error("the LMS database answers: {0}")]
    Database(String),
    /// Rows that cannot be written.
    #[error("rows of {table}: {reason}")]
    Rows {
        /// The table.
        table: String,
        /// Why.
        reason: String,
    },
    /// An API that answers with an error, or not at all, after all tries.
    #[error("{url}: {reason}")]
    Api {
        /// What was asked.
        url: String,
        /// What came back.
        reason: String,
        /// Whether it may pass.
        passing: bool,
    },
    /// An API that fails at what it is asked (500), after a few tries.
    #[error("{url}: 500 Internal Server Error")]
    ApiFails {
        /// What was asked.
        url: String,
    },
    /// Courses whose structure the LMS failed to tell, while it told that of others.
    #[error("the LMS failed to tell what {number} of its courses are made of, {first} the first of them")]
    CoursesFailed {
        /// How many.
        number: usize,
        /// The first of them.
        first: String,
    },
    /// An API that knows no such thing (404).
    #[error("{url}: 404 Not Found")]
    NotFound {
        /// What was asked.
        url: String,
    },
    /// An API that refuses the service account.
    #[error("{url} refuses the service account or key: {reason}")]
    ApiRefused {
        /// What was asked.
        url: String,
        /// What came back.
        reason: String,
    },
    /// A key of which no more may be asked for now.
    #[error("{url}: nothing more may be asked with this key for now ({reason})")]
    Quota {
        /// What was asked.
        url: String,
        /// The word of the API.
        reason: String,
    },
    /// The lake cannot be written.
    #[error(transparent)]
    Lake(#[from] LakeError),
}

/// Numbers of MySQL errors that mean: not with this user, password or database.
const REFUSALS: &[u16] = &[1044, 1045, 1049, 1142, 1143, 1227, 1698];
/// Lock waits, deadlocks, and servers that shut down.
const PASSING: &[u16] = &[1053, 1077, 1079, 1205, 1213, 1040, 1203];

impl SourceError {
    pub(crate) fn database(error: sqlx::Error) -> Self {
        let number = error.as_database_error().and_then(|error| {
            error
                .try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>()
                .map(sqlx::mysql::MySqlDatabaseError::number)
        });
        match (number, &error) {
            (Some(number), _) if REFUSALS.contains(&number) => Self::Refused(error.to_string()),
            (Some(number), _) if PASSING.contains(&number) => Self::Unreachable(error.to_string()),
            (Some(_), _) => Self::Database(error.to_string()),
            (None, sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut) => {
                Self::Unreachable(error.to_string())
            }
            _ => Self::Database(error.to_string()),
        }
    }
}

impl Failing for SourceError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::NoFolder { .. } | Self::NoTables { .. } | Self::NoFiles { .. } => &f::NO_TABLES,
            Self::NoColumn { .. } => &f::NO_COLUMN,
            Self::File { .. } => &f::FILE,
            Self::Address => &f::ADDRESS,
            Self::Refused(_) => &f::REFUSED,
            Self::Unreachable(_) => &f::UNREACHABLE,
            Self::Database(_) => &f::DATABASE,
            Self::Rows { .. } => &f::ROWS,
            Self::Api { passing: true, .. } | Self::ApiFails { .. } => &f::API_DOWN,
            Self::Api { passing: false, .. } | Self::NotFound { .. } => &f::API_ANSWER,
            Self::ApiRefused { .. } => &f::API_REFUSED,
            Self::Quota { .. } => &f::API_QUOTA,
            Self::CoursesFailed { .. } => &f::COURSES_FAILED,
            Self::Lake(error) => error.failure(),
        }
    }
}

/// An address as messages and logs may show it: without the password that may be written in it.
pub(crate) fn without_password(address: &str) -> String {
    if let Ok(mut url) = Url::parse(address) {
        if url.password().is_none() {
            return address.to_owned();
        }
        // Refused only to addresses that can have none.
        let _ = url.set_password(None);
        return url.into();
    }
    // One that is not understood may hold signs in its password that should have been percent-encoded.
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let parts = rest.rsplit_once('@').and_then(|(who, host)| {
        let (user, _password) = who.split_once(':')?;
        Some((user, host))
    });
    match parts {
        Some((user, host)) => format!("{scheme}://{user}@{host}"),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_shows_the_password_of_an_address() {
        let table = [
            (
                "https://lms.example.org/api/?page=2",
                "https://lms.example.org/api/?page=2",
            ),
            (
                "https://u:secret@lms.example.org/api/",
                "https://u@lms.example.org/api/",
            ),
            ("https://:secret@lms.example.org/", "https://lms.example.org/"),
            ("mysql://u:secret@h:3306/db", "mysql://u@h:3306/db"),
            (
                "https://u:secret@lms.example.org:99999/api",
                "https://u@lms.example.org:99999/api",
            ),
            ("https://u:sec/ret@h/api", "https://u@h/api"),
            ("no address at all", "no address at all"),
            ("bad://[", "bad://["),
        ];
        for (address, shown) in table {
            assert_eq!(without_password(address), shown, "{address}");
        }
    }
}
