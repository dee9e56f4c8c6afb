//! Failed sign-ins, counted by name and by address over a sliding window, so that guessing is slow.
//!
//! An attempt counts as a failure from before its password is looked at: it is on record as under way until it has failed or was
//! right. So attempts made all at once, of whichever programs of the site, get no further than those made one after the other.

use std::time::Duration;

use rand::RngExt;

use super::{SiteState, broken, now, secret_hash};
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

impl LoginLimit {
    fn window_seconds(&self) -> i64 {
        i64::try_from(self.window.as_secs()).unwrap_or(KEEP_SECONDS)
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

/// What became of the wish to try a sign-in.
#[derive(Debug)]
pub enum LoginStart {
    /// It is under way: to be ended by [`SiteState::login_failed`] or [`SiteState::login_succeeded`].
    Begun(LoginAttempt),
    /// Too many have failed: not before this long.
    Wait(Duration),
    /// With those that are under way there are too many: soon again.
    Busy,
}

/// A sign-in that is under way. Left without an end, as by a program that dies, it counts for some minutes.
#[derive(Debug)]
pub struct LoginAttempt {
    id: String,
    user_name: String,
    address: String,
}

/// Seconds for which an attempt counts that nobody ended: far longer than it takes to look at a password.
const UNDER_WAY_SECONDS: i64 = 300;
/// Failures and attempts other than one of them, for a name.
const OF_USER: &str = "SELECT (SELECT count(*) FROM olivine_login_failure WHERE subject = ? AND at > ?) \
                       + (SELECT count(*) FROM olivine_login_attempt WHERE user_subject = ? AND at > ? AND id <> ?)";
/// The same for an address.
const OF_ADDRESS: &str = "SELECT (SELECT count(*) FROM olivine_login_failure WHERE subject = ? AND at > ?) \
                          + (SELECT count(*) FROM olivine_login_attempt WHERE address_subject = ? AND at > ? AND id <> ?)";
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
        let (now, window) = (now(), limit.window_seconds());
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

    /// Puts an attempt on record as under way, if there is room for one more failure beside what failed and what is under way.
    ///
    /// # Errors
    /// What stops a read or a write.
    pub async fn begin_login(
        &self,
        user_name: &str,
        address: &str,
        limit: &LoginLimit,
    ) -> Result<LoginStart, StoreError> {
        if let LoginGate::Wait(wait) = self.login_allowed(user_name, address, limit).await? {
            return Ok(LoginStart::Wait(wait));
        }
        let attempt = LoginAttempt {
            id: format!("{:032x}", rand::rng().random::<u128>()),
            user_name: user_name.to_owned(),
            address: address.to_owned(),
        };
        let values = vec![
            attempt.id.as_str().into(),
            of_user(user_name).into(),
            of_address(address).into(),
            now().into(),
        ];
        let sql = "INSERT INTO olivine_login_attempt (id, user_subject, address_subject, at) VALUES (?, ?, ?, ?)";
        self.execute(sql, values).await?;
        // Others are counted once this one can be seen: of those that begin at the same moment, each sees all that were before it.
        let by_name = self.others(OF_USER, of_user(user_name), &attempt, limit).await?;
        let by_address = self.others(OF_ADDRESS, of_address(address), &attempt, limit).await?;
        if by_name < i64::from(limit.per_user) && by_address < i64::from(limit.per_address) {
            return Ok(LoginStart::Begun(attempt));
        }
        self.forget_attempt(&attempt).await?;
        Ok(match self.login_allowed(user_name, address, limit).await? {
            LoginGate::Wait(wait) => LoginStart::Wait(wait),
            LoginGate::Open => LoginStart::Busy,
        })
    }

    async fn others(
        &self,
        sql: &'static str,
        subject: String,
        attempt: &LoginAttempt,
        limit: &LoginLimit,
    ) -> Result<i64, StoreError> {
        let now = now();
        let values: Vec<Value> = vec![
            subject.as_str().into(),
            (now - limit.window_seconds()).into(),
            subject.as_str().into(),
            (now - UNDER_WAY_SECONDS).into(),
            attempt.id.as_str().into(),
        ];
        let rows = self.rows(sql, values).await?;
        let counted = rows.rows.first().and_then(|row| row[0].as_int());
        counted.ok_or_else(|| broken("sign-in"))
    }

    /// Ends an attempt that failed: from now on it counts as a failure.
    ///
    /// # Errors
    /// What stops a write; then it counts as one that was left without an end.
    pub async fn login_failed(&self, attempt: &LoginAttempt) -> Result<(), StoreError> {
        let now = now();
        self.clear_old_logins(now).await?;
        // Together, so that it is counted at every moment.
        let mut transaction = self.database.begin().await?;
        transaction
            .execute(FAILURE, failure(&attempt.user_name, &attempt.address, now))
            .await?;
        transaction
            .execute(FORGET_ATTEMPT, vec![attempt.id.as_str().into()])
            .await?;
        transaction.commit().await
    }

    /// Ends an attempt that was right, and forgets the failures for its name.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn login_succeeded(&self, attempt: &LoginAttempt) -> Result<(), StoreError> {
        self.forget_attempt(attempt).await?;
        self.clear_login_failures(&attempt.user_name).await
    }

    async fn forget_attempt(&self, attempt: &LoginAttempt) -> Result<(), StoreError> {
        self.execute(FORGET_ATTEMPT, vec![attempt.id.as_str().into()])
            .await
            .map(drop)
    }

    async fn clear_old_logins(&self, now: i64) -> Result<(), StoreError> {
        let before: Vec<Value> = vec![(now - KEEP_SECONDS).into()];
        self.execute("DELETE FROM olivine_login_failure WHERE at < ?", before.clone())
            .await?;
        self.execute("DELETE FROM olivine_login_attempt WHERE at < ?", before)
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

const FAILURE: &str = "INSERT INTO olivine_login_failure (subject, at) VALUES (?, ?), (?, ?)";
const FORGET_ATTEMPT: &str = "DELETE FROM olivine_login_attempt WHERE id = ?";

/// The values of [`FAILURE`]. Name and address are kept as hashes: people type passwords into the name field.
fn failure(user_name: &str, address: &str, now: i64) -> Vec<Value> {
    vec![
        of_user(user_name).into(),
        now.into(),
        of_address(address).into(),
        now.into(),
    ]
}

fn of_user(name: &str) -> String {
    secret_hash(&format!("user {name}"))
}

fn of_address(address: &str) -> String {
    secret_hash(&format!("address {address}"))
}
