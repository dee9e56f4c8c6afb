//! One person's days in a course (`UI 3.3`).

use chrono::NaiveDate;
use olivine_api::query::Answer;

use super::rows::{created, day_number, rows};
use super::{ChartRows, Context, Presented, Presenter, Series, Tile, Tip, chart_day, object};
use crate::address::segment;
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};
use crate::wired::LEARNER;

pub const PRESENTER: Presenter = Presenter {
    name: "learner_days",
    doc: "Rows of date, problems_attempted, problems_completed, discussion_contributions, videos_viewed, one for every day: who the \
          person is, a line for each kind, and the days.",
    further: &[LEARNER],
    continued_by: None,
    has_headlines: false,
    present,
};

/// The kinds: column and colour.
const KINDS: [(&str, u8); 4] = [
    ("problems_attempted", 2),
    ("problems_completed", 4),
    ("videos_viewed", 3),
    ("discussion_contributions", 6),
];

struct Day {
    date: NaiveDate,
    counts: [i64; KINDS.len()],
}

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let days: Vec<Day> = rows(answer)
        .filter_map(|row| {
            Some(Day {
                date: row.date("date")?,
                counts: KINDS.map(|(name, _)| row.count(name)),
            })
        })
        .collect();
    Presented {
        tiles: tiles(&days, context),
        chart: Some(chart(&days, words)),
        table: Some(table(&days, words)),
        summary: summary(&days, words),
        created: created(answer),
        ..Presented::default()
    }
}

fn last_active(days: &[Day]) -> Option<&Day> {
    days.iter().rev().find(|day| day.counts.iter().any(|count| *count > 0))
}

/// Who it is, as far as the roster tells, and when anything was done last.
fn tiles(days: &[Day], context: &Context<'_>) -> Vec<Tile> {
    let words = context.words;
    let known = context.further.get("learner").and_then(|answer| rows(answer).next());
    let text = |column: &str| known.and_then(|row| row.text(column)).map(str::to_owned);
    let tile = |id, figure: Option<String>| Tile::new(id, words.t(&format!("tile-{id}")), figure).in_words();
    let track = text("enrollment_mode").map(|mode| words.find(&format!("mode-{mode}")).unwrap_or(mode));
    let last = last_active(days).map(|day| format::date_long(words, day.date));
    let mut tiles = vec![tile("learner-last-active", last)];
    if known.is_some() {
        let address = text("email");
        let mail = address.as_deref().map(|address| format!("mailto:{}", segment(address)));
        tiles.splice(
            0..0,
            [
                tile("learner-name", text("name").or_else(|| text("username")))
                    .detail(address)
                    .linked(mail),
                tile("learner-track", track),
                tile("learner-cohort", text("cohort")),
            ],
        );
    }
    tiles
}

fn label(words: &Words, column: &str) -> String {
    words.t(&format!("column-{column}"))
}

fn chart(days: &[Day], words: &Words) -> ChartRows {
    let mut chart = ChartRows {
        series: KINDS
            .iter()
            .map(|(name, color)| Series {
                label: label(words, name),
                color: *color,
            })
            .collect(),
        ..ChartRows::default()
    };
    for day in days {
        let mut lines = Vec::new();
        for ((name, _), count) in KINDS.iter().zip(day.counts) {
            let series = label(words, name);
            lines.push((series.clone(), format::integer(words, count)));
            chart.rows.push(object([
                ("x", chart_day(day.date)),
                ("value", count.into()),
                ("series", series.into()),
                ("partial", false.into()),
            ]));
        }
        let tip = Tip::json(format::date_long(words, day.date), lines);
        chart.tips.push(object([("x", chart_day(day.date)), ("tip", tip)]));
    }
    chart
}

fn table(days: &[Day], words: &Words) -> DataTable {
    let column = |key: &str, kind| TableColumn {
        key: key.to_owned(),
        label: label(words, key),
        kind,
    };
    let mut columns = vec![column("date", Kind::Date)];
    columns.extend(KINDS.iter().map(|(name, _)| column(name, Kind::Number)));
    let row = |day: &Day| {
        let counts = day
            .counts
            .iter()
            .map(|count| Cell::number(format::integer(words, *count), *count as f64));
        let date = Cell::number(format::date_long(words, day.date), day_number(day.date));
        TableRow {
            cells: [date].into_iter().chain(counts).collect(),
            tag: None,
        }
    };
    DataTable {
        columns,
        rows: days.iter().map(row).collect(),
        sorted_by: "date",
        descending: true,
    }
}

fn summary(days: &[Day], words: &Words) -> Option<String> {
    let last = last_active(days)?;
    let active = days
        .iter()
        .filter(|day| day.counts.iter().any(|count| *count > 0))
        .count();
    Some(words.counted(
        "summary-learner-days",
        days.len() as i64,
        &[
            ("active", &format::integer(words, active as i64)),
            ("last", &format::date_long(words, last.date)),
        ],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::samples::{answer, present_alone};
    use olivine_api::query::Cell as Field;

    #[test]
    fn quiet_days_are_shown_and_are_not_the_last_active_one() {
        let day = |text: &str| Field::Date(text.parse().unwrap());
        let row = |date: &str, counts: [i64; 4]| {
            [day(date)]
                .into_iter()
                .chain(counts.map(Field::Int))
                .collect::<Vec<_>>()
        };
        let columns = [
            "date",
            "problems_attempted",
            "problems_completed",
            "videos_viewed",
            "discussion_contributions",
        ];
        let rows = vec![
            row("2024-03-01", [2, 1, 0, 0]),
            row("2024-03-02", [0, 0, 0, 1]),
            row("2024-03-03", [0, 0, 0, 0]),
        ];
        let presented = present_alone(&PRESENTER, &answer(&columns, rows));
        assert_eq!(presented.tiles.len(), 1, "nobody is known without the roster");
        assert_eq!(presented.tiles[0].figure.as_deref(), Some("March 2, 2024"));
        assert_eq!(presented.table.unwrap().rows.len(), 3);
        let chart = presented.chart.unwrap();
        assert_eq!((chart.rows.len(), chart.tips.len(), chart.series.len()), (12, 3, 4));
        assert_eq!(
            presented.summary.unwrap(),
            "Active on 2 of 3 days, last on March 2, 2024."
        );
        let one = present_alone(&PRESENTER, &answer(&columns, vec![row("2024-03-01", [1, 0, 0, 0])]));
        assert_eq!(one.summary.unwrap(), "Active on 1 of 1 day, last on March 1, 2024.");
    }
}
