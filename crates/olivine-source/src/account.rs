//! The service account of the LMS and its tokens (`ES 5.4`, `PF H1`).

use chrono::Utc;
use serde::Deserialize;

use crate::error::{SourceError, without_password};

/// A token is renewed so many seconds before it runs out, or after half of its life where that is less.
const TOKEN_MARGIN: i64 = 30;
/// Life of a token whose answer does not tell, in seconds.
const TOKEN_LIFE: i64 = 3600;

/// A service account of the LMS.
#[derive(Clone)]
pub struct Account {
    /// Where tokens are asked for, `https://lms/oauth2/access_token`.
    pub token_url: String,
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// Kind of token that is asked for: `jwt`, or `bearer`.
    pub token_type: String,
    /// User name and password, for an LMS that gives tokens to people only.
    pub person: Option<(String, String)>,
}

impl Account {
    /// An account that asks with its client id and secret for JSON web tokens.
    pub fn new(token_url: String, client_id: String, client_secret: String) -> Self {
        Self {
            token_url,
            client_id,
            client_secret,
            token_type: "jwt".to_owned(),
            person: None,
        }
    }

    /// The form that asks for a token.
    pub(crate) fn form(&self) -> Vec<(&'static str, &str)> {
        let mut form = vec![
            ("client_id", self.client_id.as_str()),
            ("client_secret", &self.client_secret),
            ("token_type", &self.token_type),
        ];
        match &self.person {
            Some((name, password)) => {
                form.extend([("grant_type", "password"), ("username", name), ("password", password)]);
            }
            None => form.push(("grant_type", "client_credentials")),
        }
        form
    }

    /// The token of an answer.
    pub(crate) fn token(&self, answer: &[u8]) -> Result<Token, SourceError> {
        let answer: TokenAnswer = serde_json::from_slice(answer).map_err(|_| SourceError::Api {
            url: without_password(&self.token_url),
            reason: "no token in the answer".to_owned(),
            passing: false,
        })?;
        let kind = answer
            .token_type
            .unwrap_or_else(|| self.token_type.to_ascii_uppercase());
        // A life without end may be written as a number that no clock reaches, one that is over as less than nothing: such a token
        // serves the request that it was asked for.
        let life = answer.expires_in.map_or(TOKEN_LIFE, |seconds| seconds as i64).max(0);
        let used_for = (life - TOKEN_MARGIN.min(life / 2)).saturating_mul(1000);
        Ok(Token {
            header: format!("{kind} {}", answer.access_token),
            ends: Utc::now().timestamp_millis().saturating_add(used_for),
        })
    }
}

/// A token in use.
#[derive(Clone)]
pub(crate) struct Token {
    /// The text that authorizes a request.
    pub(crate) header: String,
    /// When it is to be renewed, in milliseconds.
    ends: i64,
}

impl Token {
    pub(crate) fn is_good(&self) -> bool {
        self.ends > Utc::now().timestamp_millis()
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    /// Seconds; a number of any size.
    #[serde(default)]
    expires_in: Option<f64>,
    #[serde(default)]
    token_type: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For how many seconds a token of such an answer is used.
    fn used_for(life: &str) -> i64 {
        let account = Account::new("https://lms/token".to_owned(), "olivine".to_owned(), "quiet".to_owned());
        let answer = format!(r#"{{"access_token": "abc"{life}}}"#);
        let before = Utc::now().timestamp_millis();
        let token = account.token(answer.as_bytes()).unwrap();
        assert_eq!(token.header, "JWT abc");
        token.ends.saturating_sub(before) / 1000
    }

    #[test]
    fn a_token_may_live_for_any_time() {
        let table = [
            ("", 3570..3580),
            (r#", "expires_in": null"#, 3570..3580),
            (r#", "expires_in": 3600"#, 3570..3580),
            (r#", "expires_in": 90.5"#, 60..70),
            (r#", "expires_in": 10"#, 5..15),
            (r#", "expires_in": 1"#, 1..10),
            (r#", "expires_in": 0"#, 0..1),
            (r#", "expires_in": -1"#, 0..1),
            (r#", "expires_in": -9223372036854775808"#, 0..1),
        ];
        for (life, expected) in table {
            let found = used_for(life);
            assert!(expected.contains(&found), "{life}: {found}");
        }
        let for_ever = i64::MAX / 1000 - 10_000_000_000;
        for life in ["9223372036854775807", "18446744073709551616", "1e300"] {
            let found = used_for(&format!(r#", "expires_in": {life}"#));
            assert!(found > for_ever, "{life}: {found}");
        }
    }
}
