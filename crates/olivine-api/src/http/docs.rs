//! The docs of the API: a page, and the OpenAPI document.

use std::fmt::Write as _;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_SECURITY_POLICY};
use axum::http::{Method, Response, StatusCode};
use olivine_report::manifest::{API_VERSIONS, ApiVersion};

use super::html::{escaped, page, words};
use super::{admission, body, openapi, respond};
use crate::error::ApiError;
use crate::query::prepared::Prepared;
use crate::state::ApiState;

const ALLOW: &str = "GET, HEAD";
const OPENAPI: &str = "application/openapi+json; charset=utf-8";
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers `/docs/`: the page, or the OpenAPI document for `?format=openapi`.
pub async fn docs(State(state): State<ApiState>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let query = body::query_pairs(parts.uri.query());
    let accept = parts
        .headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    let wants_document =
        body::last(&query, "format") == Some("openapi") || accept.starts_with("application/openapi+json");
    let make = || match wants_document {
        true => respond::with_body(StatusCode::OK, OPENAPI, openapi::document(&state).to_string()),
        false => {
            let mut response = respond::with_body(StatusCode::OK, respond::HTML, docs_page(&state));
            respond::set(&mut response, CONTENT_SECURITY_POLICY, POLICY);
            response
        }
    };
    open_answer(&state, &parts, make)
}

/// Answers `/api/openapi.json`.
pub async fn openapi_json(State(state): State<ApiState>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let make = || respond::with_body(StatusCode::OK, respond::JSON, openapi::document(&state).to_string());
    open_answer(&state, &parts, make)
}

/// Answers `/docs/docs.css`.
pub async fn style() -> Response<Body> {
    respond::with_body(StatusCode::OK, "text/css; charset=utf-8", include_str!("docs.css"))
}

/// Answers a request that needs no token.
fn open_answer(
    state: &ApiState,
    parts: &axum::http::request::Parts,
    make: impl Fn() -> Response<Body>,
) -> Response<Body> {
    let mut response = match (admission::anonymous(state, parts), &parts.method) {
        (Err(error), _) => respond::error(&error),
        (Ok(()), &Method::GET | &Method::HEAD) => make(),
        (Ok(()), other) => respond::error(&ApiError::MethodNotAllowed(other.to_string())),
    };
    respond::add_view_headers(&mut response, ALLOW);
    response
}

fn docs_page(state: &ApiState) -> String {
    let mut content = String::from(
        "<p>Send the header <code>Authorization: Token …</code>. Answers are JSON; add <code>.csv</code> in place of the \
         last slash, or <code>?format=csv</code>, for CSV. Days and times are UTC. \
         <a href=\"/api/openapi.json\">OpenAPI document</a></p>\n",
    );
    for report in state.registry().reports() {
        let queries: Vec<&Prepared> = state
            .queries()
            .iter()
            .filter(|query| query.report == report.manifest.id)
            .collect();
        if queries.is_empty() {
            continue;
        }
        // Writing to a String cannot fail.
        let _ = writeln!(content, "<h2>{}</h2>", escaped(&report.manifest.title));
        let _ = writeln!(content, "<p>{}</p>", words(&report.manifest.question));
        for query in queries {
            write_query(&mut content, query);
        }
    }
    page("Data API", &content)
}

fn write_query(content: &mut String, query: &Prepared) {
    let _ = writeln!(content, "<section>\n<h3>{}</h3>\n<ul>", words(&query.declared.doc));
    if let Some(path) = &query.declared.path {
        let methods = if query.shape.post { "GET, POST" } else { "GET" };
        let is_served = |version: &&ApiVersion| query.declared.api.iter().any(|name| name == version.name);
        for version in API_VERSIONS.iter().filter(is_served) {
            let _ = writeln!(
                content,
                "<li><code>{methods} {}{}</code></li>",
                version.base,
                escaped(path)
            );
        }
    }
    let generic = format!("/api/reports/{}/{}/", query.report, query.name);
    let _ = writeln!(content, "<li><code>GET {}</code></li>\n</ul>", escaped(&generic));
    let parameters = openapi::parameter_names(query).into_iter().map(|name| {
        let doc = openapi::parameter_doc(query, &name);
        (name, doc)
    });
    write_table(content, "Parameters", parameters.collect());
    let columns = query.columns().into_iter().map(|column| {
        let unit = column.unit.map(|unit| format!(" ({unit})")).unwrap_or_default();
        (column.name, format!("{}{unit}", column.doc))
    });
    write_table(content, "Fields", columns.collect());
    content.push_str("</section>\n");
}

fn write_table(content: &mut String, caption: &str, rows: Vec<(String, String)>) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(content, "<table>\n<caption>{caption}</caption>");
    for (name, doc) in rows {
        let _ = writeln!(
            content,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td></tr>",
            escaped(&name),
            words(&doc)
        );
    }
    content.push_str("</table>\n");
}
