//! What can be wrong with settings.

use std::path::PathBuf;

use figment::error::Kind;
use olivine_failure::{Class, Failing, Failure};

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

/// Failures of settings.
pub const FAILURES: &[&Failure] = &[&NO_SITE, &UNKNOWN_KEY, &BAD_VALUE, &SECRET_PLACE, &SECRET_MISSING];

const NO_SITE: Failure = Failure {
    code: "SITE-001",
    class: Class::Configuration,
    title: "not a site folder",
    hint: "Make one with `olivine init DIR`, or name the folder with `olivine -C DIR …`.",
    page: "A site is a folder with `olivine.toml` in it. Commands that work on a site look for that file in the \
           current folder, or in the folder named with `-C`.",
};
const UNKNOWN_KEY: Failure = Failure {
    code: "SITE-002",
    class: Class::Configuration,
    title: "unknown setting",
    hint: "Correct the name; `olivine config explain` lists every setting that exists.",
    page: "A name that does not exist is refused, because a mistyped setting that is silently ignored is worse. The \
           message names the place and the nearest existing name.",
};
const BAD_VALUE: Failure = Failure {
    code: "SITE-003",
    class: Class::Configuration,
    title: "a setting has a value that cannot be used",
    hint: "Correct the value; `olivine config explain KEY` shows its type, default and meaning.",
    page: "The value has another type than the setting, or is outside of what is allowed. The message names the \
           setting and the place where the value stands.",
};
const SECRET_PLACE: Failure = Failure {
    code: "SITE-004",
    class: Class::Configuration,
    title: "a secret stands where others can read it",
    hint: "Put it into a variable or a file, and name that: `env:NAME` or `file:PATH`.",
    page: "Passwords and keys are never written into the site file, a URL or an argument: those are backed up, logged \
           and listed. Put the secret into an environment variable or into a file that only the service can read, \
           and write `env:NAME` or `file:PATH` as the value of the setting that takes it.",
};
const SECRET_MISSING: Failure = Failure {
    code: "SITE-005",
    class: Class::Environment,
    title: "a named secret is not there",
    hint: "Set the variable or make the file that the setting names, readable by the user who runs olivine.",
    page: "A setting names its secret as `env:NAME` or `file:PATH`, and that variable is not set or the file cannot be \
           read by the user who runs the program.",
};

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
