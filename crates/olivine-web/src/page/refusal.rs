//! Pages that say why there is no page: 401, 403, 404, 500, 503, each with a way on (`UI 2.5`).

use std::sync::Arc;

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use olivine_api::ApiError;
use olivine_failure::Failing;
use url::form_urlencoded;

use crate::error::WebError;
use crate::frame::Frame;
use crate::section::describe;
use crate::site::Site;
use crate::visit::Visit;

/// Why a request gets no page.
#[derive(Debug)]
pub enum Refusal {
    /// Nobody is signed in: the sign-in page comes first.
    SignIn,
    /// No right to this course.
    Forbidden,
    /// No right to any course; asking again helps as soon as there is one (`UI X20`).
    NoCourses,
    /// A form that did not come from one of our pages.
    Form,
    /// A link to an embedded report that does not count any more.
    Link,
    /// No such address, course or report.
    NotFound,
    /// Nothing to download.
    NoData,
    /// An address that asks for an order or a filter that there is not.
    Address,
    /// Something failed.
    Failed(Arc<WebError>),
}

impl<E: Into<WebError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        match error.into() {
            WebError::Query(ApiError::Forbidden) => Self::Forbidden,
            WebError::Query(ApiError::NotFound | ApiError::NoRoute | ApiError::UnknownQuery { .. }) => Self::NotFound,
            error if error.is_of_address() => Self::Address,
            error => Self::Failed(Arc::new(error)),
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    status: u16,
    code: Option<&'static str>,
    title: String,
    text: String,
    retry: bool,
    /// Whether other rights may be there after signing in again (`UI 2.5`).
    sign_in_again: bool,
    /// Whether the course list is a way on: not for who has no courses.
    has_list: bool,
}

/// Answers with the page, or with the reason why there is none.
pub fn answer(site: &Arc<Site>, visit: &Visit, result: Result<Response, Refusal>) -> Response {
    match result {
        Ok(response) => response,
        Err(Refusal::SignIn) => {
            let query: String = form_urlencoded::Serializer::new(String::new())
                .append_pair("next", &visit.here)
                .finish();
            Redirect::to(&format!("/login/?{query}")).into_response()
        }
        Err(refusal) => {
            let status = status(&refusal);
            respond(site, visit, refusal, status)
        }
    }
}

fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::SignIn => StatusCode::UNAUTHORIZED,
        Refusal::Forbidden | Refusal::NoCourses | Refusal::Form | Refusal::Link => StatusCode::FORBIDDEN,
        Refusal::NotFound | Refusal::NoData => StatusCode::NOT_FOUND,
        Refusal::Address => StatusCode::BAD_REQUEST,
        Refusal::Failed(error) if error.is_transient() => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::Failed(error) => match error.as_ref() {
            WebError::Query(ApiError::Busy | ApiError::Throttled(_)) => StatusCode::SERVICE_UNAVAILABLE,
            WebError::SmallGroup(_) => StatusCode::FORBIDDEN,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        },
    }
}

/// Whether the same request may be answered later: not one for people who are too few.
fn may_help_again(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Failed(error) => !matches!(error.as_ref(), WebError::SmallGroup(_)),
        Refusal::NoCourses => true,
        _ => false,
    }
}

/// The page of a refusal.
pub fn respond(site: &Arc<Site>, visit: &Visit, refusal: Refusal, status: StatusCode) -> Response {
    let note = match &refusal {
        Refusal::Failed(error) => error.note(),
        _ => None,
    };
    let name = note.unwrap_or(match (&refusal, status) {
        (Refusal::SignIn, _) => "error-401",
        (Refusal::Forbidden, _) => "error-403",
        (Refusal::NoCourses, _) => "error-403-courses",
        (Refusal::Form, _) => "error-403-form",
        (Refusal::Link, _) => "error-403-link",
        (Refusal::NotFound, _) => "error-404",
        (Refusal::NoData, _) => "error-404-data",
        (Refusal::Address, _) => "courses-bad-query",
        (Refusal::Failed(_), StatusCode::SERVICE_UNAVAILABLE) => "error-503",
        (Refusal::Failed(_), _) => "error-500",
    });
    let text = match &refusal {
        Refusal::SignIn => "sign-in-needed".to_owned(),
        _ => format!("{name}-text"),
    };
    let code = match &refusal {
        Refusal::Failed(error) if note.is_some() => {
            tracing::debug!(path = visit.here, %error, "there are no numbers to show");
            None
        }
        Refusal::Failed(error) => {
            let code = error.failure().code;
            tracing::error!(code, error = %describe(error.as_ref()), path = visit.here, "a page failed");
            Some(code)
        }
        _ => None,
    };
    let title = visit.words.t(&format!("{name}-title"));
    let page = ErrorPage {
        frame: Frame::new(site, visit, &format!("error_{}", status.as_u16()), &title),
        status: status.as_u16(),
        code,
        text: visit.words.t(&text),
        retry: may_help_again(&refusal),
        sign_in_again: visit.principal.is_some() && matches!(refusal, Refusal::Forbidden | Refusal::NoCourses),
        has_list: visit.principal.is_some() && !matches!(refusal, Refusal::NoCourses),
        title,
    };
    let mut response = match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "even the error page failed");
            (StatusCode::INTERNAL_SERVER_ERROR, page.title).into_response()
        }
    };
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, axum::http::HeaderValue::from_static("30"));
    }
    response
}
