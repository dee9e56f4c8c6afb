//! Everything below `/courses/{course key}/`: finds the course and the report, and checks the right to see it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::refusal::{self, Refusal};
use super::{below, course_home, download, learners, notes, report};
use crate::address::{course_link, course_path};
use crate::course_list::Course;
use crate::frame::{CourseHead, course_reports};
use crate::site::Site;
use crate::visit::Visit;
use crate::wired::ROSTER;

/// The pages that stand for a group: they open the first report below them (`UI 2.1`, third row).
const GROUPS: [&str; 4] = ["enrollment/demographics/", "enrollment/", "engagement/", "performance/"];

/// `GET /courses/{key}/…`.
pub async fn dispatch(
    State(site): State<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    Path(path): Path<String>,
) -> Response {
    let result = find(&site, &visit, &path).await;
    refusal::answer(&site, &visit, result)
}

/// `POST /courses/{key}/…`: what can be changed about a course.
pub async fn change(
    State(site): State<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    Path(path): Path<String>,
    headers: HeaderMap,
    Form(change): Form<notes::Change>,
) -> Response {
    let result = try_change(&site, &visit, &path, &headers, &change).await;
    refusal::answer(&site, &visit, result)
}

async fn try_change(
    site: &Arc<Site>,
    visit: &Visit,
    path: &str,
    headers: &HeaderMap,
    change: &notes::Change,
) -> Result<Response, Refusal> {
    let found = course_path(path)
        .filter(|found| found.rest == notes::PATH)
        .ok_or(Refusal::NotFound)?;
    if visit.principal.is_none() {
        return Err(Refusal::SignIn);
    }
    if !visit.may_see(&found.course_id) {
        return Err(Refusal::Forbidden);
    }
    let known = known(site, &found.course_id).await;
    let head = head(&found.course_id, known.as_ref());
    notes::change(site, visit, head, headers, change).await
}

/// What the course list knows of a course. It is an ornament: pages stand without it.
async fn known(site: &Site, course_id: &str) -> Option<Course> {
    let course_list = site.course_list.get(site).await.ok()?;
    course_list.find(course_id).cloned()
}

/// What stands over the pages of a course: its title, or its key.
fn head(course_id: &str, known: Option<&Course>) -> CourseHead {
    CourseHead::new(course_id, known.and_then(|course| course.title.clone()))
}

async fn find(site: &Arc<Site>, visit: &Visit, path: &str) -> Result<Response, Refusal> {
    let found = course_path(path).ok_or(Refusal::NotFound)?;
    if visit.principal.is_none() {
        return Err(Refusal::SignIn);
    }
    if !visit.may_see(&found.course_id) {
        return Err(Refusal::Forbidden);
    }
    if found.lacks_slash || (!found.rest.is_empty() && !found.rest.ends_with('/')) {
        let slash = if found.rest.is_empty() { "" } else { "/" };
        let query = visit
            .here
            .split_once('?')
            .map_or(String::new(), |(_, query)| format!("?{query}"));
        let target = format!(
            "{}{query}",
            course_link(&found.course_id, &format!("{}{slash}", found.rest))
        );
        return Ok(Redirect::permanent(&target).into_response());
    }
    if let Some(csv) = found.rest.strip_prefix("csv/") {
        return download::csv(site, visit, &found.course_id, csv.trim_end_matches('/')).await;
    }
    let known = known(site, &found.course_id).await;
    let head = head(&found.course_id, known.as_ref());
    if found.rest == notes::PATH {
        return notes::show(site, visit, head).await;
    }
    if found.rest.is_empty() {
        return course_home::page(site, visit, head, known.as_ref()).await;
    }
    let mut reports = course_reports(site, visit);
    if let Some(report) = reports.find(|report| report.manifest.path.as_deref() == Some(&found.rest)) {
        return match report.manifest.id.as_str() {
            ROSTER => learners::page(site, visit, head, report).await,
            _ => report::page(site, visit, head, report).await,
        };
    }
    if let Some(page) = below::find(course_reports(site, visit), &found.rest) {
        return below::show(site, visit, head, page).await;
    }
    let first = first_below(site, visit, &found.rest).ok_or(Refusal::NotFound)?;
    Ok(Redirect::to(&course_link(&found.course_id, first)).into_response())
}

/// The path of the first report of a group.
fn first_below<'a>(site: &'a Site, visit: &Visit, group: &str) -> Option<&'a str> {
    if !GROUPS.contains(&group) {
        return None;
    }
    let paths = course_reports(site, visit).filter_map(|report| {
        let path = report.manifest.path.as_deref()?;
        path.starts_with(group).then_some((report.manifest.position, path))
    });
    paths.min_by_key(|(position, _)| *position).map(|(_, path)| path)
}
