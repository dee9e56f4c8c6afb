//! Letting a request in: who asks, and how often.

use std::time::Instant;

use axum::http::request::Parts;
use olivine_store::Principal;

use super::{address, auth};
use crate::error::ApiError;
use crate::state::ApiState;

/// Name of the user of a request, kept on its response for the access log.
#[derive(Debug, Clone)]
pub struct AccessUser(pub String);

/// Finds the user and counts the request.
///
/// # Errors
/// Those of [`auth::authenticate`], and [`ApiError::Throttled`]. Refused credentials are not counted as requests.
pub async fn user(state: &ApiState, parts: &Parts) -> Result<Principal, ApiError> {
    let options = state.options();
    let client = address::of_client(parts, options.behind_proxy);
    let principal = auth::authenticate(state, parts, &client).await?;
    let limit = options.limits.of_user(&principal.user_name);
    let key = format!("user {}", principal.user_name);
    state
        .requests()
        .take(&key, limit, Instant::now())
        .map_err(ApiError::Throttled)?;
    Ok(principal)
}

/// Counts a request that needs no user.
///
/// # Errors
/// [`ApiError::Throttled`].
pub fn anonymous(state: &ApiState, parts: &Parts) -> Result<(), ApiError> {
    let client = address::of_client(parts, state.options().behind_proxy);
    let key = format!("address {client}");
    state
        .requests()
        .take(&key, state.options().limits.anonymous, Instant::now())
        .map_err(ApiError::Throttled)
}
