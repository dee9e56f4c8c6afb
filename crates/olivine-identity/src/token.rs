//! Whether a token of the LMS can be believed (`API 1.2`, `MS e.5`).

use std::time::Duration;

use chrono::Utc;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Validation, decode, decode_header};
use serde::Deserialize;

use crate::error::IdentityError;
use crate::keys::Keys;

/// Longest token that is looked at.
const LONGEST: usize = 16 * 1024;

/// What a token says about its person.
#[derive(Debug, Clone, Deserialize, PartialEq)]
pub struct Claims {
    /// User name in the LMS.
    pub preferred_username: String,
    /// Number of the user in the LMS; there with scope `user_id`.
    #[serde(default)]
    pub user_id: Option<i64>,
    /// Whether they are staff of the whole LMS; there with scope `profile`.
    #[serde(default)]
    pub administrator: Option<bool>,
    /// Whether they are a superuser of the LMS.
    #[serde(default)]
    pub superuser: Option<bool>,
    /// What the person let us know.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Whether the token may be used only for what its scopes name.
    #[serde(default)]
    pub is_restricted: Option<bool>,
    /// When it was made, in seconds since 1970.
    #[serde(default)]
    pub iat: Option<f64>,
}

impl Claims {
    /// Whether the person sees every course: staff and superusers of the LMS (`UI 5.2`).
    pub fn is_administrator(&self) -> bool {
        self.administrator == Some(true) || self.superuser == Some(true)
    }

    /// What the token says about that; nothing if it lacks the claim, as one without scope `profile` does.
    pub fn says_administrator(&self) -> Option<bool> {
        if self.is_administrator() {
            return Some(true);
        }
        self.administrator.map(|_| false)
    }
}

/// Believes tokens of one issuer, meant for one audience.
pub struct Verifier {
    keys: Keys,
    issuer: String,
    audience: String,
    skew: Duration,
}

impl Verifier {
    /// Tokens of `issuer` for `audience`, signed by one of the keys; clocks may differ by `skew`.
    pub fn new(keys: Keys, issuer: String, audience: String, skew: Duration) -> Self {
        Self {
            keys,
            issuer,
            audience,
            skew,
        }
    }

    /// The keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// What a token says, if its signature, issuer, audience and times hold.
    ///
    /// # Errors
    /// [`IdentityError::NoToken`] for what is no token, [`IdentityError::Clock`] if only its times do not hold,
    /// [`IdentityError::Token`], [`IdentityError::Keys`].
    pub async fn verify(&self, token: &str) -> Result<Claims, IdentityError> {
        if token.len() > LONGEST {
            return Err(IdentityError::NoToken);
        }
        let header = decode_header(token).map_err(|_| IdentityError::NoToken)?;
        let refused = |reason: &str| IdentityError::Token {
            reason: reason.to_owned(),
        };
        let keys = self.keys.candidates(header.alg, header.kid.as_deref()).await?;
        let mut validation = Validation::new(header.alg);
        validation.leeway = self.skew.as_secs();
        validation.validate_nbf = true;
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        let mut problem = refused("it is signed by an unknown key");
        for key in keys {
            match decode::<Claims>(token, &key, &validation) {
                Ok(found) => return self.made_before_now(found.claims),
                Err(error) => match error.kind() {
                    // Another key may have signed it.
                    ErrorKind::InvalidSignature => {}
                    ErrorKind::ExpiredSignature | ErrorKind::ImmatureSignature => {
                        problem = IdentityError::Clock {
                            seconds: self.skew.as_secs().cast_signed(),
                        };
                    }
                    ErrorKind::InvalidIssuer => problem = refused("it comes from another issuer"),
                    ErrorKind::InvalidAudience => problem = refused("it is meant for somebody else"),
                    ErrorKind::MissingRequiredClaim(_) | ErrorKind::Json(_) => {
                        problem = refused("it lacks a claim");
                    }
                    _ => problem = refused("it is damaged"),
                },
            }
        }
        Err(problem)
    }

    /// A token of the future was not made by a clock like ours.
    fn made_before_now(&self, claims: Claims) -> Result<Claims, IdentityError> {
        let Some(made) = claims.iat else {
            return Err(IdentityError::Token {
                reason: "it lacks a claim".to_owned(),
            });
        };
        // Whole seconds are enough.
        let ahead = made as i64 - Utc::now().timestamp();
        if ahead > self.skew.as_secs().cast_signed() {
            return Err(IdentityError::Clock { seconds: ahead });
        }
        Ok(claims)
    }
}
