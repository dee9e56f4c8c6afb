//! Who asks (`API 1.2`).

use std::time::Instant;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use olivine_store::Principal;
use olivine_store::site::tokens::TokenCheck;

use super::throttle::SlidingWindow;
use crate::error::ApiError;
use crate::state::ApiState;

const NOT_PROVIDED: &str = "Authentication credentials were not provided.";
const NO_CREDENTIALS: &str = "Invalid token header. No credentials provided.";
const SPACES: &str = "Invalid token header. Token string should not contain spaces.";
const CHARACTERS: &str = "Invalid token header. Token string should not contain invalid characters.";
const INVALID: &str = "Invalid token.";
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

/// Finds the user of a request's token.
///
/// # Errors
/// [`ApiError::Unauthenticated`] with the text clients know, [`ApiError::Throttled`] after too many failures, failures
/// of the store.
pub async fn authenticate(state: &ApiState, headers: &HeaderMap, address: &str) -> Result<Principal, ApiError> {
    let token = token_of(headers)?;
    state.attempts().check(address)?;
    let refusal = match state.store().site().check_token(&token).await? {
        TokenCheck::Valid(principal) => return Ok(principal),
        TokenCheck::UserDisabled => INACTIVE,
        TokenCheck::Unknown => INVALID,
    };
    state.attempts().failed(address);
    Err(ApiError::Unauthenticated(refusal))
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
    use axum::http::HeaderValue;

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
}
