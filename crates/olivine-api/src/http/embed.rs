//! Links to sections of reports that pages of other sites show in a frame (`MS e.5`).

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode};
use olivine_identity::Embedded;
use olivine_report::manifest::Audience;
use olivine_store::Principal;
use serde_json::json;

use super::body;
use super::{admission, options, respond};
use crate::course_key;
use crate::error::ApiError;
use crate::state::{ApiState, Embedding};

const ALLOW: &str = "POST, OPTIONS";

/// Answers `/api/embed-links/`: a link in the name of who asks, to `report` (and one `section` of it) for `course_id`.
pub async fn link(State(state): State<ApiState>, request: Request) -> Response<Body> {
    let outcome = match *request.method() {
        Method::POST => make(&state, request).await,
        Method::OPTIONS => Ok(options::describe(
            "embed_links",
            "A link to a report, for a frame of another page; good for minutes.",
        )),
        ref other => Err(ApiError::MethodNotAllowed(other.to_string())),
    };
    let mut response = outcome.unwrap_or_else(|error| respond::error(&error));
    respond::add_view_headers(&mut response, ALLOW);
    response
}

async fn make(state: &ApiState, request: Request) -> Result<Response<Body>, ApiError> {
    let embedding = state.options().embed.as_ref().ok_or(ApiError::NoRoute)?;
    let (parts, content) = request.into_parts();
    let principal = admission::user(state, &parts).await?;
    let pairs = body::read(&parts.headers, content, state.options().body_limit).await?;
    let value = |name: &str| body::last(&pairs, name).unwrap_or_default().to_owned();
    let section = match value("section").as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| ApiError::NotFound)?),
    };
    let embedded = Embedded {
        user: principal.user_name.clone(),
        course: value("course_id"),
        report: value("report"),
        section,
    };
    let url = embed_link(state, embedding, &principal, &embedded)?;
    let answer = json!({ "url": url, "expires_in": embedding.good_for.as_secs() });
    Ok(respond::with_body(
        StatusCode::CREATED,
        respond::JSON,
        answer.to_string(),
    ))
}

/// The address of an embedded report, if its person may see it.
///
/// # Errors
/// No course or what is no course key, [`ApiError::NotFound`] for a report or a section that is not there, [`ApiError::Forbidden`].
pub fn embed_link(
    state: &ApiState,
    embedding: &Embedding,
    principal: &Principal,
    embedded: &Embedded,
) -> Result<String, ApiError> {
    // A `+` that came as a blank would else show in the frame only, to somebody else.
    if embedded.course.is_empty() {
        return Err(ApiError::Coded {
            status: 400,
            code: "course_not_specified",
            message: "Course id/key not specified.".to_owned(),
        });
    }
    if !course_key::is_valid(&embedded.course) {
        return Err(ApiError::CourseKeyMalformed(embedded.course.clone()));
    }
    let mut reports = state.registry().reports().iter();
    let report = reports.find(|report| report.manifest.id == embedded.report && report.manifest.path.is_some());
    let manifest = &report.ok_or(ApiError::NotFound)?.manifest;
    // What is about one video or problem stands on a page of its own.
    let is_own = |number| manifest.sections_of(None).any(|(own, _)| own == number);
    if !embedded.section.is_none_or(is_own) {
        return Err(ApiError::NotFound);
    }
    let may_see = principal.courses.allow(&embedded.course);
    if !may_see || (manifest.audience != Audience::Aggregate && !principal.people) {
        return Err(ApiError::Forbidden);
    }
    let signed = embedding.key.sign(embedded, embedding.good_for);
    let token = signed.map_err(|error| ApiError::Writing(error.to_string()))?;
    Ok(format!("{}/embed/{token}/", embedding.base))
}
