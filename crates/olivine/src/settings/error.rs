//! What can be wrong with settings.

use std::path::PathBuf;

use figment::error::Kind;
use olivine_failure::{Failing, Failure};

use super::failures::{BAD_VALUE, NO_SITE, SECRET_MISSING, SECRET_PLACE, UNKNOWN_KEY};

/// What can be wrong with settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// No site file where one was expected.
    #[error("there is no olivine.toml in {}", dir.display())]
    NoSite {
        /// The folder looked at.
        dir: PathBuf,
    },
    /// A section or key that does not exist.
    #[error("unknown setting `{key}` in {source_name}{}", suggestion.as_ref().map(|s| format!("; did you mean `{s}`?")).unwrap_or_default())]
    UnknownKey {
        /// The key as written.
        key: String,
        /// File, environment or command line.
        source_name: String,
        /// The nearest known key.
        suggestion: Option<String>,
    },
    /// A value of the wrong type or outside what is allowed.
    #[error("setting `{key}` in {source_name}: {reason}")]
    Value {
        /// The key.
        key: String,
        /// File, environment or command line.
        source_name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A `--set` argument without `=`.
    #[error("`{pair}` is not of the form section.key=value")]
    Pair {
        /// The argument.
        pair: String,
    },
    /// A secret given as an argument, where other users of the machine can read it.
    #[error("`{key}` is a secret and cannot be given on the command line")]
    SecretOnCommandLine {
        /// The key.
        key: String,
    },
    /// A password inside a database URL.
    #[error("`{key}` holds a password")]
    SecretInUrl {
        /// The key.
        key: String,
    },
    /// A named secret that is not there.
    #[error("the secret of `{key}` cannot be read: {reason}")]
    SecretMissing {
        /// The key.
        key: String,
        /// What went wrong.
        reason: String,
    },
}

impl SettingsError {
    /// Turns figment's error into ours, with a suggestion for a mistyped key.
    pub(super) fn from_figment(error: figment::Error) -> Self {
        let source_name = error
            .metadata
            .as_ref()
            .map_or_else(|| "settings".into(), super::explain::source_name);
        let mut path = error.path.clone();
        match &error.kind {
            Kind::UnknownField(name, expected) => {
                let nearest = expected
                    .iter()
                    .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
                let near = nearest.filter(|known| strsim::jaro_winkler(known, name) > 0.7);
                let section = if path.last() == Some(name) {
                    path[..path.len() - 1].join(".")
                } else {
                    path.join(".")
                };
                let full = |key: &str| {
                    if section.is_empty() {
                        key.to_owned()
                    } else {
                        format!("{section}.{key}")
                    }
                };
                Self::UnknownKey {
                    key: full(name),
                    source_name,
                    suggestion: near.map(|known| full(known)),
                }
            }
            kind => {
                if path.is_empty() {
                    path.push("(file)".into());
                }
                Self::Value {
                    key: path.join("."),
                    source_name,
                    reason: kind.to_string(),
                }
            }
        }
    }
}

impl Failing for SettingsError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::NoSite { .. } => &NO_SITE,
            Self::UnknownKey { .. } => &UNKNOWN_KEY,
            Self::Value { .. } | Self::Pair { .. } => &BAD_VALUE,
            Self::SecretOnCommandLine { .. } | Self::SecretInUrl { .. } => &SECRET_PLACE,
            Self::SecretMissing { .. } => &SECRET_MISSING,
        }
    }
}
