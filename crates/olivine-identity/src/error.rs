//! What can go wrong when somebody signs in at the LMS.

use olivine_failure::{Failing, Failure};
use olivine_store::StoreError;

use crate::failures;

/// Why somebody could not be signed in. None of the texts holds a token, a code or a secret.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The LMS cannot be reached, or fails.
    #[error("the LMS at {url} does not answer: {reason}")]
    LmsDown {
        /// Where it was asked.
        url: String,
        /// What it said.
        reason: String,
    },
    /// The LMS refuses this program or its code.
    #[error("the LMS refused: {reason}")]
    Refused {
        /// Its error code.
        reason: String,
    },
    /// The person shares less than is needed, or a token holds less.
    #[error("the LMS does not share {scope}")]
    Scope {
        /// The scope that is missing.
        scope: &'static str,
    },
    /// A token that cannot be believed.
    #[error("token: {reason}")]
    Token {
        /// Why not.
        reason: String,
    },
    /// A token that is no token at all.
    #[error("no signed token")]
    NoToken,
    /// The token's times do not fit this machine's clock.
    #[error("the clock of the LMS differs from ours by at least {seconds} s")]
    Clock {
        /// By how much, at least.
        seconds: i64,
    },
    /// The keys cannot be read.
    #[error("keys of the LMS: {reason}")]
    Keys {
        /// Why not.
        reason: String,
    },
    /// The account is switched off.
    #[error("the account is switched off")]
    Disabled,
    /// The name belongs to another account.
    #[error("the name belongs to another account of this site")]
    NameTaken,
    /// The courses of somebody without any known rights could not be read.
    #[error("rights: {reason}")]
    Rights {
        /// Why not.
        reason: String,
    },
    /// A link to an embedded section does not count (any more).
    #[error("the link is not valid")]
    Embed,
    /// The site's state could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Failing for IdentityError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::LmsDown { .. } => &failures::LMS_DOWN,
            Self::Refused { .. } | Self::Scope { .. } => &failures::REFUSED,
            Self::Token { .. } | Self::NoToken => &failures::TOKEN,
            Self::Clock { .. } => &failures::CLOCK,
            Self::Keys { .. } => &failures::KEYS,
            Self::Disabled | Self::NameTaken => &failures::PERSON,
            Self::Rights { .. } => &failures::RIGHTS,
            Self::Embed => &failures::EMBED,
            Self::Store(error) => error.failure(),
        }
    }
}
