//! Addresses of the pages (`UI 1`).

use std::any::Any;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::assets;
use crate::error::WebError;
use crate::failures;
use crate::guard;
use crate::page;
use crate::session;
use crate::site::{Site, WebState};
use crate::visit::{self, Visit};

/// Longest form in bytes; ours hold a few words.
const LONGEST_FORM: usize = 64 * 1024;

/// The router of all pages, with its own answer to addresses that do not exist.
///
/// # Errors
/// [`WebError::Messages`] if the built-in words are broken.
pub fn router(state: WebState) -> Result<Router, WebError> {
    let site = Site::new(state)?;
    let pages = Router::new()
        .route("/", get(page::landing::show))
        .route("/login/", get(page::sign_in::show).post(page::sign_in::sign_in))
        .route(page::lms_sign_in::START, get(page::lms_sign_in::start))
        .route(page::lms_sign_in::COMPLETE, get(page::lms_sign_in::complete))
        .route(
            "/logout/",
            get(page::sign_in::sign_out_by_link).post(page::sign_in::sign_out),
        )
        .route("/logout_then_login/", get(page::sign_in::sign_out_then_in))
        .route("/display/", get(page::display::choose))
        .route("/embed/{link}/", get(page::embed::show))
        .route("/courses", get(page::courses::add_slash))
        .route("/courses/", get(page::courses::list))
        .route("/courses/csv/course_list/", get(page::course_list_csv::download))
        .route(
            "/api/learner_analytics/v0/learners.csv",
            get(page::learners::old_download),
        )
        .route(
            "/courses/{*path}",
            get(page::course::dispatch).post(page::course::change),
        )
        .route("/operate/", get(page::operate::overview::show))
        .route("/operate/runs/", get(page::operate::runs::list))
        .route("/operate/runs/{id}/", get(page::operate::runs::one))
        .route("/operate/data/", get(page::operate::data::show))
        .route(
            "/operate/reports/",
            get(page::operate::reports::show).post(page::operate::reports::switch),
        )
        .fallback(unknown)
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(middleware::from_fn_with_state(site.clone(), visit::attach))
        .layer(session::layer(&site));
    let assets = Router::new()
        .route("/assets/{file}", get(asset))
        .route("/favicon.ico", get(favicon))
        .route("/robots.txt", get(robots));
    let all = assets
        .merge(pages)
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(site.clone(), guard::headers));
    Ok(all.with_state(site))
}

async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    assets::serve(&file, &headers)
}

/// Browsers ask for it on answers that are no pages.
async fn favicon(State(site): State<Arc<Site>>) -> Redirect {
    Redirect::permanent(&site.assets.link("olivine.svg"))
}

/// Keeps crawlers from nothing: what needs no sign-in says itself that it is not for an index, and they must read that.
async fn robots() -> &'static str {
    "User-agent: *\nDisallow:\n"
}

async fn unknown(State(site): State<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    page::refusal::respond(&site, &visit, page::refusal::Refusal::NotFound, StatusCode::NOT_FOUND)
}

/// The answer where making one panicked. It is plain, because what makes pages may be what is broken.
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    tracing::error!(code = failures::PAGE.code, error = text, "a page panicked");
    let said = "Something broke. This is our fault, not yours. The failure was written to the log of the site.\n";
    (StatusCode::INTERNAL_SERVER_ERROR, said).into_response()
}
