//! Pages for those who look after the site: how it is doing, what ran and what failed, what data there are and what they cost, and
//! the reports with their switches. They are there for operators only; for everybody else they do not exist.

pub mod data;
pub mod overview;
pub mod reports;
pub mod runs;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use chrono::NaiveDateTime;

use super::refusal::Refusal;
use crate::error::WebError;
use crate::format;
use crate::frame::{Entry, Frame, Lens};
use crate::language::Words;
use crate::presenter::Tile;
use crate::section::{SectionView, State};
use crate::site::Site;
use crate::table::Kind;
use crate::visit::Visit;

/// The pages: address and message of the title.
const PAGES: [(&str, &str); 4] = [
    ("/operate/", "operate-overview"),
    ("/operate/runs/", "operate-runs"),
    ("/operate/data/", "operate-data"),
    ("/operate/reports/", "operate-reports"),
];

/// A page: blocks one below the other.
#[derive(Template)]
#[template(path = "operate/page.html")]
struct Page {
    frame: Frame,
    title: String,
    question: String,
    blocks: Vec<Block>,
}

/// A part of a page with a heading.
#[derive(Default)]
struct Block {
    anchor: &'static str,
    title: String,
    help: String,
    note: Option<State>,
    tiles: Vec<Tile>,
    /// A section of a report instead of all the others.
    section: Option<SectionView>,
    list: Option<List>,
}

/// A table that is shown whole.
struct List {
    label: String,
    heads: Vec<(String, Kind)>,
    rows: Vec<Vec<ListCell>>,
}

/// A cell: a text, where it leads, a smaller line below it, and what can be done there.
#[derive(Default)]
struct ListCell {
    text: String,
    link: Option<String>,
    detail: Option<String>,
    /// `on`, `off`, `failed`: shown as a mark.
    mark: Option<&'static str>,
    switch: Option<Switch>,
    /// Something written by machines: not broken and not turned around.
    code: bool,
}

/// The form that switches a report.
struct Switch {
    report: String,
    on: bool,
    label: String,
    /// What a screen reader says: the label and the report.
    name: String,
}

impl ListCell {
    fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    fn code(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            code: true,
            ..Self::default()
        }
    }

    fn link(self, link: impl Into<String>) -> Self {
        Self {
            link: Some(link.into()),
            ..self
        }
    }

    fn detail(self, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()).filter(|text| !text.is_empty()),
            ..self
        }
    }

    fn mark(self, mark: &'static str) -> Self {
        Self {
            mark: Some(mark),
            ..self
        }
    }
}

impl List {
    /// Classes of the cells of a column.
    fn class(&self, column: &usize) -> &'static str {
        match self.heads.get(*column).map(|(_, kind)| kind) {
            Some(Kind::Number) => "number",
            Some(Kind::Date) => "date",
            _ => "",
        }
    }
}

/// Lets operators through. For others, signed in or not, there is nothing here to know about.
fn admit(visit: &Visit) -> Result<(), Refusal> {
    match &visit.principal {
        None => Err(Refusal::SignIn),
        Some(principal) if principal.is_operator() => Ok(()),
        Some(_) => Err(Refusal::NotFound),
    }
}

/// Writes a page; `address` is the entry of the menu to which it belongs.
fn page(
    site: &std::sync::Arc<Site>,
    visit: &Visit,
    address: &str,
    name: &str,
    blocks: Vec<Block>,
) -> Result<Response, Refusal> {
    let words = &visit.words;
    let title = words.t(&format!("{name}-title"));
    let entries = PAGES.into_iter().map(|(link, name)| Entry {
        title: words.t(&format!("{name}-title")),
        question: String::new(),
        link: link.to_owned(),
        current: link == address,
    });
    let question = words.t(&format!("{name}-question"));
    let mut frame = Frame::new(site, visit, &name.replace('-', "_"), &title).answering(&question);
    frame.menu_label = words.t("operate-menu");
    frame.menu_name = words.t("operate-link");
    frame.menu = vec![Lens {
        name: None,
        question: String::new(),
        entries: entries.collect(),
    }];
    let page = Page {
        question,
        frame,
        title,
        blocks,
    };
    Ok(Html(page.render().map_err(WebError::from)?).into_response())
}

/// "3 Mar 2026, 5:04 AM".
fn moment(words: &Words, time: NaiveDateTime) -> String {
    format!(
        "{}, {}",
        format::date_short(words, time.date()),
        format::time_of_day(words, time)
    )
}

/// "12.3 s", or minutes from two of them on.
fn seconds(words: &Words, seconds: f64) -> String {
    if seconds < 120.0 {
        words.t1("operate-seconds", "number", &format::one_decimal(words, seconds))
    } else {
        words.t1("operate-minutes", "number", &format::one_decimal(words, seconds / 60.0))
    }
}

/// Bytes in the unit that fits.
fn bytes(words: &Words, bytes: u64) -> String {
    const UNITS: [&str; 4] = ["operate-kib", "operate-mib", "operate-gib", "operate-tib"];
    let mut number = bytes as f64 / 1024.0;
    let mut unit = 0;
    while number >= 1024.0 && unit + 1 < UNITS.len() {
        number /= 1024.0;
        unit += 1;
    }
    words.t1(UNITS[unit], "number", &format::one_decimal(words, number))
}

fn integer(words: &Words, number: u64) -> String {
    format::integer(words, i64::try_from(number).unwrap_or(i64::MAX))
}
