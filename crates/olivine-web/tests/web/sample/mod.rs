//! A made-up site for tests and the preview: a store filled through its own door, the same at every run.

pub mod content;

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use olivine_report::Registry;
use olivine_store::site::users::NewUser;
use olivine_store::{Publication, Store, StoreError, Value};

/// A large course with data in every report.
pub const LARGE: &str = "course-v1:OpenU+BIO101+2026_T1";
/// An old-style key; a small course with tracks nobody has heard of.
pub const OLD: &str = "OpenU/ART1/Spring";
/// Three days old.
pub const YOUNG: &str = "course-v1:OpenU+NEW+2026_T3";
/// Listed, but in no report.
pub const SILENT: &str = "course-v1:OpenU+SILENT+2026_T1";
/// Sees everything.
pub const STAFF: (&str, &str) = ("staff", "a staff password");
/// Sees [`OLD`] only.
pub const TEACHER: (&str, &str) = ("teacher", "a teacher password");
/// Sees no course.
pub const NOBODY: (&str, &str) = ("nobody", "a lonely password");
/// Length of the large course's history in days.
const HISTORY: u64 = 140;
/// Small courses that only fill the list.
const FILLERS: u32 = 126;

/// Makes the accounts.
pub async fn accounts(store: &Store) -> Result<(), StoreError> {
    let none = BTreeSet::new;
    for ((name, password), staff, courses) in [
        (STAFF, true, none()),
        (TEACHER, false, BTreeSet::from([OLD.to_owned()])),
        (NOBODY, false, none()),
    ] {
        let password = Some(password.to_owned());
        store
            .site()
            .create_user(NewUser {
                name: name.to_owned(),
                password,
                staff,
                people: false,
                courses,
            })
            .await?;
    }
    Ok(())
}

/// Publishes all tables, complete through `as_of`.
pub async fn results(store: &Store, registry: &Registry, as_of: NaiveDate) -> Result<(), StoreError> {
    let (videos, timelines) = content::videos();
    let mut publish = store.begin_publish("sample").await?;
    let mut publications = Vec::new();
    for (name, rows) in [
        ("course_enrollment_daily", daily(as_of)),
        ("course_enrollment_mode_daily", by_mode(as_of)),
        ("course_enrollment_birth_year_daily", by_birth_year(as_of)),
        ("course_enrollment_education_level_daily", by_education(as_of)),
        ("course_enrollment_gender_daily", by_gender(as_of)),
        ("course_enrollment_location_current", by_country(as_of)),
        ("course_activity", by_week(as_of)),
        ("course_activity_groups", week_so_far(as_of)),
        ("course_meta_summary_enrollment", summaries(as_of)),
        ("course_program_metadata", programs()),
        ("course_contents", content::contents()),
        ("course_due_dates", content::due_dates(as_of)),
        ("grading_policy", content::policy()),
        ("video", videos),
        ("video_timeline", timelines),
        ("answer_distribution", content::answers()),
        ("tags_distribution", content::tags()),
    ] {
        let table = registry
            .table(name)
            .unwrap_or_else(|| panic!("no report declares {name}"));
        let mut load = publish.table(name, table).await?;
        load.append(rows).await?;
        load.finish().await?;
        publications.push(Publication {
            table: name.to_owned(),
            fingerprint: "sample".to_owned(),
            as_of,
        });
    }
    publish.commit(publications).await.map(drop)
}

/// Enrolled people of the large course after so many days, by track.
fn tracks_of_large(day: u64) -> [(&'static str, i64); 4] {
    let grown = |most: f64, pace: f64| (most * (1.0 - (-(day as f64) / pace).exp())).round() as i64;
    let left = (day as i64 - 60).max(0);
    [
        ("audit", grown(9200.0, 35.0) - left * 9),
        ("verified", grown(1450.0, 50.0)),
        ("masters", grown(320.0, 80.0)),
        ("honor", grown(600.0, 20.0)),
    ]
}

/// Course, day, tracks.
type State = (&'static str, NaiveDate, Vec<(&'static str, i64)>);

/// The state of all courses with data, day by day.
fn states(as_of: NaiveDate) -> Vec<State> {
    let mut states = Vec::new();
    for day in 0..HISTORY {
        let date = as_of - Days::new(HISTORY - 1 - day);
        states.push((LARGE, date, tracks_of_large(day + 1).to_vec()));
    }
    for day in 0..40 {
        let count = 3 + day as i64 / 4;
        let tracks = vec![
            ("audit", count),
            ("scholarship", 2),
            ("no-id-professional", 1),
            ("professional", 1),
        ];
        states.push((OLD, as_of - Days::new(39 - day), tracks));
    }
    for day in 0..3 {
        states.push((YOUNG, as_of - Days::new(2 - day), vec![("audit", 10 + day as i64)]));
    }
    states
}

fn date(date: NaiveDate) -> Value {
    Value::Date(date)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn midnight(date: NaiveDate) -> Value {
    Value::Datetime(date.and_time(chrono::NaiveTime::MIN))
}

fn daily(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let total = |tracks: &[(&str, i64)]| tracks.iter().map(|(_, count)| count).sum::<i64>();
    let row = |(course, day, tracks): (&str, NaiveDate, Vec<(&str, i64)>)| {
        vec![
            text(course),
            date(day),
            Value::Int(total(&tracks)),
            Value::Int(total(&tracks) * 5 / 4),
        ]
    };
    states(as_of).into_iter().map(row).collect()
}

fn by_mode(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for (course, day, tracks) in states(as_of) {
        for (mode, count) in tracks {
            rows.push(vec![
                date(day),
                text(course),
                text(mode),
                Value::Int(count),
                Value::Int(count * 5 / 4),
            ]);
        }
    }
    rows
}

fn by_birth_year(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for age in 0..=104_i64 {
        let near = |middle: f64, width: f64| (-((age as f64 - middle) / width).powi(2)).exp();
        let count = (420.0 * near(27.0, 7.0) + 90.0 * near(45.0, 14.0) + 6.0 * near(70.0, 9.0)).round() as i64;
        let count = if age > 100 { 2 } else { count };
        if count > 0 {
            let year = i64::from(as_of.year()) - age;
            rows.push(vec![
                date(as_of),
                text(LARGE),
                Value::Int(year),
                Value::Int(count),
                Value::Int(count),
            ]);
        }
    }
    let future = i64::from(as_of.year()) + 4;
    rows.push(vec![
        date(as_of),
        text(LARGE),
        Value::Int(future),
        Value::Int(3),
        Value::Int(3),
    ]);
    rows.push(vec![
        date(as_of),
        text(LARGE),
        Value::Null,
        Value::Int(2871),
        Value::Int(3000),
    ]);
    rows.push(vec![
        date(as_of),
        text(OLD),
        Value::Null,
        Value::Int(17),
        Value::Int(20),
    ]);
    rows
}

fn by_education(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let levels = [
        (Some("none"), 61),
        (Some("primary"), 95),
        (Some("junior_secondary"), 402),
        (Some("secondary"), 2210),
        (Some("associates"), 730),
        (Some("bachelors"), 3120),
        (Some("masters"), 1890),
        (Some("doctorate"), 260),
        (Some("other"), 144),
        (None, 1999),
    ];
    let row = |(level, count): (Option<&str>, i64)| {
        vec![
            date(as_of),
            text(LARGE),
            level.map_or(Value::Null, text),
            Value::Int(count),
            Value::Int(count),
        ]
    };
    levels.into_iter().map(row).collect()
}

fn by_gender(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for (course, day, tracks) in states(as_of) {
        let total: i64 = tracks.iter().map(|(_, count)| count).sum();
        let (female, male, other) = (total * 4 / 10, total * 3 / 10, total / 50);
        let genders = [
            (Some("f"), female),
            (Some("m"), male),
            (Some("o"), other),
            (None, total - female - male - other),
        ];
        for (gender, count) in genders {
            let gender = gender.map_or(Value::Null, text);
            rows.push(vec![
                date(day),
                text(course),
                gender,
                Value::Int(count),
                Value::Int(count),
            ]);
        }
    }
    rows
}

fn by_country(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let countries = [
        (Some("US"), 2950),
        (Some("IN"), 2105),
        (Some("BR"), 840),
        (Some("NG"), 615),
        (Some("GB"), 560),
        (Some("DE"), 430),
        (Some("FR"), 395),
        (Some("EG"), 380),
        (Some("MX"), 344),
        (Some("ID"), 310),
        (Some("PK"), 275),
        (Some("ES"), 240),
        (Some("CA"), 231),
        (Some("KE"), 160),
        (Some("SG"), 64),
        (Some("MT"), 12),
        (Some("NZ"), 9),
        (Some("JP"), 88),
        (Some("UA"), 122),
        (Some("ZA"), 131),
        (Some("UNKNOWN"), 312),
        (None, 336),
    ];
    let row = |(code, count): (Option<&str>, i64)| {
        vec![
            date(as_of),
            text(LARGE),
            code.map_or(Value::Null, text),
            Value::Int(count),
            Value::Int(count),
        ]
    };
    countries.into_iter().map(row).collect()
}

fn by_week(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let open = as_of + Days::new(1);
    let last_end = open - Days::new(u64::from(open.weekday().num_days_from_monday()));
    let mut rows = Vec::new();
    for week in 0..20_u64 {
        let end = last_end - Days::new(7 * (19 - week));
        let wave = 1.0 + 0.35 * ((week as f64) / 2.6).sin();
        for (label, most) in [
            ("ACTIVE", 3900.0),
            ("PLAYED_VIDEO", 2600.0),
            ("ATTEMPTED_PROBLEM", 1700.0),
            ("POSTED_FORUM", 240.0),
        ] {
            let count = (most * wave * (0.4 + 0.6 * (week as f64 / 10.0).min(1.0))).round() as i64;
            rows.push(vec![
                text(LARGE),
                midnight(end - Days::new(7)),
                midnight(end),
                text(label),
                Value::Int(count),
            ]);
        }
    }
    rows.push(vec![
        text(YOUNG),
        midnight(last_end - Days::new(7)),
        midnight(last_end),
        text("ACTIVE"),
        Value::Int(4),
    ]);
    rows
}

/// The large course in the week of the last complete day, if that day does not end it.
fn week_so_far(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let open = as_of + Days::new(1);
    let days = u64::from(open.weekday().num_days_from_monday());
    if days == 0 {
        return Vec::new();
    }
    let start = open - Days::new(days);
    let row = |(label, people): (&str, i64)| {
        vec![
            text(LARGE),
            midnight(start),
            midnight(start + Days::new(7)),
            Value::Bool(false),
            text(label),
            text("audit"),
            text(""),
            Value::Bool(false),
            Value::Int(people),
        ]
    };
    [
        ("ACTIVE", 1234),
        ("PLAYED_VIDEO", 777),
        ("ATTEMPTED_PROBLEM", 555),
        ("POSTED_FORUM", 44),
    ]
    .into_iter()
    .map(row)
    .collect()
}

fn summaries(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let last: Vec<_> = states(as_of).into_iter().filter(|(_, day, _)| *day == as_of).collect();
    let mut rows = Vec::new();
    let mut add = |course: &str,
                   title: Option<&str>,
                   availability: Option<&str>,
                   pacing: &str,
                   mode: &str,
                   count: i64,
                   start: Option<NaiveDateTime>,
                   end: Option<NaiveDateTime>| {
        let optional = |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
        let time = |time: Option<NaiveDateTime>| time.map_or(Value::Null, Value::Datetime);
        rows.push(vec![
            Value::Text(course.to_owned()),
            optional(title),
            optional(title.map(|_| "catalog")),
            time(start),
            time(end),
            Value::Text(pacing.to_owned()),
            optional(availability),
            Value::Text(mode.to_owned()),
            Value::Int(count),
            Value::Int(count / 20),
            Value::Int(count * 5 / 4),
            Value::Int(count / 7),
        ]);
    };
    let day = |back: u64| Some((as_of - Days::new(back)).and_time(chrono::NaiveTime::MIN));
    for (course, _, tracks) in last {
        let (title, availability) = match course {
            LARGE => (Some("Biology: how life works"), Some("Current")),
            OLD => (Some("Art since 1900"), Some("Archived")),
            _ => (Some("A new course"), Some("Starting Soon")),
        };
        let end = if course == OLD { day(5) } else { None };
        for (mode, count) in tracks {
            add(
                course,
                title,
                availability,
                "instructor_paced",
                mode,
                count,
                day(120),
                end,
            );
        }
    }
    add(SILENT, None, None, "self_paced", "audit", 0, None, None);
    for number in 0..FILLERS {
        let title = format!("Course number {number}: reading and writing");
        let availability = ["Current", "Archived", "Upcoming"][number as usize % 3];
        let course = format!("course-v1:OpenU+F{number:03}+2026");
        add(
            &course,
            Some(&title),
            Some(availability),
            "self_paced",
            "audit",
            i64::from(number) * 3,
            day(u64::from(number)),
            None,
        );
    }
    rows
}

fn programs() -> Vec<Vec<Value>> {
    let row = |course: &str, id: &str, title: &str| vec![text(course), text(id), text("MicroMasters"), text(title)];
    vec![
        row(LARGE, "p-life", "Life sciences"),
        row(OLD, "p-art", "Art history"),
        row("course-v1:OpenU+F001+2026", "p-life", "Life sciences"),
    ]
}
