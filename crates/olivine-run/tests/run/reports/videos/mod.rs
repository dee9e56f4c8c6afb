//! Random player events: the SQL of the report on videos gives what a slow model gives, in whatever order, files and copies the
//! lines come. The model is written from the rules (`PF 7`, `OV-31` to `OV-38`) alone: one video and person at a time, and what
//! they watched millisecond by millisecond.

mod course;
mod history;
mod model;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use olivine_report::Registry;
use olivine_report::cases::Case;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::reports::delivery::{agree, case, computed, files, grid, named};
use history::{COURSES, DAYS, course_id, first_day, history, line};
use model::{accepted, by_video, levels, usage, watching};

/// Histories, each computed from two ways of delivering its lines.
const HISTORIES: u64 = 6;

#[tokio::test]
async fn videos_agree_with_the_model_however_the_lines_come() {
    let registry = Registry::built_in();
    let (mut videos, mut stretches) = (0, 0);
    for seed in 0..HISTORIES {
        let said = history(seed);
        let from = first_day() + TimeDelta::days(1);
        let to = first_day() + TimeDelta::days(DAYS);
        let accepted = accepted(&said, from, to);
        let mut inferred = BTreeMap::new();
        let (mut video_rows, mut timeline_rows) = (Vec::new(), Vec::new());
        for ((course, video), events) in by_video(&accepted) {
            if let Some((row, rows, length)) = usage(&course, &video, &events) {
                video_rows.push(row);
                timeline_rows.extend(rows);
                inferred.insert((course, video), length);
            }
        }
        let (watching_rows, curve, shares) = watching(&accepted, &inferred);
        videos += video_rows.len();
        stretches += curve.len();
        let expect = [
            (
                "video",
                grid(
                    &[
                        "pipeline_video_id",
                        "course_id",
                        "encoded_module_id",
                        "duration",
                        "segment_length",
                        "users_at_start",
                        "users_at_end",
                        "total_viewed_seconds",
                    ],
                    video_rows,
                ),
            ),
            (
                "video_timeline",
                grid(
                    &["pipeline_video_id", "segment", "num_users", "num_views"],
                    timeline_rows,
                ),
            ),
            (
                "video_watching",
                grid(
                    &[
                        "course_id",
                        "encoded_module_id",
                        "length_seconds",
                        "learners",
                        "completed_learners",
                        "repeating_learners",
                        "watched_seconds",
                        "unique_seconds",
                        "repeated_seconds",
                        "spent_seconds",
                        "seeks_forward",
                        "seeks_back",
                    ],
                    watching_rows,
                ),
            ),
            (
                "video_watching_levels",
                grid(
                    &[
                        "course_id",
                        "level",
                        "block_id",
                        "section",
                        "sort_idx",
                        "videos",
                        "learners",
                        "mean_length_seconds",
                        "watched_seconds",
                        "unique_seconds",
                        "repeated_seconds",
                        "unique_percent",
                        "repeated_percent",
                    ],
                    levels(&shares),
                ),
            ),
        ];
        let blocks = (0..COURSES).flat_map(|course| course::blocks(&course_id(course)));
        let case = Case {
            expect: named(expect),
            lms: named([("lms_course_blocks", grid(course::COLUMNS, blocks.collect()))]),
            ..case([("from", from.to_string()), ("to", to.to_string())])
        };
        let wanted = BTreeSet::from([
            "video",
            "video_timeline",
            "video_watching",
            "video_watching_curve",
            "video_watching_levels",
        ]);
        let mut rng = ChaCha8Rng::seed_from_u64(seed + 1_000);
        for way in 0..2 {
            let lines = said.iter().enumerate().map(|(number, said)| line(said, number));
            let mut tables = computed(&registry, &case, &files(lines.collect(), &mut rng), &wanted).await;
            let found = tables.remove("video_watching_curve").unwrap();
            agree(&registry, &case, &tables, format_args!("seed {seed}, way {way}"));
            let mut by_second = BTreeMap::new();
            for row in &found.rows {
                let cell = |name: &str| {
                    let place = found.columns.iter().position(|column| column == name).unwrap();
                    row[place].clone().unwrap()
                };
                let number = |name: &str| cell(name).parse::<i64>().unwrap();
                for second in number("second")..number("until") {
                    let numbers = (usize::try_from(number("learners")).unwrap(), number("views"));
                    assert!(by_second.insert((cell("pipeline_video_id"), second), numbers).is_none());
                }
            }
            assert!(by_second == curve, "seed {seed}, way {way}: the curves differ");
        }
    }
    assert!(
        videos >= 30 && stretches > 1_000,
        "{videos} videos, {stretches} seconds"
    );
}
