//! Tokens that the LMS signed, in a header and in its cookies (`API 1.2`).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::Utc;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use olivine_api::ApiOptions;
use olivine_identity::{Keys, People, PeopleOptions, Provider, ProviderOptions, RightsProblem, RightsSource, Verifier};
use olivine_store::site::rights::Roles;
use reqwest::Method;
use serde_json::json;

use crate::site::{FORM, NEW, OLD, Site, TABLES, file_store};

const SECRET: &str = "the secret of the LMS";
const HOUR: Duration = Duration::from_secs(3600);
const ASKED: (&str, &str) = ("use-jwt-cookie", "true");

/// An LMS in which everybody is staff of one course.
struct StaffOfOne;

#[async_trait]
impl RightsSource for StaffOfOne {
    async fn roles(&self, _: &str) -> Result<Roles, RightsProblem> {
        Ok(Roles::from([(OLD.to_owned(), BTreeSet::from(["staff".to_owned()]))]))
    }
}

/// A site whose people come from an LMS, and which lets scripts of one other origin send cookies along.
async fn site() -> Site {
    let (store, folder) = file_store().await;
    let keys = Keys::none().with_shared_secret(SECRET);
    let verifier = Verifier::new(keys, "lms".into(), "openedx".into(), Duration::from_secs(30));
    let provider = ProviderOptions {
        public_url: "http://localhost:1".into(),
        internal_url: "http://localhost:1".into(),
        client_id: "id".into(),
        client_secret: "secret".into(),
        redirect_url: "http://localhost:2/complete/edx-oauth2/".into(),
    };
    let kept = PeopleOptions {
        fresh: HOUR,
        keep: HOUR,
        administrator: HOUR,
        see_people: false,
    };
    let provider = Provider::new(provider, verifier).unwrap();
    let people = People::with_lms(store.site().clone(), provider, Arc::new(StaffOfOne), kept);
    let options = ApiOptions {
        people: Some(people),
        cors_origins: vec!["https://dash.example".into()],
        cors_credentials: true,
        ..ApiOptions::default()
    };
    Site::on(store, &TABLES, options, folder).await
}

/// A token for a minute from now on.
fn token(secret: &str) -> String {
    token_of(secret, Some(7))
}

/// A token that says this number of its person.
fn token_of(secret: &str, user_id: Option<i64>) -> String {
    token_made(secret, user_id, Utc::now().timestamp())
}

/// A token for a minute from then on.
fn token_made(secret: &str, user_id: Option<i64>, made: i64) -> String {
    let claims = json!({
        "iss": "lms", "aud": "openedx", "iat": made, "exp": made + 60, "preferred_username": "ada", "user_id": user_id,
        "administrator": false,
    });
    let key = EncodingKey::from_secret(secret.as_bytes());
    encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap()
}

/// A token as the LMS spreads it over its cookies.
fn cookies(token: &str) -> String {
    let (begin, signature) = token.rsplit_once('.').unwrap();
    format!("sessionid=1; edx-jwt-cookie-header-payload={begin}; edx-jwt-cookie-signature={signature}")
}

fn enrollment(course: &str) -> String {
    format!("/api/v0/courses/{course}/enrollment/")
}

#[tokio::test]
async fn a_token_of_the_lms_counts_in_a_header_and_in_cookies() {
    let site = site().await;
    let token = token(SECRET);
    let header = format!("JWT {token}");
    let both = cookies(&token);
    for headers in [
        vec![("authorization", header.as_str())],
        vec![("cookie", both.as_str()), ASKED],
        vec![("cookie", both.as_str()), ASKED, ("sec-fetch-site", "same-origin")],
        vec![
            ("cookie", both.as_str()),
            ASKED,
            ("sec-fetch-site", "same-site"),
            ("origin", "https://dash.example"),
        ],
    ] {
        let own = site.send(Method::GET, &enrollment(OLD), &headers, "").await;
        let other = site.send(Method::GET, &enrollment(NEW), &headers, "").await;
        assert_eq!((own.status, other.status), (200, 403), "{headers:?}");
    }
}

#[tokio::test]
async fn a_token_without_the_number_of_its_person_is_told_so() {
    let site = site().await;
    let header = format!("JWT {}", token_of(SECRET, None));
    let reply = site
        .send(Method::GET, &enrollment(OLD), &[("authorization", header.as_str())], "")
        .await;
    let text = r#"{"detail":"Token without scope user_id."}"#;
    assert_eq!((reply.status, reply.text()), (401, text));
}

#[tokio::test]
async fn what_the_lms_signed_is_no_guess() {
    let site = site().await;
    let statuses = async |token: &str| {
        let both = cookies(token);
        let mut statuses = BTreeSet::new();
        for _ in 0..ApiOptions::default().failed_attempts_per_minute {
            let reply = site
                .send(Method::GET, &enrollment(OLD), &[("cookie", both.as_str()), ASKED], "")
                .await;
            statuses.insert(reply.status);
        }
        statuses
    };
    let expired = token_made(SECRET, Some(7), Utc::now().timestamp() - 3600);
    assert_eq!(statuses(&expired).await, BTreeSet::from([401]));
    assert_eq!(site.get(&enrollment(OLD)).await.status, 200);

    assert_eq!(statuses(&token("another")).await, BTreeSet::from([401]));
    assert_eq!(site.get(&enrollment(OLD)).await.status, 429, "these may be guesses");
}

#[tokio::test]
async fn cookies_count_for_reading_where_they_are_meant_to() {
    let site = site().await;
    let token = token(SECRET);
    let both = cookies(&token);
    let half = both.split(';').take(2).collect::<Vec<_>>().join(";");
    for headers in [
        vec![("cookie", both.as_str())],
        vec![("cookie", half.as_str()), ASKED],
        vec![("cookie", both.as_str()), ASKED, ("sec-fetch-site", "cross-site")],
        vec![
            ("cookie", both.as_str()),
            ASKED,
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ],
    ] {
        let reply = site.send(Method::GET, &enrollment(OLD), &headers, "").await;
        let nobody = r#"{"detail":"Authentication credentials were not provided."}"#;
        assert_eq!((reply.status, reply.text()), (401, nobody), "{headers:?}");
    }
    let posted = site
        .send(
            Method::POST,
            "/api/v0/course_summaries/",
            &[("cookie", both.as_str()), ASKED, FORM],
            "course_ids=",
        )
        .await;
    assert_eq!(posted.status, 401);
    // What stands in the header decides, and a token in cookies is looked at as closely.
    let with_header = [("cookie", both.as_str()), ASKED, ("authorization", "Token wrong")];
    let forged = cookies(&self::token("another"));
    let with_forged = [("cookie", forged.as_str()), ASKED];
    for headers in [&with_header[..], &with_forged[..]] {
        let reply = site.send(Method::GET, &enrollment(OLD), headers, "").await;
        assert_eq!((reply.status, reply.text()), (401, r#"{"detail":"Invalid token."}"#));
    }
}

#[tokio::test]
async fn origins_that_may_send_cookies_may_ask_for_them_to_be_looked_at() {
    let site = site().await;
    let preflight = [
        ("origin", "https://dash.example"),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "use-jwt-cookie"),
    ];
    let reply = site.send(Method::OPTIONS, &enrollment(OLD), &preflight, "").await;
    let allowed = reply.header("access-control-allow-headers").unwrap();
    assert!(allowed.split(", ").any(|name| name == "use-jwt-cookie"), "{allowed}");
}
