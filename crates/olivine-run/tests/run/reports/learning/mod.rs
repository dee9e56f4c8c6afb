//! The reports of our own (`OV`) over random courses and random days of learning: the SQL gives what a slow model gives, in
//! whatever order, files and copies the lines come.

mod course;
mod help;
mod history;
mod model;
mod points;

use std::collections::{BTreeMap, BTreeSet};

use olivine_report::Registry;
use olivine_report::cases::Case;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::reports::delivery::{Cell, agree, case, computed, grid, named};
use history::History;

/// Courses in a history: each has an outline and learners of its own, so one history is as many cases.
const COURSES: usize = 20;
/// Histories, each computed from two ways of delivering its lines.
const HISTORIES: u64 = 10;

/// Rows of a table in text form, with the names of their columns.
pub(crate) type Rows = (&'static [&'static str], Vec<Vec<Cell>>);

fn case_of(history: &History) -> Case {
    let params = [
        ("from", history.from.to_string()),
        ("to", history.to.to_string()),
        ("away_days", history.away_days.to_string()),
        ("active_days", history.active_days.to_string()),
    ];
    let lms = history.lms().into_iter();
    Case {
        lms: named(lms.map(|(name, (columns, rows))| (name, grid(columns, rows)))),
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
            let tables = computed(&registry, &case, &history.files(&mut rng), &wanted).await;
            agree(&registry, &case, &tables, format_args!("seed {seed}, way {way}"));
        }
    }
    // The histories reach every table, and far more than one row of each.
    assert!(rows.values().all(|rows| *rows > 100), "{rows:?}");
}
