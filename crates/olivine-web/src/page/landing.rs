//! The first page, for those who are not signed in (`UI 2.6`).

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use url::form_urlencoded;

use super::refusal;
use crate::error::WebError;
use crate::frame::Frame;
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "landing.html")]
struct Landing {
    frame: Frame,
    message: Option<(&'static str, String)>,
    next: String,
    user: String,
    /// Where signing in at the LMS begins, if people do that.
    lms: Option<String>,
    /// Whether accounts of the site can sign in.
    local: bool,
}

/// `GET /`: claim and sign-in form; who is signed in goes on to the courses.
pub async fn show(State(site): State<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    if visit.principal.is_some() {
        return Redirect::to("/courses/").into_response();
    }
    let page = render(&site, &visit, StatusCode::OK, None, "/courses/", "");
    refusal::answer(&site, &visit, page.map_err(Into::into))
}

/// Where signing in at the LMS begins; afterwards one is at `next`.
pub fn lms_link(next: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    format!("{}?{query}", super::lms_sign_in::START)
}

/// The page with a message over the form and what was typed so far.
///
/// # Errors
/// [`WebError::Template`] if the page cannot be written.
pub fn render(
    site: &Arc<Site>,
    visit: &Visit,
    status: StatusCode,
    message: Option<(&'static str, String)>,
    next: &str,
    user: &str,
) -> Result<Response, WebError> {
    let title = visit.words.t("sign-in-title");
    let mut frame = Frame::new(site, visit, "landing", &title);
    frame.description = visit.words.t1("landing-claim", "site", &frame.site_name);
    let page = Landing {
        frame,
        message,
        next: next.to_owned(),
        user: user.to_owned(),
        lms: site.api.people().provider().map(|_| lms_link(next)),
        local: site.options.local_accounts,
    };
    Ok((status, Html(page.render()?)).into_response())
}
