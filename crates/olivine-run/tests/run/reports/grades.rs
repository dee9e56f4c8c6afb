//! Random events about grades: the history of grades is what a slow model gives, in whatever order, files and copies the lines come. The
//! model is written from the rules (`OV-56`, `OV-57`) alone: at the end of each week it looks through all events again.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use olivine_report::Registry;
use olivine_report::cases::Case;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::reports::delivery::{agree, case, computed, files, grid, named, some};
use crate::reports::history::written;

/// Histories, each computed from two ways of delivering its lines.
const HISTORIES: u64 = 8;
const EVENTS: usize = 300;
const USERS: i64 = 8;
/// Days of events, counted from the first day. Some weeks have none.
const DAYS: &[i64] = &[0, 1, 3, 5, 8, 9, 16, 17, 18, 31, 32, 38, 41];
/// Few times of day, so that events often meet, and the edges of the day. Microseconds.
const TIMES: &[i64] = &[0, 1, 36_000_000_000, 86_399_999_999];
const DAY: i64 = 86_400_000_000;
/// Courses and when they end: the last day of a week begins with the end of one, and comes after that of another.
const COURSES: &[(&str, Option<&str>)] = &[
    ("course-v1:Org+A+R", None),
    ("course-v1:Org+B+R", Some("2024-02-11 00:00:00")),
    ("Org/Old/R", Some("2024-02-03 23:59:59")),
];
/// Shares as events say them, and the grade in whole percent that each is, if any.
const SHARES: &[(&str, Option<i64>)] = &[
    ("0", Some(0)),
    ("0.07", Some(7)),
    ("0.5", Some(50)),
    ("\"0.83\"", Some(83)),
    ("0.994", Some(99)),
    ("1", Some(100)),
    ("1.2", Some(120)),
    ("-0.5", None),
    ("1000.5", None),
    ("\"half\"", None),
    ("null", None),
];
/// Letters, and whether who has one passes.
const LETTERS: &[(Option<&str>, bool)] = &[
    (Some("A"), true),
    (Some("Pass"), true),
    (Some("Fail"), false),
    (Some(""), false),
    (None, false),
];
const SOURCES: &[Option<&str>] = &[
    Some("task"),
    Some("task"),
    Some("server"),
    Some("browser"),
    Some("mobile"),
    None,
];

/// An event about a grade.
#[derive(Debug)]
struct Told {
    time: i64,
    id: u128,
    user: i64,
    course: usize,
    /// Whether it tells anything.
    counts: bool,
    percent: Option<i64>,
    passes: bool,
    line: String,
}

/// A Wednesday.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 17).unwrap()
}

fn micros(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days() * DAY
}

fn told(rng: &mut ChaCha8Rng, number: usize) -> Told {
    let user = rng.random_range(1..=USERS);
    let course = rng.random_range(0..COURSES.len());
    let time = micros(first_day()) + DAYS.choose(rng).unwrap() * DAY + TIMES.choose(rng).unwrap();
    let source = *SOURCES.choose(rng).unwrap();
    let is_number = rng.random_ratio(1, 2);
    let user_id = if is_number {
        json!(user)
    } else {
        json!(user.to_string())
    };
    let mut event = json!({"course_id": COURSES[course].0, "user_id": user_id});
    let (mut percent, mut passes) = (None, true);
    let mut is_known = true;
    let event_type = match rng.random_range(0..10) {
        0..6 => {
            let (share, whole) = *SHARES.choose(rng).unwrap();
            let (letter, has_passed) = *LETTERS.choose(rng).unwrap();
            event["percent_grade"] = serde_json::from_str::<Value>(share).unwrap();
            if let Some(letter) = letter {
                event["letter_grade"] = json!(letter);
            }
            (percent, passes, is_known) = (whole, has_passed, whole.is_some());
            "edx.grades.course.grade_calculated"
        }
        6 => "edx.course.grade.passed.first_time",
        7 => "edx.course.grade.now_passed",
        8 => {
            passes = false;
            "edx.course.grade.now_failed"
        }
        _ => {
            is_known = false;
            "edx.grades.subsection.grade_calculated"
        }
    };
    let mut line = json!({
        "time": written(time),
        "event_type": event_type,
        "context": {"user_id": 900, "course_id": "course-v1:Not+This+One"},
        "event": event,
        // Two equal events are two.
        "session": number.to_string(),
    });
    if let Some(source) = source {
        line["event_source"] = json!(source);
    }
    let line = line.to_string();
    let id = olivine_event::parse(line.as_bytes()).unwrap().id.0;
    Told {
        time,
        id,
        user,
        course,
        counts: is_known && !matches!(source, Some("browser" | "mobile")),
        percent,
        passes,
        line,
    }
}

/// What is known of somebody by the newest events of a time: the grade, if any, and whether they pass.
fn standing(told: &[Told], course: usize, user: i64, from: NaiveDate, until: NaiveDate) -> Option<(Option<i64>, bool)> {
    let of_time = micros(from)..micros(until);
    let is_own = |one: &&Told| one.counts && (one.course, one.user) == (course, user) && of_time.contains(&one.time);
    let mut own: Vec<&Told> = told.iter().filter(is_own).collect();
    own.sort_by_key(|one| (one.time, one.id));
    let percent = own.iter().rev().find_map(|one| one.percent);
    Some((percent, own.last()?.passes))
}

/// `OV-57`.
fn model(told: &[Told], from: NaiveDate, to: NaiveDate) -> Vec<Vec<Option<String>>> {
    let days_gone = i64::from(from.weekday().num_days_from_monday());
    let first = from + TimeDelta::days((7 - days_gone) % 7);
    let mondays = (0..20).map(|nth| first + TimeDelta::days(7 * nth));
    let weeks: Vec<NaiveDate> = mondays.filter(|monday| *monday + TimeDelta::days(7) <= to).collect();
    let mut rows = Vec::new();
    for (course, (key, ends)) in COURSES.iter().enumerate() {
        let ends = ends.map(|text| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap());
        for monday in &weeks {
            let sunday = *monday + TimeDelta::days(6);
            let next = *monday + TimeDelta::days(7);
            let (mut learners, mut graded, mut sum) = (0_i64, 0_i64, 0_i64);
            let (mut passed, mut newly_passed) = (0_i64, 0_i64);
            for user in 1..=USERS {
                let Some((percent, passes)) = standing(told, course, user, from, next) else {
                    continue;
                };
                let passed_before = standing(told, course, user, from, *monday).is_some_and(|(_, passes)| passes);
                learners += 1;
                graded += i64::from(percent.is_some());
                sum += percent.unwrap_or_default();
                passed += i64::from(passes);
                newly_passed += i64::from(passes && !passed_before);
            }
            if learners == 0 {
                continue;
            }
            let others = learners - passed;
            let is_over = ends.is_some_and(|ends| ends < sunday.and_hms_opt(0, 0, 0).unwrap());
            let mean = (graded > 0).then(|| sum as f64 / (100.0 * graded as f64));
            rows.push(vec![
                some(key),
                some(monday),
                some(sunday),
                some(learners),
                some(graded),
                mean.and_then(some),
                some(passed),
                some(newly_passed),
                some(if is_over { others } else { 0 }),
                some(if is_over { 0 } else { others }),
            ]);
        }
    }
    rows
}

#[tokio::test]
async fn the_history_of_grades_agrees_with_the_model_however_the_lines_come() {
    let registry = Registry::built_in_all_on();
    let mut rows = 0;
    for seed in 0..HISTORIES {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let told: Vec<Told> = (0..EVENTS).map(|number| told(&mut rng, number)).collect();
        let from = first_day() + TimeDelta::days(rng.random_range(0..=7));
        let to = first_day() + TimeDelta::days(rng.random_range(26..=42));
        let expected = model(&told, from, to);
        rows += expected.len();
        let columns = [
            "course_id",
            "week_start",
            "week_ending",
            "learners",
            "graded",
            "mean_grade",
            "passed",
            "newly_passed",
            "not_passed",
            "in_progress",
        ];
        let ends = COURSES.iter().map(|(key, ends)| vec![some(key), ends.and_then(some)]);
        let case = Case {
            lms: named([("lms_course_runs", grid(&["course_id", "end_time"], ends.collect()))]),
            expect: named([("grade_history", grid(&columns, expected))]),
            ..case([("from", from.to_string()), ("to", to.to_string())])
        };
        for way in 0..2 {
            let lines = told.iter().map(|one| one.line.clone()).collect();
            let delivered = files(lines, &mut rng);
            let tables = computed(&registry, &case, &delivered, &BTreeSet::from(["grade_history"])).await;
            agree(&registry, &case, &tables, format_args!("seed {seed}, way {way}"));
        }
    }
    assert!(rows > 50, "{rows} weeks");
}
