//! What can be wrong with settings.

use std::path::PathBuf;

use figment::error::{Actual, Kind};
use olivine_failure::{Failing, Failure};

use super::failures::{BAD_VALUE, NO_SITE, SECRET_MISSING, SECRET_PLACE, SITE_FILE_UNREADABLE, UNKNOWN_KEY};

/// What can be wrong with settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// No site file where one was expected.
    #[error("there is no olivine.toml in {}", dir.display())]
    NoSite {
        /// The folder looked at.
        dir: PathBuf,
    },
    /// A site file that nobody lets the program read, or that is no TOML.
    #[error("{file}: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system or the parser says.
        reason: String,
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
        let path = &error.path;
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
            kind if path.is_empty() => Self::Unreadable {
                file: source_name,
                reason: kind.to_string().trim_end().to_owned(),
            },
            kind => Self::Value {
                key: path.join("."),
                source_name,
                reason: what_is_wrong(kind),
            },
        }
    }
}

/// What is wrong with a value, in the words of the book instead of those of the language that the program is written in.
fn what_is_wrong(kind: &Kind) -> String {
    let (Kind::InvalidType(found, wanted) | Kind::InvalidValue(found, wanted)) = kind else {
        return kind.to_string();
    };
    let expected = match wanted.as_str() {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, not below 0",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        "a sequence" => "a list in brackets",
        "a string" => "text in quotes",
        other => other,
    };
    let written = match found {
        Actual::Bool(value) => format!("`{value}`"),
        Actual::Unsigned(value) => format!("`{value}`"),
        Actual::Signed(value) => format!("`{value}`"),
        Actual::Float(value) => format!("`{value}`"),
        Actual::Str(text) => format!("the text {text:?}"),
        Actual::Seq => "a list".to_owned(),
        // Of TOML, days arrive in this form, too.
        Actual::Map => "a section, or a day without quotes".to_owned(),
        other => other.to_string(),
    };
    format!("expected {expected}, found {written}")
}

impl Failing for SettingsError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::NoSite { .. } => &NO_SITE,
            Self::Unreadable { .. } => &SITE_FILE_UNREADABLE,
            Self::UnknownKey { .. } => &UNKNOWN_KEY,
            Self::Value { .. } | Self::Pair { .. } => &BAD_VALUE,
            Self::SecretOnCommandLine { .. } | Self::SecretInUrl { .. } => &SECRET_PLACE,
            Self::SecretMissing { .. } => &SECRET_MISSING,
        }
    }
}
