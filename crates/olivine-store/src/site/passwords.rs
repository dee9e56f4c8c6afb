//! Passwords: argon2id, and an answer that takes as long for a name nobody has.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use super::SiteState;
use crate::error::StoreError;

const SHORTEST: usize = 8;
/// Hashing time grows with length; nobody types more.
const LONGEST_BYTES: usize = 1024;

/// Checks a password somebody wants to have.
pub(super) fn check(password: &str) -> Result<(), StoreError> {
    let reason = if password.chars().count() < SHORTEST {
        "it has fewer than 8 characters"
    } else if password.len() > LONGEST_BYTES {
        "it is longer than 1024 bytes"
    } else {
        return Ok(());
    };
    Err(StoreError::Credential {
        what: "password",
        reason,
    })
}

impl SiteState {
    /// The hash of a password, with a salt of its own.
    pub(super) async fn hash_password(&self, password: &str) -> Result<String, StoreError> {
        check(password)?;
        let password = password.to_owned();
        self.on_blocking_thread(move || hash(&password)).await?
    }

    /// Whether the password is that of the hash. Without a hash the same work is done, so that the time does not tell
    /// whether a user exists.
    pub(super) async fn password_matches(&self, password: &str, kept: Option<String>) -> Result<bool, StoreError> {
        if password.len() > LONGEST_BYTES {
            return Ok(false);
        }
        let password = password.to_owned();
        self.on_blocking_thread(move || {
            let known = kept.is_some();
            let kept = match kept {
                Some(kept) => kept,
                None => nobody()?.to_owned(),
            };
            let parsed = PasswordHash::new(&kept).map_err(|error| StoreError::Internal {
                detail: format!("a password hash cannot be read: {error}"),
            })?;
            let same = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(same && known)
        })
        .await?
    }

    async fn on_blocking_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        // Held until the work is done, so that a crowd at the sign-in page takes time, not memory.
        let permit = self.hashing.clone().acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|error| StoreError::Internal {
            detail: error.to_string(),
        })
    }
}

fn hash(password: &str) -> Result<String, StoreError> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| StoreError::Internal {
            detail: format!("a password cannot be hashed: {error}"),
        })?;
    Ok(hash.to_string())
}

/// A hash that stands in for a user who is not there.
fn nobody() -> Result<&'static str, StoreError> {
    static HASH: OnceLock<String> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(hash);
    }
    let made = hash("nobody has this password")?;
    Ok(HASH.get_or_init(|| made))
}
