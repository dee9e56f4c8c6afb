//! The people of a course as a file: those that an address looks for.

use axum::Extension;
use axum::response::Redirect;
use olivine_api::query::{Answer, Params};

use super::address::{EVERYBODY, IGNORED, INACTIVE, PASSED, with_query};
use super::{ask, selected};
use crate::address::course_link;
use crate::error::WebError;
use crate::site::Site;
use crate::visit::Visit;
use crate::wired::LEARNER_FILE;

/// The people of a course that an address looks for, all pages of them: what the download holds. Beside what the page itself knows, an
/// address may name groups, as those of the old dashboard did; without any it is everybody.
///
/// # Errors
/// What failed, or that the tables for the choice are still being worked out.
pub async fn downloaded(site: &Site, visit: &Visit, course_id: &str, mut params: Params) -> Result<Answer, WebError> {
    for name in PASSED {
        if let Some(value) = visit.query.get(name) {
            params.set(name, value);
        }
    }
    if let Some(text) = visit.query.get("text_search") {
        params.set("text_search", text.to_lowercase());
    }
    for name in ["segments", IGNORED] {
        for group in visit.query.list(name) {
            params.add(name, group);
        }
    }
    let tables = selected(site, visit, course_id).await?;
    let store = tables.as_ref().map_or(site.api.store(), |tables| &tables.store);
    ask(site, store, LEARNER_FILE, &params).await
}

/// Where the people of this page are found as a file: search, filters and order go along, pages do not.
pub fn download_link(visit: &Visit, course_id: &str, hides_inactive: bool) -> String {
    let ignored = hides_inactive.then_some(INACTIVE);
    let changes = [
        (IGNORED, ignored),
        ("segments", None),
        (EVERYBODY, None),
        ("page", None),
    ];
    with_query(course_link(course_id, "csv/learners/"), &visit.query.changed(&changes))
}

/// The address that the download had in the old dashboard (`UI 1.2`): its parameters are those of this one, beside the course.
pub async fn old_download(Extension(visit): Extension<Visit>) -> Redirect {
    let course = visit.query.get("course_id").unwrap_or_default();
    let rest = visit
        .query
        .changed(&[("course_id", None), ("page", None), ("page_size", None)]);
    Redirect::permanent(&with_query(course_link(course, "csv/learners/"), &rest))
}
