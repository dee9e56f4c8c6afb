//! Every query of every report under `/api/reports/`: JSON with how fresh it is, CSV, Parquet or Arrow; filtered, sorted and
//! cut into pages as asked.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LINK,
};
use axum::http::request::Parts;
use axum::http::{Method, Response, StatusCode};
use olivine_store::{Courses, Principal};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::ser::SerializeStruct;

use super::admission::{self, AccessUser};
use super::csv::ColumnOrder;
use super::negotiate::{self, Format};
use super::page_links::PageLinks;
use super::{address, body, columnar, dispatch, openapi, options, render, respond};
use crate::error::ApiError;
use crate::query::page::Page;
use crate::query::prepared::Prepared;
use crate::query::{Answer, AnswerColumn, Freshness, Listing, Params, answer_prepared, freshness};
use crate::state::ApiState;

const ALLOW: &str = "GET, HEAD, OPTIONS";
const BASE: &str = "/api/reports/";

/// Answers everything below `/api/reports/`.
pub async fn reports(State(state): State<ApiState>, request: Request) -> Response<Body> {
    let Ok(path) = percent_decode_str(request.uri().path()).decode_utf8().map(String::from) else {
        return respond::error(&ApiError::NoRoute);
    };
    let rest = path.strip_prefix(BASE).unwrap_or_default();
    let trimmed = rest.strip_suffix('/').unwrap_or(rest);
    let (trimmed, suffix) = match trimmed.rsplit_once('/') {
        // Report ids hold dots, query names do not: a dot in the last of two parts begins a format.
        Some((report, name)) => match name.split_once('.') {
            Some((query, suffix)) => (format!("{report}/{query}"), Some(suffix.to_owned())),
            None => (trimmed.to_owned(), None),
        },
        None => (trimmed.to_owned(), None),
    };
    let subject = match trimmed.split_once('/') {
        None if trimmed.is_empty() => Subject::All,
        None if state.registry().report(&trimmed).is_some() => Subject::Report(trimmed),
        None => return respond::error(&ApiError::NoRoute),
        Some((report, query)) => match state.queries().find(report, query) {
            Some(prepared) => Subject::Query(prepared),
            None => return respond::error(&ApiError::NoRoute),
        },
    };
    if !path.ends_with('/') && suffix.is_none() {
        return dispatch::add_slash(&request);
    }
    let (parts, _) = request.into_parts();
    let accept = parts.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let query = body::query_pairs(parts.uri.query());
    let formats = match subject {
        Subject::Query(_) => negotiate::REPORTS,
        Subject::All | Subject::Report(_) => negotiate::DATA_API,
    };
    let negotiated = negotiate::choose(formats, body::last(&query, "format"), suffix.as_deref(), accept);
    let outcome = match negotiated {
        Ok(format) => answer(&state, &subject, &parts, format).await,
        Err(error) => Err(error),
    };
    // Errors are told in JSON whatever was asked for: there are no old clients that expect less here.
    let mut response = outcome.unwrap_or_else(|error| respond::error(&error));
    respond::add_view_headers(&mut response, ALLOW);
    response
}

/// What is asked for.
enum Subject<'a> {
    All,
    Report(String),
    Query(&'a Prepared),
}

async fn answer(
    state: &ApiState,
    subject: &Subject<'_>,
    parts: &Parts,
    format: Format,
) -> Result<Response<Body>, ApiError> {
    let principal = admission::user(state, parts).await?;
    let mut response = match (&parts.method, subject) {
        (&Method::OPTIONS, Subject::Query(prepared)) => options::describe(&prepared.name, &prepared.declared.doc),
        (&Method::OPTIONS, _) => options::describe("reports", "Reports and their queries."),
        (&Method::GET | &Method::HEAD, Subject::Query(prepared)) => {
            answer_query(state, prepared, parts, &principal, format).await?
        }
        (&Method::GET | &Method::HEAD, Subject::All) => list(state, None, format)?,
        (&Method::GET | &Method::HEAD, Subject::Report(id)) => list(state, Some(id), format)?,
        (other, _) => return Err(ApiError::MethodNotAllowed(other.to_string())),
    };
    response.extensions_mut().insert(AccessUser(principal.user_name));
    Ok(response)
}

async fn answer_query(
    state: &ApiState,
    prepared: &Prepared,
    parts: &Parts,
    principal: &Principal,
    format: Format,
) -> Result<Response<Body>, ApiError> {
    let pairs = body::query_pairs(parts.uri.query());
    let mut params = Params::new(principal);
    params.origin = address::origin(parts, state.options().behind_proxy);
    for (name, value) in &pairs {
        params.add(name, value);
    }
    dispatch::check_course_keys(&params, &[])?;
    let listing = Listing::asked(prepared, &params)?;
    let known = freshness(state, prepared, &params).await?;
    if is_known(parts, &known, principal, format) {
        let mut response = respond::empty(StatusCode::NOT_MODIFIED);
        add_validators(&mut response, parts, &known, principal, format);
        return Ok(response);
    }
    let answer = answer_prepared(state, prepared, &params, &listing).await?;
    let read = Freshness {
        as_of: answer.as_of,
        created: answer.created,
        version: answer.version.clone(),
    };
    let mut response = match format {
        Format::Csv => render::csv(&answer, params.text("fields"), ColumnOrder::Alphabet)?,
        Format::Parquet => respond::with_body(StatusCode::OK, respond::PARQUET, columnar::parquet(&answer)?),
        Format::Arrow => respond::with_body(StatusCode::OK, respond::ARROW, columnar::arrow(&answer)?),
        Format::Json { .. } | Format::Html => {
            let json = render::json(
                &Envelope {
                    prepared,
                    answer: &answer,
                },
                format,
            )?;
            render::text_response(json, format, parts.uri.path())
        }
    };
    let ending = match format {
        Format::Csv => Some("csv"),
        Format::Parquet => Some("parquet"),
        Format::Arrow => Some("arrows"),
        Format::Json { .. } | Format::Html => None,
    };
    if let Some(ending) = ending {
        let name = render::file_name(params.text("course_id"), prepared, ending);
        respond::set(
            &mut response,
            CONTENT_DISPOSITION,
            &format!("attachment; filename={name}"),
        );
    }
    if let Some(page) = answer.page {
        let origin = address::origin(parts, state.options().behind_proxy);
        let links = PageLinks::new(page, &format!("{origin}{}", parts.uri.path()), &pairs);
        if let Some(header) = links.header() {
            respond::set(&mut response, LINK, &header);
        }
    }
    add_validators(&mut response, parts, &read, principal, format);
    Ok(response)
}

/// The rows and what is known about them.
struct Envelope<'a> {
    prepared: &'a Prepared,
    answer: &'a Answer,
}

impl Serialize for Envelope<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut envelope = serializer.serialize_struct("Envelope", 7)?;
        envelope.serialize_field("report", &self.prepared.report)?;
        envelope.serialize_field("query", &self.prepared.name)?;
        envelope.serialize_field("as_of", &self.answer.as_of)?;
        envelope.serialize_field("created", &self.answer.created.map(crate::query::cell::iso_time))?;
        let columns: Vec<_> = self.answer.columns.iter().map(DescribedColumn).collect();
        envelope.serialize_field("columns", &columns)?;
        match self.answer.page {
            Some(page) => envelope.serialize_field("page", &DescribedPage(page))?,
            None => envelope.skip_field("page")?,
        }
        envelope.serialize_field("rows", &self.answer.json_rows())?;
        envelope.end()
    }
}

/// Which page the rows are: its number, how many there are, and how many rows they hold.
struct DescribedPage(Page);

impl Serialize for DescribedPage {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_struct("Page", 4)?;
        page.serialize_field("number", &self.0.number)?;
        page.serialize_field("size", &self.0.size)?;
        page.serialize_field("pages", &self.0.total())?;
        page.serialize_field("rows", &self.0.count)?;
        page.end()
    }
}

struct DescribedColumn<'a>(&'a AnswerColumn);

impl Serialize for DescribedColumn<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut column = serializer.serialize_struct("Column", 4)?;
        column.serialize_field("name", &self.0.name)?;
        column.serialize_field("type", &self.0.kind.map(|kind| kind.to_string()))?;
        column.serialize_field("doc", &self.0.doc)?;
        column.serialize_field("unit", &self.0.unit)?;
        column.end()
    }
}

fn list(state: &ApiState, only: Option<&str>, format: Format) -> Result<Response<Body>, ApiError> {
    let reports = state
        .registry()
        .reports()
        .iter()
        .filter(|report| only.is_none_or(|id| report.manifest.id == id));
    let described: Vec<serde_json::Value> = reports
        .map(|report| {
            let manifest = &report.manifest;
            let own = state.queries().iter().filter(|query| query.report == manifest.id);
            let queries: Vec<serde_json::Value> = own
                .map(|query| {
                    serde_json::json!({
                        "name": query.name,
                        "doc": query.declared.doc,
                        "url": format!("{BASE}{}/{}/", query.report, query.name),
                        "parameters": openapi::parameter_names(query),
                    })
                })
                .collect();
            serde_json::json!({
                "id": manifest.id,
                "title": manifest.title,
                "question": manifest.question,
                "audience": manifest.audience,
                "queries": queries,
            })
        })
        .collect();
    let json = match only {
        Some(_) => render::json(&described.first(), format)?,
        None => render::json(&described, format)?,
    };
    Ok(render::text_response(json, format, BASE))
}

/// A tag for an answer: it changes with what was published, and with who asks for what in which format.
fn tag(parts: &Parts, known: &Freshness, principal: &Principal, format: Format) -> String {
    let mut hasher = DefaultHasher::new();
    known.version.hash(&mut hasher);
    parts.uri.path().hash(&mut hasher);
    parts.uri.query().hash(&mut hasher);
    format!("{format:?}").hash(&mut hasher);
    principal.people.hash(&mut hasher);
    if let Courses::Some(courses) = &principal.courses {
        let mut sorted: Vec<&String> = courses.iter().collect();
        sorted.sort();
        sorted.hash(&mut hasher);
    }
    format!("W/\"{:016x}\"", hasher.finish())
}

fn is_known(parts: &Parts, known: &Freshness, principal: &Principal, format: Format) -> bool {
    let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(tags) = header(IF_NONE_MATCH) {
        let tag = tag(parts, known, principal, format);
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        return tags.trim() == "*" || tags.split(',').any(|other| opaque(other) == opaque(&tag));
    }
    let since = header(IF_MODIFIED_SINCE).and_then(|since| chrono::DateTime::parse_from_rfc2822(since).ok());
    // That very time and no later one: numbers that were loaded before a client asked may come into use after it, and a roll-back
    // brings older ones.
    since.is_some_and(|since| known.created == Some(since.naive_utc()))
}

fn add_validators(
    response: &mut Response<Body>,
    parts: &Parts,
    known: &Freshness,
    principal: &Principal,
    format: Format,
) {
    respond::set(response, ETAG, &tag(parts, known, principal, format));
    respond::set(response, CACHE_CONTROL, "private, no-cache");
    if let Some(created) = known.created {
        respond::set(
            response,
            LAST_MODIFIED,
            &created.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        );
    }
}
