//! Answers as text: JSON in the forms clients know, CSV, and a page for browsers.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use url::form_urlencoded;

use super::body::Pairs;
use super::csv;
use super::html;
use super::negotiate::Format;
use super::respond;
use crate::course_key;
use crate::error::ApiError;
use crate::query::Answer;
use crate::query::page::Page;
use crate::query::prepared::Prepared;

/// JSON as the data API gives it: a list, an object, or a page of a list.
///
/// # Errors
/// [`ApiError::Writing`], which would be our fault.
pub fn data_api_json(answer: &Answer, base: &str, query: &Pairs, format: Format) -> Result<Vec<u8>, ApiError> {
    let Some(page) = answer.page else {
        return json(answer, format);
    };
    let link = |number| page_link(base, query, number);
    let next = (page.number < page.total()).then(|| link(page.number + 1));
    let previous = (page.number > 1).then(|| link(page.number - 1));
    json(
        &PagedAnswer {
            answer,
            page,
            next,
            previous,
        },
        format,
    )
}

/// Anything as JSON in the way the format says; indented on pages.
///
/// # Errors
/// [`ApiError::Writing`], which would be our fault.
pub fn json(value: &impl Serialize, format: Format) -> Result<Vec<u8>, ApiError> {
    let failed = |error: serde_json::Error| ApiError::Writing(error.to_string());
    let indent = match format {
        Format::Json { indent } => indent,
        Format::Html | Format::Csv => Some(2),
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
        Format::Json { .. } | Format::Csv => respond::with_body(StatusCode::OK, respond::JSON, json),
    }
}

/// CSV as a response.
///
/// # Errors
/// [`ApiError::Writing`], which would be our fault.
pub fn csv(answer: &Answer, fields: Option<&str>) -> Result<Response<Body>, ApiError> {
    Ok(respond::with_body(
        StatusCode::OK,
        respond::CSV,
        csv::write(answer, fields)?,
    ))
}

/// File name of a CSV: `org-course-run--slug.csv`, or the name of the query where there is no course.
pub fn csv_file_name(course_id: Option<&str>, prepared: &Prepared) -> String {
    let slug = prepared.declared.slug.as_deref().unwrap_or(&prepared.name);
    match course_id {
        Some(course_id) => format!("{}--{slug}.csv", course_key::file_name_part(course_id)),
        None => format!("{slug}.csv"),
    }
}

#[derive(Serialize)]
struct PageHead<'a> {
    count: usize,
    num_pages: usize,
    next: Option<&'a str>,
    previous: Option<&'a str>,
}

struct PagedAnswer<'a> {
    answer: &'a Answer,
    page: Page,
    next: Option<String>,
    previous: Option<String>,
}

impl Serialize for PagedAnswer<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Whole<'a, R: Serialize> {
            #[serde(flatten)]
            head: PageHead<'a>,
            results: R,
        }
        let head = PageHead {
            count: self.page.count,
            num_pages: self.page.total(),
            next: self.next.as_deref(),
            previous: self.previous.as_deref(),
        };
        Whole {
            head,
            results: self.answer.json_rows(),
        }
        .serialize(serializer)
    }
}

/// Link to a page: all parameters kept, sorted by name; `page` is left out where it would be 1 (`API 1.6`).
fn page_link(base: &str, query: &Pairs, number: usize) -> String {
    let mut pairs: Pairs = query.iter().filter(|(name, _)| name != "page").cloned().collect();
    if number > 1 {
        pairs.push(("page".to_owned(), number.to_string()));
    }
    pairs.sort();
    let text = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    if text.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_links_keep_and_sort_the_parameters() {
        let query = super::super::body::query_pairs(Some("page_size=1&course_id=OldX/OS1/Run_A&page=2"));
        let base = "http://api.test/api/v0/learners/";
        assert_eq!(
            page_link(base, &query, 3),
            format!("{base}?course_id=OldX%2FOS1%2FRun_A&page=3&page_size=1")
        );
        assert_eq!(
            page_link(base, &query, 1),
            format!("{base}?course_id=OldX%2FOS1%2FRun_A&page_size=1")
        );
        assert_eq!(page_link(base, &Vec::new(), 1), base);
    }
}
