//! Where scripts of the old dashboard reached what the API knows about learners: the same paths, for who is signed in to the pages
//! (`UI 1.2`, `API 2.8`).

use olivine_report::manifest::{API_VERSIONS, ApiVersion};

use super::body::{self, Pairs};
use super::path::Found;
use crate::error::ApiError;
use crate::handler;

const BASE: &str = "/api/learner_analytics/v0/";
/// The version that it led to.
const VERSION: &str = "v0";
/// What the paths begin with that were there.
const PATHS: [&str; 3] = ["learners", "engagement_timelines/", "course_learner_metadata/"];

/// Whether a path is there.
pub fn has(path: &str) -> bool {
    path.starts_with(BASE)
}

/// The version that a path belongs to, and what follows its base.
pub fn version_of(path: &str) -> Option<(&'static ApiVersion, &str)> {
    let rest = path.strip_prefix(BASE)?;
    let is_there = PATHS.iter().any(|begin| rest.starts_with(begin));
    let version = API_VERSIONS.iter().find(|version| version.name == VERSION)?;
    is_there.then_some((version, rest))
}

/// What is said instead of an error: where somebody may not see a learner, it was not told whether there is one.
pub fn told(error: ApiError, path: &str, found: &Found, query: &Pairs) -> ApiError {
    if !matches!(error, ApiError::Forbidden) {
        return error;
    }
    let named = found.values.iter().find(|(name, _)| name == "username");
    let user_name = named.map_or("", |(_, value)| value.as_str());
    let course_id = body::last(query, "course_id").unwrap_or_default();
    match path {
        "learners/{username}/" => handler::no_learner(user_name, course_id),
        "engagement_timelines/{username}/" => handler::no_timeline(user_name, course_id),
        _ => error,
    }
}
