//! Sections of a report page: their numbers, or an honest word about why there are none (`UI 2.5`). Each section stands
//! alone: one that fails leaves the others standing (`UI D-2`).

use chrono::{NaiveDate, NaiveDateTime};
use olivine_failure::Failing;
use olivine_report::manifest::Section;

use crate::chart::Chart;
use crate::error::WebError;
use crate::format;
use crate::language::Words;
use crate::presenter::Tile;
use crate::table::{Kind, TablePage};

/// A section, ready to be written.
#[derive(Default)]
pub struct SectionView {
    pub anchor: String,
    pub title: String,
    pub help: String,
    pub state: Option<State>,
    pub tiles: Vec<Tile>,
    pub chart: Option<Chart>,
    pub table: Option<TableView>,
    pub csv: Option<String>,
    /// Whether that file holds more days or people than were chosen.
    pub csv_holds_all: bool,
    /// The table as it is seen, as a file: form, address, and both in words.
    pub exports: Vec<(String, String, String)>,
    pub notes: Vec<String>,
    /// Up to which day the numbers are complete, and when they were computed.
    pub standing: Vec<String>,
}

impl SectionView {
    /// Whether it shows numbers, or says why they failed: anything but that there are none.
    pub fn has_something(&self) -> bool {
        self.state.as_ref().is_none_or(State::has_failed)
    }
}

/// Why a section shows no numbers.
pub struct State {
    /// Look: empty for a plain note, `warn`, `failed`.
    pub class: &'static str,
    pub title: String,
    pub text: String,
    pub code: Option<&'static str>,
}

impl State {
    /// Whether something failed.
    pub fn has_failed(&self) -> bool {
        self.class == "failed"
    }

    /// A plain note of one sentence.
    pub fn said(title: String) -> Self {
        Self {
            class: "",
            title,
            text: String::new(),
            code: None,
        }
    }

    /// A plain note made of two messages.
    pub fn note(words: &Words, name: &str) -> Self {
        Self {
            class: "",
            title: words.t(&format!("{name}-title")),
            text: words.t(&format!("{name}-text")),
            code: None,
        }
    }

    /// Why there are no numbers where they could not be read: there are none yet or none for the visitor, or something failed.
    pub fn of_error(words: &Words, error: &WebError) -> Self {
        match error.note() {
            Some(name) => Self::note(words, name),
            None => failed(words, error),
        }
    }
}

/// A page of a table with its place.
pub struct TableView {
    pub anchor: String,
    pub label: String,
    pub page: TablePage,
    /// "Rows 1 to 10 of 120".
    pub range: String,
}

impl TableView {
    /// Classes of the cells of a column.
    pub fn class(&self, column: &usize) -> &'static str {
        match self.page.heads.get(*column).map(|head| head.kind) {
            Some(Kind::Number | Kind::Typed) => "number",
            Some(Kind::Date) => "date",
            _ => "",
        }
    }
}

/// A section with neither chart nor table shows the tiles of its view.
pub fn shows_tiles(section: &Section) -> bool {
    section.chart.is_none() && section.table.is_empty()
}

/// Up to which day numbers are complete, and when they were computed.
pub fn standing(words: &Words, as_of: Option<NaiveDate>, created: Option<NaiveDateTime>) -> Vec<String> {
    let as_of = as_of.map(|day| words.t1("as-of", "date", &format::date_long(words, day)));
    let updated = created.map(|time| {
        let (date, clock) = (format::date_long(words, time.date()), format::time_of_day(words, time));
        words.with("updated", &[("date", &date), ("time", &clock)])
    });
    as_of.into_iter().chain(updated).collect()
}

/// The state of a section that failed; the log gets the cause.
pub fn failed(words: &Words, error: &WebError) -> State {
    tracing::error!(code = error.failure().code, error = %describe(error), "a section of a page failed");
    State {
        class: "failed",
        title: words.t("state-failed-title"),
        text: words.t("state-failed-text"),
        code: Some(error.failure().code),
    }
}

/// An error with all its causes.
pub fn describe(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
