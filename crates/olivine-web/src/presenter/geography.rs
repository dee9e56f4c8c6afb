//! Where people connect from (`UI 2.11`).

use std::collections::BTreeMap;

use olivine_api::country::{self, Country};
use olivine_api::query::Answer;

use super::rows::{created, rows};
use super::{ChartRows, Context, Presented, Presenter, Series, Tile, Tip, country_name, object};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};

pub const PRESENTER: Presenter = Presenter {
    name: "enrollment_countries",
    doc: "Rows of date, country_code, count: people by country, largest first; everything that is no country is one \
          unknown.",
    further: &[],
    continued_by: None,
    has_headlines: true,
    present,
};

/// People by country.
struct Places {
    /// Known countries, largest first.
    known: Vec<(&'static Country, i64)>,
    /// People who could not be located.
    unknown: i64,
}

impl Places {
    fn of(answer: &Answer) -> Self {
        let newest = rows(answer).filter_map(|row| row.date("date")).max();
        let mut people: BTreeMap<&str, (&'static Country, i64)> = BTreeMap::new();
        let mut unknown = 0;
        for row in rows(answer).filter(|row| row.date("date") == newest) {
            match row.text("country_code").and_then(country::find) {
                Some(country) => people.entry(country.alpha2).or_insert((country, 0)).1 += row.count("count"),
                None => unknown += row.count("count"),
            }
        }
        let mut known: Vec<(&Country, i64)> = people.into_values().filter(|(_, people)| *people > 0).collect();
        // Stable: countries of the same size stay in the order of their codes.
        known.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
        Self { known, unknown }
    }

    fn total(&self) -> i64 {
        self.known_total() + self.unknown
    }

    fn known_total(&self) -> i64 {
        self.known.iter().map(|(_, people)| people).sum()
    }
}

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let places = Places::of(answer);
    Presented {
        tiles: tiles(&places, words),
        chart: Some(chart(&places, words)),
        table: Some(table(&places, words)),
        summary: Some(summary(&places, words)),
        caption: Some(words.t("caption-enrollments")),
        created: created(answer),
        ..Presented::default()
    }
}

/// Shares are of everybody, the unknown included; ranks leave the unknown out (`UI 2.11` rules 3, 4).
fn tiles(places: &Places, words: &Words) -> Vec<Tile> {
    let count = format::integer(words, places.known.len() as i64);
    let mut tiles = vec![Tile::new("countries", words.t("tile-countries"), count)];
    let ranks = [
        ("top", "tile-top-country"),
        ("second", "tile-second-country"),
        ("third", "tile-third-country"),
    ];
    for ((id, key), (country, people)) in ranks.into_iter().zip(&places.known) {
        let percent = format::whole_percent(words, format::share(*people, places.total()));
        let tile = Tile::new(id, words.t(key), country_name(words, country)).in_words();
        let tile = tile.detail(words.t1("tile-of-learners", "percent", &percent));
        tiles.push(if id == "top" { tile.headline() } else { tile });
    }
    tiles
}

fn chart(places: &Places, words: &Words) -> ChartRows {
    let rows = places.known.iter().map(|(country, people)| {
        let share = format::share(*people, places.total());
        let tip = Tip::json(
            country_name(words, country),
            vec![
                (words.t("column-count"), format::integer(words, *people)),
                (words.t("column-percent"), format::table_percent(words, share)),
            ],
        );
        object([
            ("id", country.numeric.into()),
            ("value", (*people).into()),
            ("tip", tip),
        ])
    });
    let series = vec![Series {
        label: words.t("column-count"),
        color: 1,
    }];
    ChartRows {
        series,
        rows: rows.collect(),
        tips: Vec::new(),
    }
}

fn table(places: &Places, words: &Words) -> DataTable {
    let column = |key: &str, kind| TableColumn {
        key: key.to_owned(),
        label: words.t(&format!("column-{key}")),
        kind,
    };
    let row = |name: Cell, people: i64| {
        let share = format::share(people, places.total());
        let cells = vec![
            name,
            Cell::number(format::table_percent(words, share), share),
            Cell::number(format::integer(words, people), people as f64),
        ];
        TableRow { cells, tag: None }
    };
    let known = places
        .known
        .iter()
        .map(|(country, people)| row(Cell::text(country_name(words, country)), *people));
    let mut table_rows: Vec<TableRow> = known.collect();
    if places.unknown > 0 {
        table_rows.push(row(Cell::text(words.t("country-unknown")), places.unknown));
    }
    DataTable {
        columns: vec![
            column("country", Kind::Text),
            column("percent", Kind::Number),
            column("count", Kind::Number),
        ],
        rows: table_rows,
        sorted_by: "count",
        descending: true,
    }
}

fn summary(places: &Places, words: &Words) -> String {
    match places.known.first() {
        None => words.t("summary-countries-none"),
        Some((top, _)) => words.counted(
            "summary-countries",
            places.known.len() as i64,
            &[("top", &country_name(words, top))],
        ),
    }
}

#[cfg(test)]
#[path = "geography_tests.rs"]
mod tests;
