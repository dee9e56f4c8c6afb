//! Whether the server lives and is well (`API 1.7`).

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode};
use olivine_store::Store;
use serde_json::json;

use super::{admission, options, respond};
use crate::error::ApiError;
use crate::state::ApiState;

const ALLOW: &str = "GET, HEAD, OPTIONS";
/// How long a store may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(5);

/// The server lives: touches nothing, never counted.
pub async fn status(request: Request) -> Response<Body> {
    let response = match *request.method() {
        Method::GET | Method::HEAD => respond::with_body(StatusCode::OK, respond::JSON, "{}"),
        Method::OPTIONS => options::describe("status", "Whether the server lives."),
        ref other => respond::error(&ApiError::MethodNotAllowed(other.to_string())),
    };
    finished(response)
}

/// The token is valid.
pub async fn authenticated(State(state): State<ApiState>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let response = match (admission::user(&state, &parts).await, &parts.method) {
        (Err(error), _) => respond::error(&error),
        (Ok(_), &Method::GET | &Method::HEAD) => respond::with_body(StatusCode::OK, respond::JSON, "{}"),
        (Ok(_), &Method::OPTIONS) => options::describe("authenticated", "Whether the token is valid."),
        (Ok(_), other) => respond::error(&ApiError::MethodNotAllowed(other.to_string())),
    };
    finished(response)
}

/// The databases answer: 200, or 503 with the one that does not.
pub async fn health(State(state): State<ApiState>, request: Request) -> Response<Body> {
    let response = match *request.method() {
        Method::GET | Method::HEAD => health_now(state.store()).await,
        Method::OPTIONS => options::describe("health", "Whether the databases answer."),
        ref other => respond::error(&ApiError::MethodNotAllowed(other.to_string())),
    };
    finished(response)
}

async fn health_now(store: &Store) -> Response<Body> {
    let word = |well: bool| if well { "OK" } else { "UNAVAILABLE" };
    // Nobody has the empty name: the question is only whether there is an answer.
    let site = tokio::time::timeout(PATIENCE, store.site().user(""));
    let results = tokio::time::timeout(PATIENCE, store.check_readable());
    let (site, results) = futures::join!(site, results);
    let (site, results) = (
        site.is_ok_and(|asked| asked.is_ok()),
        results.is_ok_and(|asked| asked.is_ok()),
    );
    let status = if site && results {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let text = json!({
        "overall_status": word(site && results),
        "detailed_status": { "default_db_status": word(site), "analytics_db_status": word(results) },
    });
    respond::with_body(status, respond::JSON, text.to_string())
}

fn finished(mut response: Response<Body>) -> Response<Body> {
    respond::add_view_headers(&mut response, ALLOW);
    response
}
