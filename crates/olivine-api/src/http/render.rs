//! Answers as text: JSON in the forms clients know, CSV, and a page for browsers.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

use super::csv::{self, ColumnOrder, Texts};
use super::html;
use super::negotiate::Format;
use super::page_links::PageLinks;
use super::respond;
use crate::course_key;
use crate::error::ApiError;
use crate::query::Answer;
use crate::query::answer::JsonRows;
use crate::query::prepared::Prepared;
use crate::shape::PageForm;

/// JSON as the data API gives it: a list, an object, or a page of a list.
///
/// # Errors
/// [`ApiError::Writing`], which would be our fault.
pub fn data_api_json(
    answer: &Answer,
    links: Option<&PageLinks>,
    form: PageForm,
    format: Format,
) -> Result<Vec<u8>, ApiError> {
    let Some(links) = links else {
        return json(answer, format);
    };
    let page = links.page;
    if form == PageForm::Enterprise {
        let paged = EnterprisePage {
            next: links.next.as_deref(),
            previous: links.previous.as_deref(),
            count: page.count,
            num_pages: page.total(),
            current_page: page.number,
            start: (page.number - 1) * page.size,
            results: answer.json_rows(),
        };
        return json(&paged, format);
    }
    let paged = PagedAnswer {
        count: page.count,
        num_pages: page.total(),
        next: links.next.as_deref(),
        previous: links.previous.as_deref(),
        results: answer.json_rows(),
    };
    json(&paged, format)
}

/// A page of a list, keys in the order clients know (`API 1.6`).
#[derive(Serialize)]
struct PagedAnswer<'a> {
    count: usize,
    num_pages: usize,
    next: Option<&'a str>,
    previous: Option<&'a str>,
    results: JsonRows<'a>,
}

/// A page of a list as enterprise portals know it (`API 1.6`).
#[derive(Serialize)]
struct EnterprisePage<'a> {
    next: Option<&'a str>,
    previous: Option<&'a str>,
    count: usize,
    num_pages: usize,
    current_page: usize,
    start: usize,
    results: JsonRows<'a>,
}

/// Anything as JSON in the way the format says; indented on pages.
///
/// # Errors
/// [`ApiError::Writing`], which would be our fault.
pub fn json(value: &impl Serialize, format: Format) -> Result<Vec<u8>, ApiError> {
    let failed = |error: serde_json::Error| ApiError::Writing(error.to_string());
    let indent = match format {
        Format::Json { indent } => indent,
        _ => Some(2),
    };
    let Some(spaces) = indent else {
        return serde_json::to_vec(value).map_err(failed);
    };
    let spaces = " ".repeat(spaces);
    let mut text = Vec::new();
    let formatter = PrettyFormatter::with_indent(spaces.as_bytes());
    value
        .serialize(&mut Serializer::with_formatter(&mut text, formatter))
        .map_err(failed)?;
    Ok(text)
}

/// JSON text as a response, or as a page that shows it.
pub fn text_response(json: Vec<u8>, format: Format, title: &str) -> Response<Body> {
    match format {
        Format::Html => {
            let page = html::page(title, &html::code(&String::from_utf8_lossy(&json)));
            respond::with_body(StatusCode::OK, respond::HTML, page)
        }
        _ => respond::with_body(StatusCode::OK, respond::JSON, json),
    }
}

/// CSV as a response.
///
/// # Errors
/// [`ApiError::Writing`], which would be our fault.
pub fn csv(answer: &Answer, fields: Option<&str>, order: ColumnOrder) -> Result<Response<Body>, ApiError> {
    let text = csv::write(answer, fields, order, Texts::Exact)?;
    Ok(respond::with_body(StatusCode::OK, respond::CSV, text))
}

/// File name of a CSV: `org-course-run--slug.csv`, or the name of the query where there is no course.
pub fn csv_file_name(course_id: Option<&str>, prepared: &Prepared) -> String {
    file_name(course_id, prepared, "csv")
}

/// File name of the CSV of the people of a course, with the time at which they were asked for (`API 1.3`).
pub fn learners_file_name(course_id: &str, now: DateTime<Utc>) -> String {
    let course = course_key::file_name_part(course_id);
    let time = now.to_rfc3339_opts(SecondsFormat::Secs, false);
    format!("{course}--{time}--learners.csv")
}

/// The same for a file of another kind.
pub fn file_name(course_id: Option<&str>, prepared: &Prepared, ending: &str) -> String {
    let slug = prepared.declared.slug.as_deref().unwrap_or(&prepared.name);
    match course_id {
        Some(course_id) => format!("{}--{slug}.{ending}", course_key::file_name_part(course_id)),
        None => format!("{slug}.{ending}"),
    }
}
