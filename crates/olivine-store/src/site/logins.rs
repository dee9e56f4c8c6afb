//! Failed sign-ins, counted by name and by address over a sliding window, so that guessing is slow.

use std::time::Duration;

use super::{SiteState, now, secret_hash};
use crate::error::StoreError;
use crate::value::Value;

/// How many failures are borne, and over which time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginLimit {
    /// The window that slides along.
    pub window: Duration,
    /// Failures for one name within it.
    pub per_user: u32,
    /// Failures from one address within it.
    pub per_address: u32,
}

impl Default for LoginLimit {
    fn default() -> Self {
        Self {
            window: Duration::from_secs(15 * 60),
            per_user: 10,
            per_address: 50,
        }
    }
}

/// Whether a sign-in may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginGate {
    /// Yes.
    Open,
    /// Not before this long.
    Wait(Duration),
}

/// Failures older than this are of no use to any window.
const KEEP_SECONDS: i64 = 24 * 3600;

impl SiteState {
    /// Whether a sign-in for this name from this address may be tried.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn login_allowed(
        &self,
        user_name: &str,
        address: &str,
        limit: &LoginLimit,
    ) -> Result<LoginGate, StoreError> {
        let (now, window) = (now(), i64::try_from(limit.window.as_secs()).unwrap_or(KEEP_SECONDS));
        let mut wait = 0;
        for (subject, most) in [
            (of_user(user_name), limit.per_user),
            (of_address(address), limit.per_address),
        ] {
            // The oldest of the newest `most` failures: once it leaves the window there is room for another try.
            let sql = "SELECT at FROM olivine_login_failure WHERE subject = ? AND at > ? ORDER BY at DESC LIMIT ?";
            let rows = self
                .rows(sql, vec![subject.into(), (now - window).into(), most.into()])
                .await?;
            if rows.len() >= most as usize {
                let oldest = rows.rows.last().and_then(|row| row[0].as_int()).unwrap_or(now);
                wait = wait.max(oldest + window - now).max(1);
            }
        }
        Ok(match u64::try_from(wait) {
            Ok(seconds @ 1..) => LoginGate::Wait(Duration::from_secs(seconds)),
            _ => LoginGate::Open,
        })
    }

    /// Counts a failure. Name and address are kept as hashes: people type passwords into the name field.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn record_login_failure(&self, user_name: &str, address: &str) -> Result<(), StoreError> {
        let now = now();
        self.execute(
            "DELETE FROM olivine_login_failure WHERE at < ?",
            vec![(now - KEEP_SECONDS).into()],
        )
        .await?;
        let values: Vec<Value> = vec![
            of_user(user_name).into(),
            now.into(),
            of_address(address).into(),
            now.into(),
        ];
        self.execute(
            "INSERT INTO olivine_login_failure (subject, at) VALUES (?, ?), (?, ?)",
            values,
        )
        .await
        .map(drop)
    }

    /// Forgets the failures for a name, after it signed in. Those of the address stay: one success does not make many
    /// guesses good.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn clear_login_failures(&self, user_name: &str) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM olivine_login_failure WHERE subject = ?",
            vec![of_user(user_name).into()],
        )
        .await
        .map(drop)
    }
}

fn of_user(name: &str) -> String {
    secret_hash(&format!("user {name}"))
}

fn of_address(address: &str) -> String {
    secret_hash(&format!("address {address}"))
}
