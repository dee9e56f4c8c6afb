//! The notes of a course: what its team wants to see on time axes (`UI 7.3`, annotate).

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::refusal::Refusal;
use crate::error::WebError;
use crate::format;
use crate::frame::{CourseHead, Frame};
use crate::guard;
use crate::notes::{self, LONGEST, Note};
use crate::site::Site;
use crate::visit::Visit;

/// Its path below a course.
pub const PATH: &str = "notes/";

#[derive(Template)]
#[template(path = "notes.html")]
struct NotesPage {
    frame: Frame,
    title: String,
    longest: usize,
    /// Why a note was not taken.
    problem: Option<String>,
    rows: Vec<Row>,
}

struct Row {
    day: String,
    shown: String,
    text: String,
    author: String,
}

/// The form that adds a note or takes one away.
#[derive(Deserialize)]
pub struct Change {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    text: String,
    /// Anything: take it away.
    #[serde(default)]
    remove: String,
}

/// `GET`: the notes and the form for another one.
pub async fn show(site: &Arc<Site>, visit: &Visit, course: CourseHead) -> Result<Response, Refusal> {
    render(site, visit, course, None).await
}

/// `POST`: adds a note, or takes one away.
pub async fn change(
    site: &Arc<Site>,
    visit: &Visit,
    course: CourseHead,
    headers: &HeaderMap,
    change: &Change,
) -> Result<Response, Refusal> {
    if !guard::accepts(visit, headers, &change.csrf) {
        return Err(Refusal::Form);
    }
    let author = visit
        .principal
        .as_ref()
        .map(|principal| principal.user_name.as_str())
        .unwrap_or_default();
    let course_id = course.course_id.clone();
    if !change.remove.is_empty() {
        notes::remove(site, &course_id, &change.day, &change.text).await?;
        return Ok(Redirect::to(&format!("{}{PATH}", course.link)).into_response());
    }
    let Some(note) = Note::of(&change.day, &change.text, author) else {
        return render(site, visit, course, Some("notes-refused")).await;
    };
    if !notes::add(site, &course_id, note).await? {
        return render(site, visit, course, Some("notes-full")).await;
    }
    Ok(Redirect::to(&format!("{}{PATH}", course.link)).into_response())
}

async fn render(
    site: &Arc<Site>,
    visit: &Visit,
    course: CourseHead,
    problem: Option<&str>,
) -> Result<Response, Refusal> {
    let words = &visit.words;
    let notes = notes::of_course(site, &course.course_id).await?;
    let title = words.t("notes-title");
    let row = |note: Note| Row {
        shown: format::date_long(words, note.day),
        day: note.day.to_string(),
        text: note.text,
        author: note.author,
    };
    let page = NotesPage {
        frame: Frame::new(site, visit, "course_notes", &title).of_course(course, &title, visit, PATH),
        title,
        longest: LONGEST,
        problem: problem.map(|key| words.t(key)),
        rows: notes.into_iter().map(row).collect(),
    };
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, Html(page.render().map_err(WebError::from)?)).into_response())
}
