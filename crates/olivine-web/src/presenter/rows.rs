//! Reading the rows of an answer by column name.

use chrono::{NaiveDate, NaiveDateTime};
use olivine_api::query::{Answer, Cell};

/// A row of an answer.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    answer: &'a Answer,
    cells: &'a [Cell],
}

/// All rows of an answer.
pub fn rows(answer: &Answer) -> impl Iterator<Item = Row<'_>> {
    answer.rows.iter().map(move |cells| Row { answer, cells })
}

impl<'a> Row<'a> {
    /// A field as it is; null where there is no such column.
    pub fn field(self, column: &str) -> &'a Cell {
        self.answer.field(self.cells, column)
    }

    /// A time, if there is one.
    pub fn datetime(self, column: &str) -> Option<NaiveDateTime> {
        self.field(column).as_datetime()
    }

    /// A text, if there is one; one that nobody can see counts as none.
    pub fn text(self, column: &str) -> Option<&'a str> {
        self.answer
            .field(self.cells, column)
            .as_text()
            .filter(|text| !text.trim().is_empty())
    }

    /// A whole number, if there is one.
    pub fn integer(self, column: &str) -> Option<i64> {
        self.answer.field(self.cells, column).as_int()
    }

    /// A count: missing means that there is no such row behind it, which is zero.
    pub fn count(self, column: &str) -> i64 {
        self.integer(column).unwrap_or(0)
    }

    /// A day; of a time, its day.
    pub fn date(self, column: &str) -> Option<NaiveDate> {
        self.answer.field(self.cells, column).as_date()
    }
}

/// When the rows were computed: the newest `created` among them, else what the answer says of its tables.
pub fn created(answer: &Answer) -> Option<NaiveDateTime> {
    let times = answer
        .rows
        .iter()
        .filter_map(|cells| answer.field(cells, "created").as_datetime());
    times.max().or(answer.created)
}

/// Day number, what dates are sorted by.
pub fn day_number(date: NaiveDate) -> f64 {
    f64::from(chrono::Datelike::num_days_from_ce(&date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::samples::answer;

    #[test]
    fn a_text_that_nobody_can_see_is_none() {
        let texts = ["", "  ", " a "].map(|text| vec![Cell::Text(text.to_owned())]);
        let answer = answer(&["name"], texts.to_vec());
        let shown: Vec<Option<&str>> = rows(&answer).map(|row| row.text("name")).collect();
        assert_eq!(shown, [None, None, Some(" a ")]);
    }
}
