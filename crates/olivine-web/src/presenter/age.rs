//! Ages of enrolled people (`UI 2.9` E-AGE).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use olivine_api::query::Answer;

use super::rows::{created, rows};
use super::{ChartRows, Context, Presented, Presenter, Series, Tile, Tip, object};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};

pub const PRESENTER: Presenter = Presenter {
    name: "enrollment_ages",
    doc: "Rows of date, birth_year, count: bins of one year from 0 to 100+, median and bands over known ages; birth \
          years in the future are listed apart.",
    further: &[],
    continued_by: None,
    has_headlines: false,
    present,
};

/// All greater ages are added to this one.
const OLDEST: i64 = 100;

/// How many people have which age.
#[derive(Debug, Default, PartialEq)]
struct Ages {
    /// Calendar year the ages are of.
    year: i64,
    /// People by exact age, 0 or more.
    known: BTreeMap<i64, i64>,
    /// People who gave no birth year.
    unknown: i64,
    /// People whose birth year is in the future (`UI D-18`).
    out_of_range: i64,
}

impl Ages {
    /// Age = year of the rows' day − birth year (`UI D-19`: the day of the data, UTC, not the server's clock).
    fn of(answer: &Answer, as_of: Option<NaiveDate>) -> Self {
        let newest = rows(answer).filter_map(|row| row.date("date")).max();
        let Some(day) = newest.or(as_of) else {
            return Self::default();
        };
        let mut ages = Self {
            year: i64::from(day.year()),
            ..Self::default()
        };
        for row in rows(answer).filter(|row| row.date("date").is_none_or(|date| date == day)) {
            let count = row.count("count");
            match row.integer("birth_year").map(|birth_year| ages.year - birth_year) {
                None => ages.unknown += count,
                Some(age) if age < 0 => ages.out_of_range += count,
                Some(age) => *ages.known.entry(age).or_insert(0) += count,
            }
        }
        ages.known.retain(|_, count| *count > 0);
        ages
    }

    fn known_total(&self) -> i64 {
        self.known.values().sum()
    }

    fn total(&self) -> i64 {
        self.known_total() + self.unknown + self.out_of_range
    }

    /// Youngest first, the age at which more than half is reached; the mean of it and the next where it is half
    /// exactly (`UI 2.9`).
    fn median(&self) -> Option<f64> {
        let total = self.known_total();
        let mut reached = 0;
        let mut ages = self.known.iter();
        while let Some((age, count)) = ages.next() {
            reached += count;
            if 2 * reached > total {
                return Some(*age as f64);
            }
            if 2 * reached == total {
                let next = ages.next().map_or(*age, |(next, _)| *next);
                return Some((*age + next) as f64 / 2.0);
            }
        }
        None
    }

    /// Share of known ages from one age to another.
    fn band(&self, from: i64, to: i64) -> Option<f64> {
        let total = self.known_total();
        let people: i64 = self.known.range(from..=to).map(|(_, count)| count).sum();
        (total > 0).then(|| format::share(people, total))
    }

    /// One bin per year from 0 to 100, the last one open.
    fn bins(&self) -> Vec<(i64, i64)> {
        let count = |age: i64| match age {
            OLDEST => self.known.range(OLDEST..).map(|(_, count)| count).sum(),
            _ => self.known.get(&age).copied().unwrap_or(0),
        };
        (0..=OLDEST).map(|age| (age, count(age))).collect()
    }
}

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let ages = Ages::of(answer, context.as_of);
    let mut notes = Vec::new();
    if ages.total() > 0 {
        let known = format::share(ages.known_total(), ages.total());
        notes.push(words.t1("known-share", "percent", &format::sentence_percent(words, known)));
        notes.push(words.t1("age-year", "year", &ages.year.to_string()));
    }
    if ages.out_of_range > 0 {
        notes.push(words.counted("age-out-of-range-note", ages.out_of_range, &[]));
    }
    notes.push(words.t("self-reported"));
    Presented {
        tiles: tiles(&ages, words),
        chart: Some(chart(&ages, words)),
        table: Some(table(&ages, words)),
        summary: Some(summary(&ages, words)),
        caption: Some(words.t("caption-self-reported")),
        notes,
        created: created(answer),
        ..Presented::default()
    }
}

fn tiles(ages: &Ages, words: &Words) -> Vec<Tile> {
    let of_known = || words.t("tile-of-known-ages");
    let band = |id, key: &str, from, to| {
        let figure = ages.band(from, to).map(|share| format::tile_percent(words, share));
        Tile::new(id, words.t(key), figure).detail(of_known())
    };
    let median = ages.median().map(|median| format::up_to_one_decimal(words, median));
    vec![
        Tile::new("median", words.t("tile-median-age"), median).detail(of_known()),
        band("25-under", "tile-age-25-under", 0, 25),
        band("26-40", "tile-age-26-40", 26, 40),
        band("41-over", "tile-age-41-over", 41, i64::MAX),
    ]
}

fn age_label(age: i64, words: &Words) -> String {
    if age == OLDEST {
        words.t1("age-over", "age", &age.to_string())
    } else {
        age.to_string()
    }
}

fn chart(ages: &Ages, words: &Words) -> ChartRows {
    let learners = words.t("column-learners");
    let rows = ages.bins().into_iter().map(|(age, count)| {
        let heading = format!("{}: {}", words.t("column-age"), age_label(age, words));
        let tip = Tip::json(heading, vec![(learners.clone(), format::integer(words, count))]);
        object([
            ("x", age.into()),
            ("end", (age + 1).into()),
            ("value", count.into()),
            ("tip", tip),
        ])
    });
    ChartRows {
        series: vec![Series {
            label: learners.clone(),
            color: 1,
        }],
        rows: rows.collect(),
        tips: Vec::new(),
    }
}

fn table(ages: &Ages, words: &Words) -> DataTable {
    let column = |key: &str, kind| TableColumn {
        key: key.to_owned(),
        label: words.t(&format!("column-{key}")),
        kind,
    };
    let row = |name: Cell, count: i64| {
        let share = format::share(count, ages.total());
        let cells = vec![
            name,
            Cell::number(format::integer(words, count), count as f64),
            Cell::number(format::table_percent(words, share), share),
        ];
        TableRow { cells, tag: None }
    };
    let bins = ages.bins();
    let mut table_rows: Vec<TableRow> = bins
        .into_iter()
        .map(|(age, count)| row(Cell::number(age_label(age, words), age as f64), count))
        .collect();
    table_rows.push(row(Cell::text(words.t("age-unknown")), ages.unknown));
    if ages.out_of_range > 0 {
        table_rows.push(row(Cell::text(words.t("age-out-of-range")), ages.out_of_range));
    }
    DataTable {
        columns: vec![
            column("age", Kind::Text),
            column("learners", Kind::Number),
            column("percent_of_total", Kind::Number),
        ],
        rows: table_rows,
        sorted_by: "percent_of_total",
        descending: true,
    }
}

fn summary(ages: &Ages, words: &Words) -> String {
    let (Some(youngest), Some(oldest), Some(median)) =
        (ages.known.keys().next(), ages.known.keys().next_back(), ages.median())
    else {
        return words.t("summary-ages-none");
    };
    words.with(
        "summary-ages",
        &[
            ("youngest", &youngest.to_string()),
            ("oldest", &age_label((*oldest).min(OLDEST), words)),
            ("median", &format::up_to_one_decimal(words, median)),
        ],
    )
}

#[cfg(test)]
#[path = "age_tests.rs"]
mod tests;
