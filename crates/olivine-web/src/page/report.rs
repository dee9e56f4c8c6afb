//! The page of a report: its sections, top to bottom (`UI 2`).

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use olivine_api::query::{Params, Reader};
use olivine_report::Report;

use super::refusal::Refusal;
use crate::address::course_link;
use crate::export::{self, Wanted};
use crate::filter::{FilterForm, takes};
use crate::frame::{CourseHead, Frame, lens_name, report_words};
use crate::mark;
use crate::prose::About;
use crate::reading::{PERSON, Reading};
use crate::section::{SectionView, State};
use crate::site::Site;
use crate::visit::Visit;
use crate::wired::LEARNER;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    lens: String,
    title: String,
    question: String,
    form: FilterForm,
    person: Option<PersonForm>,
    sections: Vec<SectionView>,
    /// What the numbers mean.
    about: Option<About>,
}

/// The form that chooses a person.
struct PersonForm {
    name: String,
    /// Where the list of learners is, as it was; none where there is none.
    back: Option<String>,
    /// What is known of that list, to be kept when another person is chosen.
    list: String,
    /// Why there is nothing below it; none when somebody was chosen who is known.
    choose: Option<State>,
}

/// Reads the sections and writes the page.
pub async fn page(site: &Arc<Site>, visit: &Visit, course: CourseHead, report: &Report) -> Result<Response, Refusal> {
    let manifest = &report.manifest;
    let course_id = course.course_id.clone();
    let chosen = visit.query.get(PERSON).unwrap_or_default().to_owned();
    let mut person = is_about_a_person(site, report).then(|| PersonForm {
        choose: chosen.is_empty().then(|| State::note(&visit.words, "person-choose")),
        back: super::learners::list_link(site, visit, &course_id),
        list: visit.query.get(super::learners::LIST).unwrap_or_default().to_owned(),
        name: chosen,
    });
    let mut form = FilterForm::of(site, visit, &course_id, report, None).await;
    form.notes_link = course_link(&course_id, super::notes::PATH);
    if let Some(wanted) = Wanted::of(&visit.query) {
        let mut reading = Reading::new(site, visit, &course_id, report, form.choice.clone());
        return exported(&mut reading, wanted).await;
    }
    let mut sections = if person.as_ref().is_some_and(|person| person.choose.is_some()) {
        Vec::new()
    } else {
        Reading::new(site, visit, &course_id, report, form.choice.clone())
            .marked(mark::of_course(site, visit, &course_id).await)
            .sections()
            .await
    };
    // Nobody of that name in this course, be it that there is none at all or that others may look (`UI 3.3`). The form stays, for names are
    // mistyped.
    let mut status = StatusCode::OK;
    if let Some(person) = person.as_mut().filter(|person| person.choose.is_none())
        && !sections.iter().any(SectionView::has_something)
        && !is_known(site, visit, &course_id, &person.name).await
    {
        person.choose = Some(State::note(&visit.words, "person-unknown"));
        sections.clear();
        status = StatusCode::NOT_FOUND;
    }
    let title = report_words(&visit.words, &manifest.id, "title", &manifest.title);
    let page_name = format!("course_{}", manifest.id.replace('.', "_"));
    let question = report_words(&visit.words, &manifest.id, "question", &manifest.question);
    let frame = Frame::new(site, visit, &page_name, &title)
        .of_course(course, &title, visit, manifest.path.as_deref().unwrap_or_default())
        .answering(&question)
        .keeping(&form);
    let page = ReportPage {
        frame,
        lens: lens_name(&visit.words, &manifest.lens),
        question,
        title,
        form,
        person,
        sections,
        about: About::of(&visit.words, &manifest.id, &manifest.doc),
    };
    let html = Html(page.render().map_err(crate::error::WebError::from)?);
    Ok((status, html).into_response())
}

/// The file that an address asks for instead of the page.
pub async fn exported(reading: &mut Reading<'_>, wanted: Wanted) -> Result<Response, Refusal> {
    let found = reading.exported(wanted.section).await.map_err(Refusal::Failed)?;
    let (name, title, table) = found.ok_or(Refusal::NoData)?;
    Ok(export::file(wanted.form, &name, &title, &table)?)
}

/// Whether the roster knows somebody of that name.
async fn is_known(site: &Site, visit: &Visit, course_id: &str, username: &str) -> bool {
    let Some(principal) = visit.principal.as_ref() else {
        return false;
    };
    let params = Params::new(Reader::from(principal))
        .with("course_id", course_id)
        .with(PERSON, username);
    let answer = olivine_api::query::answer(&site.api, LEARNER.0, LEARNER.1, &params).await;
    answer.is_ok_and(|answer| !answer.rows.is_empty())
}

/// Whether any section of the report's own page is about a person.
fn is_about_a_person(site: &Site, report: &Report) -> bool {
    let mut own = report.manifest.sections_of(None);
    own.any(|(_, section)| {
        let (report, query) = section.source(&report.manifest.id);
        takes(site, report, query, PERSON)
    })
}
