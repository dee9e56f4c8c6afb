//! The home of a course: headline numbers, the questions one can ask, what the course is (`UI 2.7`, `UI 7.3`).

use std::sync::Arc;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use chrono::{NaiveDate, NaiveDateTime, Utc};
use futures::future::join_all;
use olivine_report::Report;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::download;
use super::refusal::Refusal;
use crate::course_list::Course;
use crate::error::WebError;
use crate::filter::Choice;
use crate::format;
use crate::frame::{CourseHead, Frame, Lens, lens_name, lenses, ordered_reports, report_words};
use crate::language::Words;
use crate::presenter::Tile;
use crate::reading::Reading;
use crate::section::State;
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    course_id: String,
    name: String,
    headline_state: Option<State>,
    tiles: Vec<Tile>,
    lenses: Vec<Lens>,
    /// Name of the group of the menu that has the file with all answers.
    answers_lens: String,
    /// Where that file is found and what it is called; none if there is none for the visitor.
    answers_file: Option<(String, String)>,
    facts: Vec<(String, String)>,
    tools: Vec<(String, String)>,
    freshness: Vec<Freshness>,
}

/// How fresh a report is.
struct Freshness {
    title: String,
    as_of: String,
    created: String,
    state: String,
}

/// Reads the headlines and writes the page.
pub async fn page(
    site: &Arc<Site>,
    visit: &Visit,
    course: CourseHead,
    known: Option<&Course>,
) -> Result<Response, Refusal> {
    let words = &visit.words;
    let course_id = course.course_id.clone();
    let (tiles, problem) = headlines(site, visit, &course_id).await;
    let freshness = freshness(site, visit).await?;
    let computed = freshness.iter().any(|line| line.created != words.t("missing"));
    let headline_state = match problem {
        Some(problem) => Some(problem),
        None if !tiles.is_empty() => None,
        None if computed => Some(State::note(words, "state-empty")),
        None => Some(State::note(words, "state-unpublished")),
    };
    let title = words.t("course-home");
    let page = Home {
        name: course.name.clone(),
        headline_state,
        tiles,
        lenses: lenses(site, visit, &course_id, ""),
        answers_lens: lens_name(words, "performance"),
        answers_file: download::responses_of(site, visit, &course_id).await,
        facts: facts(words, &course_id, known, Utc::now().naive_utc()),
        tools: tools(site, words, &course_id),
        freshness,
        frame: Frame::new(site, visit, "course_home", &title)
            .of_course(course, &title, visit, "")
            .answering(&words.t("home-headline-help")),
        course_id,
    };
    Ok(Html(page.render().map_err(WebError::from)?).into_response())
}

/// The headline numbers of all reports, and what is said where some could not be read. The reports are asked together: some may have to
/// wait.
async fn headlines(site: &Site, visit: &Visit, course_id: &str) -> (Vec<Tile>, Option<State>) {
    let reports = ordered_reports(site, visit).into_iter();
    let asked = reports.map(|report| headlines_of(site, visit, course_id, report));
    let (mut tiles, mut problem) = (Vec::new(), None::<State>);
    for answered in join_all(asked).await {
        match answered {
            Ok(found) => tiles.extend(found),
            Err(error) => {
                let state = State::of_error(&visit.words, &error);
                // What failed is said rather than what takes its time.
                problem = Some(problem.filter(State::has_failed).unwrap_or(state));
            }
        }
    }
    (tiles, problem)
}

async fn headlines_of(
    site: &Site,
    visit: &Visit,
    course_id: &str,
    report: &Report,
) -> Result<Vec<Tile>, Arc<WebError>> {
    let mut reading = Reading::new(site, visit, course_id, report, Choice::usual(site));
    reading.headlines().await
}

fn facts(words: &Words, course_id: &str, known: Option<&Course>, now: NaiveDateTime) -> Vec<(String, String)> {
    let missing = || words.t("missing");
    let (start, end) = known.map_or((None, None), |course| (course.start, course.end));
    let date = |time: Option<NaiveDateTime>| time.map_or_else(missing, |time| format::date_long(words, time.date()));
    let pacing = match known.map(Course::pacing_key) {
        Some("self_paced") => words.t("pacing-self"),
        Some("instructor_paced") => words.t("pacing-instructor"),
        _ => missing(),
    };
    vec![
        (
            words.t("home-course-name"),
            known.and_then(|course| course.title.clone()).unwrap_or_else(missing),
        ),
        (words.t("home-course-key"), course_id.to_owned()),
        (words.t("home-start"), date(start)),
        (words.t("home-end"), date(end)),
        (
            words.t("home-status"),
            status(start, end, now).map_or_else(missing, |key| words.t(key)),
        ),
        (words.t("home-pacing"), pacing),
    ]
}

/// No start: unknown. Before it: not started. From it on: in progress until the end, which may be open (`UI 2.7`; all
/// times are UTC, `UI D-19`).
fn status(start: Option<NaiveDateTime>, end: Option<NaiveDateTime>, now: NaiveDateTime) -> Option<&'static str> {
    let start = start?;
    Some(match end {
        _ if now < start => "status-not-started",
        Some(end) if end <= now => "status-ended",
        _ => "status-in-progress",
    })
}

fn tools(site: &Site, words: &Words, course_id: &str) -> Vec<(String, String)> {
    let key = utf8_percent_encode(course_id, NON_ALPHANUMERIC).to_string();
    let below = |base: &Option<String>, rest: &str| {
        base.as_ref()
            .map(|base| format!("{}/{key}{rest}", base.trim_end_matches('/')))
    };
    let links = [
        ("tool-instructor", below(&site.options.lms_courses_url, "/instructor")),
        ("tool-courseware", below(&site.options.lms_courses_url, "/courseware")),
        ("tool-studio", below(&site.options.studio_courses_url, "")),
    ];
    links
        .into_iter()
        .filter_map(|(name, link)| Some((words.t(name), link?)))
        .collect()
}

/// One line per report: up to which day it is complete, by the oldest of its tables.
async fn freshness(site: &Site, visit: &Visit) -> Result<Vec<Freshness>, WebError> {
    let words = &visit.words;
    let published = site.api.store().published().await?;
    let today = Utc::now().date_naive();
    let mut lines = Vec::new();
    for report in ordered_reports(site, visit) {
        let tables = report
            .manifest
            .tables
            .keys()
            .filter(|table| !table.starts_with("facts_"));
        let mut tables = tables.peekable();
        if tables.peek().is_none() {
            continue;
        }
        let title = report_words(words, &report.manifest.id, "title", &report.manifest.title);
        let standing = tables.filter_map(|table| published.get(table).map(|table| (table.as_of, table.created)));
        let oldest = standing.min();
        lines.push(match oldest {
            None => Freshness {
                title,
                as_of: words.t("missing"),
                created: words.t("missing"),
                state: words.t("freshness-never"),
            },
            Some((as_of, created)) => Freshness {
                title,
                as_of: format::date_long(words, as_of),
                created: format!(
                    "{}, {}",
                    format::date_short(words, created.date()),
                    format::time_of_day(words, created)
                ),
                state: lag(words, as_of, today),
            },
        });
    }
    Ok(lines)
}

/// Days behind yesterday, the last day that can be complete.
fn lag(words: &Words, as_of: NaiveDate, today: NaiveDate) -> String {
    let days = (today - as_of).num_days() - 1;
    let days = days.max(0);
    words.counted("freshness-lag", days, &[("days", &format::integer(words, days))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_of_a_course() {
        let time = |text: &str| Some(text.parse::<NaiveDateTime>().unwrap());
        let now = time("2024-06-01T12:00:00").unwrap();
        assert_eq!(status(None, time("2024-01-01T00:00:00"), now), None);
        assert_eq!(
            status(time("2024-06-01T12:00:01"), None, now),
            Some("status-not-started")
        );
        assert_eq!(
            status(time("2024-06-01T12:00:00"), None, now),
            Some("status-in-progress")
        );
        assert_eq!(
            status(time("2024-01-01T00:00:00"), time("2024-06-02T00:00:00"), now),
            Some("status-in-progress")
        );
        assert_eq!(
            status(time("2024-01-01T00:00:00"), time("2024-06-01T12:00:00"), now),
            Some("status-ended")
        );
    }
}
