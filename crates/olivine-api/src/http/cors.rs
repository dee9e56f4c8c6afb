//! Calls from scripts on other sites (`API 1.9`).

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;

use super::respond;
use crate::state::ApiState;

const METHODS: &str = "DELETE, GET, OPTIONS, PATCH, POST, PUT";
const HEADERS: &str = "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with";
/// The same with the header that asks for cookies to be looked at, where they may be sent along.
const HEADERS_WITH_COOKIES: &str =
    "accept, authorization, content-type, use-jwt-cookie, user-agent, x-csrftoken, x-requested-with";

/// Answers preflights and marks answers for the origins that the site allows. Nothing is allowed by default.
pub async fn allow(State(state): State<ApiState>, request: Request, next: Next) -> Response<Body> {
    let options = state.options();
    let origin = request.headers().get(ORIGIN).filter(|origin| {
        let text = origin.to_str().unwrap_or_default();
        options.cors_origins.iter().any(|allowed| allowed == text)
    });
    let Some(origin) = origin.cloned() else {
        return next.run(request).await;
    };
    let is_preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_preflight {
        let mut response = respond::empty(StatusCode::OK);
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
        let allowed = if options.cors_credentials {
            HEADERS_WITH_COOKIES
        } else {
            HEADERS
        };
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(allowed));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
        headers.insert(VARY, HeaderValue::from_static("origin"));
        response
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if options.cors_credentials {
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    }
    response
}
