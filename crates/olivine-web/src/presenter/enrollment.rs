//! Enrollment by track and day (`UI 2.8`).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use olivine_api::query::Answer;

use super::rows::{created, day_number, rows};
use super::{ChartRows, Context, Presented, Presenter, Series, Tile, Tip, chart_day, object};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};

pub const PRESENTER: Presenter = Presenter {
    name: "enrollment_by_track",
    doc: "Rows of date, mode, count, cumulative_count: fills missing days, keeps the tracks anybody was ever on, also \
          unknown ones, and works out the change of the last week.",
    further: &[],
    continued_by: None,
    has_headlines: true,
    present,
};

/// Tracks in the order of the chart, bottom first. Others follow by name.
const TRACKS: [&str; 6] = ["honor", "audit", "verified", "professional", "credit", "masters"];
/// The other name of a track (`API 2.1`).
const ALIAS: (&str, &str) = ("no-id-professional", "professional");
/// Days between the two ends of the change in the last week.
const WEEK: usize = 7;

/// The state at the end of one day.
#[derive(Debug, Clone, Default, PartialEq)]
struct Day {
    date: NaiveDate,
    /// People enrolled, all tracks.
    count: i64,
    /// People with any enrollment event so far; none if the source does not say.
    cumulative: Option<i64>,
    /// People enrolled, by track.
    tracks: BTreeMap<String, i64>,
}

/// One state per day without holes; missing days repeat the day before (`UI 2.8` rule 1).
fn days(answer: &Answer) -> Vec<Day> {
    let mut known: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    for row in rows(answer) {
        let Some(date) = row.date("date") else { continue };
        let day = known.entry(date).or_insert_with(|| Day { date, ..Day::default() });
        let count = row.count("count");
        day.count += count;
        if let Some(cumulative) = row.integer("cumulative_count") {
            *day.cumulative.get_or_insert(0) += cumulative;
        }
        if let Some(mode) = row.text("mode") {
            let track = if mode == ALIAS.0 { ALIAS.1 } else { mode };
            *day.tracks.entry(track.to_owned()).or_insert(0) += count;
        }
    }
    let mut filled: Vec<Day> = Vec::with_capacity(known.len());
    for (date, day) in known {
        while let Some(previous) = filled.last().filter(|previous| previous.date + Days::new(1) < date) {
            let repeated = Day {
                date: previous.date + Days::new(1),
                ..previous.clone()
            };
            filled.push(repeated);
        }
        filled.push(day);
    }
    filled
}

/// Tracks that anybody was on at the end of any day, known ones first (`UI 2.8` rule 4, `UI D-5`, `UI D-23`).
fn used_tracks(days: &[Day]) -> Vec<String> {
    let used = |track: &str| {
        days.iter()
            .any(|day| day.tracks.get(track).is_some_and(|count| *count > 0))
    };
    let known = TRACKS
        .iter()
        .filter(|track| used(track))
        .map(|track| (*track).to_owned());
    let mut others: Vec<String> = days
        .iter()
        .flat_map(|day| day.tracks.keys())
        .filter(|track| !TRACKS.contains(&track.as_str()) && used(track))
        .cloned()
        .collect();
    others.sort();
    others.dedup();
    known.chain(others).collect()
}

/// Net change against seven days before; needs eight days (`UI 2.8` rule 2, `UI D-3`).
fn change_in_last_week(days: &[Day]) -> Option<(i64, NaiveDate)> {
    let last = days.last()?;
    let before = days
        .len()
        .checked_sub(WEEK + 1)
        .and_then(|position| days.get(position))?;
    Some((last.count - before.count, before.date))
}

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let days = days(answer);
    let tracks = used_tracks(&days);
    Presented {
        tiles: tiles(&days, &tracks, context.words),
        chart: Some(chart(&days, &tracks, context.words)),
        table: Some(table(&days, &tracks, context.words)),
        summary: summary(&days, context.words),
        caption: Some(context.words.t("caption-enrollments")),
        created: created(answer),
        ..Presented::default()
    }
}

fn tiles(days: &[Day], tracks: &[String], words: &Words) -> Vec<Tile> {
    let Some(last) = days.last() else { return Vec::new() };
    let mut tiles = Vec::new();
    if let Some(total) = last.cumulative {
        let tile = Tile::new("total", words.t("tile-total-enrollment"), format::integer(words, total));
        tiles.push(tile.detail(words.t("tile-total-enrollment-help")));
    }
    let date = format::date_short(words, last.date);
    let current = Tile::new(
        "current",
        words.t("tile-current-enrollment"),
        format::integer(words, last.count),
    );
    tiles.push(
        current
            .detail(words.t1("tile-current-enrollment-help", "date", &date))
            .headline(),
    );
    let change = change_in_last_week(days);
    let against =
        change.map(|(_, date)| words.t1("tile-change-last-week-help", "date", &format::date_short(words, date)));
    let figure = change.map(|(change, _)| format::signed(words, change));
    let tile = Tile::new("change", words.t("tile-change-last-week"), figure);
    tiles.push(
        tile.detail(against.unwrap_or_else(|| words.t("not-enough-days")))
            .headline(),
    );
    for (track, id, key) in [
        ("verified", "verified", "tile-verified-enrollment"),
        ("masters", "masters", "tile-masters-enrollment"),
    ] {
        if tracks.iter().any(|used| used == track) {
            let count = last.tracks.get(track).copied().unwrap_or(0);
            let tile = Tile::new(id, words.t(key), format::integer(words, count));
            tiles.push(tile.detail(words.t("tile-track-help")));
        }
    }
    tiles
}

/// Name of a track: its word, else as it is in the data.
pub fn track_label(words: &Words, track: &str) -> String {
    words.find(&format!("mode-{track}")).unwrap_or_else(|| track.to_owned())
}

fn chart(days: &[Day], tracks: &[String], words: &Words) -> ChartRows {
    let mut days = days.to_vec();
    if let [only] = days.as_slice() {
        // A single day would be an invisible dot (`UI 2.8` rule 3).
        let before = Day {
            date: only.date - Days::new(1),
            ..Day::default()
        };
        days.insert(0, before);
    }
    let color = |position: usize| (position % 8) as u8 + 1;
    let color_of = |track: &str, position: usize| {
        color(
            TRACKS
                .iter()
                .position(|known| *known == track)
                .unwrap_or(TRACKS.len() + position),
        )
    };
    let series: Vec<Series> = if tracks.is_empty() {
        vec![Series {
            label: words.t("mode-none-used"),
            color: 1,
        }]
    } else {
        let named = tracks.iter().enumerate();
        named
            .map(|(i, track)| Series {
                label: track_label(words, track),
                color: color_of(track, i),
            })
            .collect()
    };
    let mut rows = Vec::with_capacity(days.len() * series.len());
    let mut tips = Vec::with_capacity(days.len());
    for day in &days {
        let values: Vec<i64> = if tracks.is_empty() {
            vec![day.count]
        } else {
            tracks
                .iter()
                .map(|track| day.tracks.get(track).copied().unwrap_or(0))
                .collect()
        };
        for (order, (series, value)) in series.iter().zip(&values).enumerate() {
            rows.push(object([
                ("x", chart_day(day.date)),
                ("series", series.label.clone().into()),
                ("order", order.into()),
                ("value", (*value).into()),
            ]));
        }
        let mut lines: Vec<(String, String)> = Vec::new();
        if !tracks.is_empty() {
            lines.extend(
                series
                    .iter()
                    .zip(&values)
                    .map(|(series, value)| (series.label.clone(), format::integer(words, *value))),
            );
        }
        lines.push((words.t("column-count"), format::integer(words, day.count)));
        let tip = Tip::json(format::date_short(words, day.date), lines);
        tips.push(object([("x", chart_day(day.date)), ("tip", tip)]));
    }
    ChartRows { series, rows, tips }
}

fn table(days: &[Day], tracks: &[String], words: &Words) -> DataTable {
    let column = |key: &str, label: String, kind: Kind| TableColumn {
        key: key.to_owned(),
        label,
        kind,
    };
    let mut columns = vec![
        column("date", words.t("column-date"), Kind::Date),
        column("count", words.t("column-count"), Kind::Number),
    ];
    columns.extend(
        tracks
            .iter()
            .map(|track| column(track, track_label(words, track), Kind::Number)),
    );
    let number = |count: i64| Cell::number(format::integer(words, count), count as f64);
    let rows = days.iter().map(|day| {
        let mut cells = vec![
            Cell::number(format::date_long(words, day.date), day_number(day.date)),
            number(day.count),
        ];
        cells.extend(
            tracks
                .iter()
                .map(|track| number(day.tracks.get(track).copied().unwrap_or(0))),
        );
        TableRow { cells, tag: None }
    });
    DataTable {
        columns,
        rows: rows.collect(),
        sorted_by: "date",
        descending: true,
    }
}

fn summary(days: &[Day], words: &Words) -> Option<String> {
    let (first, last) = (days.first()?, days.last()?);
    let to = format::date_long(words, last.date);
    let count = |day: &Day| format::integer(words, day.count);
    if days.len() == 1 {
        return Some(words.with("summary-trend-one", &[("to", &to), ("last", &count(last))]));
    }
    let peak = days.iter().rev().max_by_key(|day| day.count)?;
    Some(words.with(
        "summary-trend",
        &[
            ("from", &format::date_long(words, first.date)),
            ("to", &to),
            ("first", &count(first)),
            ("last", &count(last)),
            ("peak", &count(peak)),
            ("peak_date", &format::date_long(words, peak.date)),
        ],
    ))
}

#[cfg(test)]
#[path = "enrollment_tests.rs"]
mod tests;
