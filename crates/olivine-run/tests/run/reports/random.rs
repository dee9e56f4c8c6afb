//! Random histories: the SQL of the reports gives what the model gives, in whatever order, files and copies the lines come.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use olivine_report::Registry;
use olivine_report::cases::Case;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::reports::delivery::{agree, case, computed, grid, named, some};
use crate::reports::history::{COUNTRIES, History};
use crate::reports::model;

/// Courses in a history: each has learners of its own, so one history is as many cases.
const COURSES: usize = 25;
/// Histories, each computed from two ways of delivering its lines.
const HISTORIES: u64 = 12;

/// The history as a case without events: those come as files.
fn case_of(history: &History) -> Case {
    let time = |micros: i64| some(DateTime::from_timestamp_micros(micros).unwrap().naive_utc());
    let profiles = history.profiles.iter().map(|(user, profile)| {
        let text = |text: Option<&str>| text.map(str::to_owned);
        vec![
            some(user),
            text(profile.gender),
            profile.birth_year.and_then(some),
            text(profile.education),
        ]
    });
    let grades = history.grades.iter().map(|grade| {
        let passed = grade.has_passed.then_some(grade.modified).and_then(time);
        vec![
            some(grade.user),
            some(&grade.course),
            grade.letter.map(str::to_owned),
            passed,
            time(grade.modified),
        ]
    });
    let enrollments = history
        .enrollments
        .iter()
        .map(|row| vec![some(row.user), some(&row.course), some(row.is_active)]);
    let lms = [
        (
            "lms_auth_userprofile",
            grid(
                &["user_id", "gender", "year_of_birth", "level_of_education"],
                profiles.collect(),
            ),
        ),
        (
            "lms_grades_persistentcoursegrade",
            grid(
                &["user_id", "course_id", "letter_grade", "passed_timestamp", "modified"],
                grades.collect(),
            ),
        ),
        (
            "lms_student_courseenrollment",
            grid(&["user_id", "course_id", "is_active"], enrollments.collect()),
        ),
    ];
    let params = [
        ("from", history.from.to_string()),
        ("to", history.to.to_string()),
        ("weeks", history.weeks.to_string()),
    ];
    Case {
        lms: named(lms),
        countries: COUNTRIES
            .iter()
            .map(|(network, country)| ((*network).to_owned(), (*country).to_owned()))
            .collect(),
        ..case(params)
    }
}

#[tokio::test]
async fn the_sql_agrees_with_the_model_however_the_lines_come() {
    let registry = Registry::built_in_all_on();
    let mut rows = BTreeMap::<&str, usize>::new();
    for seed in 0..HISTORIES {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let history = History::random(&mut rng, COURSES);
        let model = model::tables(&history);
        let wanted: BTreeSet<&str> = model.keys().copied().collect();
        let mut case = case_of(&history);
        for (table, (columns, expected)) in model {
            *rows.entry(table).or_default() += expected.len();
            case.expect.insert(table.to_owned(), grid(columns, expected));
        }
        for way in 0..2 {
            let files = history.files(&mut rng);
            let tables = computed(&registry, &case, &files, &wanted).await;
            agree(&registry, &case, &tables, format_args!("seed {seed}, way {way}"));
        }
    }
    // The histories reach every table, and far more than one row of each.
    assert!(rows.values().all(|rows| *rows > 100), "{rows:?}");
}
