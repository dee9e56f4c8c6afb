//! Submissions of problems over random histories: the SQL gives what a slow model gives that is written from the rules alone
//! (`PF A1` … `A17`, `R1` … `R7`, `T1` … `T6`), in whatever order, files and copies the lines come.

mod history;
mod model;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use olivine_engine::answers::CHOICE_HINTS;
use olivine_report::Registry;
use olivine_report::cases::{Case, Grid};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::reports::delivery::{agree, case, computed, files, grid};
use history::{history, line, noise};
use model::{distribution, responses, tags};

const HISTORIES: u64 = 20;

const DISTRIBUTION: [&str; 12] = [
    "course_id",
    "module_id",
    "part_id",
    "correct",
    "first_response_count",
    "last_response_count",
    "value_id",
    "answer_value_text",
    "answer_value_numeric",
    "variant",
    "problem_display_name",
    "question_text",
];
const RESPONSES: [&str; 15] = [
    "course_id",
    "problem_id",
    "username",
    "answer_id",
    "problem",
    "question",
    "score",
    "max_score",
    "correct",
    "answer",
    "total_attempts",
    "first_attempt_date",
    "last_attempt_date",
    "location",
    "sort_idx",
];
const TAGS: [&str; 7] = [
    "course_id",
    "org_id",
    "module_id",
    "tag_name",
    "tag_value",
    "total_submissions",
    "correct_submissions",
];

/// A case of the days from one to another.
fn within(from: NaiveDate, to: NaiveDate) -> Case {
    case([("from", from.to_string()), ("to", to.to_string())])
}

/// Only for that pattern does the time to clean a text grow with its length alone.
#[test]
fn the_pattern_of_hints_is_the_one_that_the_engine_knows() {
    let registry = Registry::built_in();
    let report = registry.report("performance.responses_export").unwrap();
    let shipped = &report.manifest.params["clean_text_regex"].default;
    assert_eq!(shipped.as_ref().and_then(toml::Value::as_str), Some(CHOICE_HINTS));
}

#[tokio::test]
async fn the_sql_agrees_with_the_model_however_the_lines_come() {
    let registry = Registry::built_in();
    let day = |day: u32| NaiveDate::from_ymd_opt(2024, 3, day).unwrap();
    let (from, to) = (day(2), day(5));
    let mut rows = BTreeMap::<&str, usize>::new();
    for seed in 0..HISTORIES {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let all = history(&mut rng);
        let mut case = within(from, to);
        for (table, grid) in [
            ("answer_distribution", grid(&DISTRIBUTION, distribution(&all, to))),
            ("run_problem_responses", grid(&RESPONSES, responses(&all, from, to))),
            ("tags_distribution", grid(&TAGS, tags(&all, from, to))),
        ] {
            *rows.entry(table).or_default() += grid.rows.len();
            case.expect.insert(table.to_owned(), grid);
        }
        let wanted: BTreeSet<&str> = rows.keys().copied().collect();
        let lines: Vec<String> = all.iter().map(line).collect();
        let tables = computed(&registry, &case, &files(lines, &mut rng), &wanted).await;
        agree(&registry, &case, &tables, format_args!("seed {seed}"));
    }
    assert!(rows.values().all(|rows| *rows > 400), "{rows:?}");
}

#[tokio::test]
async fn noise_changes_nothing_and_equal_times_give_one_answer() {
    let mut rng = ChaCha8Rng::seed_from_u64(77);
    let day = |day: u32| NaiveDate::from_ymd_opt(2024, 3, day).unwrap();
    let mut all = history(&mut rng);
    // Few different times, so that first and last are decided by content again and again.
    for one in &mut all {
        one.time -= one.time % (6 * 3_600_000_000);
    }
    let lines: Vec<String> = all.iter().map(line).collect();
    let others: Vec<String> = all.iter().take(50).flat_map(noise).collect();
    let with_noise: Vec<String> = lines.iter().chain(&others).cloned().collect();
    let wanted = BTreeSet::from(["answer_distribution", "run_problem_responses"]);
    let registry = Registry::built_in();
    let case = within(day(1), day(20));
    let sorted = |tables: BTreeMap<String, Grid>| {
        let sort = |(name, mut grid): (String, Grid)| {
            grid.rows.sort();
            (name, grid.rows)
        };
        tables.into_iter().map(sort).collect::<BTreeMap<_, _>>()
    };
    let once = sorted(computed(&registry, &case, &files(lines, &mut rng), &wanted).await);
    assert!(once.values().all(|rows| rows.len() > 100));
    for _ in 0..2 {
        let again = files(with_noise.clone(), &mut rng);
        let again = sorted(computed(&registry, &case, &again, &wanted).await);
        assert!(once == again, "other rows from the same lines in another order");
    }
}
