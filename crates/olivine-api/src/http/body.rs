//! Parameters in a request's query string and body.

use std::error::Error;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::Value;
use url::form_urlencoded;

use crate::error::ApiError;

/// How long a client may take to send a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);
/// Body types that are read.
pub const PARSED: [&str; 2] = ["application/json", "application/x-www-form-urlencoded"];

/// Name and value pairs in order.
pub type Pairs = Vec<(String, String)>;

/// The pairs of a query string.
pub fn query_pairs(query: Option<&str>) -> Pairs {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .into_owned()
        .collect()
}

/// The last value of a name.
pub fn last<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .rev()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

/// The pairs of a body: a form, or a JSON object whose lists become repeated values.
///
/// # Errors
/// [`ApiError::UnsupportedMediaType`], [`ApiError::BadBody`], [`ApiError::BodyTooLarge`], [`ApiError::BodyTooSlow`].
pub async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Pairs, ApiError> {
    let bytes = whole(body, limit).await?;
    let declared = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = declared
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match kind.as_str() {
        "application/x-www-form-urlencoded" => Ok(form_urlencoded::parse(&bytes).into_owned().collect()),
        "application/json" => json_pairs(&bytes),
        "" if bytes.is_empty() => Ok(Vec::new()),
        _ => Err(ApiError::UnsupportedMediaType(declared.to_owned())),
    }
}

/// All bytes of a body.
///
/// # Errors
/// [`ApiError::BodyTooLarge`], [`ApiError::BodyTooSlow`].
pub async fn whole(body: Body, limit: usize) -> Result<Bytes, ApiError> {
    match tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_late(&error) => Err(ApiError::BodyTooSlow),
        Ok(Err(_)) => Err(ApiError::BodyTooLarge),
        Err(_) => Err(ApiError::BodyTooSlow),
    }
}

/// Whether the server gave a body up because it did not arrive in time.
fn is_late(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if kind == Some(io::ErrorKind::TimedOut) {
            return true;
        }
        cause = error.source();
    }
    false
}

fn json_pairs(bytes: &[u8]) -> Result<Pairs, ApiError> {
    let refused = |reason: String| ApiError::BadBody(format!("JSON parse error - {reason}"));
    let value: Value = serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))?;
    let Value::Object(fields) = value else {
        return Err(refused("an object is expected".into()));
    };
    let mut pairs = Vec::new();
    for (name, value) in fields {
        // A single value is taken as a list of one (`API 2.4` R).
        let values = if let Value::Array(items) = value {
            items
        } else {
            vec![value]
        };
        for item in values {
            let text = match item {
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                Value::Bool(true) => "True".to_owned(),
                Value::Null | Value::Bool(false) => continue,
                Value::Array(_) | Value::Object(_) => {
                    return Err(refused(format!("{name} holds something other than texts and numbers")));
                }
            };
            pairs.push((name.clone(), text));
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read_as(kind: &str, body: &str) -> Result<Pairs, (u16, String)> {
        let mut headers = HeaderMap::new();
        if !kind.is_empty() {
            headers.insert(CONTENT_TYPE, kind.parse().unwrap());
        }
        let reply = |error: ApiError| (error.reply().0, error.to_string());
        read(&headers, Body::from(body.to_owned()), 100).await.map_err(reply)
    }

    fn pairs(pairs: &[(&str, &str)]) -> Pairs {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[tokio::test]
    async fn forms_and_json_give_the_same_pairs() {
        let expected = pairs(&[
            ("course_ids", "course-v1:A+B+C"),
            ("course_ids", "x/y/z"),
            ("programs", "True"),
        ]);
        let form = "course_ids=course-v1%3AA%2BB%2BC&course_ids=x%2Fy%2Fz&programs=True";
        assert_eq!(
            read_as("application/x-www-form-urlencoded", form).await,
            Ok(expected.clone())
        );
        let json = r#"{"course_ids":["course-v1:A+B+C","x/y/z"],"programs":true,"a":null,"b":[],"c":false}"#;
        assert_eq!(read_as("application/json; charset=utf-8", json).await, Ok(expected));
        assert_eq!(
            read_as("application/json", r#"{"exclude":"programs"}"#).await,
            Ok(pairs(&[("exclude", "programs")]))
        );
    }

    #[tokio::test]
    async fn other_bodies_are_refused() {
        let status = |outcome: Result<Pairs, (u16, String)>| outcome.unwrap_err().0;
        assert_eq!(status(read_as("text/plain", "x").await), 415);
        assert_eq!(status(read_as("", "x").await), 415);
        assert_eq!(read_as("", "").await, Ok(vec![]));
        for body in ["{", "[]", r#"{"a":{}}"#, r#"{"a":[[1]]}"#] {
            assert_eq!(status(read_as("application/json", body).await), 400, "{body}");
        }
        assert_eq!(status(read_as("application/json", &"x".repeat(101)).await), 413);
    }

    #[tokio::test]
    async fn what_the_server_gave_up_was_too_slow() {
        let given_up = futures::stream::once(async { Err::<Bytes, _>(io::Error::from(io::ErrorKind::TimedOut)) });
        let outcome = whole(Body::from_stream(given_up), 100).await;
        assert!(matches!(outcome, Err(ApiError::BodyTooSlow)), "{outcome:?}");
    }
}
