//! Gender of enrolled people over time (`UI 2.9` E-GEN).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use olivine_api::query::Answer;

use super::rows::{created, day_number, rows};
use super::{ChartRows, Context, Presented, Presenter, Series, Tip, object};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};

pub const PRESENTER: Presenter = Presenter {
    name: "enrollment_gender",
    doc: "Rows of date, gender, count: shares of known on the last day, and counts by day; any other value counts as \
          not reported.",
    further: &[],
    continued_by: None,
    has_headlines: false,
    present,
};

/// People by gender at the end of a day: female, male, other, not reported.
type Split = [i64; 4];
const KEYS: [&str; 4] = ["f", "m", "o", "unknown"];
const COLUMNS: [&str; 4] = ["female", "male", "other", "unknown"];

fn days(answer: &Answer) -> BTreeMap<NaiveDate, Split> {
    let mut days: BTreeMap<NaiveDate, Split> = BTreeMap::new();
    for row in rows(answer) {
        let Some(date) = row.date("date") else { continue };
        let gender = row.text("gender");
        let place = KEYS[..3].iter().position(|key| Some(*key) == gender).unwrap_or(3);
        days.entry(date).or_default()[place] += row.count("count");
    }
    days
}

/// Shares of known: female, male, other; none if nobody gave it.
fn shares(split: &Split) -> Option<[f64; 3]> {
    let known: i64 = split[..3].iter().sum();
    (known > 0).then(|| [0, 1, 2].map(|place| format::share(split[place], known)))
}

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let days = days(answer);
    let last = days.values().next_back().copied().unwrap_or_default();
    let total: i64 = last.iter().sum();
    let mut notes = Vec::new();
    if total > 0 {
        let known = format::share(total - last[3], total);
        notes.push(words.t1("known-share", "percent", &format::sentence_percent(words, known)));
    }
    notes.push(words.t("self-reported"));
    Presented {
        tiles: Vec::new(),
        chart: Some(chart(&last, words)),
        table: Some(table(&days, words)),
        summary: Some(summary(&last, words)),
        caption: Some(words.t("caption-self-reported")),
        notes,
        created: created(answer),
        ..Presented::default()
    }
}

fn chart(last: &Split, words: &Words) -> ChartRows {
    let shares = shares(last).unwrap_or_default();
    let rows = shares.iter().enumerate().map(|(place, share)| {
        let label = words.t(&format!("gender-{}", KEYS[place]));
        let tip = Tip::json(
            label.clone(),
            vec![
                (
                    words.t("column-percent_of_known"),
                    format::sentence_percent(words, *share),
                ),
                (words.t("column-learners"), format::integer(words, last[place])),
            ],
        );
        object([
            ("x", label.into()),
            ("order", place.into()),
            ("value", (*share).into()),
            ("tip", tip),
        ])
    });
    let series = KEYS.iter().enumerate().map(|(place, key)| Series {
        label: words.t(&format!("gender-{key}")),
        color: [4, 3, 5, 7][place],
    });
    ChartRows {
        series: series.collect(),
        rows: rows.collect(),
        tips: Vec::new(),
    }
}

fn table(days: &BTreeMap<NaiveDate, Split>, words: &Words) -> DataTable {
    let column = |key: &str, kind| TableColumn {
        key: key.to_owned(),
        label: words.t(&format!("column-{key}")),
        kind,
    };
    let mut columns = vec![column("date", Kind::Date), column("current_enrollment", Kind::Number)];
    columns.extend(COLUMNS.iter().map(|key| column(key, Kind::Number)));
    let number = |people: i64| Cell::number(format::integer(words, people), people as f64);
    let rows = days.iter().map(|(date, split)| {
        let mut cells = vec![
            Cell::number(format::date_long(words, *date), day_number(*date)),
            number(split.iter().sum()),
        ];
        cells.extend(split.iter().map(|people| number(*people)));
        TableRow { cells, tag: None }
    });
    DataTable {
        columns,
        rows: rows.collect(),
        sorted_by: "date",
        descending: true,
    }
}

fn summary(last: &Split, words: &Words) -> String {
    let Some(shares) = shares(last) else {
        return words.t("summary-gender-none");
    };
    let [female, male, other] = shares.map(|share| format::sentence_percent(words, share));
    words.with(
        "summary-gender",
        &[("female", &female), ("male", &male), ("other", &other)],
    )
}

#[cfg(test)]
#[path = "gender_tests.rs"]
mod tests;
