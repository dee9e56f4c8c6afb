//! Download of the course list: all permitted courses, filters ignored (`UI 3.1`).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use chrono::{NaiveDateTime, Utc};
use olivine_api::http::csv::harmless;

use super::download::attachment;
use super::refusal::{self, Refusal};
use crate::course_list::{Course, CourseList};
use crate::error::WebError;
use crate::site::Site;
use crate::visit::Visit;

/// Tracks that always have columns; others follow by name.
const TRACKS: [&str; 6] = ["audit", "credit", "honor", "masters", "professional", "verified"];

/// `GET /courses/csv/course_list/`.
pub async fn download(State(site): State<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    let result = made(&site, &visit).await;
    refusal::answer(&site, &visit, result)
}

async fn made(site: &Arc<Site>, visit: &Visit) -> Result<Response, Refusal> {
    if visit.principal.is_none() {
        return Err(Refusal::SignIn);
    }
    let course_list = site.course_list.get(site).await?;
    let permitted: Vec<&Course> = course_list
        .courses
        .iter()
        .filter(|course| visit.may_see(&course.course_id))
        .collect();
    if permitted.is_empty() {
        return Err(Refusal::NoData);
    }
    let text = write(&permitted, &course_list).map_err(WebError::Csv)?;
    Ok(attachment(
        &format!("{}--course-list.csv", Utc::now().format("%Y-%m-%dT%H%M%SZ")),
        text,
    ))
}

fn write(courses: &[&Course], course_list: &CourseList) -> Result<Vec<u8>, csv::Error> {
    let rows: Vec<BTreeMap<String, String>> = courses.iter().map(|course| row(course, course_list)).collect();
    let mut columns: Vec<&str> = rows.iter().flat_map(|row| row.keys().map(String::as_str)).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| harmless(column).into_owned()))?;
    for row in &rows {
        let texts = columns.iter().map(|column| row.get(*column).map_or("", String::as_str));
        writer.write_record(texts.map(|text| harmless(text).into_owned()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn row(course: &Course, course_list: &CourseList) -> BTreeMap<String, String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let time = |time: Option<NaiveDateTime>| {
        time.map(|time| time.format("%Y-%m-%dT%H%M%S").to_string())
            .unwrap_or_default()
    };
    let titles: Vec<&str> = course
        .programs
        .iter()
        .map(|id| course_list.programs.get(id).map_or(id.as_str(), String::as_str))
        .collect();
    let mut row: BTreeMap<String, String> = [
        ("availability", text(&course.availability)),
        ("catalog_course", text(&course.catalog_course)),
        ("catalog_course_title", text(&course.title)),
        ("count", course.count.to_string()),
        ("count_change_7_days", course.change.to_string()),
        ("course_id", course.course_id.clone()),
        ("cumulative_count", course.cumulative_count.to_string()),
        ("end_date", time(course.end)),
        ("pacing_type", text(&course.pacing)),
        ("passing_users", course.passing.to_string()),
        ("program_ids", course.programs.join(" | ")),
        ("program_titles", titles.join(" | ")),
        ("start_date", time(course.start)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let others = course
        .modes
        .keys()
        .map(String::as_str)
        .filter(|track| !TRACKS.contains(track));
    for track in TRACKS.into_iter().chain(others) {
        let (count, cumulative) = course.modes.get(track).copied().unwrap_or_default();
        row.insert(format!("enrollment_modes.{track}.count"), count.to_string());
        row.insert(
            format!("enrollment_modes.{track}.cumulative_count"),
            cumulative.to_string(),
        );
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_sorted_and_programs_joined() {
        let course_list = CourseList {
            programs: BTreeMap::from([("p1".to_owned(), "One, \"two\"".to_owned())]),
            ..CourseList::default()
        };
        let course = Course {
            course_id: "course-v1:A+B+C".into(),
            title: Some("=HYPERLINK(1)".into()),
            count: 3,
            change: -2,
            modes: BTreeMap::from([("audit".to_owned(), (2, 5)), ("trial".to_owned(), (1, 1))]),
            programs: vec!["p1".into(), "p2".into()],
            ..Course::default()
        };
        let text = String::from_utf8(write(&[&course], &course_list).unwrap()).unwrap();
        let (head, line) = text.split_once("\r\n").unwrap();
        assert!(
            head.starts_with("availability,catalog_course,catalog_course_title,count,count_change_7_days,course_id,")
        );
        assert!(head.contains("enrollment_modes.trial.count,enrollment_modes.trial.cumulative_count,"));
        assert!(!head.contains("created"));
        assert!(line.contains("p1 | p2,\"One, \"\"two\"\" | p2\""));
        assert!(
            line.starts_with(",,'=HYPERLINK(1),3,-2,course-v1:A+B+C,"),
            "a title is no formula, and a number stays one: {line}"
        );
    }
}
