//! The page of a report: its sections, top to bottom (`UI 2`).

use std::sync::Arc;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use olivine_report::Report;

use super::refusal::Refusal;
use crate::frame::{CourseHead, Frame, lens_name, report_words};
use crate::prose;
use crate::section::{PERSON, Range, Reading, SectionView, State};
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    lens: String,
    title: String,
    question: String,
    range: Option<RangeForm>,
    person: Option<PersonForm>,
    sections: Vec<SectionView>,
    /// What the numbers mean, as HTML; in the language of the manifest.
    about: Option<String>,
}

/// The form that chooses the days shown.
struct RangeForm {
    from: String,
    to: String,
    given: bool,
}

/// The form that chooses a person.
struct PersonForm {
    name: String,
    /// Why there is nothing below it; none when somebody was chosen.
    choose: Option<State>,
}

/// Reads the sections and writes the page.
pub async fn page(site: &Arc<Site>, visit: &Visit, course: CourseHead, report: &Report) -> Result<Response, Refusal> {
    let manifest = &report.manifest;
    let course_id = course.course_id.clone();
    let range = if has_days(report) {
        Some(Range::of(&visit.query))
    } else {
        None
    };
    let chosen = visit.query.get(PERSON).unwrap_or_default().to_owned();
    let person = binds(report, ":username").then(|| PersonForm {
        choose: chosen.is_empty().then(|| State::note(&visit.words, "person-choose")),
        name: chosen,
    });
    let sections = if person.as_ref().is_some_and(|person| person.choose.is_some()) {
        Vec::new()
    } else {
        Reading::new(site, visit, &course_id, report, range.unwrap_or_default())
            .sections()
            .await
    };
    let title = report_words(&visit.words, &manifest.id, "title", &manifest.title);
    let page_name = format!("course_{}", manifest.id.replace('.', "_"));
    let frame = Frame::new(site, visit, &page_name, &title);
    let page = ReportPage {
        frame: frame.of_course(course, &title, visit, manifest.path.as_deref().unwrap_or_default()),
        lens: lens_name(&visit.words, &manifest.lens),
        question: report_words(&visit.words, &manifest.id, "question", &manifest.question),
        title,
        range: range.map(|range| RangeForm {
            from: range.from.map(|day| day.to_string()).unwrap_or_default(),
            to: range.to.map(|day| day.to_string()).unwrap_or_default(),
            given: range.is_given(),
        }),
        person,
        sections,
        about: Some(prose::html(&manifest.doc)).filter(|text| !text.is_empty()),
    };
    Ok(Html(page.render().map_err(crate::error::WebError::from)?).into_response())
}

/// Whether the sections show a history that can be cut to some days: their SQL takes a start.
fn has_days(report: &Report) -> bool {
    binds(report, ":start_date")
}

/// Whether the SQL of a section takes this parameter.
fn binds(report: &Report, parameter: &str) -> bool {
    let queries = report
        .manifest
        .sections
        .iter()
        .filter_map(|section| report.manifest.queries.get(&section.query));
    let mut files = queries
        .filter_map(|query| query.sql.as_deref())
        .filter_map(|file| report.file(file));
    files.any(|sql| sql.contains(parameter))
}
