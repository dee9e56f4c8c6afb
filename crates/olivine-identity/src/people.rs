//! What people may see now, with the LMS asked as seldom as it can be borne (`UI 5.2`).
//!
//! Rights are *fresh* for a time, and served as they are. After that they are served while they are asked for again in the
//! background. When twice that time has passed the visitor waits for the answer, so that rights withdrawn in the LMS
//! are gone after at most that long as long as the LMS answers. If it does not, the rights told last count until they lapse.
//! Whoever sees no course at all has nothing to be served meanwhile: they wait for the answer at every look but the closest.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::Utc;
use olivine_store::site::rights::{Admission, LmsIdentity, LmsPerson, Roles};
use olivine_store::site::users::User;
use olivine_store::{Courses, Principal, SiteState, StoreError};
use tokio::sync::watch;

use crate::error::IdentityError;
use crate::provider::Provider;
use crate::token::Claims;

/// How long a visitor waits for rights that are no longer fresh enough.
const WAIT: Duration = Duration::from_secs(5);
/// How long somebody who signs in waits for the first answer; the call is slow in the LMS (`UI 5.2`).
const FIRST_WAIT: Duration = Duration::from_secs(55);
/// Who sees no course looks again because they were given one: what was told counts no longer than this for them (`UI X20`).
const NOTHING_FRESH: Duration = Duration::from_secs(5);
/// After a failure nobody waits for the LMS again before this is over.
const PAUSE: Duration = Duration::from_secs(20);

/// Why the roles of somebody are not told.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct RightsProblem(pub String);

/// Who tells the roles of people: an API of the LMS, or tables of it.
#[async_trait]
pub trait RightsSource: Send + Sync {
    /// Courses in which somebody has a role; empty for somebody unknown.
    async fn roles(&self, user_name: &str) -> Result<Roles, RightsProblem>;
}

/// How rights are kept.
#[derive(Debug, Clone)]
pub struct PeopleOptions {
    /// How long rights are fresh.
    pub fresh: Duration,
    /// How long rights count that cannot be asked for again.
    pub keep: Duration,
    /// How long an administrator of the LMS stays one without signing in again.
    pub administrator: Duration,
    /// Whether people from the LMS see single learners in their courses.
    pub see_people: bool,
}

/// Everybody, and what they may see. Cheap to clone.
#[derive(Clone)]
pub struct People(Arc<Inner>);

struct Inner {
    state: SiteState,
    lms: Option<Lms>,
    /// Questions under way; each answer is given to all who wait for it.
    asked: Mutex<HashMap<String, watch::Receiver<bool>>>,
    failed: Mutex<HashMap<String, Instant>>,
}

struct Lms {
    provider: Provider,
    source: Arc<dyn RightsSource>,
    options: PeopleOptions,
}

impl std::fmt::Debug for People {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("People").field("lms", &self.0.lms.is_some()).finish()
    }
}

impl People {
    /// People with accounts of the site only.
    pub fn local(state: SiteState) -> Self {
        Self::of(state, None)
    }

    /// People who sign in at the LMS as well.
    pub fn with_lms(
        state: SiteState,
        provider: Provider,
        source: Arc<dyn RightsSource>,
        options: PeopleOptions,
    ) -> Self {
        let lms = Lms {
            provider,
            source,
            options,
        };
        Self::of(state, Some(lms))
    }

    fn of(state: SiteState, lms: Option<Lms>) -> Self {
        Self(Arc::new(Inner {
            state,
            lms,
            asked: Mutex::default(),
            failed: Mutex::default(),
        }))
    }

    /// The LMS where people sign in, if they do.
    pub fn provider(&self) -> Option<&Provider> {
        self.0.lms.as_ref().map(|lms| &lms.provider)
    }

    /// Lets somebody in whom the LMS vouches for, with rights. A token that does not say whether they are an administrator changes
    /// nothing about that.
    ///
    /// # Errors
    /// [`IdentityError::Disabled`], [`IdentityError::NameTaken`]; [`IdentityError::Rights`] if none are known and none
    /// are told; what stops the store.
    pub async fn admit(&self, claims: &Claims) -> Result<User, IdentityError> {
        let Some(lms) = &self.0.lms else {
            return Err(IdentityError::Disabled);
        };
        let administrator_for = match claims.says_administrator() {
            Some(is_one) => is_one.then_some(lms.options.administrator),
            None => self.still_administrator_for(&claims.preferred_username).await?,
        };
        let identity = LmsIdentity {
            name: claims.preferred_username.clone(),
            lms_id: claims.user_id,
            administrator_for,
            people: lms.options.see_people,
        };
        let user = match self.0.state.admit_lms_person(&identity).await? {
            Admission::Admitted(user) => *user,
            Admission::Disabled => return Err(IdentityError::Disabled),
            Admission::NameTaken => return Err(IdentityError::NameTaken),
        };
        // Administrators see every course: nothing needs to be asked.
        if user.principal().courses == Courses::All {
            return Ok(user);
        }
        if age(user.lms.as_ref()).is_none_or(|age| age > lms.options.fresh) {
            let answered = self.ask_and_wait(&user.name, FIRST_WAIT).await;
            let user = self.0.state.user(&user.name).await?.ok_or(IdentityError::Disabled)?;
            let knows_some = !user.courses.is_empty() || !counting(&user).is_empty();
            if !answered && !knows_some {
                return Err(IdentityError::Rights {
                    reason: "the LMS did not tell them".to_owned(),
                });
            }
            return Ok(user);
        }
        Ok(user)
    }

    /// How long somebody counts as an administrator yet, as far as is known; none: they do not.
    async fn still_administrator_for(&self, name: &str) -> Result<Option<Duration>, StoreError> {
        let known = self.0.state.user(name).await?.and_then(|user| user.lms);
        let until = known.and_then(|person| person.administrator_until);
        // In whole seconds, as times are kept: handed on again and again, the time must neither shrink nor grow by parts of them.
        let seconds = until.map_or(0, |until| until.and_utc().timestamp() - Utc::now().timestamp());
        let left = u64::try_from(seconds).ok().filter(|seconds| *seconds > 0);
        Ok(left.map(Duration::from_secs))
    }

    /// What the bearer of a token of the LMS may see; the account is made at the first time (`API 1.2`).
    ///
    /// # Errors
    /// As [`People::admit`], and [`crate::Verifier::verify`]; [`IdentityError::Scope`] for a token that does not say the number of its
    /// person, by which accounts are told apart.
    pub async fn bearer(&self, token: &str) -> Result<Principal, IdentityError> {
        let Some(lms) = &self.0.lms else {
            return Err(IdentityError::NoToken);
        };
        let claims = lms.provider.verifier().verify(token).await?;
        if claims.is_restricted == Some(true) {
            return Err(IdentityError::Token {
                reason: "it is restricted to other uses".to_owned(),
            });
        }
        // Names change hands: a name alone must not open an account, whether or not its number is known yet.
        if claims.user_id.is_none() {
            return Err(IdentityError::Scope { scope: "user_id" });
        }
        let known = self.0.state.user(&claims.preferred_username).await?;
        let now = Utc::now().naive_utc();
        let said = claims.says_administrator();
        let same = known.as_ref().and_then(|user| user.lms.as_ref()).is_some_and(|person| {
            person.lms_id == claims.user_id && said.is_none_or(|said| said == person.is_administrator(now))
        });
        if !same {
            return Ok(self.admit(&claims).await?.principal());
        }
        self.principal(&claims.preferred_username)
            .await?
            .ok_or(IdentityError::Disabled)
    }

    /// What somebody may see now; none if there is nobody of that name, or they are shut out.
    ///
    /// # Errors
    /// What stops the store.
    pub async fn principal(&self, name: &str) -> Result<Option<Principal>, StoreError> {
        let Some(user) = self.0.state.user(name).await?.filter(|user| !user.disabled) else {
            return Ok(None);
        };
        let (Some(lms), Some(person)) = (&self.0.lms, &user.lms) else {
            return Ok(Some(user.principal()));
        };
        let principal = user.principal();
        let fresh = lms.options.fresh;
        // How old rights may be that are served as they are, and that are served while the LMS is asked.
        let (as_told, meanwhile) = match &principal.courses {
            Courses::All => return Ok(Some(principal)),
            Courses::Some(courses) if courses.is_empty() => (fresh.min(NOTHING_FRESH), Duration::ZERO),
            Courses::Some(_) => (fresh, fresh * 2),
        };
        let age = age(Some(person));
        if age.is_some_and(|age| age <= as_told) {
            return Ok(Some(principal));
        }
        if age.is_some_and(|age| age <= meanwhile) {
            self.ask(name);
            return Ok(Some(principal));
        }
        if self.has_failed(name) {
            return Ok(Some(principal));
        }
        self.ask_and_wait(name, WAIT).await;
        let user = self.0.state.user(name).await?.filter(|user| !user.disabled);
        Ok(user.map(|user| user.principal()))
    }

    /// Has the LMS asked again at the next sight of somebody, as after signing out (`UI 5.1`).
    ///
    /// # Errors
    /// What stops the store.
    pub async fn forget(&self, name: &str) -> Result<(), StoreError> {
        match self.0.lms {
            Some(_) => self.0.state.age_lms_roles(name).await,
            None => Ok(()),
        }
    }

    async fn ask_and_wait(&self, name: &str, patience: Duration) -> bool {
        let Some(mut answer) = self.ask(name) else { return false };
        let waited = tokio::time::timeout(patience, answer.changed()).await;
        matches!(waited, Ok(Ok(()))) && *answer.borrow()
    }

    /// Asks the LMS in the background, unless somebody does so already. The receiver sees a change when it is done: true
    /// if it was told.
    fn ask(&self, name: &str) -> Option<watch::Receiver<bool>> {
        let lms = self.0.lms.as_ref()?;
        let mut asked = self.0.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = asked.get(name) {
            return Some(answer.clone());
        }
        let (tell, answer) = watch::channel(false);
        asked.insert(name.to_owned(), answer.clone());
        let (people, name) = (self.clone(), name.to_owned());
        let (source, keep) = (lms.source.clone(), lms.options.keep);
        tokio::spawn(async move {
            let told = people.take_over(&*source, &name, keep).await;
            people.done(&name, told);
            // Nobody may be waiting.
            let _ = tell.send(told);
        });
        Some(answer)
    }

    async fn take_over(&self, source: &dyn RightsSource, name: &str, keep: Duration) -> bool {
        let roles = match source.roles(name).await {
            Ok(roles) => roles,
            Err(error) => {
                tracing::warn!(user = name, %error, "the LMS does not tell the courses of somebody");
                return false;
            }
        };
        match self.0.state.set_lms_roles(name, &roles, keep).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(user = name, %error, "rights could not be kept");
                false
            }
        }
    }

    fn done(&self, name: &str, told: bool) {
        let mut asked = self.0.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.remove(name);
        let mut failed = self.0.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.retain(|_, at| at.elapsed() < PAUSE);
        if !told {
            failed.insert(name.to_owned(), Instant::now());
        }
    }

    fn has_failed(&self, name: &str) -> bool {
        let failed = self.0.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.get(name).is_some_and(|at| at.elapsed() < PAUSE)
    }
}

/// How old the roles are; none if they were never told.
fn age(person: Option<&LmsPerson>) -> Option<Duration> {
    let read = person?.read?;
    Some((Utc::now().naive_utc() - read).to_std().unwrap_or_default())
}

fn counting(user: &User) -> std::collections::BTreeSet<String> {
    let now = Utc::now().naive_utc();
    user.lms.as_ref().map(|person| person.courses(now)).unwrap_or_default()
}
