//! Downloads of report sections: the same answer the data API gives as CSV, whole (`UI 1.2`), but for texts that a spreadsheet would take
//! for formulas. That of the roster holds the people that were looked for (`UI 3.2`).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use chrono::{Days, Utc};
use olivine_api::ApiError;
use olivine_api::course_key::file_name_part;
use olivine_api::http::csv::{ColumnOrder, Texts};
use olivine_api::query::{Params, Reader};
use olivine_failure::Failing;
use olivine_report::Report;
use olivine_report::manifest::Section;

use super::learners;
use super::refusal::Refusal;
use crate::address::{course_link, matched};
use crate::error::WebError;
use crate::frame::{course_reports, report_words};
use crate::section::describe;
use crate::site::Site;
use crate::visit::Visit;
use crate::wired::{LEARNER_FILE, RESPONSES};

/// Name of the file with all answers, the download that a run makes (`UI 1.2`).
const RESPONSES_FILE: &str = "problem_response";
/// Where it is found below a course.
const RESPONSES_PATH: &str = "problem_responses";

/// Whether the visitor may have files with the answers of a course: the report is on, and it is about people. Who may not see people
/// finds no trace of it.
fn may_have_responses(site: &Site, visit: &Visit) -> bool {
    let is_on = site.api.registry().report(RESPONSES.0).is_some();
    is_on && visit.principal.as_ref().is_some_and(|principal| principal.people)
}

/// Where the file with the answers of a course is found and the title of its report; none if there is no such file for the visitor. A
/// file that cannot be looked for is no link: the page that names it stands without.
pub async fn responses_of(site: &Site, visit: &Visit, course_id: &str) -> Option<(String, String)> {
    if !may_have_responses(site, visit) {
        return None;
    }
    let manifest = &site.api.registry().report(RESPONSES.0)?.manifest;
    // Whether there is a file is all that is asked: nobody reads about people yet, and the record of who did says nothing.
    let reader = Reader {
        name: None,
        ..Reader::from(visit.principal.as_ref()?)
    };
    match responses_link(site, reader, course_id).await {
        Ok(None) => None,
        Ok(Some(_)) => {
            let title = report_words(&visit.words, &manifest.id, "title", &manifest.title);
            Some((course_link(course_id, &format!("csv/{RESPONSES_PATH}/")), title))
        }
        Err(error) => {
            let code = error.failure().code;
            tracing::warn!(code, error = %describe(&error), course_id, "the file with answers cannot be looked for");
            None
        }
    }
}

/// `GET /courses/{key}/csv/problem_responses/`: a link that works for a short time, as long as the report is on and there is a file.
async fn responses(site: &Site, visit: &Visit, course_id: &str) -> Result<Response, Refusal> {
    if !may_have_responses(site, visit) {
        return Err(Refusal::NotFound);
    }
    let principal = visit.principal.as_ref().ok_or(Refusal::SignIn)?;
    match responses_link(site, Reader::from(principal), course_id).await? {
        Some(link) => Ok((StatusCode::FOUND, [(LOCATION, link)]).into_response()),
        None => {
            let (report, query) = RESPONSES;
            tracing::debug!(report, query, course_id, "there is no file with answers");
            Err(Refusal::NoData)
        }
    }
}

/// Address of the file with the answers of a course, for a short time; none if there is none.
///
/// # Errors
/// The reader may not see people, or the store cannot be read.
async fn responses_link(site: &Site, reader: Reader, course_id: &str) -> Result<Option<String>, WebError> {
    let (report, query) = RESPONSES;
    let params = Params::new(reader)
        .with("course_id", course_id)
        .with("report_name", RESPONSES_FILE);
    match olivine_api::query::answer(&site.api, report, query, &params).await {
        Ok(answer) => {
            let link = answer
                .rows
                .first()
                .and_then(|row| answer.field(row, "download_url").as_text());
            Ok(link.map(str::to_owned))
        }
        Err(ApiError::Coded { status: 404, .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// `GET /courses/{key}/csv/{name}/`: the section of a report that is on and names this download.
pub async fn csv(site: &Arc<Site>, visit: &Visit, course_id: &str, name: &str) -> Result<Response, Refusal> {
    if name == RESPONSES_PATH {
        return responses(site, visit, course_id).await;
    }
    let (report, section, values) = course_reports(site, visit)
        .find_map(|report| offered(report, name))
        .ok_or(Refusal::NotFound)?;
    let principal = visit.principal.as_ref().ok_or(Refusal::SignIn)?;
    // An end and no start: the whole history, where there is one (`API 2.1`).
    let end = Utc::now().date_naive() + Days::new(1);
    let mut params = Params::new(Reader::from(principal))
        .with("course_id", course_id)
        .with("end_date", end.format("%Y-%m-%d").to_string());
    for (name, value) in &values {
        params.set(name, value);
    }
    let (report, query) = section.csv_source(&report.manifest.id);
    let answer = if (report, query) == LEARNER_FILE {
        learners::downloaded(site, visit, course_id, params).await?
    } else {
        olivine_api::query::answer(&site.api, report, query, &params).await?
    };
    if answer.rows.is_empty() {
        return Err(Refusal::NoData);
    }
    let text = olivine_api::http::csv::write(&answer, None, ColumnOrder::Alphabet, Texts::Harmless)?;
    let suffix = section.csv_suffix.as_deref().unwrap_or(name);
    Ok(attachment(
        &format!("{}--{}.csv", file_name_part(course_id), safe(suffix)),
        text,
    ))
}

/// The section with this download, and the values in its address.
fn offered<'a>(report: &'a Report, name: &str) -> Option<(&'a Report, &'a Section, BTreeMap<String, String>)> {
    let mut sections = report.manifest.sections.iter();
    sections.find_map(|section| Some((report, section, matched(section.csv.as_deref()?, name)?)))
}

/// A CSV file to keep.
pub fn attachment(file: &str, text: Vec<u8>) -> Response {
    attachment_of(file, "text/csv; charset=utf-8", text)
}

/// A file to keep.
pub fn attachment_of(file: &str, media_type: &'static str, content: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
    ];
    (headers, content).into_response()
}

fn safe(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .collect()
}
