//! Weeks and months: rows end with the day after the last, people read the last day.

use chrono::NaiveDate;
use olivine_api::query::Answer;

use super::rows::day_number;
use super::{Context, Presented, Presenter, plain};
use crate::format;
use crate::table::{Cell, SortKey};

pub const PRESENTER: Presenter = Presenter {
    name: "periods",
    doc: "Rows of until, the day after the last of a period, and any other columns: as they are, but for until, which is the last day in \
          the table.",
    further: &[],
    continued_by: None,
    has_headlines: false,
    present,
};

/// The column that is shown a day earlier.
const UNTIL: &str = "until";

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let mut presented = (plain::PRESENTER.present)(answer, context);
    let Some(table) = &mut presented.table else {
        return presented;
    };
    let Some(place) = table.columns.iter().position(|column| column.key == UNTIL) else {
        return presented;
    };
    for row in &mut table.rows {
        if let Some(last) = last_day(&row.cells[place]) {
            row.cells[place] = Cell::number(format::date_long(context.words, last), day_number(last));
        }
    }
    presented
}

/// The day before that of a cell; none if it has no day.
fn last_day(cell: &Cell) -> Option<NaiveDate> {
    match cell.key {
        SortKey::Number(day) => NaiveDate::from_num_days_from_ce_opt(day as i32)?.pred_opt(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::samples::{answer, day, present_alone};
    use olivine_api::query::Cell as Field;

    #[test]
    fn a_week_is_shown_until_its_sunday() {
        let rows = answer(
            &["start", "until", "learners"],
            vec![
                vec![
                    Field::Date(day("2026-02-23")),
                    Field::Date(day("2026-03-02")),
                    Field::Int(5),
                ],
                vec![Field::Date(day("2026-03-02")), Field::Null, Field::Int(1)],
            ],
        );
        let table = present_alone(&PRESENTER, &rows).table.unwrap();
        let texts: Vec<&str> = table.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["February 23, 2026", "March 1, 2026", "5"]);
        assert_eq!(
            table.rows[0].cells[1].key,
            SortKey::Number(day_number(day("2026-03-01")))
        );
        assert_eq!(table.rows[1].cells[1].text, "--");
    }
}
