//! Presenters: what SQL cannot say about a page. Each turns the rows of a query into tiles, chart rows, a table and a
//! sentence. They are pure: same rows, same words, same page.

mod age;
mod answers;
mod bands;
mod countries;
mod education;
mod enrollment;
mod gender;
mod geography;
mod groups;
mod learner;
mod levels;
mod periods;
mod plain;
mod risk;
mod rows;
mod timeline;
mod watching;
mod weeks;
mod weights;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use olivine_api::query::Answer;
use serde::Serialize;

use crate::language::Words;
use crate::table::{DataTable, Kind};
use crate::wired::Named;

pub use countries::country_name;
pub use levels::cut;
pub use rows::{Row, created, rows as rows_of};

/// What a presenter gives a page.
#[derive(Debug, Clone, Default)]
pub struct Presented {
    /// Headline numbers.
    pub tiles: Vec<Tile>,
    /// What a chart draws.
    pub chart: Option<ChartRows>,
    /// The numbers.
    pub table: Option<DataTable>,
    /// The chart in one sentence, for those who do not see it.
    pub summary: Option<String>,
    /// Short words over the chart: what is counted.
    pub caption: Option<String>,
    /// What a reader must know to read the numbers right.
    pub notes: Vec<String>,
    /// Why there is nothing to show although there are rows: the beginning of two message ids (`UI 2.5`).
    pub empty: Option<&'static str>,
    /// When the rows were computed, where they say so themselves.
    pub created: Option<NaiveDateTime>,
    /// Whether the rows of the chart are those of the table, one for one, and have no tips of their own.
    pub is_plain: bool,
}

/// When a row was computed: no number of it.
const CREATED: &str = "created";
/// Where a mark leads.
const LINK: &str = "url";

impl Presented {
    /// What the chart of a section draws; where it asks for tips, plain rows get some, made of the cells that stand for them in these
    /// columns of the table.
    pub fn drawn(&self, columns: &[String], has_tips: bool) -> Option<ChartRows> {
        let mut chart = self.chart.clone()?;
        if let (true, true, Some(table)) = (has_tips, self.is_plain, &self.table) {
            chart.add_tips(&table.select(columns));
        }
        Some(chart)
    }
}

/// A headline number.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Stable name, for tests and for the course home.
    pub id: &'static str,
    /// What it counts.
    pub label: String,
    /// The number, formatted; none if it cannot be known (`UI D-3`).
    pub figure: Option<String>,
    /// Whether the figure is a name rather than a number.
    pub words: bool,
    /// A small line below: a percentage, a date, or why there is no number.
    pub detail: Option<String>,
    /// Where that line leads.
    pub link: Option<String>,
    /// What changed since the week before.
    pub change: Option<String>,
    /// Whether the course home shows it, too.
    pub headline: bool,
}

impl Tile {
    /// A number with its label.
    pub fn new(id: &'static str, label: String, figure: impl Into<Option<String>>) -> Self {
        Self {
            id,
            label,
            figure: figure.into(),
            words: false,
            detail: None,
            link: None,
            change: None,
            headline: false,
        }
    }

    /// With a small line below.
    pub fn detail(mut self, detail: impl Into<Option<String>>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The small line leads somewhere.
    pub fn linked(mut self, link: impl Into<Option<String>>) -> Self {
        self.link = link.into();
        self
    }

    /// With what changed since the week before.
    pub fn change(mut self, change: impl Into<Option<String>>) -> Self {
        self.change = change.into();
        self
    }

    /// Shown on the course home, too.
    pub fn headline(mut self) -> Self {
        self.headline = true;
        self
    }

    /// The figure is a name.
    pub fn in_words(mut self) -> Self {
        self.words = true;
        self
    }
}

/// What a chart draws: Vega-Lite data sets `rows` and `tips`, and the series in their order.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChartRows {
    /// Series with their label and number of colour, bottom or left first.
    pub series: Vec<Series>,
    /// One object per mark.
    pub rows: Vec<serde_json::Map<String, serde_json::Value>>,
    /// One object per place the pointer can be at: the place and its `tip`.
    pub tips: Vec<serde_json::Map<String, serde_json::Value>>,
}

impl ChartRows {
    /// Gives the marks tips, made of the rows of a table, one for one. The first cell is the heading.
    fn add_tips(&mut self, table: &DataTable) {
        for (mark, row) in self.rows.iter_mut().zip(&table.rows) {
            let cells = table.columns.iter().zip(&row.cells);
            let mut cells = cells.filter(|(column, _)| column.key != CREATED);
            let heading = cells.next().map(|(column, cell)| match column.kind {
                Kind::Number => format!("{} {}", column.label, cell.text),
                _ => cell.text.clone(),
            });
            let lines = cells.map(|(column, cell)| (column.label.clone(), cell.text.clone()));
            let tip = Tip::json(heading.unwrap_or_default(), lines.collect());
            mark.insert("tip".to_owned(), tip);
        }
    }

    /// Lets the marks lead elsewhere, or nowhere.
    pub fn change_links(&mut self, changed: impl Fn(&str) -> Option<String>) {
        for row in &mut self.rows {
            // Other things of that name are what a report has in its rows.
            let known = row.get(LINK).and_then(serde_json::Value::as_str);
            let Some(known) = known.filter(|known| known.starts_with('/')) else {
                continue;
            };
            match changed(known) {
                Some(link) => row.insert(LINK.to_owned(), link.into()),
                None => row.remove(LINK),
            };
        }
    }
}

/// A series of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Its label.
    pub label: String,
    /// Its colour, 1 to 8: the same thing has the same colour on every course.
    pub color: u8,
}

/// The text under the pointer: a heading and lines of label and value, formatted here and only here.
#[derive(Debug, Clone, Serialize)]
pub struct Tip {
    heading: String,
    lines: Vec<(String, String)>,
}

impl Tip {
    /// A tip as a field of a chart row.
    pub fn json(heading: String, lines: Vec<(String, String)>) -> serde_json::Value {
        serde_json::json!(Self { heading, lines })
    }
}

/// What a presenter is given besides the rows.
pub struct Context<'a> {
    /// The words of the page's language.
    pub words: &'a Words,
    /// Id of the report.
    pub report: &'a str,
    /// Last complete day of the rows.
    pub as_of: Option<NaiveDate>,
    /// Answers of the further queries the presenter asked for, by query name; one whose report is off or not for the visitor is
    /// missing.
    pub further: &'a BTreeMap<&'static str, Arc<Answer>>,
    /// Whether any section draws the rows.
    pub is_drawn: bool,
    /// What the page is about: the values of its address, and those that its place adds.
    pub place: &'a BTreeMap<String, String>,
    /// Address of the report's own page.
    pub base: &'a str,
}

/// A presenter, registered by name.
pub struct Presenter {
    /// Name in manifests.
    pub name: &'static str,
    /// What it does, for the reference.
    pub doc: &'static str,
    /// Queries it reads besides the section's own: report, query.
    pub further: &'static [Named],
    /// The one of them whose rows go on where the section's own end: with rows of it alone there is something to present. It is read only
    /// beside rows of the same report.
    pub continued_by: Option<Named>,
    /// Whether some of its tiles are shown on the course home, too.
    pub has_headlines: bool,
    /// The work.
    pub present: fn(&Answer, &Context<'_>) -> Presented,
}

impl Presenter {
    /// Of the further queries the one that goes on with rows of another report than this: it says nothing of its own.
    pub fn out_of_place(&self, report: &str) -> Option<Named> {
        self.continued_by.filter(|(other, _)| *other != report)
    }
}

/// All presenters a section may name as its `view`.
pub const PRESENTERS: &[Presenter] = &[
    plain::PRESENTER,
    enrollment::PRESENTER,
    age::PRESENTER,
    education::PRESENTER,
    gender::PRESENTER,
    weeks::PRESENTER,
    geography::PRESENTER,
    learner::PRESENTER,
    risk::PRESENTER,
    groups::PRESENTER,
    levels::VIDEOS,
    levels::GRADED,
    levels::UNGRADED,
    levels::OUTCOMES,
    timeline::PRESENTER,
    watching::PRESENTER,
    weights::PRESENTER,
    answers::PRESENTER,
    bands::PRESENTER,
    periods::PRESENTER,
];

/// The presenter of that name; without a name, the one that shows the rows as they are.
pub fn presenter(name: Option<&str>) -> Option<&'static Presenter> {
    match name {
        None => Some(&plain::PRESENTER),
        Some(name) => PRESENTERS.iter().find(|presenter| presenter.name == name),
    }
}

/// Builds a JSON object of fields.
fn object<const N: usize>(fields: [(&str, serde_json::Value); N]) -> serde_json::Map<String, serde_json::Value> {
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The form charts take times in.
fn chart_day(date: NaiveDate) -> serde_json::Value {
    serde_json::Value::String(format!("{}T00:00:00Z", date.format("%Y-%m-%d")))
}

#[cfg(test)]
pub(crate) mod samples;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_lead_where_their_links_are_sent() {
        let mark = |url: &str| object([("x", 1.into()), ("url", url.into())]);
        let mut chart = ChartRows {
            rows: vec![
                mark("/courses/a/x/"),
                object([("x", 2.into())]),
                mark("https://lms.example/y"),
            ],
            ..ChartRows::default()
        };
        chart.change_links(|link| Some(format!("{link}?to=2026-03-01")));
        assert_eq!(chart.rows[0]["url"], "/courses/a/x/?to=2026-03-01");
        assert!(!chart.rows[1].contains_key("url"));
        assert_eq!(chart.rows[2]["url"], "https://lms.example/y", "not one of our pages");
        chart.change_links(|_| None);
        let urls: Vec<bool> = chart.rows.iter().map(|row| row.contains_key("url")).collect();
        assert_eq!(urls, [false, false, true]);
    }
}
