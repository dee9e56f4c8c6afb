//! Links to a section of a report that another page shows in a frame: signed, for minutes (`MS e.5`).

use std::time::Duration;

use chrono::Utc;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use crate::error::IdentityError;

/// What these tokens are for; tokens of the LMS never are.
const AUDIENCE: &str = "olivine-embed";
/// Shortest key, in bytes: as long as the signature's hash.
const SHORTEST: usize = 32;

/// What a link shows, and in whose name. The rights are those of the person at the time of looking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Embedded {
    /// In whose name.
    #[serde(rename = "sub")]
    pub user: String,
    /// Course key.
    pub course: String,
    /// Id of the report.
    pub report: String,
    /// Number of the section, from 1; none: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<usize>,
}

#[derive(Serialize, Deserialize)]
struct Signed {
    aud: String,
    exp: i64,
    #[serde(flatten)]
    embedded: Embedded,
}

/// Signs links and checks them.
pub struct EmbedKey {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl std::fmt::Debug for EmbedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmbedKey")
    }
}

impl EmbedKey {
    /// A key from a secret.
    ///
    /// # Errors
    /// [`IdentityError::Keys`] if it is shorter than 32 bytes.
    pub fn new(secret: &str) -> Result<Self, IdentityError> {
        if secret.len() < SHORTEST {
            return Err(IdentityError::Keys {
                reason: format!("a key for links has at least {SHORTEST} bytes"),
            });
        }
        Ok(Self {
            encoding: EncodingKey::from_secret(secret.as_bytes()),
            decoding: DecodingKey::from_secret(secret.as_bytes()),
        })
    }

    /// The text of a link that is good for so long.
    ///
    /// # Errors
    /// [`IdentityError::Embed`] if it cannot be written.
    pub fn sign(&self, embedded: &Embedded, good_for: Duration) -> Result<String, IdentityError> {
        let signed = Signed {
            aud: AUDIENCE.to_owned(),
            exp: Utc::now().timestamp() + good_for.as_secs().cast_signed(),
            embedded: embedded.clone(),
        };
        encode(&Header::new(Algorithm::HS256), &signed, &self.encoding).map_err(|_| IdentityError::Embed)
    }

    /// What a link shows, if it counts.
    ///
    /// # Errors
    /// [`IdentityError::Embed`] if it does not, or not any more.
    pub fn check(&self, link: &str) -> Result<Embedded, IdentityError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // Made and checked by the same clock.
        validation.leeway = 0;
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "aud"]);
        let found = decode::<Signed>(link, &self.decoding, &validation).map_err(|_| IdentityError::Embed)?;
        Ok(found.claims.embedded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_counts_for_its_time_and_its_key() {
        let key = EmbedKey::new("0123456789abcdef0123456789abcdef").unwrap();
        let other = EmbedKey::new("another 0123456789abcdef0123456789").unwrap();
        let embedded = Embedded {
            user: "ada".into(),
            course: "course-v1:O+C+R".into(),
            report: "enrollment.activity".into(),
            section: Some(2),
        };
        let link = key.sign(&embedded, Duration::from_secs(60)).unwrap();
        assert_eq!(key.check(&link).unwrap(), embedded);
        assert!(matches!(other.check(&link), Err(IdentityError::Embed)));
        // The signature covers every part: a changed payload does not count.
        let parts: Vec<&str> = link.split('.').collect();
        let forged = format!("{}.{}x.{}", parts[0], parts[1], parts[2]);
        assert!(matches!(key.check(&forged), Err(IdentityError::Embed)));
        let ended = key.sign(&embedded, Duration::ZERO).unwrap();
        std::thread::sleep(Duration::from_millis(1100));
        assert!(matches!(key.check(&ended), Err(IdentityError::Embed)));
        assert!(EmbedKey::new("short").is_err());
    }
}
