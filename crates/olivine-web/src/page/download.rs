//! Downloads of report sections: the same answer the data API gives as CSV, whole (`UI 1.2`).

use std::sync::Arc;

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{Days, Utc};
use olivine_api::course_key::file_name_part;
use olivine_api::query::{Params, Reader};
use olivine_report::Report;
use olivine_report::manifest::Section;

use super::refusal::Refusal;
use crate::frame::course_reports;
use crate::site::Site;
use crate::visit::Visit;

/// `GET /courses/{key}/csv/{name}/`: the section of a report that is on and names this download.
pub async fn csv(site: &Arc<Site>, visit: &Visit, course_id: &str, name: &str) -> Result<Response, Refusal> {
    let (report, section) = course_reports(site, visit)
        .find_map(|report| offered(report, name))
        .ok_or(Refusal::NotFound)?;
    let principal = visit.principal.as_ref().ok_or(Refusal::SignIn)?;
    // An end and no start: the whole history, where there is one (`API 2.1`).
    let end = Utc::now().date_naive() + Days::new(1);
    let params = Params::new(Reader::from(principal))
        .with("course_id", course_id)
        .with("end_date", end.format("%Y-%m-%d").to_string());
    let query = section.csv_query.as_ref().unwrap_or(&section.query);
    let answer = olivine_api::query::answer(&site.api, &report.manifest.id, query, &params).await?;
    if answer.rows.is_empty() {
        return Err(Refusal::NoData);
    }
    let text = olivine_api::http::csv::write(&answer, None)?;
    let suffix = section.csv_suffix.as_deref().unwrap_or(name);
    Ok(attachment(
        &format!("{}--{}.csv", file_name_part(course_id), safe(suffix)),
        text,
    ))
}

fn offered<'a>(report: &'a Report, name: &str) -> Option<(&'a Report, &'a Section)> {
    let section = report
        .manifest
        .sections
        .iter()
        .find(|section| section.csv.as_deref() == Some(name))?;
    Some((report, section))
}

/// A CSV file to keep.
pub fn attachment(file: &str, text: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
    ];
    (headers, text).into_response()
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
