//! The reports of our own (`OV`) over random courses and random days of learning: the SQL gives what a slow model gives, in
//! whatever order, files and copies the lines come.

mod course;
mod history;
mod model;

use std::collections::{BTreeMap, BTreeSet};

use olivine_report::Registry;
use olivine_report::cases::{Case, Grid};
use olivine_run::cases::CaseSite;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use history::History;

/// Courses in a history: each has an outline and learners of its own, so one history is as many cases.
const COURSES: usize = 20;
/// Histories, each computed from two ways of delivering its lines.
const HISTORIES: u64 = 10;

/// Rows of a table in text form, with the names of their columns.
pub(crate) type Rows = (&'static [&'static str], Vec<Vec<Option<String>>>);

fn grid((columns, rows): Rows) -> Grid {
    Grid {
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows,
    }
}

fn case_of(history: &History) -> Case {
    let params = [
        ("from", history.from.to_string()),
        ("to", history.to.to_string()),
        ("away_days", history.away_days.to_string()),
    ];
    Case {
        name: "random".to_owned(),
        title: String::new(),
        rules: Vec::new(),
        params: params
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        lines: Vec::new(),
        lms: history
            .lms()
            .into_iter()
            .map(|(name, rows)| (name.to_owned(), grid(rows)))
            .collect(),
        countries: BTreeMap::new(),
        expect: BTreeMap::new(),
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
        for (table, expected) in model {
            *rows.entry(table).or_default() += expected.1.len();
            case.expect.insert(table.to_owned(), grid(expected));
        }
        for way in 0..2 {
            let mut site = CaseSite::prepare(&registry, &case).await.unwrap();
            for file in history.files(&mut rng) {
                site.ingest(&file).await.unwrap();
            }
            let tables = site.tables(&wanted).await.unwrap();
            let found = case.differences(&registry, &tables);
            let first: Vec<String> = found.iter().take(12).cloned().collect();
            assert!(
                found.is_empty(),
                "seed {seed}, way {way}, {} differences:\n{}",
                found.len(),
                first.join("\n")
            );
        }
    }
    // The histories reach every table, and far more than one row of each.
    assert!(rows.values().all(|rows| *rows > 100), "{rows:?}");
}
