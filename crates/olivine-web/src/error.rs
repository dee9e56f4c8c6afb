//! What can go wrong when a page is made.

use olivine_api::ApiError;
use olivine_failure::{Failing, Failure};
use olivine_store::StoreError;

use crate::failures;

/// Why there is no page, or only a part of one.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// A template failed.
    #[error("writing a page")]
    Template(#[from] askama::Error),
    /// The message files cannot be read.
    #[error("messages: {0}")]
    Messages(String),
    /// A section names something that does not exist.
    #[error("report `{report}`, section “{section}”: {problem}")]
    Section {
        /// Report id.
        report: String,
        /// Heading of the section.
        section: String,
        /// What is wrong.
        problem: String,
    },
    /// A query was not answered.
    #[error(transparent)]
    Query(#[from] ApiError),
    /// The numbers for a choice of people and days are not there yet.
    #[error("numbers for this choice are still being worked out")]
    Working,
    /// A choice leaves fewer people than the visitor may see numbers of.
    #[error("too few people for numbers of them")]
    SmallGroup(&'static Failure),
    /// The numbers for a choice of people and days could not be worked out.
    #[error("numbers for a choice of people and days: {text}")]
    Selection {
        /// What failed.
        failure: &'static Failure,
        /// Why.
        text: String,
    },
    /// The site's state could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A CSV file could not be written.
    #[error("writing CSV")]
    Csv(#[from] csv::Error),
    /// A workbook could not be written.
    #[error("writing a workbook")]
    Workbook(#[from] std::io::Error),
    /// The session could not be read or written.
    #[error("session")]
    Session(#[from] tower_sessions::session::Error),
}

impl WebError {
    /// What is said where nothing failed and yet there are no numbers: the beginning of two message ids.
    pub fn note(&self) -> Option<&'static str> {
        match self {
            Self::Working => Some("state-working"),
            Self::SmallGroup(_) => Some("state-small"),
            _ => None,
        }
    }

    /// Whether the address asks for what there is not, which is nobody's fault but the address's.
    pub fn is_of_address(&self) -> bool {
        matches!(self, Self::Query(error) if error.reply().0 == 400)
    }
}

impl Failing for WebError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::Template(_) | Self::Csv(_) | Self::Workbook(_) => &failures::PAGE,
            Self::Messages(_) => &failures::MESSAGES,
            Self::Section { .. } => &failures::SECTION,
            Self::Working => &failures::WORKING,
            Self::SmallGroup(failure) | Self::Selection { failure, .. } => failure,
            Self::Query(error) => error.failure(),
            Self::Store(error) => error.failure(),
            Self::Session(_) => &failures::SESSION,
        }
    }
}
