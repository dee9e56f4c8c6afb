//! Language and theme of the pages. A link may set them: nothing else changes by it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::address::local;
use crate::site::Site;
use crate::visit::{self, Visit};

/// `GET /display/?language=ar&theme=dark&next=/…`: remembers the choice and goes back.
pub async fn choose(State(site): State<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    let next = visit.query.get("next").and_then(local).unwrap_or("/");
    let mut response = Redirect::to(next).into_response();
    visit::remember(
        &mut response,
        &site,
        visit.query.get("language"),
        visit.query.get("theme"),
    );
    response
}
