//! Who asks (`API 1.2`).

use std::time::Instant;

use axum::http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use olivine_identity::IdentityError;
use olivine_store::Principal;
use olivine_store::site::tokens::TokenCheck;

use super::throttle::SlidingWindow;
use crate::error::ApiError;
use crate::state::{ApiOptions, ApiState};

/// Header by which clients ask for the token of the LMS in the cookies to be looked at. Pages of other sites cannot send it unless they
/// are allowed to.
const USE_JWT_COOKIE: &str = "use-jwt-cookie";
/// Cookies of the LMS: its token up to the last dot, and what stands behind it.
const JWT_COOKIES: [&str; 2] = ["edx-jwt-cookie-header-payload", "edx-jwt-cookie-signature"];
const NOT_PROVIDED: &str = "Authentication credentials were not provided.";
const NO_CREDENTIALS: &str = "Invalid token header. No credentials provided.";
const SPACES: &str = "Invalid token header. Token string should not contain spaces.";
const CHARACTERS: &str = "Invalid token header. Token string should not contain invalid characters.";
const INVALID: &str = "Invalid token.";
const UNDECODABLE: &str = "Error decoding token.";
const NO_USER_ID: &str = "Token without scope user_id.";
/// Under which key a sign-in of the pages names its user.
const SESSION_USER: &str = "user";
const INACTIVE: &str = "User inactive or deleted.";
/// Longest token that is looked up; ours are much shorter.
const MAX_TOKEN: usize = 256;

/// Slows down guessing: after so many failures of one address within a minute, further attempts are refused unseen.
pub struct AttemptGuard {
    failures: SlidingWindow,
    limit: u32,
}

impl AttemptGuard {
    /// Lets through so many failures per minute and address; 0 means any number.
    pub fn new(limit: u32) -> Self {
        Self {
            failures: SlidingWindow::default(),
            limit,
        }
    }

    /// Whether this address may try.
    ///
    /// # Errors
    /// [`ApiError::Throttled`] when it failed too often.
    pub fn check(&self, address: &str) -> Result<(), ApiError> {
        self.failures
            .check(address, self.limit, Instant::now())
            .map_err(ApiError::Throttled)
    }

    /// Counts a failure.
    pub fn failed(&self, address: &str) {
        self.failures.count(address, Instant::now());
    }
}

/// Finds who asks: by a token, a sign-in of the pages, or a token of the LMS, which comes in the place of ours or in cookies, in that
/// order.
///
/// # Errors
/// [`ApiError::Unauthenticated`] with the text clients know, [`ApiError::Throttled`] after too many failures, failures
/// of the store.
pub async fn authenticate(state: &ApiState, parts: &Parts, address: &str) -> Result<Principal, ApiError> {
    if let Some(token) = lms_token_of(&parts.headers) {
        return bearer(state, token?, address).await;
    }
    let token = match token_of(&parts.headers) {
        Err(ApiError::Unauthenticated(NOT_PROVIDED)) => return by_cookie(state, parts, address).await,
        token => token?,
    };
    state.attempts().check(address)?;
    let refusal = match state.store().site().check_token(&token).await? {
        TokenCheck::Valid(reached) => return current(state, reached).await,
        TokenCheck::UserDisabled => INACTIVE,
        TokenCheck::Unknown => INVALID,
    };
    state.attempts().failed(address);
    Err(ApiError::Unauthenticated(refusal))
}

/// What a token reaches, without what the LMS withdrew from its user meanwhile.
async fn current(state: &ApiState, reached: Principal) -> Result<Principal, ApiError> {
    if state.people().provider().is_none() {
        return Ok(reached);
    }
    let now = state.people().principal(&reached.user_name).await?;
    let now = now.ok_or(ApiError::Unauthenticated(INACTIVE))?;
    Ok(Principal {
        courses: reached.courses.and(&now.courses),
        people: reached.people && now.people,
        user_name: reached.user_name,
    })
}

/// Who a browser says asks. For reading only, since it sends cookies along whoever made the request: what changes something takes a
/// token.
async fn by_cookie(state: &ApiState, parts: &Parts, address: &str) -> Result<Principal, ApiError> {
    let nobody = ApiError::Unauthenticated(NOT_PROVIDED);
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Err(nobody);
    }
    if let Some(principal) = signed_in(state, &parts.headers).await? {
        return Ok(principal);
    }
    match lms_token_in_cookies(&parts.headers, state.options()) {
        Some(token) => bearer(state, &token, address).await,
        None => Err(nobody),
    }
}

/// Who is signed in to the pages of this site.
async fn signed_in(state: &ApiState, headers: &HeaderMap) -> Result<Option<Principal>, ApiError> {
    let Some(name) = &state.options().session_cookie else {
        return Ok(None);
    };
    if is_from_elsewhere(headers) {
        return Ok(None);
    }
    let Some(id) = cookie(headers, name) else {
        return Ok(None);
    };
    let session = state.store().site().load_session(&id).await?;
    let user = session.as_ref().and_then(|session| session.get(SESSION_USER)?.as_str());
    match user {
        Some(user) => Ok(state.people().principal(user).await?),
        None => Ok(None),
    }
}

/// The token that the LMS left in two cookies, where the client asks to look there: this site, or one that may send cookies along.
fn lms_token_in_cookies(headers: &HeaderMap, options: &ApiOptions) -> Option<String> {
    let is_trusted = !is_from_elsewhere(headers) || (options.cors_credentials && is_allowed_origin(headers, options));
    if !headers.contains_key(USE_JWT_COOKIE) || !is_trusted {
        return None;
    }
    let [begin, signature] = JWT_COOKIES;
    Some(format!("{}.{}", cookie(headers, begin)?, cookie(headers, signature)?))
}

/// Whether the page that made this request is of an origin that may call from scripts (`API 1.9`).
fn is_allowed_origin(headers: &HeaderMap, options: &ApiOptions) -> bool {
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    origin.is_some_and(|origin| options.cors_origins.iter().any(|allowed| allowed == origin))
}

/// Who bears a token that the LMS signed.
async fn bearer(state: &ApiState, token: &str, address: &str) -> Result<Principal, ApiError> {
    state.attempts().check(address)?;
    let refusal = match state.people().bearer(token).await {
        Ok(principal) => return Ok(principal),
        Err(IdentityError::Store(error)) => return Err(error.into()),
        Err(IdentityError::NoToken) => UNDECODABLE,
        Err(IdentityError::Rights { .. } | IdentityError::Keys { .. }) => return Err(ApiError::Busy),
        // These the LMS signed, so nobody guesses: a page left open overnight asks with such a token in its cookies again and again.
        Err(IdentityError::Scope { .. }) => return Err(ApiError::Unauthenticated(NO_USER_ID)),
        Err(IdentityError::Disabled | IdentityError::NameTaken) => return Err(ApiError::Unauthenticated(INACTIVE)),
        Err(IdentityError::Clock { .. }) => {
            // Mostly it has ended, which says nothing of clocks.
            tracing::info!("a token of the LMS is refused that has ended, or whose time is still to come");
            return Err(ApiError::Unauthenticated(INVALID));
        }
        Err(error) => {
            tracing::info!(%error, "a token of the LMS is refused");
            INVALID
        }
    };
    state.attempts().failed(address);
    Err(ApiError::Unauthenticated(refusal))
}

/// The token behind `JWT`, if that is the scheme of the header.
fn lms_token_of(headers: &HeaderMap) -> Option<Result<&str, ApiError>> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let mut words = text.split_ascii_whitespace();
    if !words.next()?.eq_ignore_ascii_case("jwt") {
        return None;
    }
    let refused = |text| Some(Err(ApiError::Unauthenticated(text)));
    match (words.next(), words.next()) {
        (Some(token), None) => Some(Ok(token)),
        (None, _) => refused(NO_CREDENTIALS),
        _ => refused(SPACES),
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let texts = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = texts
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned())
}

/// Whether the browser says that another site made this request.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    !matches!(site, None | Some(b"same-origin" | b"none"))
}

fn token_of(headers: &HeaderMap) -> Result<String, ApiError> {
    let refused = |text| Err(ApiError::Unauthenticated(text));
    let Some(header) = headers.get(AUTHORIZATION) else {
        return refused(NOT_PROVIDED);
    };
    let mut words = header
        .as_bytes()
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty());
    if !words.next().is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"token")) {
        return refused(NOT_PROVIDED);
    }
    let Some(token) = words.next() else {
        return refused(NO_CREDENTIALS);
    };
    if words.next().is_some() {
        return refused(SPACES);
    }
    match std::str::from_utf8(token) {
        Ok(token) if token.len() <= MAX_TOKEN => Ok(token.to_owned()),
        Ok(_) => refused(INVALID),
        Err(_) => refused(CHARACTERS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(header: Option<&[u8]>) -> Result<String, String> {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(AUTHORIZATION, HeaderValue::from_bytes(header).unwrap());
        }
        token_of(&headers).map_err(|error| match error {
            ApiError::Unauthenticated(text) => text.to_owned(),
            other => panic!("{other}"),
        })
    }

    #[test]
    fn headers_are_read_as_clients_write_them() {
        let refused = |text: &str| Err(text.to_owned());
        assert_eq!(outcome(None), refused(NOT_PROVIDED));
        assert_eq!(outcome(Some(b"Bearer abc")), refused(NOT_PROVIDED));
        assert_eq!(outcome(Some(b"")), refused(NOT_PROVIDED));
        assert_eq!(outcome(Some(b"Token")), refused(NO_CREDENTIALS));
        assert_eq!(outcome(Some(b"Token a b")), refused(SPACES));
        assert_eq!(outcome(Some(b"Token \xff")), refused(CHARACTERS));

        assert_eq!(
            outcome(Some(format!("Token {}", "x".repeat(300)).as_bytes())),
            refused(INVALID)
        );
        assert_eq!(outcome(Some(b"tOKEN  9f1c")), Ok("9f1c".into()));
    }

    #[test]
    fn tokens_of_the_lms_have_a_scheme_of_their_own() {
        let found = |text: &'static str| {
            let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static(text))]);
            lms_token_of(&headers).map(|token| token.map(str::to_owned).map_err(|error| error.to_string()))
        };
        assert_eq!(found("JWT a.b.c"), Some(Ok("a.b.c".to_owned())));
        assert_eq!(found("jwt  a.b.c"), Some(Ok("a.b.c".to_owned())));
        assert!(found("JWT").unwrap().is_err() && found("JWT a b").unwrap().is_err());
        assert_eq!(found("Bearer a.b.c"), None);
        assert_eq!(found("Token a"), None);
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("xid=1; id=2;id2=3"))]);
        assert_eq!(cookie(&headers, "id").as_deref(), Some("2"));
        assert_eq!(cookie(&headers, "d"), None);
    }

    #[test]
    fn a_token_in_cookies_is_looked_for_where_this_site_or_a_trusted_one_asks() {
        let both = "a=1; edx-jwt-cookie-header-payload=x.y;edx-jwt-cookie-signature=z";
        let found = |more: &[(&'static str, &'static str)], cookies: &'static str, cors_credentials: bool| {
            let mut headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static(cookies))]);
            for &(name, value) in more {
                headers.insert(name, HeaderValue::from_static(value));
            }
            let options = ApiOptions {
                cors_origins: vec!["https://dash.example".into()],
                cors_credentials,
                ..ApiOptions::default()
            };
            lms_token_in_cookies(&headers, &options)
        };
        let asked = (USE_JWT_COOKIE, "true");
        let token = Some("x.y.z".to_owned());
        assert_eq!(found(&[asked], both, false), token);
        assert_eq!(found(&[asked, ("sec-fetch-site", "same-origin")], both, false), token);
        assert_eq!(found(&[], both, false), None);
        assert_eq!(found(&[asked], "edx-jwt-cookie-header-payload=x.y", false), None);
        assert_eq!(found(&[asked], "edx-jwt-cookie-signature=z", false), None);

        let from = |origin: &'static str| [asked, ("sec-fetch-site", "same-site"), ("origin", origin)];
        assert_eq!(found(&from("https://dash.example"), both, true), token);
        assert_eq!(found(&from("https://dash.example"), both, false), None);
        assert_eq!(found(&from("https://evil.example"), both, true), None);
        assert_eq!(found(&[asked, ("sec-fetch-site", "cross-site")], both, true), None);
    }
}
