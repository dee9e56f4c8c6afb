//! A report, or one section of it, in a frame of another page (`MS e.5`). The link says what, and in whose name; the rights
//! are those of that person now. No cookie is read: browsers keep cookies out of frames.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use olivine_identity::Embedded;

use super::refusal::{self, Refusal};
use crate::address::course_link;
use crate::error::WebError;
use crate::filter::FilterForm;
use crate::frame::{Frame, course_reports, report_words};
use crate::guard;
use crate::reading::Reading;
use crate::section::SectionView;
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage {
    frame: Frame,
    title: String,
    /// The whole page, for those who may sign in.
    link: String,
    /// Which days and people are counted; none: all of them.
    said: Option<String>,
    sections: Vec<SectionView>,
}

/// `GET /embed/{link}/`.
pub async fn show(
    State(site): State<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    Path(link): Path<String>,
) -> Response {
    let shown = page(&site, visit.clone(), &link).await;
    let mut response = refusal::answer(&site, &visit, shown);
    let policy = site.policies.embedded.clone();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(guard::UNSTORED));
    response
}

async fn page(site: &Arc<Site>, mut visit: Visit, link: &str) -> Result<Response, Refusal> {
    let embedding = site.api.options().embed.as_ref().ok_or(Refusal::NotFound)?;
    let Embedded {
        user,
        course,
        report,
        section,
    } = embedding.key.check(link).map_err(|_| Refusal::Link)?;
    visit.principal = site.api.people().principal(&user).await?;
    if !visit.may_see(&course) {
        return Err(Refusal::Forbidden);
    }
    let mut reports = course_reports(site, &visit);
    let report = reports
        .find(|known| known.manifest.id == report)
        .ok_or(Refusal::NotFound)?;
    let manifest = &report.manifest;
    let form = FilterForm::of(site, &visit, &course, report, None).await;
    let said = form.in_words(&visit.words);
    let mut reading = Reading::new(site, &visit, &course, report, form.choice).embedded(section);
    let mut sections = reading.sections().await;
    if sections.is_empty() {
        return Err(Refusal::NotFound);
    }
    for section in &mut sections {
        // A download needs a sign-in of its own.
        section.csv = None;
        section.exports.clear();
    }
    let title = report_words(&visit.words, &manifest.id, "title", &manifest.title);
    let page = EmbedPage {
        link: course_link(&course, manifest.path.as_deref().unwrap_or_default()),
        frame: Frame::new(site, &visit, "embed", &title),
        title,
        said,
        sections,
    };
    Ok(Html(page.render().map_err(WebError::from)?).into_response())
}
