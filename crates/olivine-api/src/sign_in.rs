//! Signing in with a name and a password, on pages and for a token, so that guessing stays slow however many try at once.
//!
//! Failures are on record in the site's state, and so are attempts under way, of all programs that serve the site: an attempt counts as a
//! failure from before its password is looked at until its own failure is on record, or the password was right. So attempts made all at
//! once get no further than those made one after the other. Those of this program are also counted here, so that a flood of them does
//! not reach the store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use olivine_store::site::logins::{LoginLimit, LoginStart};
use olivine_store::{Principal, StoreError};

use crate::error::ApiError;
use crate::state::ApiState;

/// Attempts under way at once. The store looks at a few passwords at a time, some tens of milliseconds each: the last of so many waits
/// for a second or two.
const MOST: usize = 64;

/// What came of an attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Name and password are those of somebody who may sign in.
    Right(Principal),
    /// They are not.
    Wrong,
    /// Not looked at, because too many attempts failed: not before this long.
    Wait(Duration),
    /// Not looked at, because too many attempts are under way: soon again.
    Busy,
}

impl ApiState {
    /// Tries a name and a password that came from this address. It goes on when nobody waits for it any more, so that hanging up is no
    /// way to try uncounted.
    ///
    /// # Errors
    /// What stops the store.
    pub async fn sign_in(&self, name: &str, password: &str, address: &str) -> Result<SignIn, ApiError> {
        // No name begins or ends with blanks; with them it would be counted as another one.
        let begun = self.sign_ins().begin(name.trim(), address, &LoginLimit::default());
        let Some(attempt) = begun else {
            return Ok(SignIn::Busy);
        };
        let (state, password) = (self.clone(), password.to_owned());
        let tried = tokio::spawn(async move { attempt.tried(&state, &password).await });
        match tried.await {
            Ok(outcome) => Ok(outcome?),
            Err(error) => Err(ApiError::Store(StoreError::Internal {
                detail: error.to_string(),
            })),
        }
    }
}

/// The attempts under way.
#[derive(Debug, Default)]
pub struct UnderWay(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    by_name: HashMap<String, u32>,
    by_address: HashMap<String, u32>,
}

/// One of them; it is over with this value.
#[derive(Debug)]
pub struct Attempt {
    under_way: Arc<UnderWay>,
    name: String,
    address: String,
}

impl UnderWay {
    /// Counts one more, unless there are as many as there may be: in all, for the name, or from the address.
    pub fn begin(self: &Arc<Self>, name: &str, address: &str, limit: &LoginLimit) -> Option<Attempt> {
        let mut counts = self.counts();
        let under_way = |counted: &HashMap<String, u32>, key: &str| counted.get(key).copied().unwrap_or(0);
        if counts.all >= MOST
            || under_way(&counts.by_name, name) >= limit.per_user
            || under_way(&counts.by_address, address) >= limit.per_address
        {
            return None;
        }
        counts.all += 1;
        *counts.by_name.entry(name.to_owned()).or_default() += 1;
        *counts.by_address.entry(address.to_owned()).or_default() += 1;
        drop(counts);
        Some(Attempt {
            under_way: Arc::clone(self),
            name: name.to_owned(),
            address: address.to_owned(),
        })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt {
    async fn tried(self, state: &ApiState, password: &str) -> Result<SignIn, StoreError> {
        let site = state.store().site();
        let attempt = match site
            .begin_login(&self.name, &self.address, &LoginLimit::default())
            .await?
        {
            LoginStart::Begun(attempt) => attempt,
            LoginStart::Wait(wait) => return Ok(SignIn::Wait(wait)),
            LoginStart::Busy => return Ok(SignIn::Busy),
        };
        match site.verify_password(&self.name, password).await? {
            Some(principal) => {
                site.login_succeeded(&attempt).await?;
                Ok(SignIn::Right(principal))
            }
            None => {
                site.login_failed(&attempt).await?;
                Ok(SignIn::Wrong)
            }
        }
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        let mut counts = self.under_way.counts();
        counts.all = counts.all.saturating_sub(1);
        take_back(&mut counts.by_name, &self.name);
        take_back(&mut counts.by_address, &self.address);
    }
}

fn take_back(counted: &mut HashMap<String, u32>, key: &str) {
    let left = counted.get(key).copied().unwrap_or(0).saturating_sub(1);
    if left == 0 {
        counted.remove(key);
    } else {
        counted.insert(key.to_owned(), left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: LoginLimit = LoginLimit {
        window: Duration::from_secs(900),
        per_user: 3,
        per_address: 5,
    };

    #[test]
    fn attempts_under_way_count_like_failures() {
        let under_way = Arc::new(UnderWay::default());
        let begin = |name: &str, address: &str| under_way.begin(name, address, &LIMIT);
        let of_ada: Vec<_> = (0..4).map(|_| begin("ada", "10.0.0.1")).collect();
        assert_eq!(of_ada.iter().flatten().count(), 3, "the fourth is refused");
        assert!(begin("ada", "10.0.0.2").is_none(), "from wherever it comes");
        let others: Vec<_> = ["bob", "cem", "dan"].map(|name| begin(name, "10.0.0.1")).into();
        assert_eq!(others.iter().flatten().count(), 2, "five from one address");
        drop((of_ada, others));
        assert!(begin("ada", "10.0.0.1").is_some());
        let counts = under_way.counts();
        assert_eq!((counts.all, counts.by_name.len(), counts.by_address.len()), (0, 0, 0));
    }

    #[test]
    fn no_more_wait_than_have_their_turn_soon() {
        let under_way = Arc::new(UnderWay::default());
        let begin = |number: usize| under_way.begin(&format!("user{number}"), &format!("10.0.0.{number}"), &LIMIT);
        let mut begun: Vec<_> = (0..MOST).map(begin).collect();
        assert!(begun.iter().all(Option::is_some) && begin(MOST).is_none());
        begun.pop();
        assert!(begin(MOST).is_some());
    }
}
