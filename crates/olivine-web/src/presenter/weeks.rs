//! Weekly engagement (`UI 2.10`).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use olivine_api::query::Answer;

use super::rows::{created, day_number, rows};
use super::{ChartRows, Context, Presented, Presenter, Series, Tile, Tip, chart_day, object};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};
use crate::wired::{OPEN_WEEK, TRACKS};

pub const PRESENTER: Presenter = Presenter {
    name: "weekly_engagement",
    doc: "Rows of interval_start, interval_end, label, count: one row per week without holes up to the last complete \
          one, then the days so far of the week that is not over, marked; joined with the enrollment at the end of each week.",
    further: &[TRACKS, OPEN_WEEK],
    continued_by: Some(OPEN_WEEK),
    has_headlines: true,
    present,
};

const WEEK: Days = Days::new(7);
/// Kinds of activity: label in the data, name of column and words, colour. Discussions last: a site may have none.
const KINDS: [(&str, &str, u8); 4] = [
    ("ACTIVE", "active", 1),
    ("PLAYED_VIDEO", "played_video", 3),
    ("ATTEMPTED_PROBLEM", "attempted_problem", 2),
    ("POSTED_FORUM", "posted_forum", 6),
];

/// Distinct people of one week by kind, and how many were enrolled at its end.
#[derive(Debug, Clone, PartialEq)]
struct Week {
    /// The Monday after: the exclusive end.
    end: NaiveDate,
    people: [i64; 4],
    enrolled: Option<i64>,
    /// Not over yet: its numbers hold the days so far (`UI D-27`).
    partial: bool,
}

impl Week {
    /// The Sunday: the day a week is called after.
    fn ending(&self) -> NaiveDate {
        self.end - Days::new(1)
    }

    /// Share of the people enrolled at its end: nothing if nobody was active, unknown without an enrollment figure
    /// (`UI 2.10` rule 3).
    fn percent(&self, people: i64) -> Option<f64> {
        match self.enrolled {
            _ if people == 0 => Some(0.0),
            Some(enrolled) if enrolled > 0 => Some(format::share(people, enrolled)),
            _ => None,
        }
    }
}

/// One week after the other. A week between two known ones, or between the last known one and the last complete day,
/// has no row because nobody did anything: it is zero, and a course that fell silent looks silent.
fn weeks(
    answer: &Answer,
    open_week: Option<&Answer>,
    enrolled: &BTreeMap<NaiveDate, i64>,
    as_of: Option<NaiveDate>,
) -> Vec<Week> {
    let mut known = people_by_week(answer);
    // The first day that is not complete: a week is over if it ends there or before.
    let open = as_of.map(|day| day + Days::new(1));
    if let (Some(answer), Some(open)) = (open_week, open) {
        // Rows of an older run tell of a week that is over by now; those of a newer one, of a week after the last complete day.
        let is_open = |end: NaiveDate| end > open && end - WEEK < open;
        known.extend(people_by_week(answer).into_iter().filter(|(end, _)| is_open(*end)));
    }
    let (Some(first), Some(last_known)) = (known.keys().next().copied(), known.keys().next_back().copied()) else {
        return Vec::new();
    };
    let mut ends = Vec::new();
    let mut end = first;
    while end <= last_known || open.is_some_and(|open| end <= open) {
        ends.push(end);
        end = end + WEEK;
    }
    let week = |end: NaiveDate| Week {
        end,
        people: known.get(&end).copied().unwrap_or_default(),
        enrolled: enrolled.get(&(end - Days::new(1))).copied(),
        partial: open.is_some_and(|open| end > open),
    };
    ends.into_iter().map(week).collect()
}

/// Distinct people by kind, of each week that has rows, by its exclusive end.
fn people_by_week(answer: &Answer) -> BTreeMap<NaiveDate, [i64; 4]> {
    let mut weeks: BTreeMap<NaiveDate, [i64; 4]> = BTreeMap::new();
    for row in rows(answer) {
        let Some(end) = row.date("interval_end") else { continue };
        let label = row.text("label").unwrap_or_default().to_uppercase();
        let people = weeks.entry(end).or_default();
        if let Some(kind) = KINDS.iter().position(|(name, ..)| *name == label) {
            people[kind] = row.count("count");
        }
    }
    weeks
}

/// People enrolled at the end of each day.
fn enrollment(context: &Context<'_>) -> BTreeMap<NaiveDate, i64> {
    let mut days = BTreeMap::new();
    if let Some(answer) = context.further.get("tracks") {
        for row in rows(answer) {
            if let (Some(date), Some(count)) = (row.date("date"), row.integer("count")) {
                *days.entry(date).or_insert(0) += count;
            }
        }
    }
    days
}

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let enrolled = enrollment(context);
    let open_week = context.further.get("open_week").map(|answer| &**answer);
    let weeks = weeks(answer, open_week, &enrolled, context.as_of);
    let mut notes = Vec::new();
    if let (Some(day), true) = (context.as_of, weeks.iter().any(|week| week.partial)) {
        notes.push(words.t1("week-partial-note", "date", &format::date_long(words, day)));
    }
    Presented {
        tiles: tiles(&weeks, words),
        chart: Some(chart(&weeks, words)),
        table: Some(table(&weeks, words)),
        summary: summary(&weeks, words),
        caption: Some(words.t("caption-learners")),
        notes,
        // The days so far may be of a week after the days chosen.
        empty: weeks.is_empty().then_some("state-range"),
        created: created(answer),
        ..Presented::default()
    }
}

/// Tiles of the last complete week; before there is one, not enough is known (`UI D-3`).
fn tiles(weeks: &[Week], words: &Words) -> Vec<Tile> {
    let Some(last) = weeks.iter().rev().find(|week| !week.partial) else {
        let unknown = |name: &'static str| Tile::new(name, words.t(&format!("tile-{name}")), None::<String>);
        return KINDS.iter().map(|(_, name, _)| unknown(name)).collect();
    };
    // The share is of the same week, or says of which day it is (`UI D-4`).
    let newest = weeks
        .iter()
        .rev()
        .find_map(|week| week.enrolled.map(|enrolled| (week.ending(), enrolled)));
    let ending = format::date_short(words, last.ending());
    let tile = |kind: usize, name: &'static str| {
        let people = last.people[kind];
        let share = match (last.enrolled, newest) {
            (_, _) if people == 0 => None,
            (Some(enrolled), _) if enrolled > 0 => {
                let percent = format::tile_percent(words, format::share(people, enrolled));
                Some(words.t1("tile-week-percent", "percent", &percent))
            }
            (None, Some((day, enrolled))) if enrolled > 0 => {
                let percent = format::tile_percent(words, format::share(people, enrolled));
                let day = format::date_short(words, day);
                Some(words.with("tile-week-percent-of", &[("percent", &percent), ("date", &day)]))
            }
            _ => None,
        };
        let share = share.unwrap_or_else(|| words.t("tile-week-no-percent"));
        let detail = format!("{share} · {}", words.t1("tile-week", "date", &ending));
        // The week right before, also where nobody did anything in it; a first week has none (`UI D-3`).
        let before = weeks.iter().find(|week| week.end + WEEK == last.end);
        let change = before.map(|before| {
            let change = format::signed(words, people - before.people[kind]);
            words.t1("tile-week-change", "change", &change)
        });
        Tile::new(name, words.t(&format!("tile-{name}")), format::integer(words, people))
            .detail(detail)
            .change(change)
            .headline()
    };
    KINDS
        .iter()
        .enumerate()
        .map(|(kind, (_, name, _))| tile(kind, name))
        .collect()
}

fn chart(weeks: &[Week], words: &Words) -> ChartRows {
    let mut weeks = weeks.to_vec();
    if let [only] = weeks.as_slice() {
        // A single week would be an invisible dot (`UI 2.10` rule 2).
        weeks.insert(
            0,
            Week {
                end: only.end - WEEK,
                people: [0; 4],
                enrolled: None,
                partial: false,
            },
        );
    }
    let label = |name: &str| words.t(&format!("column-{name}"));
    let series = KINDS
        .iter()
        .map(|(_, name, color)| Series {
            label: label(name),
            color: *color,
        })
        .collect();
    let mut chart_rows = Vec::with_capacity(weeks.len() * KINDS.len());
    let mut tips = Vec::with_capacity(weeks.len());
    for week in &weeks {
        let mut lines = Vec::new();
        for (order, (_, name, _)) in KINDS.iter().enumerate() {
            let people = week.people[order];
            lines.push((label(name), format::integer(words, people)));
            chart_rows.push(object([
                ("x", chart_day(week.ending())),
                ("series", label(name).into()),
                ("order", order.into()),
                ("value", people.into()),
                ("partial", week.partial.into()),
            ]));
        }
        let so_far = if week.partial {
            format!(" ({})", words.t("week-partial"))
        } else {
            String::new()
        };
        let heading = format!(
            "{} {}{so_far}",
            words.t("column-week_ending"),
            format::date_short(words, week.ending())
        );
        tips.push(object([
            ("x", chart_day(week.ending())),
            ("tip", Tip::json(heading, lines)),
        ]));
    }
    ChartRows {
        series,
        rows: chart_rows,
        tips,
    }
}

fn table(weeks: &[Week], words: &Words) -> DataTable {
    let column = |key: &str, kind| TableColumn {
        key: key.to_owned(),
        label: words.t(&format!("column-{key}")),
        kind,
    };
    let mut columns = vec![column("week_ending", Kind::Date)];
    columns.extend(KINDS.iter().map(|(_, name, _)| column(name, Kind::Number)));
    // Without any enrollment figure there is no column of percentages at all (`UI 2.10` rule 3).
    let with_percent = weeks.iter().any(|week| week.enrolled.is_some());
    if with_percent {
        columns.push(column("percent_of_current", Kind::Number));
    }
    let rows = weeks.iter().map(|week| {
        let ending = week.ending();
        let mut cells = vec![Cell::number(format::date_long(words, ending), day_number(ending))];
        cells.extend(
            week.people
                .iter()
                .map(|people| Cell::number(format::integer(words, *people), *people as f64)),
        );
        if with_percent {
            cells.push(match week.percent(week.people[0]) {
                Some(share) => Cell::number(format::table_percent(words, share), share),
                None => Cell::missing(words.t("not-recorded")),
            });
        }
        TableRow {
            cells,
            tag: week.partial.then(|| words.t("week-partial")),
        }
    });
    DataTable {
        columns,
        rows: rows.collect(),
        sorted_by: "week_ending",
        descending: true,
    }
}

fn summary(weeks: &[Week], words: &Words) -> Option<String> {
    let complete: Vec<&Week> = weeks.iter().filter(|week| !week.partial).collect();
    let last = complete.last()?;
    let peak = complete.iter().rev().max_by_key(|week| week.people[0])?;
    Some(words.counted(
        "summary-weeks",
        last.people[0],
        &[
            ("to", &format::date_long(words, last.ending())),
            ("peak", &format::integer(words, peak.people[0])),
            ("peak_date", &format::date_long(words, peak.ending())),
        ],
    ))
}

#[cfg(test)]
#[path = "weeks_tests.rs"]
mod tests;
