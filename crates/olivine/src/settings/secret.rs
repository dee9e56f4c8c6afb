//! Secrets are named, never written down: `env:NAME` or `file:PATH`.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::SettingsError;

/// A reference to a secret, `env:NAME` or `file:PATH`; empty: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Secret(String);

impl Secret {
    /// Whether no secret is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Fetches the secret. A file is read relative to the site folder; one trailing line end is removed.
    ///
    /// # Errors
    /// The variable is not set, or the file cannot be read.
    pub fn reveal(&self, key: &str, site: &Path) -> Result<Option<String>, SettingsError> {
        let missing = |reason: String| SettingsError::SecretMissing {
            key: key.into(),
            reason,
        };
        if let Some(name) = self.0.strip_prefix("env:") {
            return std::env::var(name)
                .map(Some)
                .map_err(|_| missing(format!("the variable {name} is not set")));
        }
        if let Some(path) = self.0.strip_prefix("file:") {
            let path = site.join(path);
            let text = std::fs::read_to_string(&path).map_err(|e| missing(format!("{}: {e}", path.display())))?;
            return Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()));
        }
        Ok(None)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // The value itself must not reach the message: it may be the secret.
        if text.is_empty() || text.starts_with("env:") || text.starts_with("file:") {
            Ok(Self(text))
        } else {
            Err(serde::de::Error::custom(
                "a secret is given as `env:NAME` or `file:PATH`, never as the secret itself",
            ))
        }
    }
}
