//! A page below a report's own: about one section, one video, one problem. Its place says what it is about and what lies beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use olivine_report::Report;
use olivine_report::manifest::Page;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::refusal::Refusal;
use super::report::exported;
use crate::address::{course_link, matched};
use crate::error::WebError;
use crate::export::Wanted;
use crate::filter::FilterForm;
use crate::frame::{CourseHead, Frame, lens_name, report_words};
use crate::place::{Ground, Link, Place, finder};
use crate::prose::About;
use crate::reading::Reading;
use crate::section::SectionView;
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "below.html")]
struct BelowPage {
    frame: Frame,
    lens: String,
    kind: String,
    place: Place,
    live: Option<String>,
    form: FilterForm,
    sections: Vec<SectionView>,
    about: Option<About>,
}

/// The page of a report that a path means, and the values in it.
pub fn find<'a>(
    reports: impl Iterator<Item = &'a Report>,
    path: &str,
) -> Option<(&'a Report, &'a Page, BTreeMap<String, String>)> {
    let mut of_reports = reports.filter_map(|report| {
        let rest = path.strip_prefix(report.manifest.path.as_deref()?)?;
        let mut pages = report.manifest.pages.iter();
        pages.find_map(|page| Some((report, page, matched(&page.path, rest)?)))
    });
    of_reports.next()
}

/// The place of that name that the values of an address mean; what it adds to them is known to the sections from then on.
async fn found(
    reading: &mut Reading<'_>,
    visit: &Visit,
    report: &Report,
    name: &str,
    title: &str,
    values: &BTreeMap<String, String>,
) -> Result<Place, Refusal> {
    let problem = || WebError::Section {
        report: report.manifest.id.clone(),
        section: title.to_owned(),
        problem: format!("there is no place `{name}`"),
    };
    let finder = finder(name).ok_or_else(problem)?;
    let further = reading.ground(finder.sources).await.map_err(Refusal::Failed)?;
    let ground = Ground {
        words: &visit.words,
        base: reading.base(),
        report: title,
        values,
        further: &further,
    };
    let place = (finder.find)(&ground).ok_or(Refusal::NotFound)?;
    reading.values().extend(place.values.clone());
    Ok(place)
}

/// Finds the place, reads the sections and writes the page.
pub async fn show(
    site: &Arc<Site>,
    visit: &Visit,
    course: CourseHead,
    (report, page, values): (&Report, &Page, BTreeMap<String, String>),
) -> Result<Response, Refusal> {
    let manifest = &report.manifest;
    let words = &visit.words;
    let course_id = course.course_id.clone();
    let report_title = report_words(words, &manifest.id, "title", &manifest.title);
    let kind = match (
        &page.title,
        manifest.pages.iter().position(|other| other.path == page.path),
    ) {
        (Some(title), Some(at)) => report_words(words, &manifest.id, &format!("page-{}-title", at + 1), title),
        _ => report_title.clone(),
    };
    let mut form = FilterForm::of(site, visit, &course_id, report, Some(&page.path)).await;
    form.notes_link = course_link(&course_id, super::notes::PATH);
    let choice = form.choice.clone();
    let mut reading = Reading::new(site, visit, &course_id, report, choice.clone()).below(&page.path, values.clone());
    let place = match &page.place {
        Some(name) => found(&mut reading, visit, report, name, &report_title, &values).await?,
        None => Place {
            heading: kind.clone(),
            crumbs: vec![Link {
                label: report_title.clone(),
                link: reading.base().to_owned(),
            }],
            ..Place::default()
        },
    };
    if let Some(wanted) = Wanted::of(&visit.query) {
        return exported(&mut reading, wanted).await;
    }
    let place = place.with_links(|link| choice.carried(link));
    let sections = reading.sections().await;
    if page.place.is_none() && !sections.iter().any(SectionView::has_something) {
        return Err(Refusal::NotFound);
    }
    let title = if place.heading == kind {
        kind.clone()
    } else {
        words.with("page-of-kind", &[("kind", &kind), ("name", &place.heading)])
    };
    // `scope_lens_report_depth`, as ever (`UI 2.1`).
    let depth = page.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let page_name = format!(
        "course_{}_{}",
        manifest.id.replace('.', "_"),
        depth.trim_matches(['{', '}'])
    );
    let below = |block: &String| {
        let base = site.options.lms_courses_url.as_ref()?.trim_end_matches('/');
        let escaped = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        Some(format!("{base}/{}/jump_to/{}", escaped(&course_id), escaped(block)))
    };
    let page = BelowPage {
        live: place.block.as_ref().and_then(below),
        frame: Frame::new(site, visit, &page_name, &title)
            .of_course(course, &title, visit, manifest.path.as_deref().unwrap_or_default())
            .keeping(&form),
        lens: lens_name(words, &manifest.lens),
        kind,
        place,
        form,
        sections,
        about: About::of(words, &manifest.id, &manifest.doc),
    };
    Ok(Html(page.render().map_err(WebError::from)?).into_response())
}
