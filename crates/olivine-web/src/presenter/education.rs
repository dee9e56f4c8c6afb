//! Prior schooling of enrolled people (`UI 2.9` E-EDU).

use olivine_api::query::Answer;

use super::rows::{created, rows};
use super::{ChartRows, Context, Presented, Presenter, Series, Tile, Tip, object};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};

pub const PRESENTER: Presenter = Presenter {
    name: "enrollment_education",
    doc: "Rows of date, education_level, count: all levels in order of schooling, shares and bands over known \
          backgrounds.",
    further: &[],
    continued_by: None,
    has_headlines: false,
    present,
};

/// Levels in the order of the chart. Anything else known follows by its name.
const LEVELS: [&str; 9] = [
    "none",
    "primary",
    "junior_secondary",
    "secondary",
    "associates",
    "bachelors",
    "masters",
    "doctorate",
    "other",
];

/// Bands of the tiles. "none" belongs to the first, and "other" has its own, so that they add up (`UI D-6`).
const BANDS: [(&str, &str, &[&str]); 4] = [
    (
        "school",
        "tile-education-school",
        &["none", "primary", "junior_secondary", "secondary"],
    ),
    ("college", "tile-education-college", &["associates", "bachelors"]),
    ("advanced", "tile-education-advanced", &["masters", "doctorate"]),
    ("other", "tile-education-other", &["other"]),
];

/// How many people have which background.
#[derive(Debug, Default, PartialEq)]
struct Backgrounds {
    /// People by level: all of [`LEVELS`], then any others.
    levels: Vec<(String, i64)>,
    /// People who gave none.
    unknown: i64,
}

impl Backgrounds {
    fn of(answer: &Answer) -> Self {
        let newest = rows(answer).filter_map(|row| row.date("date")).max();
        let mut levels: Vec<(String, i64)> = LEVELS.iter().map(|level| ((*level).to_owned(), 0)).collect();
        let mut unknown = 0;
        for row in rows(answer).filter(|row| row.date("date") == newest) {
            // By key, never by its English label (`UI D-10`).
            match row.text("education_level") {
                None => unknown += row.count("count"),
                Some(level) => match levels.iter_mut().find(|(known, _)| known == level) {
                    Some((_, people)) => *people += row.count("count"),
                    None => levels.push((level.to_owned(), row.count("count"))),
                },
            }
        }
        Self { levels, unknown }
    }

    fn known_total(&self) -> i64 {
        self.levels.iter().map(|(_, people)| people).sum()
    }

    /// Share of known backgrounds in some levels; levels no band names count as "other".
    fn band(&self, levels: &[&str]) -> Option<f64> {
        let total = self.known_total();
        let takes_others = levels.contains(&"other");
        let belongs = |level: &str| levels.contains(&level) || (takes_others && !LEVELS.contains(&level));
        let people: i64 = self
            .levels
            .iter()
            .filter(|(level, _)| belongs(level))
            .map(|(_, people)| people)
            .sum();
        (total > 0).then(|| format::share(people, total))
    }
}

fn level_label(words: &Words, level: &str) -> String {
    words
        .find(&format!("education-{level}"))
        .unwrap_or_else(|| level.to_owned())
}

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let backgrounds = Backgrounds::of(answer);
    let known = backgrounds.known_total();
    let mut notes = Vec::new();
    if known + backgrounds.unknown > 0 {
        let share = format::share(known, known + backgrounds.unknown);
        notes.push(words.t1("known-share", "percent", &format::sentence_percent(words, share)));
    }
    notes.push(words.t("self-reported"));
    let tiles = BANDS.iter().map(|(id, key, levels)| {
        let figure = backgrounds.band(levels).map(|share| format::tile_percent(words, share));
        Tile::new(id, words.t(key), figure).detail(words.t("tile-of-known-education"))
    });
    Presented {
        tiles: tiles.collect(),
        chart: Some(chart(&backgrounds, words)),
        table: Some(table(&backgrounds, words)),
        summary: Some(summary(&backgrounds, words)),
        caption: Some(words.t("caption-self-reported")),
        notes,
        created: created(answer),
        ..Presented::default()
    }
}

fn chart(backgrounds: &Backgrounds, words: &Words) -> ChartRows {
    let total = backgrounds.known_total();
    let rows = backgrounds.levels.iter().enumerate().map(|(order, (level, people))| {
        let share = format::share(*people, total);
        let label = level_label(words, level);
        let heading = format!("{}: {label}", words.t("column-education_level"));
        let tip = Tip::json(
            heading,
            vec![
                (
                    words.t("column-percent_of_known"),
                    format::sentence_percent(words, share),
                ),
                (words.t("column-learners"), format::integer(words, *people)),
            ],
        );
        object([
            ("x", label.into()),
            ("order", order.into()),
            ("value", share.into()),
            ("tip", tip),
        ])
    });
    let series = vec![Series {
        label: words.t("column-percent_of_known"),
        color: 1,
    }];
    ChartRows {
        series,
        rows: rows.collect(),
        tips: Vec::new(),
    }
}

fn table(backgrounds: &Backgrounds, words: &Words) -> DataTable {
    let column = |key: &str, kind| TableColumn {
        key: key.to_owned(),
        label: words.t(&format!("column-{key}")),
        kind,
    };
    let total = backgrounds.known_total();
    let number = |people: i64| Cell::number(format::integer(words, people), people as f64);
    let mut table_rows: Vec<TableRow> = backgrounds
        .levels
        .iter()
        .map(|(level, people)| {
            let share = format::share(*people, total);
            let percent = Cell::number(format::table_percent(words, share), share);
            TableRow {
                cells: vec![Cell::text(level_label(words, level)), number(*people), percent],
                tag: None,
            }
        })
        .collect();
    let unknown = Cell::text(words.t("education-unknown"));
    let cells = vec![
        unknown,
        number(backgrounds.unknown),
        Cell::missing(words.t("not-recorded")),
    ];
    table_rows.push(TableRow { cells, tag: None });
    DataTable {
        columns: vec![
            column("education_level", Kind::Text),
            column("learners", Kind::Number),
            column("percent_of_known", Kind::Number),
        ],
        rows: table_rows,
        sorted_by: "learners",
        descending: true,
    }
}

fn summary(backgrounds: &Backgrounds, words: &Words) -> String {
    let total = backgrounds.known_total();
    match backgrounds.levels.iter().rev().max_by_key(|(_, people)| *people) {
        Some((level, people)) if total > 0 => {
            let percent = format::sentence_percent(words, format::share(*people, total));
            words.with(
                "summary-education",
                &[("top", &level_label(words, level)), ("percent", &percent)],
            )
        }
        _ => words.t("summary-education-none"),
    }
}

#[cfg(test)]
#[path = "education_tests.rs"]
mod tests;
