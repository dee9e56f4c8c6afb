//! The rules of enrollment, activity and geography once more, as slowly and plainly as they are written: no SQL, no change points,
//! one row for each learner, course and day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};

use crate::reports::delivery::{Cell, day_of, some};
use crate::reports::history::{History, Move, Visit};

/// Rows of a table; the columns are named beside it.
pub type Rows = (&'static [&'static str], Vec<Vec<Cell>>);

fn datetime(time: i64) -> Cell {
    some(
        DateTime::from_timestamp_micros(time)
            .unwrap()
            .naive_utc()
            .format("%Y-%m-%d %H:%M:%S%.6f"),
    )
}

/// A learner in a course at the end of a day (`EN 3.3`).
struct DayRow<'a> {
    date: NaiveDate,
    course: &'a str,
    user: i64,
    at_end: i64,
    mode: &'a str,
}

fn events_of<'a>(history: &'a History, course: &str, user: i64) -> Vec<&'a Move> {
    let inside = |event: &&Move| {
        let day = day_of(event.time);
        event.course == course && event.user == user && day >= history.from && day < history.to
    };
    let mut events: Vec<&Move> = history.moves.iter().filter(inside).collect();
    events.sort_by_key(|event| (event.time, event.kind, event.mode));
    events
}

fn learners(history: &History) -> BTreeSet<(&str, i64)> {
    history
        .moves
        .iter()
        .map(|event| (event.course.as_str(), event.user))
        .collect()
}

fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |day| *day < to)
}

/// `EN 3.3`: for every day from a learner's first event on, the state after all events up to its end.
fn day_rows(history: &History) -> Vec<DayRow<'_>> {
    let mut rows = Vec::new();
    for (course, user) in learners(history) {
        let events = events_of(history, course, user);
        for date in days(history.from, history.to) {
            let before: Vec<&&Move> = events.iter().filter(|event| day_of(event.time) <= date).collect();
            let Some(last) = before.last() else { continue };
            let mut at_end = 0;
            for event in &before {
                match event.kind {
                    "activated" => at_end = 1,
                    "deactivated" => at_end = 0,
                    _ => {}
                }
            }
            rows.push(DayRow {
                date,
                course,
                user,
                at_end,
                mode: last.mode,
            });
        }
    }
    rows
}

/// Sum of `at_end` and number of rows by group.
fn counts<K: Ord>(rows: &[DayRow<'_>], key: impl Fn(&DayRow<'_>) -> K) -> BTreeMap<K, (i64, i64)> {
    let mut groups: BTreeMap<K, (i64, i64)> = BTreeMap::new();
    for row in rows {
        let group = groups.entry(key(row)).or_default();
        group.0 += row.at_end;
        group.1 += 1;
    }
    groups
}

/// All result tables of a history, by name.
pub fn tables(history: &History) -> BTreeMap<&'static str, Rows> {
    let rows = day_rows(history);
    BTreeMap::from([
        ("course_enrollment_daily", daily(&rows)),
        ("course_enrollment_mode_daily", mode_daily(&rows)),
        ("course_enrollment_gender_daily", gender_daily(history, &rows)),
        ("course_enrollment_birth_year_daily", birth_year_daily(history, &rows)),
        (
            "course_enrollment_education_level_daily",
            education_daily(history, &rows),
        ),
        ("run_enrollment_summary", summary(history)),
        ("course_grade_by_mode", grade_by_mode(history, &rows)),
        ("course_meta_summary_enrollment", meta_summary(history, &rows)),
        ("course_activity", activity(history)),
        ("course_enrollment_location_current", location(history)),
    ])
}

fn daily(rows: &[DayRow<'_>]) -> Rows {
    let groups = counts(rows, |row| (row.course.to_owned(), row.date));
    let row = |((course, date), (count, all))| vec![some(course), some(date), some(count), some(all)];
    (
        &["course_id", "date", "count", "cumulative_count"],
        groups.into_iter().map(row).collect(),
    )
}

fn mode_daily(rows: &[DayRow<'_>]) -> Rows {
    let groups = counts(rows, |row| (row.course.to_owned(), row.date, row.mode.to_owned()));
    let row = |((course, date, mode), (count, all))| vec![some(course), some(date), some(mode), some(count), some(all)];
    (
        &["course_id", "date", "mode", "count", "cumulative_count"],
        groups.into_iter().map(row).collect(),
    )
}

fn gender_daily(history: &History, rows: &[DayRow<'_>]) -> Rows {
    let gender = |user: i64| {
        history
            .profiles
            .get(&user)
            .and_then(|profile| profile.gender)
            .filter(|text| !text.is_empty())
    };
    let groups = counts(rows, |row| {
        (row.course.to_owned(), row.date, gender(row.user).map(str::to_owned))
    });
    let row = |((course, date, gender), (count, all))| vec![some(course), some(date), gender, some(count), some(all)];
    (
        &["course_id", "date", "gender", "count", "cumulative_count"],
        groups.into_iter().map(row).collect(),
    )
}

/// Counts of the last day only, by something of the profile.
fn of_last_day(history: &History, rows: &[DayRow<'_>], of: impl Fn(i64) -> Cell) -> Vec<Vec<Cell>> {
    let last = history.to - TimeDelta::days(1);
    let mut groups = counts(rows, |row| (row.date, row.course.to_owned(), of(row.user)));
    groups.retain(|(date, _, _), _| *date == last);
    let row = |((date, course, of), (count, all))| vec![some(date), some(course), of, some(count), some(all)];
    groups.into_iter().map(row).collect()
}

fn birth_year_daily(history: &History, rows: &[DayRow<'_>]) -> Rows {
    let year = |user: i64| {
        history
            .profiles
            .get(&user)
            .and_then(|profile| profile.birth_year)
            .map(|year| year.to_string())
    };
    (
        &["date", "course_id", "birth_year", "count", "cumulative_count"],
        of_last_day(history, rows, year),
    )
}

fn education_daily(history: &History, rows: &[DayRow<'_>]) -> Rows {
    let level = |user: i64| {
        let label = match history.profiles.get(&user)?.education? {
            "p" | "p_se" | "p_oth" => "doctorate",
            "none" => "none",
            _ => return None,
        };
        some(label)
    };
    (
        &["date", "course_id", "education_level", "count", "cumulative_count"],
        of_last_day(history, rows, level),
    )
}

/// `EN 3.4`, row by row of its table of effects.
fn summary(history: &History) -> Rows {
    let mut rows = Vec::new();
    for (course, user) in learners(history) {
        let mut state = 0;
        let mut current = "";
        let mut first: Option<(&str, i64)> = None;
        let mut last_unenrollment = None;
        let mut first_of_mode: BTreeMap<&str, i64> = BTreeMap::new();
        for event in events_of(history, course, user) {
            match (event.kind, state) {
                ("deactivated", 1) => {
                    state = 0;
                    last_unenrollment = Some(event.time);
                }
                ("activated", 0) => {
                    state = 1;
                    if first.is_none() {
                        first = Some((event.mode, event.time));
                    }
                    current = event.mode;
                    first_of_mode.entry(event.mode).or_insert(event.time);
                }
                ("mode_changed", 1) => {
                    current = event.mode;
                    first_of_mode.entry(event.mode).or_insert(event.time);
                }
                _ => {}
            }
        }
        let Some((first_mode, first_time)) = first else {
            continue;
        };
        rows.push(vec![
            some(course),
            some(user),
            some(current),
            some(state == 1),
            some(first_mode),
            datetime(first_time),
            last_unenrollment.and_then(datetime),
            first_of_mode.get("verified").copied().and_then(datetime),
            first_of_mode.get("credit").copied().and_then(datetime),
            some(history.to),
        ]);
    }
    let columns = &[
        "course_id",
        "user_id",
        "current_enrollment_mode",
        "current_enrollment_is_active",
        "first_enrollment_mode",
        "first_enrollment_time",
        "last_unenrollment_time",
        "first_verified_enrollment_time",
        "first_credit_enrollment_time",
        "end_time",
    ];
    (columns, rows)
}

/// `EN 3.10`.
fn passing(history: &History, rows: &[DayRow<'_>]) -> BTreeMap<(String, String), i64> {
    let mut passing: BTreeMap<(String, String), i64> = rows
        .iter()
        .map(|row| ((row.course.to_owned(), row.mode.to_owned()), 0))
        .collect();
    for grade in &history.grades {
        let modified = day_of(grade.modified);
        let of_learner = rows
            .iter()
            .filter(|row| row.course == grade.course && row.user == grade.user);
        let latest = of_learner.filter(|row| row.date <= modified).max_by_key(|row| row.date);
        let passes = grade.has_passed && grade.letter.is_some_and(|letter| !letter.is_empty());
        if let (true, Some(row)) = (passes, latest) {
            *passing.get_mut(&(row.course.to_owned(), row.mode.to_owned())).unwrap() += 1;
        }
    }
    passing
}

fn grade_by_mode(history: &History, rows: &[DayRow<'_>]) -> Rows {
    let row = |((course, mode), number)| vec![some(course), some(mode), some(number)];
    (
        &["course_id", "mode", "passing_users"],
        passing(history, rows).into_iter().map(row).collect(),
    )
}

/// `EN 3.11`, without a catalog.
fn meta_summary(history: &History, rows: &[DayRow<'_>]) -> Rows {
    let passing = passing(history, rows);
    let groups = counts(rows, |row| (row.date, row.course.to_owned(), row.mode.to_owned()));
    let last = history.to - TimeDelta::days(1);
    let week_before = last - TimeDelta::days(7);
    let mut found = Vec::new();
    for ((date, course, mode), (count, all)) in &groups {
        if *date != last {
            continue;
        }
        let then = groups
            .get(&(week_before, course.clone(), mode.clone()))
            .map_or(0, |group| group.0);
        let passing = passing[&(course.clone(), mode.clone())];
        found.push(vec![
            some(course),
            None,
            some(mode),
            some(count),
            some(count - then),
            some(all),
            some(passing),
        ]);
    }
    let columns = &[
        "course_id",
        "catalog_course_title",
        "enrollment_mode",
        "count",
        "count_change_7_days",
        "cumulative_count",
        "passing_users",
    ];
    (columns, found)
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    day - TimeDelta::days(day.weekday().num_days_from_monday().into())
}

/// `EN 4.2` rule 4.
fn labels(visit: &Visit) -> Vec<&'static str> {
    if visit.source == Some("task") || visit.event_type.starts_with("edx.course.enrollment.") {
        return Vec::new();
    }
    let mut labels = vec!["ACTIVE"];
    let is_created = visit.event_type.starts_with("edx.forum.") && visit.event_type.ends_with(".created");
    match visit.source {
        Some("server") if visit.event_type == "problem_check" => labels.push("ATTEMPTED_PROBLEM"),
        Some("server") if is_created => labels.push("POSTED_FORUM"),
        Some("browser" | "mobile") if visit.event_type == "play_video" => labels.push("PLAYED_VIDEO"),
        _ => {}
    }
    labels
}

/// `EN 4.3`. Enrollment events are no activity, so only visits matter.
fn activity(history: &History) -> Rows {
    let start = monday_of(history.to - TimeDelta::days(7 * history.weeks));
    let end = monday_of(history.to);
    let mut people: BTreeMap<(String, NaiveDate, &str), BTreeSet<i64>> = BTreeMap::new();
    for visit in &history.visits {
        let day = day_of(visit.time);
        if day < start || day >= end {
            continue;
        }
        if let (Some(course), Some(user)) = (&visit.course, visit.user) {
            for label in labels(visit) {
                people
                    .entry((course.clone(), monday_of(day), label))
                    .or_default()
                    .insert(user);
            }
        }
    }
    let row = |((course, monday, label), users): ((String, NaiveDate, &str), BTreeSet<i64>)| {
        vec![
            some(course),
            some(monday),
            some(monday + TimeDelta::days(7)),
            some(label),
            some(users.len()),
        ]
    };
    (
        &["course_id", "interval_start", "interval_end", "label", "count"],
        people.into_iter().map(row).collect(),
    )
}

/// `EN 6.3`.
fn country_of(history: &History, user: i64) -> Option<&'static str> {
    let mut best: Option<(i64, &str)> = None;
    for visit in &history.visits {
        let day = day_of(visit.time);
        let inside = day >= history.from && day < history.to;
        if let (true, Some(ip)) = (inside && visit.user == Some(user), visit.ip) {
            best = best.max(Some((visit.time, ip)));
        }
    }
    let (_, ip) = best?;
    Some(match ip {
        "81.2.0.1" | "81.2.9.9" => "FR",
        "91.5.0.1" => "DE",
        "2a02:a200::5" => "NL",
        _ => "UNKNOWN",
    })
}

/// `EN 6.4`, with the date of the last complete day.
fn location(history: &History) -> Rows {
    let mut groups: BTreeMap<(String, Option<&str>), (i64, i64)> = BTreeMap::new();
    for row in &history.enrollments {
        let group = groups
            .entry((row.course.clone(), country_of(history, row.user)))
            .or_default();
        group.0 += i64::from(row.is_active);
        group.1 += 1;
    }
    let date = history.to - TimeDelta::days(1);
    let row = |((course, country), (count, all)): ((String, Option<&str>), (i64, i64))| {
        vec![
            some(date),
            some(course),
            country.map(str::to_owned),
            some(count),
            some(all),
        ]
    };
    (
        &["date", "course_id", "country_code", "count", "cumulative_count"],
        groups.into_iter().map(row).collect(),
    )
}
