//! Signing in at the LMS: off to it, and back with a code (`UI 5.1`, `MS e.5`).

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use olivine_failure::Failing;
use olivine_identity::{Attempt, IdentityError, Provider};
use tower_sessions::Session;
use tower_sessions::cookie::time::Duration;

use super::landing;
use super::refusal::{self, Refusal};
use super::sign_in;
use crate::address::local;
use crate::guard;
use crate::site::Site;
use crate::visit::{self, Cookies, Visit};

/// Where signing in at the LMS begins: the address that links and bookmarks have known for long.
pub const START: &str = "/login/edx-oauth2/";
/// Where the LMS sends people back to; applications in the LMS have it on record.
pub const COMPLETE: &str = "/complete/edx-oauth2/";
/// Cookie with the attempts under way. They are the browser's own: another browser cannot finish them.
const COOKIE: &str = "olivine_sign_in";
/// Attempts kept at once, for people with several windows.
const MOST: usize = 3;
/// Bytes of the cookie's value at most: of one that has more than 4096 with its name, browsers keep nothing.
const LONGEST: usize = 3500;
/// Bytes of an address to go on to at most; from a longer one people go to the list of courses, and not nowhere.
const LONGEST_NEXT: usize = 2000;
/// How long somebody may take at the LMS, in seconds.
const PATIENCE: i64 = 600;

/// `GET /login/edx-oauth2/?next=…`: off to the LMS, if it is there.
pub async fn start(State(site): State<Arc<Site>>, Extension(visit): Extension<Visit>, headers: HeaderMap) -> Response {
    let next = visit.query.get("next").and_then(local).unwrap_or(sign_in::START);
    let Some(provider) = site.api.people().provider() else {
        return refusal::answer(&site, &visit, Err(Refusal::NotFound));
    };
    if visit.principal.is_some() {
        return Redirect::to(next).into_response();
    }
    if let Err(error) = provider.is_there().await {
        return refused(&site, &visit, next, &Problem::Identity(error));
    }
    let attempt = Attempt::new(if next.len() > LONGEST_NEXT {
        sign_in::START
    } else {
        next
    });
    let mut response = Redirect::to(provider.authorize_url(&attempt).as_str()).into_response();
    let mut attempts = under_way(&site, &headers);
    attempts.insert(0, attempt);
    attempts.truncate(MOST);
    keep(&mut response, &site, &attempts);
    response
}

/// `GET /complete/edx-oauth2/?code=…&state=…`: back from the LMS. The session and the token of forms are new afterwards.
pub async fn complete(
    State(site): State<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    session: Session,
    headers: HeaderMap,
) -> Response {
    let Some(provider) = site.api.people().provider() else {
        return refusal::answer(&site, &visit, Err(Refusal::NotFound));
    };
    let mut attempts = under_way(&site, &headers);
    let state = visit.query.get("state").unwrap_or_default();
    let Some(place) = attempts.iter().position(|attempt| guard::same(&attempt.state, state)) else {
        return refused(&site, &visit, sign_in::START, &Problem::State);
    };
    // Whatever comes of it, this attempt is over.
    let attempt = attempts.remove(place);
    let next = local(&attempt.next).unwrap_or(sign_in::START);
    let mut response = match finish(&site, &visit, provider, &attempt).await {
        Ok(user) => match sign_in::begin(&site, &session, &user).await {
            Ok(()) => {
                let mut response = Redirect::to(next).into_response();
                sign_in::renew_form_token(&mut response, &site);
                response
            }
            Err(error) => refusal::answer(&site, &visit, Err(error)),
        },
        Err(problem) => refused(&site, &visit, next, &problem),
    };
    keep(&mut response, &site, &attempts);
    response
}

/// Who came back.
async fn finish(site: &Site, visit: &Visit, provider: &Provider, attempt: &Attempt) -> Result<String, Problem> {
    match visit.query.get("error") {
        Some("access_denied") => return Err(Problem::Denied),
        Some("temporarily_unavailable" | "server_error") => {
            return Err(Problem::Identity(IdentityError::LmsDown {
                url: provider.public_url().to_owned(),
                reason: "it says that it cannot sign people in now".to_owned(),
            }));
        }
        Some(_) => {
            return Err(Problem::Identity(IdentityError::Refused {
                reason: "it sent people back with an error".to_owned(),
            }));
        }
        None => {}
    }
    let code = visit.query.get("code").ok_or(Problem::State)?;
    let claims = provider.exchange(attempt, code).await?;
    Ok(site.api.people().admit(&claims).await?.name)
}

/// Why nobody was signed in.
enum Problem {
    /// No attempt of this browser, or one that took too long.
    State,
    /// The person did not want to share who they are.
    Denied,
    /// Everything else.
    Identity(IdentityError),
}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        match error {
            // The code was used before, or too late.
            IdentityError::Refused { reason } if reason == "invalid_grant" => Self::State,
            error => Self::Identity(error),
        }
    }
}

/// The sign-in page, saying why it is shown again.
fn refused(site: &Arc<Site>, visit: &Visit, next: &str, problem: &Problem) -> Response {
    let (status, message) = match problem {
        Problem::State => (StatusCode::BAD_REQUEST, "sign-in-lms-state"),
        Problem::Denied => (StatusCode::FORBIDDEN, "sign-in-lms-denied"),
        Problem::Identity(error) => match error {
            IdentityError::LmsDown { .. } => (StatusCode::SERVICE_UNAVAILABLE, "sign-in-lms-down"),
            IdentityError::Refused { .. } => (StatusCode::BAD_GATEWAY, "sign-in-lms-refused"),
            IdentityError::Scope { .. } => (StatusCode::FORBIDDEN, "sign-in-lms-scope"),
            IdentityError::Token { .. } | IdentityError::NoToken | IdentityError::Keys { .. } => {
                (StatusCode::BAD_GATEWAY, "sign-in-lms-token")
            }
            IdentityError::Clock { .. } => (StatusCode::BAD_GATEWAY, "sign-in-lms-clock"),
            IdentityError::Disabled => (StatusCode::FORBIDDEN, "sign-in-lms-disabled"),
            IdentityError::NameTaken => (StatusCode::FORBIDDEN, "sign-in-lms-name"),
            IdentityError::Rights { .. } => (StatusCode::SERVICE_UNAVAILABLE, "sign-in-lms-rights"),
            IdentityError::Embed | IdentityError::Store(_) => (StatusCode::INTERNAL_SERVER_ERROR, "error-500-text"),
        },
    };
    let mut text = visit.words.t(message);
    if let Problem::Identity(error) = problem {
        let code = error.failure().code;
        tracing::warn!(code, %error, "nobody was signed in");
        text = format!("{text} {}", visit.words.t1("state-code", "code", code));
    }
    let page = landing::render(site, visit, status, Some(("failed", text)), next, "");
    let mut response = refusal::answer(site, visit, page.map_err(Into::into));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let soon = HeaderValue::from_static("30");
        response.headers_mut().insert(header::RETRY_AFTER, soon);
    }
    response
}

/// The attempts that this browser keeps and that are not too old.
fn under_way(site: &Site, headers: &HeaderMap) -> Vec<Attempt> {
    let kept = Cookies::of(headers, site.options.https).get(COOKIE);
    let text = kept.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    let mut attempts: Vec<Attempt> = text
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    let oldest = chrono::Utc::now().timestamp() - PATIENCE;
    attempts.retain(|attempt| attempt.begun >= oldest && !attempt.state.is_empty());
    attempts
}

fn keep(response: &mut Response, site: &Site, attempts: &[Attempt]) {
    let age = if attempts.is_empty() { 0 } else { PATIENCE };
    let cookie = visit::cookie(COOKIE, value_of(attempts), site).max_age(Duration::seconds(age));
    visit::set(response, cookie.build());
}

/// The attempts as the value of a cookie: the newest of them, as many as a browser keeps.
fn value_of(attempts: &[Attempt]) -> String {
    let written = |most: usize| {
        let text = serde_json::to_vec(&attempts[..most]).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(text)
    };
    let mut written = (0..=attempts.len()).rev().map(written);
    written.find(|value| value.len() <= LONGEST).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_keeps_the_newest_attempts() {
        let kept = |attempts: &[Attempt]| -> Vec<Attempt> {
            let value = value_of(attempts);
            assert!(value.len() <= LONGEST);
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value).unwrap()).unwrap()
        };
        let short: Vec<Attempt> = (0..3).map(|_| Attempt::new("/courses/")).collect();
        assert_eq!(kept(&short), short);
        let address = format!("/{}", "x".repeat(LONGEST_NEXT - 1));
        let long: Vec<Attempt> = (0..3).map(|_| Attempt::new(&address)).collect();
        assert_eq!(kept(&long), long[..1]);
        assert!(kept(&[]).is_empty());
    }
}
