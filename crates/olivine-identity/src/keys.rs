//! The keys with which the LMS signs its tokens.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{AlgorithmParameters, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey};

use crate::error::IdentityError;

/// How often an unknown key lets the key set be read again: whoever sends made-up keys must not make us hammer the LMS.
const AGAIN: Duration = Duration::from_secs(60);
/// How long the LMS has to answer with its keys.
const PATIENCE: Duration = Duration::from_secs(10);

/// The RSA keys of a JWK set, read from where the settings say, and a shared secret where the LMS signs with one.
pub struct Keys {
    place: Place,
    shared: Option<DecodingKey>,
    known: RwLock<Option<JwkSet>>,
    asked: Mutex<Option<Instant>>,
}

enum Place {
    None,
    File(PathBuf),
    Address(String),
}

impl Keys {
    /// Keys of a file.
    pub fn of_file(path: PathBuf) -> Self {
        Self::at(Place::File(path))
    }

    /// Keys of an address.
    pub fn of_address(address: String) -> Self {
        Self::at(Place::Address(address))
    }

    /// No public keys: only a shared secret can be added.
    pub fn none() -> Self {
        Self::at(Place::None)
    }

    /// The same with a secret that the LMS signs with (HS256).
    #[must_use]
    pub fn with_shared_secret(self, secret: &str) -> Self {
        Self {
            shared: Some(DecodingKey::from_secret(secret.as_bytes())),
            ..self
        }
    }

    fn at(place: Place) -> Self {
        Self {
            place,
            shared: None,
            known: RwLock::default(),
            asked: Mutex::default(),
        }
    }

    /// Reads the set, whether it is known already or not; gives how many keys there are.
    ///
    /// # Errors
    /// [`IdentityError::Keys`].
    pub async fn read(&self) -> Result<usize, IdentityError> {
        let broken = |reason: String| IdentityError::Keys { reason };
        let text = match &self.place {
            Place::None => return Ok(0),
            Place::File(path) => tokio::fs::read_to_string(path)
                .await
                .map_err(|error| broken(format!("{}: {error}", path.display())))?,
            Place::Address(address) => fetch(address).await.map_err(|error| broken(error.to_string()))?,
        };
        let set: JwkSet = serde_json::from_str(&text).map_err(|error| broken(format!("no JWK set: {error}")))?;
        let usable = set.keys.iter().filter(|key| is_rsa(&key.algorithm)).count();
        if usable == 0 {
            return Err(broken("the set holds no RSA key".to_owned()));
        }
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(set);
        Ok(usable)
    }

    /// The keys that may have signed a token with this header. An algorithm chooses among keys of its own family only,
    /// so that a public key is never taken for a secret.
    pub(crate) async fn candidates(
        &self,
        algorithm: Algorithm,
        kid: Option<&str>,
    ) -> Result<Vec<DecodingKey>, IdentityError> {
        match algorithm {
            Algorithm::HS256 => Ok(self.shared.clone().into_iter().collect()),
            Algorithm::RS256 | Algorithm::RS384 | Algorithm::RS512 => {
                let found = self.known_candidates(kid)?;
                // The LMS may have changed its keys since they were read.
                if found.is_empty() && self.may_ask() {
                    self.read().await?;
                    return self.known_candidates(kid);
                }
                Ok(found)
            }
            _ => Ok(Vec::new()),
        }
    }

    fn known_candidates(&self, kid: Option<&str>) -> Result<Vec<DecodingKey>, IdentityError> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let Some(set) = known.as_ref() else {
            return Ok(Vec::new());
        };
        let fits = |named: Option<&str>| match (kid, named) {
            (Some(wanted), Some(named)) => wanted == named,
            _ => true,
        };
        let keys = set
            .keys
            .iter()
            .filter(|key| is_rsa(&key.algorithm) && fits(key.common.key_id.as_deref()));
        keys.map(DecodingKey::from_jwk)
            .collect::<Result<_, _>>()
            .map_err(|error| IdentityError::Keys {
                reason: error.to_string(),
            })
    }

    fn may_ask(&self) -> bool {
        if matches!(self.place, Place::None) {
            return false;
        }
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.is_some_and(|at| at.elapsed() < AGAIN) {
            return false;
        }
        *asked = Some(Instant::now());
        true
    }
}

fn is_rsa(parameters: &AlgorithmParameters) -> bool {
    matches!(parameters, AlgorithmParameters::RSA(_))
}

async fn fetch(address: &str) -> Result<String, reqwest::Error> {
    let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
    client.get(address).send().await?.error_for_status()?.text().await
}
