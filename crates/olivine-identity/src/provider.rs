//! The LMS as the place where people sign in: OAuth2's authorization code grant with PKCE (`UI 5.1`, RFC 6749, RFC 7636).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use crate::error::IdentityError;
use crate::token::{Claims, Verifier};

/// What a person must share: who they are, their number, and whether they are staff of the LMS. Neither mail address
/// nor name is asked for: nothing here needs them.
const SCOPES: [&str; 2] = ["user_id", "profile"];
/// How long the LMS has to take up a connection, and to answer.
const CONNECT: Duration = Duration::from_secs(3);
const ANSWER: Duration = Duration::from_secs(15);
/// How long it has to show that it is there, before people are sent to it.
const SIGN_OF_LIFE: Duration = Duration::from_secs(5);
/// Longest answer that is read of an error, in characters.
const LONGEST_REASON: usize = 60;

/// How this site is known to the LMS.
#[derive(Clone)]
pub struct ProviderOptions {
    /// Base URL of the LMS for browsers.
    pub public_url: String,
    /// Base URL of the LMS for this program.
    pub internal_url: String,
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// Where the LMS sends people back to.
    pub redirect_url: String,
}

/// One attempt to sign in: what the browser keeps until the LMS sends it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// What the LMS must hand back.
    pub state: String,
    /// What proves that who comes back is who went (PKCE).
    pub verifier: String,
    /// Where to go afterwards, on this site.
    pub next: String,
    /// When it began, in seconds since 1970.
    pub begun: i64,
}

impl Attempt {
    /// A new attempt.
    pub fn new(next: &str) -> Self {
        Self {
            state: secret(),
            verifier: secret(),
            next: next.to_owned(),
            begun: chrono::Utc::now().timestamp(),
        }
    }

    fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.as_bytes()))
    }
}

/// 32 random bytes as text.
fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// The LMS where people sign in.
pub struct Provider {
    options: ProviderOptions,
    authorize: Url,
    token: Url,
    verifier: Verifier,
    http: reqwest::Client,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
}

#[derive(Deserialize, Default)]
struct ErrorAnswer {
    #[serde(default)]
    error: String,
}

impl Provider {
    /// An LMS known by these options, whose tokens the verifier believes.
    ///
    /// # Errors
    /// [`IdentityError::Refused`] if an address is none.
    pub fn new(options: ProviderOptions, verifier: Verifier) -> Result<Self, IdentityError> {
        let at = |base: &str, path: &str| {
            Url::parse(&format!("{}{path}", base.trim_end_matches('/'))).map_err(|error| IdentityError::Refused {
                reason: format!("{base}: {error}"),
            })
        };
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            // A token is never carried to another place.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("olivine/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| IdentityError::Refused {
                reason: error.to_string(),
            })?;
        Ok(Self {
            authorize: at(&options.public_url, "/oauth2/authorize")?,
            token: at(&options.internal_url, "/oauth2/access_token")?,
            options,
            verifier,
            http,
        })
    }

    /// What believes the tokens of the LMS.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Base URL of the LMS for browsers.
    pub fn public_url(&self) -> &str {
        &self.options.public_url
    }

    /// Whether the LMS gives a sign of life. Somebody sent to a dead LMS sees an error page that is not ours.
    ///
    /// # Errors
    /// [`IdentityError::LmsDown`].
    pub async fn is_there(&self) -> Result<(), IdentityError> {
        let down = |reason: String| IdentityError::LmsDown {
            url: self.token.origin().ascii_serialization(),
            reason,
        };
        let mut address = self.token.clone();
        address.set_path("/oauth2/authorize");
        let answer = self.http.get(address).timeout(SIGN_OF_LIFE).send().await;
        let status = answer.map_err(|error| down(error.without_url().to_string()))?.status();
        // It may well refuse to answer without parameters; then it lives.
        if status.is_server_error() {
            return Err(down(status.to_string()));
        }
        Ok(())
    }

    /// Where an attempt sends the browser.
    pub fn authorize_url(&self, attempt: &Attempt) -> Url {
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.options.client_id)
            .append_pair("redirect_uri", &self.options.redirect_url)
            .append_pair("scope", &SCOPES.join(" "))
            .append_pair("state", &attempt.state)
            .append_pair("code_challenge", &attempt.challenge())
            .append_pair("code_challenge_method", "S256");
        url
    }

    /// Whom a code stands for. A code counts once.
    ///
    /// # Errors
    /// [`IdentityError::LmsDown`], [`IdentityError::Refused`] for a code that does not count, [`IdentityError::Scope`],
    /// those of [`Verifier::verify`].
    pub async fn exchange(&self, attempt: &Attempt, code: &str) -> Result<Claims, IdentityError> {
        let down = |reason: String| IdentityError::LmsDown {
            url: self.token.origin().ascii_serialization(),
            reason,
        };
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.options.redirect_url),
            ("client_id", &self.options.client_id),
            ("client_secret", &self.options.client_secret),
            ("code_verifier", &attempt.verifier),
            ("token_type", "jwt"),
        ];
        let answer = self.http.post(self.token.clone()).form(&form).send().await;
        let answer = answer.map_err(|error| down(error.without_url().to_string()))?;
        let status = answer.status();
        if status.is_server_error() {
            return Err(down(status.to_string()));
        }
        let body = answer
            .bytes()
            .await
            .map_err(|error| down(error.without_url().to_string()))?;
        if !status.is_success() {
            let told: ErrorAnswer = serde_json::from_slice(&body).unwrap_or_default();
            return Err(IdentityError::Refused {
                reason: if told.error.is_empty() {
                    status.to_string()
                } else {
                    plain(&told.error)
                },
            });
        }
        let token: TokenAnswer = serde_json::from_slice(&body).map_err(|_| IdentityError::NoToken)?;
        let claims = self.verifier.verify(&token.access_token).await?;
        match SCOPES
            .into_iter()
            .find(|scope| !claims.scopes.iter().any(|granted| granted == scope))
        {
            Some(scope) => Err(IdentityError::Scope { scope }),
            None => Ok(claims),
        }
    }
}

/// What the LMS says, short and without what could break a line of the log.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_graphic() || *c == ' ')
        .take(LONGEST_REASON)
        .collect()
}
