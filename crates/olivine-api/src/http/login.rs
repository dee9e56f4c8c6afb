//! A token for user name and password (`API 1.2`).

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode};
use olivine_store::site::tokens::{LOGIN_LABEL, NewToken};
use serde_json::json;

use super::body::{self, Pairs};
use super::{address, admission, options, respond};
use crate::error::ApiError;
use crate::sign_in::SignIn;
use crate::state::ApiState;

/// Its address.
pub const PATH: &str = "/api-token-auth/";
const ALLOW: &str = "POST, OPTIONS";
/// How many of them a user has at most: then the oldest ends.
const MOST: usize = 10;
/// Longest body in bytes: a name and a password, however they are written.
const LONGEST_BODY: usize = 16 * 1024;
const REQUIRED: &str = "This field is required.";
const BLANK: &str = "This field may not be blank.";
const WRONG: &str = "Unable to log in with provided credentials.";

/// Answers `/api-token-auth/`. The plain token cannot be shown again later, so each login makes a new one.
pub async fn token(State(state): State<ApiState>, request: Request) -> Response<Body> {
    let outcome = match *request.method() {
        Method::POST => login(&state, request).await,
        Method::OPTIONS => Ok(options::describe(
            "api_token_auth",
            "A token for user name and password.",
        )),
        ref other => Err(ApiError::MethodNotAllowed(other.to_string())),
    };
    match outcome {
        Ok(mut response) => {
            respond::add_view_headers(&mut response, ALLOW);
            response
        }
        Err(error) => refused(&error),
    }
}

/// The same request with its body in it. Nobody has to be known to send one here, so it is read before the request takes a place among
/// those that are answered: one that does not arrive keeps nobody out.
///
/// # Errors
/// [`ApiError::BodyTooLarge`], [`ApiError::BodyTooSlow`].
pub async fn arrived(request: Request, limit: usize) -> Result<Request, ApiError> {
    let (parts, content) = request.into_parts();
    let bytes = body::whole(content, limit.min(LONGEST_BODY)).await?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// The answer where no token is given.
pub fn refused(error: &ApiError) -> Response<Body> {
    let mut response = respond::error(error);
    respond::add_view_headers(&mut response, ALLOW);
    response
}

async fn login(state: &ApiState, request: Request) -> Result<Response<Body>, ApiError> {
    let (parts, content) = request.into_parts();
    admission::anonymous(state, &parts)?;
    let client = address::of_client(&parts, state.options().behind_proxy);
    let pairs = body::read(&parts.headers, content, state.options().body_limit).await?;
    let (user_name, password) = credentials(&pairs)?;
    let principal = match state.sign_in(user_name, password, &client).await? {
        SignIn::Right(principal) => principal,
        SignIn::Wrong => return Err(ApiError::BadLogin(json!({ "non_field_errors": [WRONG] }))),
        SignIn::Wait(pause) => return Err(ApiError::Throttled(pause.as_secs().max(1))),
        SignIn::Busy => return Err(ApiError::Busy),
    };
    let token = new_token(state, &principal.user_name).await?;
    Ok(respond::with_body(
        StatusCode::OK,
        respond::JSON,
        json!({ "token": token }).to_string(),
    ))
}

async fn new_token(state: &ApiState, user_name: &str) -> Result<String, ApiError> {
    let site = state.store().site();
    let tokens = site.list_tokens(Some(user_name)).await?;
    let own: Vec<_> = tokens.iter().filter(|token| token.label == LOGIN_LABEL).collect();
    for oldest in own.iter().take(own.len().saturating_sub(MOST - 1)) {
        site.revoke_token(oldest.id).await?;
    }
    let (_, text) = site
        .create_token(
            user_name,
            NewToken {
                label: LOGIN_LABEL.to_owned(),
                ..NewToken::default()
            },
        )
        .await?;
    Ok(text)
}

fn credentials(pairs: &Pairs) -> Result<(&str, &str), ApiError> {
    let mut problems = serde_json::Map::new();
    for name in ["username", "password"] {
        let problem = match body::last(pairs, name) {
            None => REQUIRED,
            Some("") => BLANK,
            Some(_) => continue,
        };
        problems.insert(name.to_owned(), json!([problem]));
    }
    match (body::last(pairs, "username"), body::last(pairs, "password")) {
        (Some(user_name), Some(password)) if problems.is_empty() => Ok((user_name, password)),
        _ => Err(ApiError::BadLogin(problems.into())),
    }
}
