//! One line per request, without anything secret: no headers, no query string.

use std::time::Instant;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use axum::middleware::Next;

use super::address;
use super::admission::AccessUser;
use crate::state::ApiState;

/// Logs method, path, user, status and time taken.
pub async fn log(State(state): State<ApiState>, request: Request, next: Next) -> Response<Body> {
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let method = parts.method.clone();
    let path = parts.uri.path().to_owned();
    let client = address::of_client(&parts, state.options().behind_proxy);
    let response = next.run(Request::from_parts(parts, body)).await;
    let user = response
        .extensions()
        .get::<AccessUser>()
        .map_or("-", |user| user.0.as_str());
    let status = response.status().as_u16();
    let milliseconds = started.elapsed().as_millis();
    tracing::info!(target: "olivine_api::access", %method, path, status, milliseconds, user, client);
    response
}
