//! What must hold between the settings of signing in.

use url::Url;

use super::{Settings, SettingsError, check_one_of, wrong};

/// Clocks that differ by more are to be mended, not borne: a token that was stolen would count for as long.
const LARGEST_SKEW: u32 = 300;

impl Settings {
    /// Whether people sign in at the LMS.
    pub fn signs_in_with_lms(&self) -> bool {
        !self.sign_in.client_id.is_empty()
    }

    /// Issuer of the LMS's tokens.
    pub fn issuer(&self) -> String {
        if self.sign_in.issuer.is_empty() {
            format!("{}/oauth2", self.lms.url.trim_end_matches('/'))
        } else {
            self.sign_in.issuer.clone()
        }
    }

    /// Base URL at which this program reaches the LMS.
    pub fn internal_lms_url(&self) -> &str {
        let own = &self.sign_in.internal_url;
        if own.is_empty() { &self.lms.url } else { own }
    }

    /// Checks the settings of signing in and of embedding.
    pub(super) fn check_sign_in(&self) -> Result<(), SettingsError> {
        for origin in &self.web.embed_origins {
            if !is_origin(origin) {
                let reason = format!("`{origin}` is no origin such as `https://studio.example.org`");
                return Err(wrong("web.embed_origins", reason));
            }
        }
        let sign_in = &self.sign_in;
        check_one_of("sign_in.rights", &sign_in.rights, &["api", "database"])?;
        if sign_in.clock_skew_seconds > LARGEST_SKEW {
            return Err(wrong("sign_in.clock_skew_seconds", "at most 300 seconds can be borne"));
        }
        if !sign_in.logout_url.is_empty() && !is_web_address(&sign_in.logout_url) {
            return Err(wrong("sign_in.logout_url", "it is no http or https address"));
        }
        if !self.signs_in_with_lms() {
            return Ok(());
        }
        for (key, url) in [
            ("lms.url", self.lms.url.as_str()),
            ("web.public_url", &self.web.public_url),
            ("sign_in.internal_url", self.internal_lms_url()),
        ] {
            if !is_web_address(url) {
                let reason = "signing in at the LMS (`sign_in.client_id`) needs an http or https address here";
                return Err(wrong(key, reason));
            }
        }
        if sign_in.keys.is_empty() && sign_in.shared_secret.is_empty() {
            let reason = "without the keys of the LMS none of its tokens can be believed";
            return Err(wrong("sign_in.keys", reason));
        }
        if sign_in.audience.is_empty() {
            return Err(wrong("sign_in.audience", "a token must be meant for somebody"));
        }
        if sign_in.client_secret.is_empty() {
            return Err(wrong("sign_in.client_secret", "the LMS asks for it"));
        }
        Ok(())
    }
}

/// Whether a text is an address that a browser could open.
pub fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn is_origin(text: &str) -> bool {
    is_web_address(text) && Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(change: impl FnOnce(&mut Settings)) -> Result<(), String> {
        let mut settings = Settings::default();
        settings.sign_in.client_id = "olivine".into();
        settings.sign_in.client_secret = serde_json::from_str("\"env:SECRET\"").unwrap();
        settings.sign_in.keys = "keys.json".into();
        settings.lms.url = "https://lms.example.org".into();
        settings.web.public_url = "https://insights.example.org".into();
        change(&mut settings);
        settings.check_sign_in().map_err(|error| error.to_string())
    }

    #[test]
    fn what_signing_in_needs_is_asked_for() {
        assert_eq!(settings(|_| ()), Ok(()));
        type Change = fn(&mut Settings);
        let wrong: [(&str, Change); 8] = [
            ("lms.url", |s| s.lms.url.clear()),
            ("web.public_url", |s| s.web.public_url = "insights.example.org".into()),
            ("sign_in.keys", |s| s.sign_in.keys.clear()),
            ("sign_in.audience", |s| s.sign_in.audience.clear()),
            ("sign_in.client_secret", |s| {
                s.sign_in.client_secret = Default::default()
            }),
            ("sign_in.clock_skew_seconds", |s| s.sign_in.clock_skew_seconds = 301),
            ("sign_in.rights", |s| s.sign_in.rights = "lms".into()),
            ("web.embed_origins", |s| {
                s.web.embed_origins = vec!["https://studio.example.org/x".into()]
            }),
        ];
        for (key, change) in wrong {
            let said = settings(change).unwrap_err();
            assert!(said.contains(key), "{key}: {said}");
        }
        // Without a client nothing of it matters.
        assert_eq!(
            settings(|s| {
                s.sign_in.client_id.clear();
                s.lms.url.clear();
            }),
            Ok(())
        );
    }

    #[test]
    fn issuer_and_inner_address_follow_the_lms() {
        let mut settings = Settings::default();
        settings.lms.url = "https://lms.example.org/".into();
        assert_eq!(settings.issuer(), "https://lms.example.org/oauth2");
        assert_eq!(settings.internal_lms_url(), "https://lms.example.org/");
        settings.sign_in.internal_url = "http://lms:8000".into();
        settings.sign_in.issuer = "another".into();
        assert_eq!(settings.internal_lms_url(), "http://lms:8000");
        assert_eq!(settings.issuer(), "another");
    }
}
