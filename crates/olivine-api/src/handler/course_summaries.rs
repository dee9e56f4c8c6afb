//! One summary per course (`API 2.4`), with the filters, order and pages that clients know how to ask for (`API 2.7`).

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::{NaiveTime, Utc};
use serde_json::json;

use super::course_list::{self, Order};
use super::{Handler, Parameter, Reply, Values};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::date;
use crate::query::params::Params;
use crate::query::table::Table;

/// Tracks that are always shown, zero where there is none.
const TRACKS: [&str; 6] = ["audit", "credit", "honor", "professional", "verified", "masters"];
/// Numbers of a track, added up for the course.
const NUMBERS: [&str; 4] = ["count", "cumulative_count", "count_change_7_days", "passing_users"];
const FIELDS: [&str; 15] = [
    "created",
    "course_id",
    "catalog_course_title",
    "catalog_course",
    "start_date",
    "end_date",
    "pacing_type",
    "availability",
    "count",
    "cumulative_count",
    "count_change_7_days",
    "recent_count_change",
    "passing_users",
    "enrollment_modes",
    "programs",
];
/// Enrollment of one day, per course.
const RECENT: &str = "queries/recent.sql";
/// Enrollment of the last known day on or before one, per course.
const RECENT_LAST: &str = "queries/recent_last.sql";
/// Courses and their programs.
const PROGRAMS: &str = "queries/course_programs.sql";

/// Folds the rows of one course and track each into one row per course.
pub struct CourseSummaries;

/// A course while its rows are being added up.
pub(super) struct Summary {
    created: Cell,
    pub(super) course_id: String,
    pub(super) title: Cell,
    catalog_course: Cell,
    pub(super) start: Cell,
    pub(super) end: Cell,
    pub(super) pacing: Cell,
    pub(super) availability: Cell,
    pub(super) totals: [i64; 4],
    tracks: Vec<(String, [i64; 4])>,
    recent_change: Cell,
    pub(super) programs: Cell,
}

#[async_trait]
impl Handler for CourseSummaries {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let recent_date = recent_date(ask.params)?;
        let order = Order::asked(ask.params)?;
        let mut summaries = fold(&ask.rows().await?);
        if recent_date.is_some() {
            add_recent_change(&mut summaries, &ask.rows_of(recent_file(ask.params)?).await?);
        }
        let with_programs = ask.params.text("programs").is_some();
        let wanted_programs: HashSet<&str> = ask.params.list("program_ids").into_iter().collect();
        if with_programs || !wanted_programs.is_empty() {
            add_programs(&mut summaries, &ask.rows_of(PROGRAMS).await?);
        }
        course_list::filter(&mut summaries, ask.params, &wanted_programs);
        order.apply(&mut summaries);
        let page = course_list::asked_page(ask.params, summaries.len())?;
        if let Some(page) = page {
            summaries = page.cut(summaries);
        }
        let columns = FIELDS.iter().filter(|&&name| with_programs || name != "programs");
        let exclude: HashSet<&str> = ask.params.list("exclude").into_iter().collect();
        let row = |summary: Summary| {
            let mut row = summary.into_row(&exclude);
            if !with_programs {
                row.pop();
            }
            row
        };
        let table = Table {
            columns: columns.map(|&name| name.to_owned()).collect(),
            rows: summaries.into_iter().map(row).collect(),
        };
        Ok(Reply { table, page })
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }

    fn files(&self) -> &'static [&'static str] {
        &[RECENT, RECENT_LAST, PROGRAMS]
    }

    fn parameters(&self) -> &'static [Parameter] {
        const PARAMETERS: [Parameter; 12] = [
            Parameter::new(
                "programs",
                Values::Any,
                "Any value: also list the programs of each course.",
            ),
            Parameter::new(
                "recent_date",
                Values::Day,
                "`YYYY-MM-DD`, before today: also give the change of `count` since that day.",
            ),
            Parameter::new(
                "recent_match",
                Values::OneOf(&["exact", "last"]),
                "`exact` (default): nobody was there on a day without numbers. `last`: the last day with numbers counts.",
            ),
            Parameter::new("program_ids", Values::Texts, "Keep courses of any of these programs."),
            Parameter::new(
                "availability",
                Values::Texts,
                "Keep courses of any of these: Archived, Current, Upcoming, unknown.",
            ),
            Parameter::new(
                "pacing_type",
                Values::Texts,
                "Keep courses of any of these: self_paced, instructor_paced, unknown.",
            ),
            Parameter::new(
                "text_search",
                Values::Any,
                "Keep courses with this text in title or id, whatever its case.",
            ),
            Parameter::new(
                "order_by",
                Values::OneOf(&course_list::ORDERS),
                "Field to order by; the course id without it.",
            ),
            Parameter::new(
                "sort_order",
                Values::OneOf(&["asc", "desc"]),
                "`asc` (default) or `desc`.",
            ),
            Parameter::new(
                "page",
                Values::Page,
                "Number of the page, or `last`. Without `page` and `page_size`: the whole list.",
            ),
            Parameter::new("page_size", Values::Any, "Courses on a page, 100 at most."),
            Parameter::new(
                "all",
                Values::Any,
                "Any value: the whole list even when a page is asked for.",
            ),
        ];
        &PARAMETERS
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        let numbers = || {
            NUMBERS
                .iter()
                .map(|name| ((*name).to_owned(), json!({ "type": "integer" })))
        };
        match field {
            "enrollment_modes" => Some(json!({
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "properties": numbers().collect::<serde_json::Map<_, _>>(),
                },
            })),
            "programs" => Some(json!({ "type": "array", "items": { "type": "string" } })),
            _ => None,
        }
    }
}

impl Summary {
    pub(super) fn verified(&self) -> i64 {
        self.tracks
            .iter()
            .find(|(track, _)| track == "verified")
            .map_or(0, |(_, numbers)| numbers[0])
    }

    /// The row, in the order of [`FIELDS`]; excluded names are left out of the tracks as well.
    fn into_row(self, exclude: &HashSet<&str>) -> Vec<Cell> {
        let tracks = self.tracks.into_iter().map(|(track, numbers)| {
            let named = NUMBERS.iter().zip(numbers).filter(|(name, _)| !exclude.contains(*name));
            (
                track,
                Cell::Object(
                    named
                        .map(|(name, number)| ((*name).to_owned(), Cell::Int(number)))
                        .collect(),
                ),
            )
        });
        let [count, cumulative, change, passing] = self.totals.map(Cell::Int);
        vec![
            self.created,
            Cell::Text(self.course_id),
            self.title,
            self.catalog_course,
            self.start,
            self.end,
            self.pacing,
            self.availability,
            count,
            cumulative,
            change,
            self.recent_change,
            passing,
            Cell::Object(tracks.collect()),
            self.programs,
        ]
    }
}

/// Adds up the rows of each course; what is no number (title, times, …) comes from its last row.
fn fold(rows: &Table) -> Vec<Summary> {
    let mut summaries: Vec<Summary> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in &rows.rows {
        let field = |name| rows.field(row, name);
        let Some(course_id) = field("course_id").as_text() else {
            continue;
        };
        let index = *known.entry(course_id.to_owned()).or_insert(summaries.len());
        if index == summaries.len() {
            summaries.push(empty(course_id));
        }
        let summary = &mut summaries[index];
        summary.created.keep_greater(field("created"));
        summary.title = field("catalog_course_title").clone();
        summary.catalog_course = field("catalog_course").clone();
        summary.start = field("start_time").clone();
        summary.end = field("end_time").clone();
        summary.pacing = field("pacing_type").clone();
        summary.availability = match field("availability") {
            Cell::Text(text) if text == "Starting Soon" => Cell::Text("Upcoming".into()),
            other => other.clone(),
        };
        let track = match field("enrollment_mode").as_text().unwrap_or_default() {
            "no-id-professional" => "professional",
            track => track,
        };
        let place = summary
            .tracks
            .iter()
            .position(|(known, _)| known == track)
            .unwrap_or(summary.tracks.len());
        if place == summary.tracks.len() {
            summary.tracks.push((track.to_owned(), [0; 4]));
        }
        for (index, name) in NUMBERS.iter().enumerate() {
            let number = field(name).as_int().unwrap_or(0);
            summary.totals[index] += number;
            summary.tracks[place].1[index] += number;
        }
    }
    summaries
}

fn empty(course_id: &str) -> Summary {
    Summary {
        created: Cell::Null,
        course_id: course_id.to_owned(),
        title: Cell::Null,
        catalog_course: Cell::Null,
        start: Cell::Null,
        end: Cell::Null,
        pacing: Cell::Null,
        availability: Cell::Null,
        totals: [0; 4],
        tracks: TRACKS.iter().map(|track| ((*track).to_owned(), [0; 4])).collect(),
        recent_change: Cell::Null,
        programs: Cell::List(Vec::new()),
    }
}

fn add_recent_change(summaries: &mut [Summary], rows: &Table) {
    let counts: HashMap<&str, i64> = rows
        .rows
        .iter()
        .filter_map(|row| {
            Some((
                rows.field(row, "course_id").as_text()?,
                rows.field(row, "count").as_int()?,
            ))
        })
        .collect();
    for summary in summaries {
        let then = counts.get(summary.course_id.as_str()).copied().unwrap_or(0);
        summary.recent_change = Cell::Int(summary.totals[0] - then);
    }
}

fn add_programs(summaries: &mut [Summary], rows: &Table) {
    let mut programs: HashMap<&str, Vec<Cell>> = HashMap::new();
    for row in &rows.rows {
        if let Some(course_id) = rows.field(row, "course_id").as_text() {
            programs
                .entry(course_id)
                .or_default()
                .push(rows.field(row, "program_id").clone());
        }
    }
    for summary in summaries {
        summary.programs = Cell::List(programs.remove(summary.course_id.as_str()).unwrap_or_default());
    }
}

/// Checks `recent_date`: a day, and over for at least a full day.
fn recent_date(params: &Params) -> Result<Option<chrono::NaiveDate>, ApiError> {
    let Some(text) = params.text("recent_date") else {
        return Ok(None);
    };
    let refused = |reason: String| ApiError::RecentDate(format!("Error in recent_date: {reason}\n"));
    let day =
        date::parse_day(text).ok_or_else(|| refused(format!("time data '{text}' does not match format '%Y-%m-%d'")))?;
    let midnight = day.and_time(NaiveTime::MIN);
    if midnight + chrono::Duration::days(1) > Utc::now().naive_utc() {
        return Err(refused(format!(
            "\"{}\" is not in the past",
            midnight.format("%Y-%m-%d %H:%M:%S")
        )));
    }
    Ok(Some(day))
}

/// How a day without numbers is treated: as a day without people, which clients expect, or as the last day known (`API 6`).
fn recent_file(params: &Params) -> Result<&'static str, ApiError> {
    match params.text("recent_match") {
        None | Some("exact") => Ok(RECENT),
        Some("last") => Ok(RECENT_LAST),
        Some(unknown) => Err(ApiError::BadChoice {
            name: "recent_match".to_owned(),
            value: unknown.to_owned(),
            allowed: "exact, last".to_owned(),
        }),
    }
}
