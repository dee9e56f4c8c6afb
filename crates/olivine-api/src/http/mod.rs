//! The data API over HTTP.

mod access_log;
mod address;
mod admission;
mod auth;
mod body;
pub mod columnar;
mod cors;
pub mod csv;
mod dispatch;
mod docs;
mod embed;
mod endpoints;
mod generic;
mod html;
mod login;
mod negotiate;
mod old_proxy;
pub mod openapi;
mod operational;
mod options;
mod page_links;
mod path;
mod render;
mod respond;
pub mod throttle;

pub use address::client_address;
pub use auth::AttemptGuard;
pub use embed::embed_link;
pub use endpoints::Endpoints;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::{any, get};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::error::ApiError;
use crate::state::ApiState;

/// All addresses of the API. Which endpoints there are is said by the reports, not here.
pub fn router(state: ApiState) -> Router {
    let mut router = Router::new()
        .route("/status/", any(operational::status))
        .route("/authenticated/", any(operational::authenticated))
        .route("/health/", any(operational::health))
        .route(login::PATH, any(login::token))
        .route("/api/embed-links/", any(embed::link))
        .route("/docs/", any(docs::docs))
        .route("/docs/docs.css", get(docs::style))
        .route("/api/openapi.json", any(docs::openapi_json))
        .route("/api/reports/", any(generic::reports))
        .route("/api/reports/{*rest}", any(generic::reports))
        .route("/api/{*rest}", any(dispatch::data_api))
        .route("/enterprise/api/{*rest}", any(dispatch::data_api))
        .route("/api/", any(no_route));
    for path in [
        "/status",
        "/authenticated",
        "/health",
        "/api-token-auth",
        "/docs",
        "/api/reports",
    ] {
        router = router.route(path, any(with_slash));
    }
    if state.options().standalone {
        let home = any(|| async { respond::redirect(StatusCode::FOUND, "/docs") });
        router = router.route("/", home).fallback(no_route);
    }
    if state.options().session_cookie.is_some() {
        router = router
            .route("/api-auth/login/", any(to_signing_in))
            .route("/api-auth/logout/", any(to_signing_out));
    }
    let gate = Gate {
        permits: Arc::new(Semaphore::new(state.options().concurrency)),
        state: state.clone(),
    };
    router
        .with_state(state.clone())
        .layer(from_fn_with_state(gate, pass))
        .layer(from_fn_with_state(state.clone(), cors::allow))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state, access_log::log))
}

async fn no_route() -> Response<Body> {
    respond::error(&ApiError::NoRoute)
}

async fn with_slash(request: Request) -> Response<Body> {
    dispatch::add_slash(&request)
}

/// Who reads answers in a browser signs in to the pages, which serve the same people (`API 1.1`).
async fn to_signing_in(request: Request) -> Response<Body> {
    dispatch::lead(StatusCode::FOUND, "/login/", &request)
}

async fn to_signing_out(request: Request) -> Response<Body> {
    dispatch::lead(StatusCode::FOUND, "/logout/", &request)
}

/// Bounds how many requests are answered at once and how long one may take.
#[derive(Clone)]
struct Gate {
    permits: Arc<Semaphore>,
    state: ApiState,
}

async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response<Body> {
    // Whether the server lives is told even when it is busy.
    if request.uri().path() == "/status/" {
        return next.run(request).await;
    }
    let request = if request.uri().path() == login::PATH {
        match login::arrived(request, gate.state.options().body_limit).await {
            Ok(request) => request,
            Err(error) => return login::refused(&error),
        }
    } else {
        request
    };
    let answered = async {
        let _permit = gate.permits.acquire().await.ok();
        next.run(request).await
    };
    match tokio::time::timeout(gate.state.options().answer_timeout, answered).await {
        Ok(response) => response,
        Err(_) => respond::error(&ApiError::Busy),
    }
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    respond::error(&ApiError::Writing(format!("panic: {text}")))
}
