//! What OPTIONS tells about an address (`API 1.5`).

use axum::body::Body;
use axum::http::{Response, StatusCode};
use serde_json::json;

use super::{body, respond};

/// Name, description, and the types it gives and takes.
pub fn describe(name: &str, doc: &str) -> Response<Body> {
    let title: Vec<String> = name.split('_').map(capitalized).collect();
    let text = json!({
        "name": title.join(" "),
        "description": doc,
        "renders": ["application/json", "text/html", "text/csv"],
        "parses": body::PARSED,
    });
    respond::with_body(StatusCode::OK, respond::JSON, text.to_string())
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
