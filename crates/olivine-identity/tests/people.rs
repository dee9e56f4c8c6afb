//! Rights told by an LMS: kept, asked for again, withdrawn, lapsed.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::Utc;
use jsonwebtoken::{EncodingKey, Header, encode};
use olivine_identity::{
    Claims, IdentityError, Keys, People, PeopleOptions, Provider, ProviderOptions, RightsProblem, RightsSource,
    Verifier,
};
use olivine_store::site::rights::Roles;
use olivine_store::site::tokens::{NewToken, TokenCheck};
use olivine_store::site::users::NewUser;
use olivine_store::{Courses, Store, StoreOptions};
use serde_json::{Value, json};

const SECRET: &str = "the secret of the LMS";
const HOUR: Duration = Duration::from_secs(3600);
/// Nothing grows old while a test runs, however slow the machine is: it is made to look so.
const FRESH: Duration = HOUR;

/// An LMS that tells what it is set to.
#[derive(Default)]
struct Told {
    roles: Mutex<Roles>,
    asked: AtomicUsize,
    down: AtomicBool,
}

impl Told {
    fn set(&self, courses: &[&str]) {
        let roles = courses
            .iter()
            .map(|course| ((*course).to_owned(), BTreeSet::from(["staff".to_owned()])));
        *self.roles.lock().unwrap() = roles.collect();
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl RightsSource for Told {
    async fn roles(&self, _: &str) -> Result<Roles, RightsProblem> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.down.load(Ordering::SeqCst) {
            return Err(RightsProblem("down".to_owned()));
        }
        Ok(self.roles.lock().unwrap().clone())
    }
}

struct Site {
    store: Store,
    told: Arc<Told>,
    people: People,
    folder: tempfile::TempDir,
}

impl Site {
    /// Everything that was told looks as if it had been told so much earlier.
    async fn passes(&self, time: Duration) {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(self.folder.path().join("site.db"));
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        let seconds = i64::try_from(time.as_secs()).unwrap();
        let sql = "UPDATE olivine_lms_person SET read_at = read_at - ?, valid_until = valid_until - ?, \
                   administrator_until = administrator_until - ?";
        let earlier = sqlx::query::<sqlx::Sqlite>(sql)
            .bind(seconds)
            .bind(seconds)
            .bind(seconds);
        earlier.execute(&mut connection).await.unwrap();
    }

    /// Waits until somebody sees this: what is asked for in the background comes some time.
    async fn sees_at_last(&self, name: &str, expected: &Courses) {
        let begun = Instant::now();
        loop {
            let seen = seen(self, name).await;
            if seen == *expected {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "{name} sees {seen:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn site(keep: Duration, see_people: bool) -> Site {
    site_of(PeopleOptions {
        fresh: FRESH,
        keep,
        administrator: HOUR,
        see_people,
    })
    .await
}

async fn site_of(options: PeopleOptions) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("results.db").display());
    let store = Store::open(&url, StoreOptions::default()).await.unwrap();
    let told = Arc::new(Told::default());
    let keys = Keys::none().with_shared_secret(SECRET);
    let verifier = Verifier::new(keys, "issuer".into(), "openedx".into(), Duration::from_secs(30));
    let provider = ProviderOptions {
        public_url: "http://localhost:1".into(),
        internal_url: "http://localhost:1".into(),
        client_id: "id".into(),
        client_secret: "secret".into(),
        redirect_url: "http://localhost:2/complete/edx-oauth2/".into(),
    };
    let people = People::with_lms(
        store.site().clone(),
        Provider::new(provider, verifier).unwrap(),
        told.clone(),
        options,
    );
    Site {
        store,
        told,
        people,
        folder,
    }
}

fn claims(name: &str, number: i64) -> Claims {
    Claims {
        preferred_username: name.to_owned(),
        user_id: Some(number),
        administrator: Some(false),
        superuser: None,
        scopes: Vec::new(),
        is_restricted: None,
        iat: None,
    }
}

fn some(courses: &[&str]) -> Courses {
    Courses::Some(courses.iter().map(|course| (*course).to_owned()).collect())
}

async fn seen(site: &Site, name: &str) -> Courses {
    site.people.principal(name).await.unwrap().unwrap().courses
}

#[tokio::test]
async fn rights_are_served_while_they_are_asked_for_again() {
    let site = site(HOUR * 24, false).await;
    site.told.set(&["a", "b"]);
    site.people.admit(&claims("ada", 7)).await.unwrap();
    assert_eq!(seen(&site, "ada").await, some(&["a", "b"]));
    assert_eq!(site.told.asked(), 1, "fresh rights are not asked for");

    site.told.set(&["a"]);
    site.passes(FRESH + FRESH / 2).await;
    assert_eq!(seen(&site, "ada").await, some(&["a", "b"]), "served as they were");
    site.sees_at_last("ada", &some(&["a"])).await;
    assert_eq!(site.told.asked(), 2);

    site.told.set(&[]);
    site.passes(FRESH * 3).await;
    assert_eq!(seen(&site, "ada").await, some(&[]), "old ones are waited for");
}

/// `UI X20`.
#[tokio::test]
async fn who_has_no_course_is_looked_up_again_on_demand() {
    let site = site(HOUR, false).await;
    site.people.admit(&claims("ada", 7)).await.unwrap();
    site.told.set(&["b"]);
    site.people.admit(&claims("bob", 8)).await.unwrap();
    assert_eq!(seen(&site, "ada").await, some(&[]));
    site.told.set(&["a", "b"]);
    assert_eq!(seen(&site, "ada").await, some(&[]), "the same answer for a moment");
    assert_eq!(site.told.asked(), 2);
    // More than the five seconds for which being told nothing counts.
    site.passes(Duration::from_secs(7)).await;
    assert_eq!(
        seen(&site, "ada").await,
        some(&["a", "b"]),
        "long before rights grow old"
    );
    assert_eq!(
        seen(&site, "bob").await,
        some(&["b"]),
        "who has a course is not asked for"
    );
    assert_eq!(site.told.asked(), 3);
}

#[tokio::test]
async fn many_visits_ask_once() {
    let site = site(HOUR, false).await;
    site.told.set(&["a"]);
    site.people.admit(&claims("ada", 7)).await.unwrap();
    site.people.forget("ada").await.unwrap();
    let visits = (0..20).map(|_| {
        let people = site.people.clone();
        tokio::spawn(async move { people.principal("ada").await.unwrap().unwrap().courses })
    });
    for visit in visits.collect::<Vec<_>>() {
        assert_eq!(visit.await.unwrap(), some(&["a"]));
    }
    assert!(site.told.asked() <= 3, "asked {} times", site.told.asked());
}

#[tokio::test]
async fn rights_lapse_when_nobody_tells_them() {
    let site = site(HOUR, false).await;
    site.told.set(&["a"]);
    site.people.admit(&claims("ada", 7)).await.unwrap();
    let (_, token) = site
        .store
        .site()
        .create_token("ada", NewToken::default())
        .await
        .unwrap();
    site.told.down.store(true, Ordering::SeqCst);
    site.people.forget("ada").await.unwrap();
    assert_eq!(seen(&site, "ada").await, some(&["a"]), "told once, they still count");
    site.passes(HOUR).await;
    assert_eq!(seen(&site, "ada").await, some(&[]));
    // The token reaches no further than its person.
    let TokenCheck::Valid(principal) = site.store.site().check_token(&token).await.unwrap() else {
        panic!("the token is as it was");
    };
    assert_eq!(principal.courses, some(&[]));
    // Somebody new is not let in without rights.
    let new = site.people.admit(&claims("new", 8)).await;
    assert!(matches!(new, Err(IdentityError::Rights { .. })), "{new:?}");
}

#[tokio::test]
async fn administrators_see_all_for_a_time() {
    let site = site(HOUR, false).await;
    let root = Claims {
        superuser: Some(true),
        ..claims("root", 1)
    };
    site.people.admit(&root).await.unwrap();
    assert_eq!(seen(&site, "root").await, Courses::All);
    assert_eq!(site.told.asked(), 0);
    site.passes(HOUR).await;
    site.told.set(&["a"]);
    assert_eq!(
        seen(&site, "root").await,
        some(&["a"]),
        "then the LMS is asked as for others"
    );
}

/// A token that says this about the superuser, and what every token says.
fn token(said: Value) -> String {
    let now = Utc::now().timestamp();
    let mut claims = json!({
        "iss": "issuer", "aud": "openedx", "iat": now, "exp": now + 60, "preferred_username": "root", "user_id": 1,
    });
    for (name, value) in said.as_object().unwrap() {
        claims[name] = value.clone();
    }
    encode(
        &Header::default(),
        &claims,
        &EncodingKey::from_secret(SECRET.as_bytes()),
    )
    .unwrap()
}

#[tokio::test]
async fn a_token_that_says_nothing_of_administrators_changes_nothing_about_them() {
    let site = site_of(PeopleOptions {
        fresh: HOUR,
        keep: HOUR,
        administrator: HOUR,
        see_people: false,
    })
    .await;
    site.told.set(&["a"]);
    let bearer = async |said: Value| site.people.bearer(&token(said)).await.unwrap().courses;
    let until = async || {
        let user = site.store.site().user("root").await.unwrap().unwrap();
        user.lms.unwrap().administrator_until
    };
    let silent = Claims {
        administrator: None,
        ..claims("root", 1)
    };
    site.people.admit(&silent).await.unwrap();
    assert_eq!(seen(&site, "root").await, some(&["a"]), "nothing is known yet");
    assert_eq!(bearer(json!({ "administrator": true })).await, Courses::All);
    let known = until().await;
    assert!(known.is_some());
    assert_eq!(bearer(json!({})).await, Courses::All, "as far as is known");
    assert_eq!((until().await, seen(&site, "root").await), (known, Courses::All));
    // Where a token has more to tell of the person, it is taken over without that.
    site.people.admit(&silent).await.unwrap();
    let again = until().await.unwrap() - known.unwrap();
    assert!(again.num_seconds() < 10, "{again}");
    assert_eq!(seen(&site, "root").await, Courses::All);
    assert_eq!(bearer(json!({ "administrator": false })).await, some(&["a"]));
    assert_eq!((until().await, seen(&site, "root").await), (None, some(&["a"])));
}

#[tokio::test]
async fn a_token_without_the_number_of_its_person_lets_nobody_in() {
    let site = site(HOUR, false).await;
    site.told.set(&["a"]);
    let nameless = token(json!({ "user_id": null }));
    let refused = async || {
        let answer = site.people.bearer(&nameless).await;
        matches!(answer, Err(IdentityError::Scope { scope: "user_id" }))
    };
    assert!(refused().await, "seen for the first time");
    assert_eq!(
        site.store.site().user("root").await.unwrap(),
        None,
        "no account is made"
    );
    site.people.bearer(&token(json!({}))).await.unwrap();
    assert!(refused().await, "known");
}

#[tokio::test]
async fn accounts_are_not_taken_over() {
    let site = site(HOUR, true).await;
    let state = site.store.site();
    let own = NewUser {
        name: "staff".into(),
        password: Some("a long password".into()),
        staff: true,
        ..NewUser::default()
    };
    state.create_user(own).await.unwrap();
    let taken = site.people.admit(&claims("staff", 5)).await;
    assert!(matches!(taken, Err(IdentityError::NameTaken)), "{taken:?}");

    // An account without a password is meant for somebody of the LMS, and keeps what was granted here.
    let meant = NewUser {
        name: "mel".into(),
        courses: BTreeSet::from(["own".to_owned()]),
        ..NewUser::default()
    };
    state.create_user(meant).await.unwrap();
    site.told.set(&["a"]);
    site.people.admit(&claims("mel", 9)).await.unwrap();
    let mel = site.people.principal("mel").await.unwrap().unwrap();
    assert_eq!(mel.courses, some(&["a", "own"]));
    assert!(mel.people);
    state.set_aggregates_only("mel", true).await.unwrap();
    assert!(!site.people.principal("mel").await.unwrap().unwrap().people);

    let other = site.people.admit(&claims("mel", 10)).await;
    assert!(matches!(other, Err(IdentityError::NameTaken)), "{other:?}");
    state.set_disabled("mel", true).await.unwrap();
    let disabled = site.people.admit(&claims("mel", 9)).await;
    assert!(matches!(disabled, Err(IdentityError::Disabled)), "{disabled:?}");
    assert_eq!(site.people.principal("mel").await.unwrap(), None);
}
