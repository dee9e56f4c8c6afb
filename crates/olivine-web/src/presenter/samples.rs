//! Answers made up for the tests of presenters.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use olivine_api::query::{Answer, AnswerColumn, Cell};

use super::{Context, Presented, Presenter};
use crate::language::{Languages, Words};
use crate::table::{DataTable, Kind};

/// The words of English.
pub fn english() -> Words {
    Languages::load().unwrap().words(Some("en"), None)
}

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An answer of untyped columns.
pub fn answer(columns: &[&str], rows: Vec<Vec<Cell>>) -> Answer {
    let column = |name: &&str| AnswerColumn {
        name: (*name).to_owned(),
        kind: None,
        doc: String::new(),
        unit: None,
        iso8601: false,
    };
    Answer {
        columns: columns.iter().map(column).collect(),
        rows,
        single: false,
        as_of: None,
        created: None,
        version: String::new(),
        page: None,
    }
}

/// What a presenter makes of rows alone.
pub fn present_alone(presenter: &Presenter, answer: &Answer) -> Presented {
    present_with(presenter, answer, None, BTreeMap::new())
}

/// What a presenter makes of rows, a last complete day and further answers.
pub fn present_with(
    presenter: &Presenter,
    answer: &Answer,
    as_of: Option<&str>,
    further: BTreeMap<&'static str, Arc<Answer>>,
) -> Presented {
    present_at(presenter, answer, as_of, further, &[])
}

/// The same on the page of a place.
pub fn present_at(
    presenter: &Presenter,
    answer: &Answer,
    as_of: Option<&str>,
    further: BTreeMap<&'static str, Arc<Answer>>,
    place: &[(&str, &str)],
) -> Presented {
    let place = place
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let place: BTreeMap<String, String> = place.collect();
    let words = english();
    (presenter.present)(
        answer,
        &Context {
            words: &words,
            report: "site.x",
            as_of: as_of.map(day),
            further: &further,
            is_drawn: true,
            place: &place,
            base: "/base/",
        },
    )
}

/// The texts of a table, row by row, sorted as it is shown at first.
pub fn shown(table: DataTable) -> Vec<Vec<String>> {
    assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
    assert!(table.columns.iter().any(|column| column.kind == Kind::Number));
    let page = table.page(&[], &crate::address::Query::parse("size=100"), "", "a");
    page.rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect())
        .collect()
}

/// Figure and detail of a tile.
pub fn tile<'a>(presented: &'a Presented, id: &str) -> (Option<&'a str>, Option<&'a str>) {
    let tile = presented
        .tiles
        .iter()
        .find(|tile| tile.id == id)
        .unwrap_or_else(|| panic!("no tile {id}"));
    (tile.figure.as_deref(), tile.detail.as_deref())
}
