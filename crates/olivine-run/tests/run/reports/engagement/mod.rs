//! Engagement of learners: the SQL against a slow model over random histories, however the lines come.

mod history;
mod model;

use std::collections::{BTreeMap, BTreeSet};

use olivine_report::Registry;
use olivine_report::cases::Case;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::reports::delivery::{agree, case, computed, grid, named, some};
use history::History;

/// Histories, each with several courses of their own learners, and each computed from two ways of delivering its lines.
const HISTORIES: u64 = 10;

/// The history as a case without events: those come as files.
fn case_of(history: &History) -> Case {
    let accounts = history
        .accounts
        .iter()
        .map(|(id, name)| vec![some(id), some(name), some(format!("{name}@x.org"))]);
    let profiles = history.accounts.keys().filter(|id| *id % 7 != 0);
    let profiles = profiles.map(|id| vec![some(id), some(format!("Name\t{id}"))]);
    let groups = history
        .groups
        .iter()
        .enumerate()
        .map(|(number, (course, name, _))| vec![some(number), some(name), some(course)]);
    let members = history
        .groups
        .iter()
        .enumerate()
        .flat_map(|(number, (_, _, members))| members.iter().map(move |member| vec![some(number), some(member)]));
    let lms = [
        ("lms_auth_user", grid(&["id", "username", "email"], accounts.collect())),
        ("lms_auth_userprofile", grid(&["user_id", "name"], profiles.collect())),
        (
            "lms_course_groups_courseusergroup",
            grid(&["id", "name", "course_id"], groups.collect()),
        ),
        (
            "lms_course_groups_courseusergroup_users",
            grid(&["courseusergroup_id", "user_id"], members.collect()),
        ),
    ];
    let params = [
        ("from", history.from.to_string()),
        ("to", history.to.to_string()),
        ("interval_days", history.interval_days.to_string()),
        ("compat_segments", history.compat_segments.to_string()),
    ];
    Case {
        lms: named(lms),
        ..case(params)
    }
}

#[tokio::test]
async fn engagement_agrees_with_the_model_however_the_lines_come() {
    let registry = Registry::built_in_all_on();
    let mut rows = BTreeMap::<&str, usize>::new();
    for seed in 0..HISTORIES {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let history = History::random(&mut rng);
        let model = model::tables(&history);
        let wanted: BTreeSet<&str> = model.keys().copied().collect();
        let mut case = case_of(&history);
        for (table, (columns, expected)) in model {
            *rows.entry(table).or_default() += expected.len();
            case.expect.insert(table.to_owned(), grid(columns, expected));
        }
        for way in 0..2 {
            let tables = computed(&registry, &case, &history.files(&mut rng), &wanted).await;
            agree(&registry, &case, &tables, format_args!("seed {seed}, way {way}"));
        }
    }
    // The histories reach every table, and far more than one row of each.
    assert!(rows.values().all(|rows| *rows > 60), "{rows:?}");
    let total: usize = rows.values().sum();
    assert!(total > 5_000, "{rows:?}");
}
