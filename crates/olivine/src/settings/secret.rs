//! Secrets are named, never written down: `env:NAME` or `file:PATH`.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Settings, SettingsError};

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

impl Settings {
    /// All settings that name a secret.
    pub fn secrets(&self) -> [(&'static str, &Secret); 11] {
        [
            ("lake.access_key_id", &self.lake.access_key_id),
            ("lake.secret_access_key", &self.lake.secret_access_key),
            ("store.password", &self.store.password),
            ("lms.database_password", &self.lms.database_password),
            ("lms.client_secret", &self.lms.client_secret),
            ("lms.oauth_password", &self.lms.oauth_password),
            ("ecommerce.database_password", &self.ecommerce.database_password),
            ("video.youtube_key", &self.video.youtube_key),
            ("web.embed_key", &self.web.embed_key),
            ("sign_in.client_secret", &self.sign_in.client_secret),
            ("sign_in.shared_secret", &self.sign_in.shared_secret),
        ]
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
