//! How random histories reach the reports: lines in any order, some twice, in several files; and the rows that must come of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use chrono::{DateTime, NaiveDate};
use olivine_report::Registry;
use olivine_report::cases::{Case, Grid};
use olivine_run::cases::CaseSite;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// A cell of a table in text form.
pub type Cell = Option<String>;

pub fn some(value: impl ToString) -> Cell {
    Some(value.to_string())
}

/// The UTC day of a time in microseconds.
pub fn day_of(time: i64) -> NaiveDate {
    DateTime::from_timestamp_micros(time).unwrap().date_naive()
}

pub fn grid(columns: &[&str], rows: Vec<Vec<Cell>>) -> Grid {
    Grid {
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows,
    }
}

/// Tables by name.
pub fn named(tables: impl IntoIterator<Item = (&'static str, Grid)>) -> BTreeMap<String, Grid> {
    tables.into_iter().map(|(name, grid)| (name.to_owned(), grid)).collect()
}

/// A case without events, which come as files, and without LMS tables.
pub fn case(params: impl IntoIterator<Item = (&'static str, String)>) -> Case {
    Case {
        name: "random".to_owned(),
        title: String::new(),
        rules: Vec::new(),
        params: params
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        lines: Vec::new(),
        lms: BTreeMap::new(),
        countries: BTreeMap::new(),
        expect: BTreeMap::new(),
    }
}

/// The lines shuffled, some twice, spread over files.
pub fn files(mut lines: Vec<String>, rng: &mut ChaCha8Rng) -> Vec<Vec<String>> {
    let again: Vec<String> = lines.iter().filter(|_| rng.random_range(0..10) == 0).cloned().collect();
    lines.extend(again);
    lines.shuffle(rng);
    let mut files = vec![Vec::new(); rng.random_range(1..=3)];
    for line in lines {
        let at = rng.random_range(0..files.len());
        files[at].push(line);
    }
    files.retain(|file| !file.is_empty());
    files
}

/// The tables wanted, computed from files.
pub async fn computed(
    registry: &Registry,
    case: &Case,
    files: &[Vec<String>],
    wanted: &BTreeSet<&str>,
) -> BTreeMap<String, Grid> {
    let mut site = CaseSite::prepare(registry, case).await.unwrap();
    for file in files {
        site.ingest(file).await.unwrap();
    }
    site.tables(wanted).await.unwrap()
}

/// Insists that tables are as the case expects them; `attempt` says which attempt it was.
pub fn agree(registry: &Registry, case: &Case, tables: &BTreeMap<String, Grid>, attempt: impl Display) {
    let found = case.differences(registry, tables);
    let first: Vec<&str> = found.iter().take(12).map(String::as_str).collect();
    assert!(
        found.is_empty(),
        "{attempt}, {} differences:\n{}",
        found.len(),
        first.join("\n")
    );
}
