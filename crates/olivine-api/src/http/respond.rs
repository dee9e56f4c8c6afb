//! Making HTTP responses of answers and errors (`API 1.3`, `API 1.5`).

use axum::body::Body;
use axum::http::header::{
    ALLOW, CONTENT_TYPE, HeaderName, LOCATION, RETRY_AFTER, VARY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, Response, StatusCode};

use super::html;
use super::negotiate::Format;
use crate::error::{ApiError, ErrorBody};

/// Type of JSON answers.
pub const JSON: &str = "application/json";
/// Type of CSV answers.
pub const CSV: &str = "text/csv; charset=utf-8";
/// Type of Parquet answers.
pub const PARQUET: &str = "application/vnd.apache.parquet";
/// Type of Arrow answers.
pub const ARROW: &str = "application/vnd.apache.arrow.stream";
/// Type of pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// Type of errors from outside the views, as clients have always had it.
const JSON_OUTSIDE: &str = "application/json; charset=None";

/// A response with a body and its type.
pub fn with_body(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A response without body.
pub fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// A redirect with an empty body.
pub fn redirect(status: StatusCode, location: &str) -> Response<Body> {
    let mut response = with_body(status, HTML, Body::empty());
    match HeaderValue::from_str(location) {
        Ok(location) => {
            response.headers_mut().insert(LOCATION, location);
            response
        }
        Err(_) => error(&ApiError::NoRoute),
    }
}

/// Adds the headers that every answer of a view has.
pub fn add_view_headers(response: &mut Response<Body>, allow: &'static str) {
    let headers = response.headers_mut();
    headers.insert(ALLOW, HeaderValue::from_static(allow));
    headers.insert(VARY, HeaderValue::from_static("Accept, Cookie, origin"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

/// An error in the form of JSON.
pub fn error(failure: &ApiError) -> Response<Body> {
    error_as(failure, Format::Json { indent: None })
}

/// An error in the form of the format asked for. In CSV the details have no body and no type.
pub fn error_as(failure: &ApiError, format: Format) -> Response<Body> {
    let (number, body) = failure.reply();
    if failure.is_ours() {
        tracing::error!(error = %failure, code = olivine_failure::Failing::failure(failure).code, "request failed");
    }
    // Every status in `reply` is one there is.
    let status = StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match body {
        ErrorBody::Status => with_body(status, JSON_OUTSIDE, format!("{{\"status\":{number}}}")),
        ErrorBody::Detail(_) if format == Format::Csv => empty(status),
        ErrorBody::Detail(text) => {
            let json = serde_json::json!({ "detail": text }).to_string();
            match format {
                Format::Html => with_body(status, HTML, html::page(&status.to_string(), &html::code(&json))),
                _ => with_body(status, JSON, json),
            }
        }
        ErrorBody::Code(code, message) => {
            let message = serde_json::Value::String(message);
            let json = format!("{{\"error_code\": \"{code}\", \"developer_message\": {message}}}");
            with_body(status, JSON, json)
        }
        ErrorBody::Text(text) => with_body(status, HTML, html::escaped_text(&text)),
        ErrorBody::Json(json) => with_body(status, JSON, json),
    };
    let headers = response.headers_mut();
    match failure {
        ApiError::Unauthenticated(_) => {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Token"));
        }
        ApiError::Throttled(seconds) => {
            headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        ApiError::Busy => {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        _ => {}
    }
    response
}

/// Sets a header if the text can stand in one.
pub fn set(response: &mut Response<Body>, name: HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().insert(name, value);
    }
}
