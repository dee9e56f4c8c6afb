//! The service account of the LMS and its tokens (`ES 5.4`, `PF H1`).

use chrono::Utc;
use serde::Deserialize;

use crate::error::SourceError;

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
            url: self.token_url.clone(),
            reason: "no token in the answer".to_owned(),
            passing: false,
        })?;
        let kind = answer
            .token_type
            .unwrap_or_else(|| self.token_type.to_ascii_uppercase());
        let life = answer.expires_in.unwrap_or(TOKEN_LIFE).max(0);
        Ok(Token {
            header: format!("{kind} {}", answer.access_token),
            ends: Utc::now().timestamp_millis() + (life - TOKEN_MARGIN.min(life / 2)) * 1000,
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
    #[serde(default)]
    expires_in: Option<i64>,
    #[serde(default)]
    token_type: Option<String>,
}
