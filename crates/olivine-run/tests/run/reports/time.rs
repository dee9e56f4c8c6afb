//! Random events: time on task and active learners are what a slow model gives, in whatever order, files and copies the lines come.
//! The model is written from the rules (`OV-40` to `OV-62`) alone, event by event.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};
use olivine_report::Registry;
use olivine_report::cases::Case;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use crate::reports::delivery::{agree, case, computed, files, grid, named, some};

/// Histories, each computed from two ways of delivering its lines.
const HISTORIES: u64 = 6;
const USERS: i64 = 150;
const DAYS: i64 = 40;
const GAP: i64 = 1_800;
const TAIL: i64 = 60;

/// Types of events, and what they count as; none: nobody need be at the screen for them, and nobody is active by them.
const TYPES: &[(&str, Option<&str>)] = &[
    ("play_video", Some("video")),
    ("edx.video.paused", Some("video")),
    ("problem_check", Some("problem")),
    ("edx.problem.hint.demandhint_displayed", Some("problem")),
    ("showanswer", Some("problem")),
    ("edx.forum.thread.viewed", Some("discussion")),
    ("openassessmentblock.get_peer_submission", Some("assessment")),
    ("page_close", Some("page")),
    ("/courses/about", Some("page")),
    ("edx.grades.problem.submitted", None),
    ("edx.course.grade.now_passed", None),
    ("edx.course.enrollment.activated", None),
];

/// One event; times in seconds.
#[derive(Debug, Clone)]
struct Deed {
    time: i64,
    what: usize,
    by_worker: bool,
    user: i64,
    course: Option<&'static str>,
}

const COURSES: &[Option<&str>] = &[
    Some("course-v1:Org+A+R"),
    Some("course-v1:Org+A+R"),
    Some("course-v1:Org+B+R"),
    None,
];

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 20).unwrap()
}

fn seconds(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days() * 86_400
}

fn day_of(time: i64) -> NaiveDate {
    DateTime::from_timestamp(time, 0).unwrap().date_naive()
}

fn history(seed: u64) -> Vec<Deed> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut found = Vec::new();
    for user in 1..=USERS {
        let mut time = seconds(first_day()) + rng.random_range(0..86_400 * DAYS);
        for _ in 0..rng.random_range(1..25) {
            time += *[0, 1, 30, 600, 1_799, 1_800, 1_801, 7_000, 86_400, 400_000]
                .choose(&mut rng)
                .unwrap();
            found.push(Deed {
                time,
                what: rng.random_range(0..TYPES.len()),
                by_worker: rng.random_range(0..15) == 0,
                user,
                course: *COURSES.choose(&mut rng).unwrap(),
            });
        }
    }
    found
}

fn line(deed: &Deed, number: usize) -> String {
    json!({
        "time": DateTime::from_timestamp(deed.time, 0).unwrap().format("%Y-%m-%dT%H:%M:%S+00:00").to_string(),
        "event_type": TYPES[deed.what].0,
        "event_source": if deed.by_worker { "task" } else { "server" },
        "context": { "user_id": deed.user, "course_id": deed.course.unwrap_or("") },
        "session": number.to_string(),
    })
    .to_string()
}

type Rows = Vec<Vec<Option<String>>>;

/// `OV-40`, `OV-41`: (course, user, kind, day) → seconds.
fn time_on_task(deeds: &[Deed]) -> BTreeMap<(String, i64, &'static str, NaiveDate), i64> {
    let mut sums = BTreeMap::new();
    for user in 1..=USERS {
        let mut own: Vec<(i64, &str, &'static str)> = deeds
            .iter()
            .filter(|deed| deed.user == user && !deed.by_worker)
            .filter_map(|deed| Some((deed.time, deed.course.unwrap_or(""), TYPES[deed.what].1?)))
            .collect();
        own.sort_unstable();
        for (place, (time, course, kind)) in own.iter().enumerate() {
            let to_next = own.get(place + 1).map(|(next, ..)| next - time);
            let credit = to_next.filter(|to_next| *to_next <= GAP).unwrap_or(TAIL);
            if !course.is_empty() {
                *sums
                    .entry(((*course).to_owned(), user, *kind, day_of(*time)))
                    .or_insert(0) += credit;
            }
        }
    }
    sums
}

fn time_rows(sums: &BTreeMap<(String, i64, &'static str, NaiveDate), i64>) -> (Rows, Rows, Rows) {
    let learners = sums.iter().map(|((course, user, kind, day), seconds)| {
        vec![
            some(course),
            some(user),
            some(kind),
            some(day),
            some(seconds * 1_000_000),
        ]
    });
    let mut daily: BTreeMap<(&str, NaiveDate, &str), (BTreeSet<i64>, i64)> = BTreeMap::new();
    let mut people: BTreeMap<(&str, &str, i64), i64> = BTreeMap::new();
    for ((course, user, kind, day), seconds) in sums {
        for kind in [*kind, "all"] {
            let entry = daily.entry((course, *day, kind)).or_default();
            entry.0.insert(*user);
            entry.1 += seconds;
            *people.entry((course, kind, *user)).or_default() += seconds;
        }
    }
    let mut course_rows: BTreeMap<(&str, &str), [i64; 6]> = BTreeMap::new();
    for ((course, kind, _), seconds) in people {
        let row = course_rows.entry((course, kind)).or_default();
        row[0] += 1;
        row[1] += seconds;
        let band = if seconds < 600 {
            2
        } else if seconds < 3_600 {
            3
        } else if seconds < 36_000 {
            4
        } else {
            5
        };
        row[band] += 1;
    }
    let daily = daily.into_iter().map(|((course, day, kind), (users, seconds))| {
        vec![some(course), some(day), some(kind), some(users.len()), some(seconds)]
    });
    let courses = course_rows.into_iter().map(|((course, kind), numbers)| {
        let mut row = vec![some(course), some(kind)];
        row.extend(numbers.into_iter().map(some));
        row
    });
    (learners.collect(), daily.collect(), courses.collect())
}

/// Who was active, and in which courses.
type PeopleAndCourses<'a> = (BTreeSet<i64>, BTreeSet<&'a str>);

/// `OV-60` to `OV-62`.
fn active(deeds: &[Deed], from: NaiveDate, to: NaiveDate) -> (Rows, Rows) {
    let mut people: BTreeMap<(&str, &str, NaiveDate, NaiveDate), BTreeSet<i64>> = BTreeMap::new();
    let mut site = BTreeMap::<(&str, NaiveDate, NaiveDate), PeopleAndCourses<'_>>::new();
    for deed in deeds
        .iter()
        .filter(|deed| TYPES[deed.what].1.is_some() && !deed.by_worker)
    {
        let (Some(course), day) = (deed.course, day_of(deed.time)) else {
            continue;
        };
        let monday = day - TimeDelta::days(day.weekday().num_days_from_monday().into());
        let first = day.with_day(1).unwrap();
        let next_month = (first + TimeDelta::days(31)).with_day(1).unwrap();
        for (period, start, until) in [
            ("day", day, day + TimeDelta::days(1)),
            ("week", monday, monday + TimeDelta::days(7)),
            ("month", first, next_month),
        ] {
            if start >= from && until <= to {
                people
                    .entry((course, period, start, until))
                    .or_default()
                    .insert(deed.user);
                let entry = site.entry((period, start, until)).or_default();
                entry.0.insert(deed.user);
                entry.1.insert(course);
            }
        }
    }
    let courses = people.into_iter().map(|((course, period, start, until), users)| {
        vec![some(course), some(period), some(start), some(until), some(users.len())]
    });
    let site = site.into_iter().map(|((period, start, until), (users, courses))| {
        vec![
            some(period),
            some(start),
            some(until),
            some(users.len()),
            some(courses.len()),
        ]
    });
    (courses.collect(), site.collect())
}

#[tokio::test]
async fn time_and_active_learners_agree_with_the_model_however_the_lines_come() {
    let registry = Registry::built_in();
    let mut rows = 0;
    for seed in 0..HISTORIES {
        let deeds = history(seed);
        let from = first_day() + TimeDelta::days(3);
        let to = first_day() + TimeDelta::days(DAYS + 2);
        let inside: Vec<Deed> = deeds
            .iter()
            .filter(|deed| deed.time >= seconds(from) && deed.time < seconds(to))
            .cloned()
            .collect();
        let (learners, daily, course) = time_rows(&time_on_task(&inside));
        let (active, site) = active(&inside, from, to);
        rows += learners.len() + active.len();
        let expect = [
            (
                "run_time_on_task",
                grid(&["course_id", "user_id", "kind", "date", "microseconds"], learners),
            ),
            (
                "time_on_task_daily",
                grid(&["course_id", "date", "kind", "learners", "seconds"], daily),
            ),
            (
                "time_on_task_course",
                grid(
                    &[
                        "course_id",
                        "kind",
                        "learners",
                        "seconds",
                        "below_10_minutes",
                        "below_1_hour",
                        "below_10_hours",
                        "from_10_hours",
                    ],
                    course,
                ),
            ),
            (
                "active_learners",
                grid(&["course_id", "period", "start", "until", "learners"], active),
            ),
            (
                "active_learners_site",
                grid(&["period", "start", "until", "learners", "courses"], site),
            ),
        ];
        let case = Case {
            expect: named(expect),
            ..case([("from", from.to_string()), ("to", to.to_string())])
        };
        let wanted: BTreeSet<&str> = case.expect.keys().map(String::as_str).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(seed + 1_000);
        for way in 0..2 {
            let lines = deeds.iter().enumerate().map(|(number, deed)| line(deed, number));
            let tables = computed(&registry, &case, &files(lines.collect(), &mut rng), &wanted).await;
            agree(&registry, &case, &tables, format_args!("seed {seed}, way {way}"));
        }
    }
    assert!(rows > 1_000, "{rows}");
}
